// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// The part of Lua's `os` that tells the time: os.time, os.date, os.clock and os.difftime, from
// the Host's clock. Dates are in UTC and names in English, so that a session says the same
// wherever it runs.

#ifndef TANDEM_CORE_LUA_OS_LIBRARY_H_
#define TANDEM_CORE_LUA_OS_LIBRARY_H_

#include "lua.h"

namespace tandem {

// A luaopen function: pushes the library. Needs the LuaContext.
int OpenOsLibrary(lua_State* L);

}  // namespace tandem

#endif  // TANDEM_CORE_LUA_OS_LIBRARY_H_
