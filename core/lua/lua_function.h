// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// Makes a C++ function that returns a Status callable from Lua. A failed Status becomes a Lua
// error with the position of the caller in front, raised only after every local of the
// function is gone; a C++ exception becomes one with its text instead of a nameless one.

#ifndef TANDEM_CORE_LUA_LUA_FUNCTION_H_
#define TANDEM_CORE_LUA_LUA_FUNCTION_H_

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "lua.h"

namespace tandem {

// Finds its arguments on the stack and says how many results it pushed. Arguments are checked
// with luaL_check… before anything that must be destroyed is built.
using LuaFunctionBody = absl::StatusOr<int> (*)(lua_State* L);

namespace internal {

// The number of results; or -1, with the error on top of the stack.
int RunFunctionBody(lua_State* L, LuaFunctionBody body);

}  // namespace internal

// The lua_CFunction for `body`; needs no upvalue, so it costs the VM nothing.
template <LuaFunctionBody body>
int LuaFunction(lua_State* L) {
  const int results = internal::RunFunctionBody(L, body);
  return results >= 0 ? results : lua_error(L);
}

// A string argument; a number becomes a string in place. Raises if it is neither.
// Valid as long as the argument stays on the stack.
absl::string_view CheckString(lua_State* L, int argument);

inline void PushString(lua_State* L, absl::string_view text) {
  lua_pushlstring(L, text.data(), text.size());
}

}  // namespace tandem

#endif  // TANDEM_CORE_LUA_LUA_FUNCTION_H_
