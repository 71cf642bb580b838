// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// Tables that do not keep what they hold alive.

#ifndef TANDEM_CORE_LUA_WEAK_TABLE_H_
#define TANDEM_CORE_LUA_WEAK_TABLE_H_

#include "lua.h"

namespace tandem {

// Pushes an empty table with weak keys ("k") or weak values ("v"). May raise.
inline void PushWeakTable(lua_State* L, const char* mode) {
  lua_createtable(L, 0, 0);
  lua_createtable(L, 0, 1);
  lua_pushstring(L, mode);
  lua_setfield(L, -2, "__mode");
  lua_setmetatable(L, -2);
}

}  // namespace tandem

#endif  // TANDEM_CORE_LUA_WEAK_TABLE_H_
