// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// The functions of `session` that start and clear timers (Lua API section 5).

#ifndef TANDEM_CORE_LUA_TIMER_LIBRARY_H_
#define TANDEM_CORE_LUA_TIMER_LIBRARY_H_

#include "lua.h"

namespace tandem {

// Adds them to the table on top of the stack. Need the LuaContext. May raise.
void SetTimerFunctions(lua_State* L);

}  // namespace tandem

#endif  // TANDEM_CORE_LUA_TIMER_LIBRARY_H_
