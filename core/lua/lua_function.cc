// Copyright (c) the Tandem authors. Licensed under the MIT License.

#include "core/lua/lua_function.h"

#include <exception>

#include "absl/status/status.h"
#include "core/lua/aside.h"
#include "lauxlib.h"

namespace tandem {
namespace internal {

int RunFunctionBody(lua_State* L, LuaFunctionBody body) {
  OutOfScripts ours(L);
  try {
    absl::StatusOr<int> results = body(L);
    if (results.ok()) return *results;
    luaL_where(L, 1);
    PushString(L, results.status().message());
  } catch (const std::exception& e) {
    luaL_where(L, 1);
    lua_pushstring(L, e.what());
  }
  lua_concat(L, 2);
  return -1;
}

}  // namespace internal

absl::string_view CheckString(lua_State* L, int argument) {
  size_t size = 0;
  const char* text = luaL_checklstring(L, argument, &size);
  return absl::string_view(text, size);
}

}  // namespace tandem
