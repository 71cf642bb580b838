// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// What a Lua value is to a client: nothing, a primitive, an array, or an object with perhaps a
// type. Tables do not say; their metatable, their `type` and their keys are asked (L-90, L-95).
// Asking may run application code (__index functions) and may raise.

#ifndef TANDEM_CORE_LUA_VALUE_SHAPE_H_
#define TANDEM_CORE_LUA_VALUE_SHAPE_H_

#include <string>

#include "lua.h"

namespace tandem {

// The type of the value at `index`: for a table its metatable's `type`, found with inheritance,
// or if that is nil its own; numbers as their text, anything else "" (L-95). Values other than
// tables have none (L-97).
std::string TypeText(lua_State* L, int index);

// Whether TypeText is not "", without making the text.
bool HasType(lua_State* L, int index);

// Whether a string key takes no part in deciding what a table is: it begins with '_' or is
// empty (L-46, L-90). The key is at `index`.
bool IsPrivateKey(lua_State* L, int index);

// Whether the table at `index` is an array with at least one element-like key (L-90); the
// empty table is not.
bool IsArray(lua_State* L, int index);

// Two values the same to a client: primitives by value (1 and 1.0, NaN and NaN; not "1" and 1),
// all others by identity (T-67). Neither runs code nor raises.
inline bool SameValue(lua_State* L, int a, int b) {
  if (lua_rawequal(L, a, b) != 0) return true;
  if (lua_type(L, a) != LUA_TNUMBER || lua_type(L, b) != LUA_TNUMBER) return false;
  const lua_Number x = lua_tonumber(L, a), y = lua_tonumber(L, b);
  return x != x && y != y;
}

}  // namespace tandem

#endif  // TANDEM_CORE_LUA_VALUE_SHAPE_H_
