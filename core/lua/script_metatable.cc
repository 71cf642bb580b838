// Copyright (c) the Tandem authors. Licensed under the MIT License.

#include "core/lua/script_metatable.h"

#include "core/lua/lua_context.h"
#include "lauxlib.h"

namespace tandem {

// Lua marks an object for finalisation when it gets a metatable that has `__gc` at that moment.
void SetScriptMetatable(lua_State* L, int index) {
  index = lua_absindex(L, index);
  const int metatable = lua_gettop(L);
  if (lua_type(L, metatable) == LUA_TTABLE) {
    lua_pushliteral(L, "__gc");
    if (lua_rawget(L, metatable) != LUA_TNIL) {
      LuaContext& context = LuaContext::Of(L);
      if (context.options.strict) luaL_error(L, "__gc has no effect here");
      if (!context.has_logged_gc) context.LogFromScript(kLogAlways, "__gc has no effect here");
      context.has_logged_gc = true;
      lua_pushliteral(L, "__gc");
      lua_pushnil(L);
      lua_rawset(L, metatable);
      lua_pushvalue(L, metatable);
      lua_setmetatable(L, index);
      lua_pushliteral(L, "__gc");
      lua_insert(L, -2);
      lua_rawset(L, metatable);
      lua_pop(L, 1);
      return;
    }
    lua_pop(L, 1);
  }
  lua_setmetatable(L, index);
}

}  // namespace tandem
