// Copyright (c) the Tandem authors. Licensed under the MIT License.

#include "core/lua/lua_value.h"

#include <cmath>
#include <cstddef>
#include <limits>
#include <string>

#include "core/lua/lua_function.h"
#include "core/lua/lua_state.h"
#include "lauxlib.h"

namespace tandem {
namespace {

// Each part of a value takes about so many steps.
constexpr int64_t kStepsPerPart = 8;

void Count(lua_State* L, size_t parts) {
  LuaState::Of(L).aside.OnSteps(kStepsPerPart * static_cast<int64_t>(parts));
}

// The integer that `value` stands for, if it is one and fits (L-151).
std::optional<int64_t> IntegerIn(const Json& value) {
  constexpr double kTwoTo63 = 9223372036854775808.0;
  switch (value.type()) {
    case Json::value_t::number_integer:
      return value.get<int64_t>();
    case Json::value_t::number_unsigned: {
      const uint64_t number = value.get<uint64_t>();
      if (number > uint64_t{std::numeric_limits<int64_t>::max()}) return std::nullopt;
      return static_cast<int64_t>(number);
    }
    case Json::value_t::number_float: {
      const double number = value.get<double>();
      if (!(number >= -kTwoTo63 && number < kTwoTo63) || std::floor(number) != number) {
        return std::nullopt;
      }
      return static_cast<int64_t>(number);
    }
    default:
      return std::nullopt;
  }
}

}  // namespace

std::optional<ObjectId> ReferenceIn(const Json& value) {
  if (!value.is_object() || value.size() != 1 || value.begin().key() != "obj") return std::nullopt;
  const std::optional<int64_t> id = IntegerIn(*value.begin());
  if (!id.has_value() || *id <= 0) return std::nullopt;
  return ObjectId(*id);
}

void PushJson(lua_State* L, const Json& value, PushReference reference) {
  luaL_checkstack(L, 4, "JSON is nested too deeply");
  switch (value.type()) {
    case Json::value_t::boolean:
      lua_pushboolean(L, value.get<bool>() ? 1 : 0);
      return;
    case Json::value_t::string:
      PushString(L, value.get_ref<const std::string&>());
      return;
    case Json::value_t::number_integer:
    case Json::value_t::number_unsigned:
    case Json::value_t::number_float:
      if (const std::optional<int64_t> integer = IntegerIn(value); integer.has_value()) {
        lua_pushinteger(L, *integer);
      } else {
        lua_pushnumber(L, value.get<double>());
      }
      return;
    case Json::value_t::array: {
      Count(L, value.size());
      lua_createtable(L, static_cast<int>(value.size()), 0);
      lua_Integer position = 0;
      for (const Json& element : value) {
        PushJson(L, element, reference);
        lua_rawseti(L, -2, ++position);
      }
      return;
    }
    case Json::value_t::object:
      if (const auto id = ReferenceIn(value); id.has_value() && reference(L, *id)) return;
      Count(L, value.size());
      lua_createtable(L, 0, static_cast<int>(value.size()));
      for (auto member = value.begin(); member != value.end(); ++member) {
        PushString(L, member.key());
        PushJson(L, *member, reference);
        lua_rawset(L, -3);
      }
      return;
    case Json::value_t::null:
    case Json::value_t::binary:  // Neither of these comes out of a parser.
    case Json::value_t::discarded:
      lua_pushnil(L);
      return;
  }
}

}  // namespace tandem
