// Copyright (c) the Tandem authors. Licensed under the MIT License.

#include "core/lua/function_environment.h"

#include "absl/strings/string_view.h"
#include "lauxlib.h"

namespace tandem {
namespace {

// Pushes the function at an argument, given as itself or by its level.
void PushFunction(lua_State* L, int argument) {
  if (lua_isfunction(L, argument)) {
    lua_pushvalue(L, argument);
    return;
  }
  const lua_Integer level = luaL_optinteger(L, argument, 1);
  lua_Debug record;
  luaL_argcheck(L, level >= 0 && level < 0x7fffffff, argument, "level must be non-negative");
  luaL_argcheck(L, lua_getstack(L, static_cast<int>(level), &record) != 0, argument,
                "invalid level");
  lua_getinfo(L, "f", &record);
}

bool IsLevelZero(lua_State* L, int argument) {
  return lua_type(L, argument) == LUA_TNUMBER && lua_tonumber(L, argument) == 0;
}

// Pushes the upvalue _ENV of the function on top of the stack and returns its number; or pushes
// nothing and returns 0.
int PushEnvironment(lua_State* L) {
  if (lua_iscfunction(L, -1) != 0) return 0;
  for (int i = 1;; ++i) {
    const char* name = lua_getupvalue(L, -1, i);
    if (name == nullptr) return 0;
    if (absl::string_view(name) == "_ENV") return i;
    lua_pop(L, 1);
  }
}

}  // namespace

int GetFunctionEnvironment(lua_State* L) {
  if (!IsLevelZero(L, 1)) {
    PushFunction(L, 1);
    if (PushEnvironment(L) != 0) return 1;
  }
  lua_pushglobaltable(L);
  return 1;
}

int SetFunctionEnvironment(lua_State* L) {
  luaL_checktype(L, 2, LUA_TTABLE);
  if (IsLevelZero(L, 1)) return 0;
  PushFunction(L, 1);
  const int function = lua_gettop(L);
  const int upvalue = PushEnvironment(L);
  if (upvalue == 0) return 1;
  // An upvalue of its own: that of a chunk made for nothing else.
  luaL_loadbufferx(L, "", 0, "=setfenv", "t");
  lua_pushvalue(L, 2);
  lua_setupvalue(L, -2, 1);
  lua_upvaluejoin(L, function, upvalue, -1, 1);
  lua_settop(L, function);
  return 1;
}

}  // namespace tandem
