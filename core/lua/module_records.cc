// Copyright (c) the Tandem authors. Licensed under the MIT License.

#include "core/lua/module_records.h"

#include "core/lua/lua_function.h"
#include "lauxlib.h"

namespace tandem {
namespace {

lua_Integer PositionOf(ModuleItem item) { return static_cast<lua_Integer>(item) + 1; }

// The keys of the table on top of the stack, all of them strings; pops it.
std::vector<std::string> TakeKeys(lua_State* L) {
  std::vector<std::string> keys;
  const int table = lua_gettop(L);
  lua_pushnil(L);
  while (lua_next(L, table) != 0) {
    lua_pop(L, 1);
    keys.emplace_back(CheckString(L, -1));
  }
  lua_pop(L, 1);
  return keys;
}

}  // namespace

ModuleRecords::ModuleRecords(lua_State* L) {
  lua_createtable(L, 0, 0);
  records_ = LuaRef(L);
}

void ModuleRecords::Attribute(lua_State* L, ModuleItem item, absl::string_view name) {
  if (!current_.empty()) AttributeTo(L, current_, item, name);
}

void ModuleRecords::AttributeTo(lua_State* L, absl::string_view key, ModuleItem item,
                                absl::string_view name) {
  luaL_checkstack(L, 8, nullptr);
  const int top = lua_gettop(L);
  records_.Push(L);
  PushString(L, key);
  if (lua_rawget(L, top + 1) == LUA_TNIL) {
    lua_pop(L, 1);
    PushString(L, key);
    lua_createtable(L, static_cast<int>(PositionOf(ModuleItem::kName)), 0);
    lua_pushvalue(L, -1);
    lua_insert(L, top + 2);
    lua_rawset(L, top + 1);
  }
  if (lua_rawgeti(L, top + 2, PositionOf(item)) == LUA_TNIL) {
    lua_pop(L, 1);
    lua_createtable(L, 0, 1);
    lua_pushvalue(L, -1);
    lua_rawseti(L, top + 2, PositionOf(item));
  }
  PushString(L, name);
  lua_pushboolean(L, 1);
  lua_rawset(L, top + 3);
  lua_settop(L, top);
}

void ModuleRecords::PushItems(lua_State* L, absl::string_view key, ModuleItem item) const {
  luaL_checkstack(L, 8, nullptr);
  records_.Push(L);
  PushString(L, key);
  if (lua_rawget(L, -2) == LUA_TTABLE) {
    lua_rawgeti(L, -1, PositionOf(item));
    lua_replace(L, -2);
  }
  lua_remove(L, -2);
}

void ModuleRecords::Disown(lua_State* L, ModuleItem item, absl::string_view name) {
  for (const std::string& key : Keys(L)) {
    PushItems(L, key, item);
    if (lua_istable(L, -1)) {
      PushString(L, name);
      lua_pushnil(L);
      lua_rawset(L, -3);
    }
    lua_pop(L, 1);
  }
}

std::vector<std::string> ModuleRecords::Keys(lua_State* L) const {
  records_.Push(L);
  return TakeKeys(L);
}

std::vector<std::string> ModuleRecords::ItemsOf(lua_State* L, absl::string_view key,
                                                ModuleItem item) const {
  PushItems(L, key, item);
  if (lua_istable(L, -1)) return TakeKeys(L);
  lua_pop(L, 1);
  return {};
}

std::string ModuleRecords::Find(lua_State* L, absl::string_view key_or_name) const {
  for (std::string& key : Keys(L)) {
    if (key == key_or_name) return std::move(key);
    PushItems(L, key, ModuleItem::kName);
    bool is_name = false;
    if (lua_istable(L, -1)) {
      PushString(L, key_or_name);
      is_name = lua_rawget(L, -2) != LUA_TNIL;
      lua_pop(L, 1);
    }
    lua_pop(L, 1);
    if (is_name) return std::move(key);
  }
  return "";
}

void ModuleRecords::Remove(lua_State* L, absl::string_view key) {
  records_.Push(L);
  PushString(L, key);
  lua_pushnil(L);
  lua_rawset(L, -3);
  lua_pop(L, 1);
}

}  // namespace tandem
