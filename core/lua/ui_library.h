// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// The tables `ui` and `EMPTY` (Lua API section 8, H-4).

#ifndef TANDEM_CORE_LUA_UI_LIBRARY_H_
#define TANDEM_CORE_LUA_UI_LIBRARY_H_

#include "absl/status/statusor.h"
#include "lua.h"

namespace tandem {

// Sets the globals `ui` and `EMPTY`. Needs the LuaContext. May raise.
void InstallUiLibrary(lua_State* L);

// ui.log: `(message)` or `(level, message)`, from argument `first` on (L-50).
absl::StatusOr<int> LogFromLua(lua_State* L, int first);

}  // namespace tandem

#endif  // TANDEM_CORE_LUA_UI_LIBRARY_H_
