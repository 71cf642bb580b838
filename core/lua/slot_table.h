// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// What the resolver remembers for each variable: its compiled path, the value last seen, and
// the wrapper that stands in for it. Lua values are kept in three Lua tables indexed by slot;
// the rest is an array of small structs, walked in order by a scan.
//
// Anything that runs application code may open and close slots: hold no SlotState across it,
// and ask IsCurrent whether the slot is still what it was.

#ifndef TANDEM_CORE_LUA_SLOT_TABLE_H_
#define TANDEM_CORE_LUA_SLOT_TABLE_H_

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "core/base/ids.h"
#include "core/lua/array_snapshot.h"
#include "core/lua/lua_ref.h"
#include "core/lua/path_program.h"
#include "core/lua/raw_value.h"
#include "core/tracker/resolver.h"
#include "lua.h"

namespace tandem {

enum class WrapperKind : uint8_t {
  kNone,
  kViewList,
  kTable,      // Made by the application (L-123).
  kPrimitive,  // A display transform (L-124).
};

// What few slots have.
struct SlotNotes {
  std::string wrapper_name;  // By which the wrapper was made.
  // Counts attempts to change the wrapper, so that one that application code interrupted by
  // another notices.
  uint32_t wrapper_updates = 0;
  // The type by which the value was made for the slot (L-131); "" once it holds another.
  std::string created_type;
  bool is_sparse = false;    // The array was too sparse to send, and the log knows.
  std::string logged_error;  // The read error the log knows.
};

struct SlotState {
  VariableId id;  // 0 for a closed slot.
  Slot parent = kNoSlot;
  uint32_t generation = 0;               // Another one for each opening and each path.
  const PathProgram* program = nullptr;  // Null for a root, and if there was no memory for it.
  ArrayExtent extent;                    // Of the snapshot, if the value is an array.
  ValueKind kind = ValueKind::kNil;      // Of the value, wrapper aside.
  WrapperKind wrapper = WrapperKind::kNone;
  bool is_root = false;
  bool is_evaluated = false;  // A value has been seen.
  // The next value seen is news even if it is the same.
  bool must_report = false;
  // What the Lua tables hold for this slot, for QuickLook: the value; the table, if it is one,
  // where paths from below begin; the snapshot.
  RawValue seen;
  const void* navigation = nullptr;
  const void* snapshot = nullptr;
  std::unique_ptr<SlotNotes> notes;  // See NotesOf.
};

class SlotTable {
 public:
  // Where PushTables puts the tables: at the bottom of a frame of its own.
  static constexpr int kValues = 1;
  static constexpr int kWrappers = 2;
  static constexpr int kSnapshots = 3;
  static constexpr int kKeys = 4;
  static constexpr int kFrame = 4;

  // May raise.
  SlotTable(lua_State* L, PathPrograms& programs);

  // The slot must exist, though it may be closed. Invalidated by Add.
  SlotState& At(Slot slot) { return states_[static_cast<size_t>(slot)]; }
  const SlotState& At(Slot slot) const { return states_[static_cast<size_t>(slot)]; }
  SlotNotes& NotesOf(Slot slot);
  Slot size() const { return static_cast<Slot>(states_.size()); }

  // Begins a slot, closed until now.
  SlotState& Add(Slot slot, VariableId id, Slot parent);
  // Forgets the slot's values. Never raises.
  void Remove(lua_State* L, Slot slot);

  // Gives a slot another path.
  void SetProgram(lua_State* L, Slot slot, const PathProgram* program);

  bool IsCurrent(Slot slot, uint32_t generation) const { return At(slot).generation == generation; }

  // Begins a frame, whose stack must be empty, for the functions below. Never raises.
  void PushTables(lua_State* L) const;

  // Pushes where paths from below this slot begin: the wrapper if there is one, else the value
  // (T-2). Never raises.
  void PushNavigation(lua_State* L, Slot slot) const {
    const SlotState& state = At(slot);
    lua_rawgeti(L, state.wrapper == WrapperKind::kNone ? kValues : kWrappers, slot + 1);
  }

  // The slot's value and wrapper, without a frame. Never raise.
  void PushValue(lua_State* L, Slot slot) const;
  void PushWrapper(lua_State* L, Slot slot) const;
  // And its array as it was last seen, if it is one.
  void PushSnapshotOf(lua_State* L, Slot slot) const;

  // Takes note of the topmost value as the slot's, and pops it; `error` says why not. A value
  // that is an array is copied; whatever is wrong with it is found here (L-92, L-93). May run
  // application code and raise; nothing is noted then.
  enum class News {
    kSame,       // As last time.
    kDifferent,  // Noted.
    kError,      // Cannot be sent; *error is set, and the old value stays.
    kGone,       // Application code closed the slot meanwhile.
  };
  News Note(lua_State* L, Slot slot, absl::Status* error);

  // Stores the topmost value as the one that paths from below the slot mean, whatever is known of
  // it, and pops it. May raise.
  void SetValue(lua_State* L, Slot slot);

  // Gives the slot the value of `model`, as if it had been seen there. May raise; then nothing has
  // been seen.
  void CopyValue(lua_State* L, Slot slot, Slot model);

  // Stores the topmost value as the slot's wrapper, and pops it; nil for kNone. May raise,
  // except for nil.
  void SetWrapper(lua_State* L, Slot slot, WrapperKind kind);

 private:
  News NoteTable(lua_State* L, Slot slot, absl::Status* error);
  // Stores the topmost table as the slot's snapshot, or nil, and pops it.
  void SetSnapshot(lua_State* L, Slot slot);
  // Stores the topmost value as one of `kind`, and pops it.
  void Store(lua_State* L, Slot slot, ValueKind kind);

  PathPrograms& programs_;
  LuaRef values_, wrappers_, snapshots_;
  std::vector<SlotState> states_;
  uint32_t last_generation_ = 0;
};

}  // namespace tandem

#endif  // TANDEM_CORE_LUA_SLOT_TABLE_H_
