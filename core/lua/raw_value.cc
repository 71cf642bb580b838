// Copyright (c) the Tandem authors. Licensed under the MIT License.

#include "core/lua/raw_value.h"

#include "absl/base/casts.h"
#include "lobject.h"

namespace tandem {

RawValue RawValue::Of(lua_State* L, int index) {
  RawValue value;
  switch (lua_type(L, index)) {
    case LUA_TNIL:
      value.tag = LUA_VNIL;
      break;
    case LUA_TBOOLEAN:
      value.tag = lua_toboolean(L, index) != 0 ? LUA_VTRUE : LUA_VFALSE;
      break;
    case LUA_TNUMBER:
      if (lua_isinteger(L, index) != 0) {
        value.tag = LUA_VNUMINT;
        value.bits = absl::bit_cast<uint64_t>(lua_tointeger(L, index));
      } else {
        value.tag = LUA_VNUMFLT;
        value.bits = absl::bit_cast<uint64_t>(lua_tonumber(L, index));
      }
      break;
    case LUA_TSTRING: {
      const void* string = lua_topointer(L, index);
      value.tag = static_cast<const TString*>(string)->tt;
      value.bits = reinterpret_cast<uintptr_t>(string);
      break;
    }
    case LUA_TTABLE:
      value.tag = LUA_VTABLE;
      value.bits = reinterpret_cast<uintptr_t>(lua_topointer(L, index));
      break;
    default:
      value.tag = LUA_TNONE & 0xff;  // Equal to nothing; few variables hold functions.
      break;
  }
  return value;
}

}  // namespace tandem
