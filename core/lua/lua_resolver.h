// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// The way from the tracker into the application's Lua objects. Each method enters the VM's main
// thread in a protected call of its own, whatever coroutine is running, and reports what went
// wrong; nothing is thrown. A scan is one protected call for all its slots: an unchanged field
// costs a few loads and nothing else.

#ifndef TANDEM_CORE_LUA_LUA_RESOLVER_H_
#define TANDEM_CORE_LUA_LUA_RESOLVER_H_

#include <string>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "core/base/ids.h"
#include "core/base/json.h"
#include "core/lua/lua_context.h"
#include "core/lua/native_tables.h"
#include "core/lua/path_program.h"
#include "core/lua/path_walker.h"
#include "core/lua/quick_look.h"
#include "core/lua/slot_table.h"
#include "core/lua/view_lists.h"
#include "core/lua/wrappers.h"
#include "core/tracker/resolver.h"
#include "lua.h"

namespace tandem {

class LuaResolver : public Resolver {
 public:
  // Uses the context's object_ids, diagnostics and named_types, and its store if there is one;
  // sets its resolver, slots and view_lists. `context` must outlive this. May raise.
  LuaResolver(lua_State* L, LuaContext& context);

  // A slot for which there was no memory fails each scan with kOverBudget. A slot whose array
  // is too sparse has the value nil (L-92).
  void Open(Slot slot, VariableId id, Slot parent, const Path& path) override;
  // A root's value counts as seen at once.
  void OpenRoot(Slot slot, VariableId id, ValueRef value) override;
  void SetRoot(Slot slot, ValueRef value) override;
  void SetPath(Slot slot, const Path& path) override;
  // Without memory the slot begins without a value.
  void Inherit(Slot slot, Slot model) override;
  // Runs no application code: a wrapper's `destroy` is called when the next scan begins.
  void Close(Slot slot) override;
  void Scan(ScanCursor& cursor) override;
  absl::Status Assign(Slot slot, const Json& value, Access access) override;
  ValueKind KindOf(Slot slot) const override;
  void AppendValue(Slot slot, std::string* out) override;
  std::string TypeOf(Slot slot) override;
  Wrapping UpdateWrapper(Slot slot, absl::string_view name) override;
  bool TakeListsMoved() override { return view_lists_.TakeMoved(); }

  // Holds the value at `index` for OpenRoot or SetRoot. May raise.
  ValueRef Hold(lua_State* L, int index);
  // Lets go of it, unless OpenRoot or SetRoot did.
  void Release(ValueRef value);

  // The variables whose value is the one at `index`, by slot. Never raises.
  enum class Which { kAll, kRoots };
  std::vector<VariableId> VariablesHolding(lua_State* L, int index, Which which) const;

 private:
  // Where a scan is: whose error it is when something raises.
  struct ScanProgress {
    Slot slot = kNoSlot;
    uint32_t generation = 0;
    WalkProgress walk;
  };

  // The body of a scan, entered again after each error that application code raised.
  void ScanSlots(lua_State* L, ScanCursor& cursor, ScanProgress& progress);
  // Whether a slot has certainly not changed. May raise.
  bool IsAsSeen(lua_State* L, const SlotState& state) const;
  // Pushes the slot's value as it is now.
  absl::Status Evaluate(lua_State* L, const SlotState& state, WalkProgress& walk);
  // Replaces the nil on top of the stack by an instance of the type that property `create` of the
  // slot's variable names, which is stored through the path (D-15), and returns that name. Returns
  // "" and leaves nil if nothing is to be made, or could not be. Runs application code; may raise.
  std::string CreateMissing(lua_State* L, Slot slot, WalkProgress& walk);
  // Tells the cursor and the log. False if there is no slot that failed.
  bool ReportRaised(ScanCursor& cursor, const ScanProgress& progress, const absl::Status& raised);
  void LogReadError(Slot slot, const absl::Status& error, const std::string& traceback);

  void TakeRoot(Slot slot, ValueRef value);
  absl::Status Write(lua_State* L, Slot slot, const Json& value, Access access, WalkProgress& walk);
  // Pushes what a client wrote, and tells whether there is data in it that it has no reference for.
  absl::Status PushWritten(lua_State* L, const Json& value, bool* has_data);
  // Pushes where paths from below `slot` begin, although it may never have been evaluated.
  absl::Status PushParent(lua_State* L, Slot slot, WalkProgress& walk);
  // Whether `value` stands for a live object that the application made (D-9).
  bool IsReference(lua_State* L, const Json& value) const;
  // A PushReference.
  bool PushObject(lua_State* L, ObjectId id) const;

  bool IsOpen(Slot slot) const { return slot >= 0 && slot < slots_.size() && slots_.At(slot).id; }

  LuaContext& context_;
  lua_State* const L_;
  NativeTables natives_;
  PathPrograms programs_;
  SlotTable slots_;
  ViewLists view_lists_;
  Wrappers wrappers_;
  QuickLook quick_look_;
  PathWalker walker_;

  // Registry references handed out by Hold and not yet taken.
  absl::flat_hash_set<ValueRef> held_;
};

}  // namespace tandem

#endif  // TANDEM_CORE_LUA_LUA_RESOLVER_H_
