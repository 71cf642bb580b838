// Copyright (c) the Tandem authors. Licensed under the MIT License.

#include "core/lua/named_types.h"

#include "absl/strings/str_split.h"
#include "core/lua/lua_context.h"
#include "core/lua/lua_function.h"
#include "core/lua/native_tables.h"
#include "core/lua/prototypes.h"

namespace tandem {
namespace {

// Pushes the field of the table at `index` without metamethods: a global table that complains
// of undefined names must not make a look-up fail.
void PushRaw(lua_State* L, int index, absl::string_view name) {
  index = lua_absindex(L, index);
  PushString(L, name);
  lua_rawget(L, index);
}

void SetRaw(lua_State* L, const LuaRef& table, absl::string_view name, int value) {
  value = lua_absindex(L, value);
  table.Push(L);
  PushString(L, name);
  lua_pushvalue(L, value);
  lua_rawset(L, -3);
  lua_pop(L, 1);
}

void Forget(lua_State* L, const LuaRef& table, absl::string_view name) {
  lua_pushnil(L);
  SetRaw(L, table, name, -1);
  lua_pop(L, 1);
}

// Turns the topmost value into itself and its constructor; or pops it.
bool ExpandConstructor(lua_State* L) {
  if (lua_type(L, -1) == LUA_TTABLE) {
    if (lua_getfield(L, -1, "new") == LUA_TFUNCTION) return true;
    lua_pop(L, 1);
  }
  lua_pop(L, 1);
  return false;
}

void PushDotted(lua_State* L, absl::string_view name) {
  lua_pushglobaltable(L);
  for (absl::string_view part : absl::StrSplit(name, '.')) {
    if (lua_type(L, -1) == LUA_TTABLE) {
      PushRaw(L, -1, part);
    } else {
      lua_pushnil(L);
    }
    lua_remove(L, -2);
  }
}

}  // namespace

NamedTypes::NamedTypes(lua_State* L) {
  for (LuaRef* table : {&wrappers_, &presenters_}) {
    lua_createtable(L, 0, 0);
    *table = LuaRef(L);
  }
}

bool NamedTypes::PushConstructor(lua_State* L, absl::string_view name) const {
  if (name.empty() || name == kViewListType || name == kViewListItemType) return false;
  for (int place = 0; place < 4; ++place) {
    switch (place) {
      case 0:
        wrappers_.Push(L);
        PushRaw(L, -1, name);
        lua_remove(L, -2);
        break;
      case 1:
        lua_pushglobaltable(L);
        PushRaw(L, -1, name);
        lua_remove(L, -2);
        break;
      case 2:
        if (!LuaContext::Of(L).prototypes->Push(L, name)) continue;
        break;
      case 3:
        PushDotted(L, name);
        break;
    }
    if (ExpandConstructor(L)) return true;
  }
  return false;
}

void NamedTypes::RegisterWrapper(lua_State* L, absl::string_view name, int index) {
  SetRaw(L, wrappers_, name, index);
}

void NamedTypes::RegisterPresenter(lua_State* L, absl::string_view name, int index) {
  SetRaw(L, presenters_, name, index);
}

void NamedTypes::ForgetWrapper(lua_State* L, absl::string_view name) { Forget(L, wrappers_, name); }

void NamedTypes::ForgetPresenter(lua_State* L, absl::string_view name) {
  Forget(L, presenters_, name);
}

}  // namespace tandem
