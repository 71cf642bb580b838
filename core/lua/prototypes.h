// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// The types an application declares with session:prototype, and the instances made from them
// (hot reload sections 1 and 2). Declaring a name again keeps the table and changes it in
// place, so a reloaded file brings its instances along. All of it is kept in Lua tables inside
// the VM.
//
// Every function may raise.

#ifndef TANDEM_CORE_LUA_PROTOTYPES_H_
#define TANDEM_CORE_LUA_PROTOTYPES_H_

#include "absl/strings/string_view.h"
#include "core/lua/lua_ref.h"
#include "core/lua/mutation_queue.h"
#include "lua.h"

namespace tandem {

class Prototypes {
 public:
  explicit Prototypes(lua_State* L);

  // session:prototype(name, init, base) (H-1 … H-5): pushes the prototype. `init` and `base` are
  // stack indices of tables, 0 if absent.
  void Declare(lua_State* L, absl::string_view name, int init, int base);

  // session:create(prototype, instance) (H-7): makes the table at `instance` an instance of the
  // one at `prototype`.
  void MakeInstance(lua_State* L, int prototype, int instance);

  // session:removePrototype(name, children) (H-12). Unknown names are fine.
  enum class Extent { kExactly, kWithChildren };
  void Remove(lua_State* L, absl::string_view name, Extent extent);

  // Pushes the prototype called `name` and returns true; or pushes nothing.
  bool Push(lua_State* L, absl::string_view name) const;

  // Tells the instances of prototypes that were declared anew; see MutationQueue. Runs
  // application code.
  void ProcessMutations(lua_State* L) { queue_.Process(L, instances_); }

 private:
  void DeclareFirst(lua_State* L, absl::string_view name, int init, int base);
  void DeclareAgain(lua_State* L, int record, int init);
  void RemoveOne(lua_State* L, absl::string_view name);

  LuaRef records_;    // name → {prototype, stored init}
  LuaRef instances_;  // prototype → weak set of its instances; prototypes are weak keys
  MutationQueue queue_;
};

}  // namespace tandem

#endif  // TANDEM_CORE_LUA_PROTOTYPES_H_
