// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// What functions of ours take from the fuel of a turn, in steps, beside the call itself: those that
// a script may call in a loop and that do more than a few instructions' work, or put something
// where the session's memory limit does not count; and what we do each turn with what a script has
// made long. Each raises when the fuel is spent.

#ifndef TANDEM_CORE_LUA_CHARGES_H_
#define TANDEM_CORE_LUA_CHARGES_H_

#include <cstddef>

#include "lua.h"

namespace tandem {

// A line of the log goes to a file or a terminal.
inline void ChargeLogLine(lua_State* L, size_t bytes) { lua_charge(L, 1'000 + bytes); }

// Looking for a file of the site, which may be on a disk. Compiling it is charged by the VM.
inline void ChargeFileAccess(lua_State* L) { lua_charge(L, 10'000); }

// A timer is known to the host as well.
inline void ChargeTimer(lua_State* L) { lua_charge(L, 500); }

// One value on its way to or from JSON, and the bytes it takes there.
inline void ChargeJson(lua_State* L, size_t bytes) { lua_charge(L, 10 + bytes); }

// Building a text of so many bytes, one after the other.
inline void ChargeText(lua_State* L, size_t bytes) { lua_charge(L, 4 * bytes); }

// So many elements of an array that is shown: what they are, and whether they are what they were.
// If they are the same values in the same places, that is quickly seen.
inline void ChargeElements(lua_State* L, size_t count) { lua_charge(L, 4 * count); }
inline void ChargeQuickLook(lua_State* L, size_t count) { lua_charge(L, count); }

}  // namespace tandem

#endif  // TANDEM_CORE_LUA_CHARGES_H_
