// Copyright (c) the Tandem authors. Licensed under the MIT License.

#include "core/lua/libraries.h"

#include <cstdint>
#include <cstring>
#include <string>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "core/lua/aside.h"
#include "core/lua/charges.h"
#include "core/lua/lua_context.h"
#include "core/lua/lua_function.h"
#include "core/lua/os_library.h"
#include "core/lua/script_metatable.h"
#include "lauxlib.h"
#include "lualib.h"

namespace tandem {
namespace {

// Appends the arguments from `first` on as print would write them.
void AppendArguments(lua_State* L, std::string* line) {
  const int count = lua_gettop(L);
  for (int i = 1; i <= count; ++i) {
    if (i > 1) line->push_back('\t');
    size_t size = 0;
    const char* text = luaL_tolstring(L, i, &size);
    line->append(text, size);
    lua_pop(L, 1);
  }
}

// print(...): a line of the log (L-20).
absl::StatusOr<int> Print(lua_State* L) {
  std::string line;
  AppendArguments(L, &line);
  ChargeLogLine(L, line.size());
  LuaContext::Of(L).LogFromScript(kLogAlways, line);
  return 0;
}

// warn(...): as print; control messages ("@on") have no meaning here.
absl::StatusOr<int> Warn(lua_State* L) {
  luaL_checkstring(L, 1);
  std::string line = "warning: ";
  for (int i = 1; i <= lua_gettop(L); ++i) line.append(CheckString(L, i));
  ChargeLogLine(L, line.size());
  LuaContext::Of(L).LogFromScript(kLogAlways, line);
  return 0;
}

// load(chunk [, name [, mode [, env]]]), with the original as upvalue: a mode that admits
// bytecode admits text only, because the VM trusts bytecode (D-37).
int Load(lua_State* L) {
  if (lua_gettop(L) < 3) lua_settop(L, 3);
  lua_pushliteral(L, "t");
  lua_replace(L, 3);
  lua_pushvalue(L, lua_upvalueindex(1));
  lua_insert(L, 1);
  lua_call(L, lua_gettop(L) - 1, LUA_MULTRET);
  return lua_gettop(L);
}

// How much a collection takes, whatever there is to collect: how many bytes that are differs
// between the homes.
constexpr lua_Unsigned kCollectionSteps = 5'000'000;
constexpr lua_Unsigned kCollectionStepSteps = 100'000;

// collectgarbage([option]), with the original as upvalue: collecting works, its tuning is not the
// application's, because a collector told to hurry takes all the time there is. What was in force
// before is answered, and stays.
int CollectGarbage(lua_State* L) {
  const absl::string_view option = luaL_optstring(L, 1, "collect");
  if (option == "setpause" || option == "setstepmul") {
    lua_pushinteger(L, option == "setpause" ? 200 : 100);  // Lua's defaults.
    return 1;
  }
  if (option == "incremental" || option == "generational") {
    lua_pushliteral(L, "incremental");
    return 1;
  }
  if (option == "stop" || option == "restart") {
    lua_pushinteger(L, 0);
    return 1;
  }
  if (option == "collect") lua_charge(L, kCollectionSteps);
  if (option == "step") lua_charge(L, kCollectionStepSteps);
  lua_settop(L, 1);
  lua_pushvalue(L, lua_upvalueindex(1));
  lua_insert(L, 1);
  lua_call(L, 1, LUA_MULTRET);
  return lua_gettop(L);
}

// setmetatable(table, metatable): as Lua's own, but see SetScriptMetatable.
absl::StatusOr<int> SetMetatable(lua_State* L) {
  const int type = lua_type(L, 2);
  luaL_checktype(L, 1, LUA_TTABLE);
  luaL_argexpected(L, type == LUA_TNIL || type == LUA_TTABLE, 2, "nil or table");
  if (luaL_getmetafield(L, 1, "__metatable") != LUA_TNIL) {
    return absl::PermissionDeniedError("cannot change a protected metatable");
  }
  lua_settop(L, 2);
  SetScriptMetatable(L, 1);
  return 1;
}

// math.randomseed([x [, y]]), with the original as upvalue: without arguments it draws from the
// Host instead of the clock.
int RandomSeed(lua_State* L) {
  if (lua_gettop(L) == 0) {
    OutOfScripts ours(L);
    int64_t seeds[2];
    uint8_t bytes[sizeof seeds];
    LuaContext::Of(L).host.entropy.Fill(absl::MakeSpan(bytes));
    std::memcpy(seeds, bytes, sizeof seeds);
    lua_pushinteger(L, seeds[0]);
    lua_pushinteger(L, seeds[1]);
  }
  lua_pushvalue(L, lua_upvalueindex(1));
  lua_insert(L, 1);
  lua_call(L, lua_gettop(L) - 1, LUA_MULTRET);
  return lua_gettop(L);
}

// debug.traceback([thread,] [message [, level]])
absl::StatusOr<int> Traceback(lua_State* L) {
  lua_State* of = lua_isthread(L, 1) ? lua_tothread(L, 1) : L;
  const int message = of == L && !lua_isthread(L, 1) ? 1 : 2;
  if (!lua_isnoneornil(L, message) && lua_isstring(L, message) == 0) {
    lua_pushvalue(L, message);
    return 1;
  }
  const lua_Integer level = luaL_optinteger(L, message + 1, of == L ? 1 : 0);
  lua_charge(L, 5'000);
  luaL_traceback(L, of, lua_tostring(L, message), static_cast<int>(level));
  return 1;
}

// Replaces a field of the table on top of the stack by `wrapper` with the old one as upvalue.
void WrapField(lua_State* L, const char* name, lua_CFunction wrapper) {
  lua_getfield(L, -1, name);
  lua_pushcclosure(L, wrapper, 1);
  lua_setfield(L, -2, name);
}

}  // namespace

void OpenLibraries(lua_State* L) {
  const luaL_Reg libraries[] = {
      {LUA_GNAME, luaopen_base},       {LUA_COLIBNAME, luaopen_coroutine},
      {LUA_TABLIBNAME, luaopen_table}, {LUA_STRLIBNAME, luaopen_string},
      {LUA_MATHLIBNAME, luaopen_math}, {LUA_UTF8LIBNAME, luaopen_utf8},
      {LUA_OSLIBNAME, &OpenOsLibrary},
  };
  for (const luaL_Reg& library : libraries) {
    luaL_requiref(L, library.name, library.func, 1);
    lua_pop(L, 1);
  }

  lua_pushglobaltable(L);
  for (const char* name : {"dofile", "loadfile"}) {
    lua_pushnil(L);
    lua_setfield(L, -2, name);
  }
  const luaL_Reg replaced[] = {{"print", &LuaFunction<&Print>},
                               {"warn", &LuaFunction<&Warn>},
                               {"setmetatable", &LuaFunction<&SetMetatable>},
                               {nullptr, nullptr}};
  luaL_setfuncs(L, replaced, 0);
  WrapField(L, "collectgarbage", &CollectGarbage);
  WrapField(L, "load", &Load);
  lua_pop(L, 1);

  lua_createtable(L, 0, 1);
  lua_pushcfunction(L, &LuaFunction<&Traceback>);
  lua_setfield(L, -2, "traceback");
  lua_setglobal(L, "debug");

  lua_getglobal(L, "math");
  WrapField(L, "randomseed", &RandomSeed);
  lua_getfield(L, -1, "randomseed");
  lua_call(L, 0, 0);
  lua_pop(L, 1);
}

}  // namespace tandem
