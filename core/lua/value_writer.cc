// Copyright (c) the Tandem authors. Licensed under the MIT License.

#include "core/lua/value_writer.h"

#include <cstddef>

#include "absl/strings/string_view.h"
#include "core/base/json.h"
#include "core/lua/aside.h"
#include "core/lua/lua_state.h"

namespace tandem {
namespace {

// So many bytes take time that is worth counting.
constexpr size_t kMuch = 4096;

}  // namespace

void AppendScalarOrReference(lua_State* L, int index, ObjectIds& ids, std::string* out) {
  switch (lua_type(L, index)) {
    case LUA_TNIL:
      out->append("null");
      return;
    case LUA_TBOOLEAN:
      out->append(lua_toboolean(L, index) != 0 ? "true" : "false");
      return;
    case LUA_TNUMBER:
      if (lua_isinteger(L, index) != 0) {
        AppendJsonNumber(static_cast<int64_t>(lua_tointeger(L, index)), out);
      } else {
        AppendJsonNumber(static_cast<double>(lua_tonumber(L, index)), out);
      }
      return;
    case LUA_TSTRING: {
      size_t size = 0;
      const char* text = lua_tolstring(L, index, &size);
      if (size >= kMuch) LuaState::Of(L).aside.OnBytes(static_cast<int64_t>(size));
      AppendJsonString(absl::string_view(text, size), out);
      return;
    }
    default:
      out->append("{\"obj\":");
      AppendJsonNumber(ids.IdOf(L, index).value(), out);
      out->push_back('}');
  }
}

void AppendArray(lua_State* L, int index, int64_t length, ObjectIds& ids, std::string* out) {
  index = lua_absindex(L, index);
  Aside& aside = LuaState::Of(L).aside;
  size_t counted = out->size();
  out->push_back('[');
  for (lua_Integer i = 1; i <= length; ++i) {
    if (out->size() - counted >= kMuch) {
      aside.OnBytes(static_cast<int64_t>(out->size() - counted));
      counted = out->size();
    }
    if (i > 1) out->push_back(',');
    lua_rawgeti(L, index, i);
    AppendScalarOrReference(L, -1, ids, out);
    lua_pop(L, 1);
  }
  out->push_back(']');
}

}  // namespace tandem
