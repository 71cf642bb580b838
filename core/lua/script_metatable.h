// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// Giving tables the metatables that scripts made. `__gc` is left out (D-48): a finaliser would
// run the application's code at a moment nobody chose, in the middle of whatever we do.

#ifndef TANDEM_CORE_LUA_SCRIPT_METATABLE_H_
#define TANDEM_CORE_LUA_SCRIPT_METATABLE_H_

#include "lua.h"

namespace tandem {

// As lua_setmetatable, for the table at `index` and the metatable (or nil) on top of the stack.
// The metatable keeps its field; it just has no effect, and the log says so, once per session. In
// a strict site it raises instead.
void SetScriptMetatable(lua_State* L, int index);

}  // namespace tandem

#endif  // TANDEM_CORE_LUA_SCRIPT_METATABLE_H_
