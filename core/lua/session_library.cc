// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// Each function is called with a colon: argument 1 is the table and is not looked at.

#include "core/lua/session_library.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "core/base/ids.h"
#include "core/base/status_macros.h"
#include "core/host/call_trace.h"
#include "core/lua/lua_function.h"
#include "core/lua/lua_resolver.h"
#include "core/lua/modules.h"
#include "core/lua/prototypes.h"
#include "core/lua/timer_library.h"
#include "core/lua/ui_library.h"
#include "core/lua/variable_store.h"
#include "lauxlib.h"

namespace tandem {
namespace {

// The table at an argument that may be absent or nil: its index, or 0.
int OptionalTable(lua_State* L, int argument) {
  if (lua_isnoneornil(L, argument)) return 0;
  luaL_checktype(L, argument, LUA_TTABLE);
  return argument;
}

// The string keys of the table at `index` (0: none), with their values as text (L-21).
Tracker::Properties PropertiesAt(lua_State* L, int index) {
  Tracker::Properties properties;
  if (index == 0) return properties;
  lua_pushnil(L);
  while (lua_next(L, index) != 0) {
    if (lua_type(L, -2) == LUA_TSTRING) {
      const bool is_text = lua_isstring(L, -1) != 0;
      const absl::string_view key = CheckString(L, -2);
      properties.emplace_back(key, is_text ? CheckString(L, -1) : absl::string_view());
    }
    lua_pop(L, 1);
  }
  std::sort(properties.begin(), properties.end());
  return properties;
}

// Makes a variable that holds the table at `object`. A store that fails takes nothing over.
absl::StatusOr<VariableId> CreateVariable(lua_State* L, VariableId parent,
                                          VariableStore::RootKind kind, int object,
                                          const Tracker::Properties& properties) {
  LuaContext& context = LuaContext::Of(L);
  const ValueRef value = context.resolver->Hold(L, object);
  absl::StatusOr<VariableId> id =
      context.store->CreateVariable(context.session, parent, kind, value, properties);
  if (!id.ok()) context.resolver->Release(value);
  return id;
}

// session:createAppVariable(obj [, props]) → 1
absl::StatusOr<int> CreateAppVariable(lua_State* L) {
  luaL_checktype(L, 2, LUA_TTABLE);
  const Tracker::Properties properties = PropertiesAt(L, OptionalTable(L, 3));
  LuaContext& context = LuaContext::Of(L);
  TracedCall traced(context.host.trace, "LuaSession", "session:createAppVariable(value, props)");
  ASSIGN_OR_RETURN(const VariableId id,
                   CreateVariable(L, VariableId(), VariableStore::RootKind::kApp, 2, properties));
  lua_pushvalue(L, 2);
  context.session_library->SetApp(LuaRef(L));
  lua_pushinteger(L, id.value());
  return 1;
}

// session:getApp() → the app object, or nil
absl::StatusOr<int> GetApp(lua_State* L) {
  LuaContext::Of(L).session_library->app().Push(L);
  return 1;
}

// session:createVariable(parent, obj [, props]) → id
absl::StatusOr<int> CreateVariableFunction(lua_State* L) {
  luaL_checktype(L, 3, LUA_TTABLE);
  VariableId parent;
  if (lua_type(L, 2) == LUA_TNUMBER) {
    parent = VariableId(luaL_checkinteger(L, 2));
  } else if (lua_type(L, 2) == LUA_TTABLE) {
    const std::vector<VariableId> roots =
        LuaContext::Of(L).resolver->VariablesHolding(L, 2, LuaResolver::Which::kRoots);
    if (roots.empty()) return absl::NotFoundError("parent object not found in tracker");
    parent = roots.front();
  } else {
    return absl::InvalidArgumentError("createVariable: parentId must be a number or table");
  }
  const Tracker::Properties properties = PropertiesAt(L, OptionalTable(L, 4));
  ASSIGN_OR_RETURN(const VariableId id,
                   CreateVariable(L, parent, VariableStore::RootKind::kOther, 3, properties));
  lua_pushinteger(L, id.value());
  return 1;
}

// session:destroyVariable(idOrObj)
absl::StatusOr<int> DestroyVariable(lua_State* L) {
  LuaContext& context = LuaContext::Of(L);
  if (lua_type(L, 2) == LUA_TNUMBER) {
    context.store->DestroyVariable(context.session, VariableId(luaL_checkinteger(L, 2)));
  } else if (lua_type(L, 2) == LUA_TTABLE) {
    for (VariableId id : context.resolver->VariablesHolding(L, 2, LuaResolver::Which::kAll)) {
      context.store->DestroyVariable(context.session, id);
    }
  } else {
    return absl::InvalidArgumentError("destroyVariable: argument must be a number or table");
  }
  return 0;
}

// session:log(level, message)
absl::StatusOr<int> Log(lua_State* L) { return LogFromLua(L, 2); }

// session:newVersion(), session:getVersion(), session:needsMutation(obj)
absl::StatusOr<int> NewVersion(lua_State* L) {
  lua_pushinteger(L, ++LuaContext::Of(L).session_library->version);
  return 1;
}

absl::StatusOr<int> GetVersion(lua_State* L) {
  lua_pushinteger(L, LuaContext::Of(L).session_library->version);
  return 1;
}

absl::StatusOr<int> NeedsMutation(lua_State* L) {
  luaL_checktype(L, 2, LUA_TTABLE);
  const int type = lua_getfield(L, 2, "_mutationVersion");
  const lua_Number seen = type == LUA_TNUMBER ? lua_tonumber(L, -1) : 0;
  lua_pushboolean(
      L, seen < static_cast<lua_Number>(LuaContext::Of(L).session_library->version) ? 1 : 0);
  return 1;
}

// session:prototype(name [, init [, base]]) → prototype
absl::StatusOr<int> Prototype(lua_State* L) {
  lua_settop(L, 4);
  const absl::string_view name = CheckString(L, 2);
  const int init = OptionalTable(L, 3);
  const int base = OptionalTable(L, 4);
  LuaContext::Of(L).prototypes->Declare(L, name, init, base);
  return 1;
}

// session:create(prototype [, instance]) → instance
absl::StatusOr<int> Create(lua_State* L) {
  lua_settop(L, 3);
  luaL_checktype(L, 2, LUA_TTABLE);
  if (OptionalTable(L, 3) == 0) {
    lua_createtable(L, 0, 0);
    lua_replace(L, 3);
  }
  LuaContext::Of(L).prototypes->MakeInstance(L, 2, 3);
  return 1;
}

// session:removePrototype(name [, children])
absl::StatusOr<int> RemovePrototype(lua_State* L) {
  LuaContext::Of(L).prototypes->Remove(
      L, CheckString(L, 2),
      lua_toboolean(L, 3) != 0 ? Prototypes::Extent::kWithChildren : Prototypes::Extent::kExactly);
  return 0;
}

// session:unloadModule(key), session:unloadDirectory(dir)
absl::StatusOr<int> UnloadModule(lua_State* L) {
  LuaContext::Of(L).modules->Unload(L, CheckString(L, 2));
  return 0;
}

absl::StatusOr<int> UnloadDirectory(lua_State* L) {
  LuaContext::Of(L).modules->UnloadDirectory(L, CheckString(L, 2));
  return 0;
}

}  // namespace

void SessionLibrary::CreateSessionTable(lua_State* L) {
  TracedCall traced(context_.host.trace, "LuaSession", "createSessionTable()");
  const luaL_Reg functions[] = {
      {"create", &LuaFunction<&Create>},
      {"createAppVariable", &LuaFunction<&CreateAppVariable>},
      {"createVariable", &LuaFunction<&CreateVariableFunction>},
      {"destroyVariable", &LuaFunction<&DestroyVariable>},
      {"getApp", &LuaFunction<&GetApp>},
      {"getVersion", &LuaFunction<&GetVersion>},
      {"log", &LuaFunction<&Log>},
      {"needsMutation", &LuaFunction<&NeedsMutation>},
      {"newVersion", &LuaFunction<&NewVersion>},
      {"prototype", &LuaFunction<&Prototype>},
      {"removePrototype", &LuaFunction<&RemovePrototype>},
      {"unloadDirectory", &LuaFunction<&UnloadDirectory>},
      {"unloadModule", &LuaFunction<&UnloadModule>},
      {nullptr, nullptr},
  };
  luaL_newlib(L, functions);
  SetTimerFunctions(L);
  PushString(L, absl::StrCat(context_.session));
  lua_setfield(L, -2, "_sessionID");
  lua_pushboolean(L, 0);
  lua_setfield(L, -2, "reloading");
  for (const char* name : {"_variables", "_watchers", "_objectToId"}) {  // L-27
    lua_createtable(L, 0, 0);
    lua_setfield(L, -2, name);
  }
  table_ = LuaRef(L);
}

void SessionLibrary::SetUser(lua_State* L, const UserSettings& user) const {
  if (!table_) return;
  table_.Push(L);
  const std::pair<absl::string_view, absl::string_view> fields[] = {{"timezone", user.timezone},
                                                                    {"locale", user.locale}};
  for (const auto& [name, value] : fields) {
    if (value.empty()) continue;
    PushString(L, name);
    PushString(L, value);
    lua_rawset(L, -3);
  }
  lua_pop(L, 1);
}

void SessionLibrary::SetGlobal(lua_State* L) const {
  if (!table_) return;
  lua_pushglobaltable(L);
  lua_pushliteral(L, "session");
  table_.Push(L);
  lua_rawset(L, -3);
  lua_pop(L, 1);
}

void SessionLibrary::SetReloading(lua_State* L, bool is_reloading) const {
  if (!table_) return;
  table_.Push(L);
  lua_pushliteral(L, "reloading");
  lua_pushboolean(L, is_reloading ? 1 : 0);
  lua_rawset(L, -3);
  lua_pop(L, 1);
}

}  // namespace tandem
