// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// table.sort for programs written for Lua 5.1 (compat C-5): whatever the comparison says, it ends,
// and the table holds the same elements afterwards.

#ifndef TANDEM_CORE_LUA_TABLE_SORT_H_
#define TANDEM_CORE_LUA_TABLE_SORT_H_

#include "lua.h"

namespace tandem {

// table.sort(t [, less]): up to 12 elements by insertion, more by a stable merge. Raises what
// comparing raises; the table is as before then.
int TableSort(lua_State* L);

}  // namespace tandem

#endif  // TANDEM_CORE_LUA_TABLE_SORT_H_
