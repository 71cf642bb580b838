// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// What stands in for a value, on paths and on the wire (Lua API section 13): a view list, a
// table the application made from the value, or a primitive it computed from it. Each attempt
// to change a slot's wrapper runs application code, which may close the slot or start another
// attempt; the innermost attempt wins.

#ifndef TANDEM_CORE_LUA_WRAPPERS_H_
#define TANDEM_CORE_LUA_WRAPPERS_H_

#include <cstdint>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "core/lua/lua_context.h"
#include "core/lua/lua_ref.h"
#include "core/lua/slot_table.h"
#include "core/lua/view_lists.h"
#include "core/tracker/resolver.h"
#include "lua.h"

namespace tandem {

class Wrappers {
 public:
  // All must outlive this. May raise.
  Wrappers(lua_State* L, LuaContext& context, SlotTable& slots, ViewLists& view_lists);

  // As Resolver::UpdateWrapper, in a frame that has the slot tables. May raise.
  Resolver::Wrapping Update(lua_State* L, Slot slot, absl::string_view name);

  // The slot is about to close: its wrapper gets to hear of it later (L-126), when application
  // code may run. In a frame that has the slot tables. May raise.
  void Retire(lua_State* L, Slot slot);

  // Calls `destroy` of retired wrappers. Runs application code; may raise.
  void DestroyRetired(lua_State* L);
  bool HasRetired() const { return retired_count_ > 0; }

 private:
  // One attempt to change the wrapper of one slot.
  struct Attempt {
    Slot slot;
    VariableId id;
    uint32_t generation;
    uint32_t number;
  };
  // Whether the slot is still open and nobody else has tried since.
  bool IsCurrent(const Attempt& attempt) const;
  // What an attempt says that was overtaken.
  Resolver::Wrapping Overtaken(Slot slot) const;

  Resolver::Wrapping Create(lua_State* L, const Attempt& attempt, absl::string_view name);
  Resolver::Wrapping CreateViewList(lua_State* L, const Attempt& attempt);
  Resolver::Wrapping Refresh(lua_State* L, const Attempt& attempt, absl::string_view name);
  void Drop(lua_State* L, Slot slot);

  // Pushes what the constructor of `name` makes of the slot's value, nil if nothing.
  void PushConstructed(lua_State* L, const Attempt& attempt, absl::string_view name);
  // Hands the slot's value to the wrapper table on top of the stack (L-125).
  void Hand(lua_State* L, const Attempt& attempt);
  void SynchroniseList(lua_State* L, const Attempt& attempt, int list);
  void CallDestroy(lua_State* L, int wrapper);

  // A failure in application code: in the log and with the variable (L-122).
  void Report(VariableId id, absl::string_view what, const absl::Status& error);

  LuaContext& context_;
  SlotTable& slots_;
  ViewLists& view_lists_;

  LuaRef retired_;  // Wrapper tables whose slot has closed.
  int retired_count_ = 0;
};

}  // namespace tandem

#endif  // TANDEM_CORE_LUA_WRAPPERS_H_
