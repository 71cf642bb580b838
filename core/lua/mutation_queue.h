// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// Prototypes that were declared anew and whose instances have not heard of it yet (hot reload
// section 2). The queue fills whenever a file declares; it is worked off when a reload or code
// from outside has finished well (H-14). Kept in a Lua table inside the VM.

#ifndef TANDEM_CORE_LUA_MUTATION_QUEUE_H_
#define TANDEM_CORE_LUA_MUTATION_QUEUE_H_

#include "core/lua/lua_ref.h"
#include "lua.h"

namespace tandem {

class MutationQueue {
 public:
  // May raise.
  explicit MutationQueue(lua_State* L);

  // The prototype at `prototype` changed and lost the keys of the table at `removed`. May raise.
  void Add(lua_State* L, int prototype, int removed);

  // What is queued of the prototype at `prototype` will not be told (H-12). May raise.
  void Forget(lua_State* L, int prototype);

  // In the order of the queue, calls `mutate` for each live instance and then takes the removed
  // keys away from it (H-15 … H-18). `instances` maps prototypes to sets of their instances; one
  // that it does not know was removed meanwhile (H-12). Runs application code, whose errors are
  // logged; may raise.
  void Process(lua_State* L, const LuaRef& instances);

 private:
  LuaRef queue_;  // prototype, removed keys, prototype, removed keys …
};

}  // namespace tandem

#endif  // TANDEM_CORE_LUA_MUTATION_QUEUE_H_
