// Copyright (c) the Tandem authors. Licensed under the MIT License.

#include "core/lua/object_ids.h"

#include "core/lua/weak_table.h"

namespace tandem {

ObjectIds::ObjectIds(lua_State* L) {
  PushWeakTable(L, "k");
  ids_ = LuaRef(L);
  PushWeakTable(L, "v");
  objects_address_ = lua_topointer(L, -1);
  objects_ = LuaRef(L);
}

ObjectId ObjectIds::FindIdOf(lua_State* L, int index) const {
  index = lua_absindex(L, index);
  ids_.Push(L);
  const FreeOfSteps free(L, FreeOfSteps::kLookUp);
  lua_pushvalue(L, index);
  ObjectId id;
  if (lua_rawget(L, -2) == LUA_TNUMBER) id = ObjectId(lua_tointeger(L, -1));
  lua_pop(L, 2);
  return id;
}

ObjectId ObjectIds::IdOf(lua_State* L, int index) {
  index = lua_absindex(L, index);
  if (const ObjectId known = FindIdOf(L, index)) return known;
  ids_.Push(L);
  const FreeOfSteps free(L, FreeOfSteps::kAny);
  const ObjectId id(++last_id_);
  // This way round: if the second entry raises, nobody has heard of the number.
  objects_.Push(L);
  lua_pushvalue(L, index);
  lua_rawseti(L, -2, id.value());
  lua_pop(L, 1);
  lua_pushvalue(L, index);
  lua_pushinteger(L, id.value());
  lua_rawset(L, -3);
  lua_pop(L, 1);
  return id;
}

bool ObjectIds::Push(lua_State* L, ObjectId id) const {
  objects_.Push(L);
  const FreeOfSteps free(L, FreeOfSteps::kLookUp);
  if (lua_rawgeti(L, -1, id.value()) == LUA_TNIL) {
    lua_pop(L, 2);
    return false;
  }
  lua_remove(L, -2);
  return true;
}

}  // namespace tandem
