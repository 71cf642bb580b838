// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// What programs written for Lua 5.1 find in the standard library and Lua 5.4 has no more, or has
// otherwise (D-38, compat C-3 to C-10). Functions in C++, so that it costs a session little and
// other sites nothing.

#ifndef TANDEM_CORE_LUA_LUA51_LIBRARY_H_
#define TANDEM_CORE_LUA_LUA51_LIBRARY_H_

#include "lua.h"

namespace tandem {

// After OpenLibraries. May raise.
void InstallLua51(lua_State* L);

}  // namespace tandem

#endif  // TANDEM_CORE_LUA_LUA51_LIBRARY_H_
