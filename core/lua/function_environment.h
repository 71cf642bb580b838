// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// getfenv and setfenv of Lua 5.1 (compat C-8), over the upvalue _ENV of Lua 5.4.

#ifndef TANDEM_CORE_LUA_FUNCTION_ENVIRONMENT_H_
#define TANDEM_CORE_LUA_FUNCTION_ENVIRONMENT_H_

#include "lua.h"

namespace tandem {

// getfenv([f]): the environment of a function, given as itself or by its level on the call stack
// (1, the caller, if absent). The globals for a function that uses none, and for level 0.
int GetFunctionEnvironment(lua_State* L);

// setfenv(f, table): gives the function that environment; other functions that shared its old one
// keep that. Returns the function. A function that uses no globals stays as it is; level 0 sets
// nothing and returns nothing.
int SetFunctionEnvironment(lua_State* L);

}  // namespace tandem

#endif  // TANDEM_CORE_LUA_FUNCTION_ENVIRONMENT_H_
