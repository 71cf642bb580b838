// Copyright (c) the Tandem authors. Licensed under the MIT License.

#include "core/lua/value_shape.h"

#include "core/lua/charges.h"
#include "lauxlib.h"

namespace tandem {
namespace {

// Pushes what decides the type of the table at `index`; nil if nothing does.
void PushType(lua_State* L, int index) {
  index = lua_absindex(L, index);
  if (lua_getmetatable(L, index) != 0) {
    lua_getfield(L, -1, "type");
    lua_remove(L, -2);
    if (lua_type(L, -1) != LUA_TNIL) return;
    lua_pop(L, 1);
    lua_getfield(L, index, "type");
    return;
  }
  lua_pushliteral(L, "type");
  lua_rawget(L, index);
}

}  // namespace

std::string TypeText(lua_State* L, int index) {
  if (lua_type(L, index) != LUA_TTABLE) return "";
  luaL_checkstack(L, 3, nullptr);
  PushType(L, index);
  std::string text;
  if (lua_type(L, -1) == LUA_TSTRING || lua_type(L, -1) == LUA_TNUMBER) {
    size_t size = 0;
    const char* bytes = lua_tolstring(L, -1, &size);
    text.assign(bytes, size);
  }
  lua_pop(L, 1);
  return text;
}

bool HasType(lua_State* L, int index) {
  if (lua_type(L, index) != LUA_TTABLE) return false;
  PushType(L, index);
  const int kind = lua_type(L, -1);
  const bool typed = kind == LUA_TNUMBER || (kind == LUA_TSTRING && lua_rawlen(L, -1) != 0);
  lua_pop(L, 1);
  return typed;
}

bool IsPrivateKey(lua_State* L, int index) {
  const char first = *lua_tostring(L, index);
  return first == '_' || lua_rawlen(L, index) == 0;
}

bool IsArray(lua_State* L, int index) {
  if (HasType(L, index)) return false;
  index = lua_absindex(L, index);
  bool has_number = false;
  lua_pushnil(L);
  while (lua_next(L, index) != 0) {
    ChargeElements(L, 1);
    lua_pop(L, 1);
    const int key = lua_type(L, -1);
    if (key == LUA_TNUMBER) {
      has_number = true;
    } else if (key == LUA_TSTRING && !IsPrivateKey(L, -1)) {
      lua_pop(L, 1);
      return false;
    }
  }
  return has_number;
}

}  // namespace tandem
