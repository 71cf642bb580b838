// Copyright (c) the Tandem authors. Licensed under the MIT License.

#include "core/lua/prototypes.h"

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "core/lua/lua_context.h"
#include "core/lua/lua_function.h"
#include "core/lua/module_records.h"
#include "core/lua/script_metatable.h"
#include "core/lua/weak_table.h"
#include "lauxlib.h"

namespace tandem {
namespace {

// Positions in a record.
constexpr lua_Integer kPrototype = 1;
constexpr lua_Integer kStoredInit = 2;

void PushEmptyMarker(lua_State* L) {
  lua_pushglobaltable(L);
  lua_pushliteral(L, "EMPTY");
  lua_rawget(L, -2);
  lua_remove(L, -2);
}

// H-3: not part of what an init declares.
bool IsBookkeeping(absl::string_view key) {
  return key == "type" || key == "__index" || key == "new";
}

// Pushes a copy of what the table at `init` (0: an empty one) declares (H-3).
void PushSnapshot(lua_State* L, int init) {
  lua_createtable(L, 0, 0);
  if (init == 0) return;
  const int copy = lua_gettop(L);
  lua_pushnil(L);
  while (lua_next(L, init) != 0) {
    if (lua_type(L, -2) == LUA_TSTRING && !IsBookkeeping(lua_tostring(L, -2))) {
      lua_pushvalue(L, -2);
      lua_insert(L, -2);
      lua_rawset(L, copy);
    } else {
      lua_pop(L, 1);
    }
  }
}

// Whether the table at `a` has every field that the one at `b` has, with the same value.
bool Covers(lua_State* L, int a, int b) {
  lua_pushnil(L);
  while (lua_next(L, b) != 0) {
    lua_pushvalue(L, -2);
    lua_rawget(L, a);
    const bool same = lua_rawequal(L, -1, -2) != 0;
    lua_pop(L, 2);
    if (!same) {
      lua_pop(L, 1);
      return false;
    }
  }
  return true;
}

void SetRawField(lua_State* L, int table, const char* name, int value) {
  lua_pushstring(L, name);
  lua_pushvalue(L, value);
  lua_rawset(L, table);
}

// The `new` a prototype gets when it has none (H-6). Its upvalue is the prototype it was made
// for; derived ones inherit it and pass themselves.
absl::StatusOr<int> DefaultNew(lua_State* L) {
  lua_settop(L, 2);
  if (lua_type(L, 1) != LUA_TTABLE) {
    lua_pushvalue(L, lua_upvalueindex(1));
    lua_replace(L, 1);
  }
  if (lua_isnil(L, 2)) {
    lua_createtable(L, 0, 0);
    lua_replace(L, 2);
  }
  luaL_checktype(L, 2, LUA_TTABLE);
  LuaContext::Of(L).prototypes->MakeInstance(L, 1, 2);
  return 1;
}

}  // namespace

Prototypes::Prototypes(lua_State* L) : queue_(L) {
  lua_createtable(L, 0, 0);
  records_ = LuaRef(L);
  PushWeakTable(L, "k");
  instances_ = LuaRef(L);
}

bool Prototypes::Push(lua_State* L, absl::string_view name) const {
  records_.Push(L);
  PushString(L, name);
  if (lua_rawget(L, -2) != LUA_TTABLE) {
    lua_pop(L, 2);
    return false;
  }
  lua_rawgeti(L, -1, kPrototype);
  lua_replace(L, -3);
  lua_pop(L, 1);
  return true;
}

void Prototypes::Declare(lua_State* L, absl::string_view name, int init, int base) {
  luaL_checkstack(L, 20, nullptr);
  const int top = lua_gettop(L);
  records_.Push(L);
  PushString(L, name);
  if (lua_rawget(L, -2) != LUA_TTABLE) {
    lua_settop(L, top);
    DeclareFirst(L, name, init, base);
    return;
  }
  const int record = top + 1;
  lua_replace(L, record);
  lua_rawgeti(L, record, kPrototype);
  if (base != 0) {  // D-21
    const bool has_base = lua_getmetatable(L, -1) != 0;
    if (!has_base || lua_rawequal(L, -1, base) == 0) {
      lua_pushvalue(L, base);
      SetScriptMetatable(L, record + 1);
    }
    lua_settop(L, record + 1);
  }
  if (init != 0) DeclareAgain(L, record, init);
  lua_settop(L, record + 1);
  lua_replace(L, record);
}

void Prototypes::DeclareFirst(lua_State* L, absl::string_view name, int init, int base) {
  if (init == 0) {
    lua_createtable(L, 0, 3);
  } else {
    lua_pushvalue(L, init);
  }
  const int prototype = lua_gettop(L);
  PushString(L, name);
  SetRawField(L, prototype, "type", prototype + 1);
  SetRawField(L, prototype, "__index", prototype);
  lua_settop(L, prototype);

  if (base != 0) {
    lua_pushvalue(L, base);
    SetScriptMetatable(L, prototype);
  } else if (Push(L, "Object")) {
    SetScriptMetatable(L, prototype);
  }
  if (base == 0 && lua_getfield(L, prototype, "new") == LUA_TNIL) {
    lua_pushvalue(L, prototype);
    lua_pushcclosure(L, &LuaFunction<&DefaultNew>, 1);
    SetRawField(L, prototype, "new", lua_gettop(L));
  }
  lua_settop(L, prototype);

  PushSnapshot(L, init == 0 ? 0 : prototype);
  const int snapshot = lua_gettop(L);
  PushEmptyMarker(L);
  lua_pushnil(L);
  while (lua_next(L, prototype) != 0) {
    if (!lua_isnil(L, snapshot + 1) && lua_rawequal(L, -1, snapshot + 1) != 0) {
      lua_pushvalue(L, -2);
      lua_pushnil(L);
      lua_rawset(L, prototype);
    }
    lua_pop(L, 1);
  }

  instances_.Push(L);
  lua_pushvalue(L, prototype);
  PushWeakTable(L, "k");
  {
    const FreeOfSteps free(L, FreeOfSteps::kAny);
    lua_rawset(L, -3);
  }
  records_.Push(L);
  PushString(L, name);
  lua_createtable(L, 2, 0);
  lua_pushvalue(L, prototype);
  lua_rawseti(L, -2, kPrototype);
  lua_pushvalue(L, snapshot);
  lua_rawseti(L, -2, kStoredInit);
  lua_rawset(L, -3);
  lua_settop(L, prototype);
  LuaContext::Of(L).module_records->Attribute(L, ModuleItem::kPrototype, name);
}

// On top of the stack is the prototype (H-5 steps 1 to 5).
void Prototypes::DeclareAgain(lua_State* L, int record, int init) {
  const int prototype = lua_gettop(L);
  PushSnapshot(L, init);
  const int declared = lua_gettop(L);
  lua_rawgeti(L, record, kStoredInit);
  const int stored = lua_gettop(L);
  if (Covers(L, declared, stored) && Covers(L, stored, declared)) return;

  lua_createtable(L, 0, 0);
  const int removed = lua_gettop(L);
  lua_pushnil(L);
  while (lua_next(L, stored) != 0) {
    lua_pushvalue(L, -2);
    if (lua_rawget(L, declared) == LUA_TNIL) {
      lua_pushvalue(L, -3);
      lua_pushboolean(L, 1);
      lua_rawset(L, removed);
      // The default goes with its declaration, unless somebody has put something else there.
      lua_pushvalue(L, -3);
      lua_rawget(L, prototype);
      if (lua_rawequal(L, -1, -3) != 0) {
        lua_pushvalue(L, -4);
        lua_pushnil(L);
        lua_rawset(L, prototype);
      }
      lua_pop(L, 1);
    }
    lua_pop(L, 2);
  }

  PushEmptyMarker(L);
  const int empty = lua_gettop(L);
  lua_pushnil(L);
  while (lua_next(L, declared) != 0) {
    lua_pushvalue(L, -2);
    if (!lua_isnil(L, empty) && lua_rawequal(L, -2, empty) != 0) {
      lua_pushnil(L);
    } else {
      lua_pushvalue(L, -2);
    }
    lua_rawset(L, prototype);
    lua_pop(L, 1);
  }

  lua_pushvalue(L, declared);
  lua_rawseti(L, record, kStoredInit);
  queue_.Add(L, prototype, removed);
}

void Prototypes::MakeInstance(lua_State* L, int prototype, int instance) {
  luaL_checkstack(L, 8, nullptr);
  prototype = lua_absindex(L, prototype);
  instance = lua_absindex(L, instance);
  const int top = lua_gettop(L);
  lua_pushvalue(L, prototype);
  SetScriptMetatable(L, instance);
  instances_.Push(L);
  bool is_missing = false;
  {
    const FreeOfSteps free(L, FreeOfSteps::kLookUp);
    lua_pushvalue(L, prototype);
    if (lua_rawget(L, -2) == LUA_TTABLE) {
      lua_pushvalue(L, instance);
      is_missing = lua_rawget(L, -2) == LUA_TNIL;
      lua_pop(L, 1);
    }
  }
  if (is_missing) {
    const FreeOfSteps free(L, FreeOfSteps::kAny);
    lua_pushvalue(L, instance);
    lua_pushboolean(L, 1);
    lua_rawset(L, -3);
  }
  lua_settop(L, top);
}

void Prototypes::Remove(lua_State* L, absl::string_view name, Extent extent) {
  luaL_checkstack(L, 20, nullptr);
  std::vector<std::string> names = {std::string(name)};
  if (extent == Extent::kWithChildren) {
    const std::string prefix = absl::StrCat(name, ".");
    records_.Push(L);
    lua_pushnil(L);
    while (lua_next(L, -2) != 0) {
      lua_pop(L, 1);
      size_t size = 0;
      const char* key = lua_tolstring(L, -1, &size);
      if (absl::StartsWith(absl::string_view(key, size), prefix)) names.emplace_back(key, size);
    }
    lua_pop(L, 1);
  }
  for (const std::string& each : names) RemoveOne(L, each);
}

void Prototypes::RemoveOne(lua_State* L, absl::string_view name) {
  const int top = lua_gettop(L);
  if (!Push(L, name)) return;
  const int prototype = top + 1;
  queue_.Forget(L, prototype);
  instances_.Push(L);
  lua_pushvalue(L, prototype);
  lua_pushnil(L);
  {
    const FreeOfSteps free(L, FreeOfSteps::kLookUp);
    lua_rawset(L, -3);
  }
  records_.Push(L);
  PushString(L, name);
  lua_pushnil(L);
  lua_rawset(L, -3);
  lua_settop(L, top);
  LuaContext::Of(L).module_records->Disown(L, ModuleItem::kPrototype, name);
}

}  // namespace tandem
