// Copyright (c) the Tandem authors. Licensed under the MIT License.

#include "core/lua/value_writer.h"

#include "absl/strings/string_view.h"
#include "core/base/json.h"

namespace tandem {

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
  out->push_back('[');
  for (lua_Integer i = 1; i <= length; ++i) {
    if (i > 1) out->push_back(',');
    lua_rawgeti(L, index, i);
    AppendScalarOrReference(L, -1, ids, out);
    lua_pop(L, 1);
  }
  out->push_back(']');
}

}  // namespace tandem
