// Copyright (c) the Tandem authors. Licensed under the MIT License.

#include "core/lua/json_encoder.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "core/base/json.h"
#include "core/base/status_macros.h"
#include "core/lua/array_snapshot.h"
#include "core/lua/charges.h"
#include "core/lua/lua_function.h"
#include "lauxlib.h"

namespace tandem {
namespace {

constexpr size_t kMaxDepth = 200;

class JsonEncoder {
 public:
  JsonEncoder(lua_State* L, size_t max_bytes, std::string* out)
      : L_(L), max_bytes_(max_bytes), out_(*out) {}

  absl::Status Encode(int index) {
    if (out_.size() > max_bytes_) {
      return absl::ResourceExhaustedError(
          absl::StrCat("JSON text is longer than ", max_bytes_, " bytes"));
    }
    ChargeJson(L_, lua_type(L_, index) == LUA_TSTRING ? lua_rawlen(L_, index) : 0);
    switch (lua_type(L_, index)) {
      case LUA_TBOOLEAN:
        out_.append(lua_toboolean(L_, index) != 0 ? "true" : "false");
        return absl::OkStatus();
      case LUA_TNUMBER:
        return EncodeNumber(index);
      case LUA_TSTRING:
        AppendJsonString(StringAt(index), &out_);
        return absl::OkStatus();
      case LUA_TTABLE:
        return EncodeTable(lua_absindex(L_, index));
      default:  // nil; functions, userdata and threads (L-141)
        out_.append("null");
        return absl::OkStatus();
    }
  }

 private:
  // What the keys of a table say about it.
  struct Keys {
    bool has_number = false;
    bool has_public_string = false;
    double largest = 0;
    ArrayExtent extent;
    std::vector<absl::string_view> names;  // Those written; valid while the table holds them.
  };

  absl::string_view StringAt(int index) {
    size_t size = 0;
    const char* text = lua_tolstring(L_, index, &size);
    return absl::string_view(text, size);
  }

  absl::Status EncodeNumber(int index) {
    if (lua_isinteger(L_, index) != 0) {
      AppendJsonNumber(static_cast<int64_t>(lua_tointeger(L_, index)), &out_);
      return absl::OkStatus();
    }
    const double number = lua_tonumber(L_, index);
    if (!std::isfinite(number)) {
      return absl::InvalidArgumentError("NaN and infinities have no JSON");
    }
    AppendJsonNumber(number, &out_);
    return absl::OkStatus();
  }

  absl::Status EncodeTable(int index) {
    const void* table = lua_topointer(L_, index);
    if (std::find(open_.begin(), open_.end(), table) != open_.end()) {
      return absl::InvalidArgumentError("a table contains itself");
    }
    if (open_.size() >= kMaxDepth) {
      return absl::InvalidArgumentError(absl::StrCat("tables are nested deeper than ", kMaxDepth));
    }
    luaL_checkstack(L_, 4, nullptr);
    Keys keys = KeysOf(index);
    open_.push_back(table);
    const bool is_array = keys.has_number && !keys.has_public_string && keys.largest >= 1;
    const absl::Status status = is_array ? EncodeArray(index, keys) : EncodeObject(index, keys);
    open_.pop_back();
    return status;
  }

  Keys KeysOf(int index) {
    Keys keys;
    lua_pushnil(L_);
    while (lua_next(L_, index) != 0) {
      lua_pop(L_, 1);
      ChargeJson(L_, 0);
      if (lua_type(L_, -1) == LUA_TNUMBER) {
        keys.has_number = true;
        ++keys.extent.entries;
        keys.largest = std::max(keys.largest, static_cast<double>(lua_tonumber(L_, -1)));
      } else if (lua_type(L_, -1) == LUA_TSTRING) {
        const absl::string_view name = StringAt(-1);
        if (name.empty() || name.front() != '_') {
          keys.has_public_string = true;
          keys.names.push_back(name);
        }
      }
    }
    keys.extent.length = static_cast<int64_t>(std::min(keys.largest, 9e15));
    std::sort(keys.names.begin(), keys.names.end());
    return keys;
  }

  absl::Status EncodeArray(int index, const Keys& keys) {
    if (keys.extent.IsTooSparse()) {
      return absl::InvalidArgumentError(absl::StrCat("an array of ", keys.extent.entries,
                                                     " elements has one at position ",
                                                     keys.extent.length));
    }
    out_.push_back('[');
    for (lua_Integer i = 1; i <= keys.extent.length; ++i) {
      if (i > 1) out_.push_back(',');
      lua_rawgeti(L_, index, i);
      RETURN_IF_ERROR(Encode(-1));
      lua_pop(L_, 1);
    }
    out_.push_back(']');
    return absl::OkStatus();
  }

  absl::Status EncodeObject(int index, const Keys& keys) {
    out_.push_back('{');
    bool first = true;
    for (absl::string_view name : keys.names) {
      if (!first) out_.push_back(',');
      first = false;
      AppendJsonString(name, &out_);
      out_.push_back(':');
      PushString(L_, name);
      lua_rawget(L_, index);
      RETURN_IF_ERROR(Encode(-1));
      lua_pop(L_, 1);
    }
    out_.push_back('}');
    return absl::OkStatus();
  }

  lua_State* L_;
  const size_t max_bytes_;
  std::string& out_;
  std::vector<const void*> open_;  // The tables being written, outermost first.
};

}  // namespace

absl::Status EncodeJson(lua_State* L, int index, size_t max_bytes, std::string* out) {
  return JsonEncoder(L, max_bytes, out).Encode(index);
}

}  // namespace tandem
