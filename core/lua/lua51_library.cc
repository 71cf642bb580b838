// Copyright (c) the Tandem authors. Licensed under the MIT License.

#include "core/lua/lua51_library.h"

#include <cmath>

#include "core/lua/function_environment.h"
#include "core/lua/lua51_strings.h"
#include "core/lua/number_text.h"
#include "core/lua/table_sort.h"
#include "lauxlib.h"
#include "pinned_math.h"

namespace tandem {
namespace {

// loadstring(text [, name]): text only.
int LoadString(lua_State* L) {
  size_t size = 0;
  const char* text = luaL_checklstring(L, 1, &size);
  const char* name = luaL_optstring(L, 2, text);
  if (luaL_loadbufferx(L, text, size, name, "t") == LUA_OK) return 1;
  lua_pushnil(L);
  lua_insert(L, -2);
  return 2;
}

// table.getn(t)
int GetN(lua_State* L) {
  luaL_checktype(L, 1, LUA_TTABLE);
  lua_pushinteger(L, luaL_len(L, 1));
  return 1;
}

// table.maxn(t): the largest positive numeric key, 0 if there is none.
int MaxN(lua_State* L) {
  luaL_checktype(L, 1, LUA_TTABLE);
  lua_settop(L, 1);
  lua_pushinteger(L, 0);
  lua_pushnil(L);
  while (lua_next(L, 1) != 0) {
    lua_pop(L, 1);
    if (lua_type(L, 3) == LUA_TNUMBER && lua_compare(L, 2, 3, LUA_OPLT) != 0) lua_copy(L, 3, 2);
  }
  lua_settop(L, 2);
  return 1;
}

int CallOriginal(lua_State* L) { return lua_tocfunction(L, lua_upvalueindex(1))(L); }

// table.insert(t, [position,] value), with the original as upvalue: a position outside the array
// is stored at.
int Insert(lua_State* L) {
  if (lua_gettop(L) != 3 || !lua_istable(L, 1)) return CallOriginal(L);
  const lua_Integer position = luaL_checkinteger(L, 2);
  if (position >= 1 && position <= luaL_len(L, 1) + 1) return CallOriginal(L);
  lua_seti(L, 1, position);
  return 0;
}

// table.remove(t [, position]), likewise: outside the array there is nothing to remove.
int Remove(lua_State* L) {
  if (lua_isnoneornil(L, 2) || !lua_istable(L, 1)) return CallOriginal(L);
  const lua_Integer position = luaL_checkinteger(L, 2);
  if (position >= 1 && position <= luaL_len(L, 1)) return CallOriginal(L);
  lua_pushnil(L);
  return 1;
}

template <double (*function)(double)>
int Unary(lua_State* L) {
  lua_pushnumber(L, function(luaL_checknumber(L, 1)));
  return 1;
}

int Pow(lua_State* L) {
  const lua_Number x = luaL_checknumber(L, 1);
  lua_pushnumber(L, pinned_pow(x, luaL_checknumber(L, 2)));
  return 1;
}

int Atan2(lua_State* L) {
  const lua_Number y = luaL_checknumber(L, 1);
  lua_pushnumber(L, pinned_atan2(y, luaL_checknumber(L, 2)));
  return 1;
}

int Ldexp(lua_State* L) {
  const lua_Number mantissa = luaL_checknumber(L, 1);
  const lua_Integer exponent = luaL_checkinteger(L, 2);
  lua_pushnumber(L, mantissa * pinned_pow(2.0, static_cast<lua_Number>(exponent)));
  return 1;
}

int Frexp(lua_State* L) {
  int exponent = 0;
  lua_pushnumber(L, std::frexp(luaL_checknumber(L, 1), &exponent));
  lua_pushinteger(L, exponent);
  return 2;
}

// The table on top of the stack gets its own function `from` under the name `to` as well.
void Alias(lua_State* L, const char* from, const char* to) {
  lua_getfield(L, -1, from);
  lua_setfield(L, -2, to);
}

// As Alias, by a closure that has it as upvalue.
void Wrap(lua_State* L, const char* name, lua_CFunction wrapper) {
  lua_getfield(L, -1, name);
  lua_pushcclosure(L, wrapper, 1);
  lua_setfield(L, -2, name);
}

}  // namespace

void InstallLua51(lua_State* L) {
  lua_setnumbertext(L, &WriteLua51NumberText);

  lua_getglobal(L, "table");
  const luaL_Reg of_table[] = {
      {"getn", &GetN}, {"maxn", &MaxN}, {"sort", &TableSort}, {nullptr, nullptr}};
  luaL_setfuncs(L, of_table, 0);
  Wrap(L, "insert", &Insert);
  Wrap(L, "remove", &Remove);
  lua_getfield(L, -1, "unpack");
  lua_setglobal(L, "unpack");

  lua_getglobal(L, "string");
  Alias(L, "gmatch", "gfind");
  Wrap(L, "format", &Lua51Format);
  Wrap(L, "gsub", &Lua51Gsub);

  lua_getglobal(L, "math");
  const luaL_Reg of_math[] = {{"atan2", &Atan2},
                              {"cosh", &Unary<&pinned_cosh>},
                              {"frexp", &Frexp},
                              {"ldexp", &Ldexp},
                              {"log10", &Unary<&pinned_log10>},
                              {"pow", &Pow},
                              {"sinh", &Unary<&pinned_sinh>},
                              {"tanh", &Unary<&pinned_tanh>},
                              {nullptr, nullptr}};
  luaL_setfuncs(L, of_math, 0);
  Alias(L, "fmod", "mod");
  lua_pop(L, 3);

  lua_pushglobaltable(L);
  const luaL_Reg globals[] = {{"getfenv", &GetFunctionEnvironment},
                              {"loadstring", &LoadString},
                              {"setfenv", &SetFunctionEnvironment},
                              {nullptr, nullptr}};
  luaL_setfuncs(L, globals, 0);
  lua_pop(L, 1);
}

}  // namespace tandem
