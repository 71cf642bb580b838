// Copyright (c) the Tandem authors. Licensed under the MIT License.

#include "core/lua/array_snapshot.h"

#include <algorithm>
#include <cstddef>

#include "core/lua/aside.h"
#include "core/lua/charges.h"
#include "core/lua/value_shape.h"
#include "lauxlib.h"

namespace tandem {

namespace {

// The position of an element of the table at `index` that is an array, 0 if there is none.
int64_t FindNestedArray(lua_State* L, int index) {
  lua_pushnil(L);
  while (lua_next(L, index) != 0) {
    if (lua_type(L, -1) == LUA_TTABLE && lua_isinteger(L, -2) != 0) {
      const lua_Integer position = lua_tointeger(L, -2);
      if (position >= 1 && IsArray(L, -1)) {
        lua_pop(L, 2);
        return position;
      }
    }
    lua_pop(L, 1);
  }
  return 0;
}

}  // namespace

// Elements are the values at positive integer keys; other numeric keys make a table an array
// too, but hold no element. What elements are is asked only once the table is known to be an
// array: asking may run application code, and what an object holds is nobody's business here.
ArrayLook LookAtArray(lua_State* L, int index, int snapshot, const ArrayExtent& known) {
  ArrayLook look;
  if (HasType(L, index)) return look;
  luaL_checkstack(L, 8, nullptr);
  index = lua_absindex(L, index);
  bool is_empty = true;
  bool has_number = false;
  bool has_tables = false;
  bool is_same = snapshot != 0;
  // What is long is known to be before it takes long.
  InScripts scripts(L);
  const lua_Unsigned length = lua_rawlen(L, index);
  ChargeElements(L, length);
  lua_Unsigned visited = 0;
  lua_pushnil(L);
  while (lua_next(L, index) != 0) {
    if (++visited > length) ChargeElements(L, 1);
    is_empty = false;
    const int key = lua_type(L, -2);
    if (key == LUA_TNUMBER) {
      has_number = true;
      const lua_Integer position = lua_isinteger(L, -2) != 0 ? lua_tointeger(L, -2) : 0;
      if (position >= 1) {
        ++look.extent.entries;
        look.extent.length = std::max<int64_t>(look.extent.length, position);
        if (is_same) {
          lua_rawgeti(L, snapshot, position);
          is_same = SameValue(L, -1, -2);
          lua_pop(L, 1);
        }
        has_tables = has_tables || lua_type(L, -1) == LUA_TTABLE;
      }
    } else if (key == LUA_TSTRING && !IsPrivateKey(L, -2)) {
      lua_pop(L, 2);
      return ArrayLook();
    }
    lua_pop(L, 1);
  }
  look.is_array = has_number || is_empty;
  if (has_tables) look.nested_at = FindNestedArray(L, index);
  look.is_same = look.is_array && is_same && look.extent.entries == known.entries;
  return look;
}

void PushSnapshot(lua_State* L, int index, const ArrayExtent& extent) {
  index = lua_absindex(L, index);
  InScripts scripts(L);
  ChargeElements(L, static_cast<size_t>(extent.length));
  lua_createtable(L, static_cast<int>(extent.length), 0);
  for (lua_Integer i = 1; i <= extent.length; ++i) {
    lua_rawgeti(L, index, i);
    lua_rawseti(L, -2, i);
  }
}

}  // namespace tandem
