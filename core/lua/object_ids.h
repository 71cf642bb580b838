// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// The numbers by which clients know objects. A number belongs to one Lua value for as long as
// that value lives and to no other ever (D-17, T-74). The tables live inside the VM, keyed by
// the objects themselves and weak, so that no number keeps an object alive and none follows an
// address to the next object there.

#ifndef TANDEM_CORE_LUA_OBJECT_IDS_H_
#define TANDEM_CORE_LUA_OBJECT_IDS_H_

#include <cstdint>

#include "core/base/ids.h"
#include "core/lua/lua_ref.h"
#include "lua.h"

namespace tandem {

class ObjectIds {
 public:
  // May raise.
  explicit ObjectIds(lua_State* L);

  // The id of the table, function, thread or userdata at `index`; a new one if it has none yet.
  // May raise.
  ObjectId IdOf(lua_State* L, int index);

  // The same; 0 if it has none yet. Never raises.
  ObjectId FindIdOf(lua_State* L, int index) const;

  // Pushes the live object with this id and returns true; or pushes nothing (D-9).
  bool Push(lua_State* L, ObjectId id) const;

  // The table that Push looks into, for QuickLook.
  const void* objects_address() const { return objects_address_; }

 private:
  LuaRef ids_;      // object → number, weak keys
  LuaRef objects_;  // number → object, weak values
  const void* objects_address_ = nullptr;
  int64_t last_id_ = 0;
};

}  // namespace tandem

#endif  // TANDEM_CORE_LUA_OBJECT_IDS_H_
