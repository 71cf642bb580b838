// Copyright (c) the Tandem authors. Licensed under the MIT License.

#include "core/lua/slot_table.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "core/base/error.h"
#include "core/lua/lua_context.h"
#include "core/lua/value_shape.h"

namespace tandem {
namespace {

// Of anything but a table.
ValueKind KindOfScalar(int type) {
  switch (type) {
    case LUA_TNIL:
      return ValueKind::kNil;
    case LUA_TBOOLEAN:
    case LUA_TNUMBER:
    case LUA_TSTRING:
      return ValueKind::kPrimitive;
    default:
      return ValueKind::kObject;
  }
}

const void* TableOrNull(lua_State* L, int index) {
  return lua_type(L, index) == LUA_TTABLE ? lua_topointer(L, index) : nullptr;
}

}  // namespace

SlotTable::SlotTable(lua_State* L, PathPrograms& programs) : programs_(programs) {
  for (LuaRef* table : {&values_, &wrappers_, &snapshots_}) {
    lua_createtable(L, 0, 0);
    *table = LuaRef(L);
  }
}

SlotNotes& SlotTable::NotesOf(Slot slot) {
  SlotState& state = At(slot);
  if (state.notes == nullptr) state.notes = std::make_unique<SlotNotes>();
  return *state.notes;
}

SlotState& SlotTable::Add(Slot slot, VariableId id, Slot parent) {
  if (slot >= size()) states_.resize(static_cast<size_t>(slot) + 1);
  SlotState& state = At(slot);
  state.id = id;
  state.parent = parent;
  state.generation = ++last_generation_;
  return state;
}

// Storing nil where nothing was stored allocates nothing.
void SlotTable::Remove(lua_State* L, Slot slot) {
  for (const LuaRef* table : {&values_, &wrappers_, &snapshots_}) {
    table->Push(L);
    lua_pushnil(L);
    lua_rawseti(L, -2, slot + 1);
    lua_pop(L, 1);
  }
  programs_.Release(L, At(slot).program);
  At(slot) = SlotState();
  At(slot).generation = ++last_generation_;
}

void SlotTable::SetProgram(lua_State* L, Slot slot, const PathProgram* program) {
  SlotState& state = At(slot);
  programs_.Release(L, std::exchange(state.program, program));
  state.generation = ++last_generation_;
}

void SlotTable::PushValue(lua_State* L, Slot slot) const {
  values_.Push(L);
  lua_rawgeti(L, -1, slot + 1);
  lua_remove(L, -2);
}

void SlotTable::PushWrapper(lua_State* L, Slot slot) const {
  wrappers_.Push(L);
  lua_rawgeti(L, -1, slot + 1);
  lua_remove(L, -2);
}

void SlotTable::PushSnapshotOf(lua_State* L, Slot slot) const {
  snapshots_.Push(L);
  lua_rawgeti(L, -1, slot + 1);
  lua_remove(L, -2);
}

void SlotTable::PushTables(lua_State* L) const {
  values_.Push(L);
  wrappers_.Push(L);
  snapshots_.Push(L);
  programs_.PushKeys(L);
}

SlotTable::News SlotTable::Note(lua_State* L, Slot slot, absl::Status* error) {
  const int type = lua_type(L, -1);
  if (type == LUA_TTABLE) return NoteTable(L, slot, error);
  SlotState& state = At(slot);
  const ValueKind kind = KindOfScalar(type);
  if (kind == state.kind && !state.must_report) {
    lua_rawgeti(L, kValues, slot + 1);
    const bool same = SameValue(L, -1, -2);
    lua_pop(L, 1);
    if (same) {
      state.is_evaluated = true;
      lua_pop(L, 1);
      return News::kSame;
    }
  }
  const bool is_news = kind != ValueKind::kNil || state.kind != ValueKind::kNil;
  Store(L, slot, kind);
  return is_news ? News::kDifferent : News::kSame;
}

SlotTable::News SlotTable::NoteTable(lua_State* L, Slot slot, absl::Status* error) {
  const uint32_t generation = At(slot).generation;
  const int value = lua_gettop(L);
  int snapshot = 0;
  if (At(slot).kind == ValueKind::kArray) {
    lua_rawgeti(L, kSnapshots, slot + 1);
    snapshot = value + 1;
  }
  const ArrayLook look = LookAtArray(L, value, snapshot, At(slot).extent);
  lua_settop(L, value);
  if (!IsCurrent(slot, generation)) return News::kGone;

  SlotState& state = At(slot);
  if (look.nested_at != 0) {
    *error = MakeError(ErrorKind::kBadValue,
                       absl::StrCat("ToValueJSON: nested arrays not allowed (element ",
                                    look.nested_at - 1, " is an array)"));
    return News::kError;
  }
  if (look.is_array && look.extent.IsTooSparse()) {
    SlotNotes& notes = NotesOf(slot);
    if (!std::exchange(notes.is_sparse, true)) {
      LuaContext::Of(L).Log(
          kLogAlways,
          absl::StrCat("variable ", state.id, ": an array of ", look.extent.entries,
                       " elements has one at position ", look.extent.length, "; it counts as nil"));
    }
    lua_pop(L, 1);
    lua_pushnil(L);
    return Note(L, slot, error);
  }
  if (state.notes != nullptr) state.notes->is_sparse = false;

  lua_rawgeti(L, kValues, slot + 1);
  const bool is_same_table = lua_rawequal(L, -1, value) != 0;
  lua_settop(L, value);
  const ValueKind kind = look.is_array ? ValueKind::kArray : ValueKind::kObject;
  const bool is_same = look.is_array ? look.is_same : kind == state.kind && is_same_table;
  if (is_same && !state.must_report) {
    state.is_evaluated = true;
    if (is_same_table) {
      lua_settop(L, value - 1);
    } else {
      // An equal array: whoever navigates or writes below it means the new one.
      SetValue(L, slot);
    }
    return News::kSame;
  }
  if (look.is_array) {
    state.must_report = true;  // Until all of it is stored.
    PushSnapshot(L, value, look.extent);
    SetSnapshot(L, slot);
    At(slot).extent = look.extent;
  }
  Store(L, slot, kind);
  return News::kDifferent;
}

void SlotTable::Store(lua_State* L, Slot slot, ValueKind kind) {
  SlotState& state = At(slot);
  state.must_report = true;  // In case the table cannot grow.
  SetValue(L, slot);
  if (state.kind == ValueKind::kArray && kind != ValueKind::kArray) {
    lua_pushnil(L);
    SetSnapshot(L, slot);
    state.extent = ArrayExtent();
  }
  state.kind = kind;
  state.is_evaluated = true;
  state.must_report = false;
  if (state.notes != nullptr) state.notes->created_type.clear();
}

void SlotTable::SetValue(lua_State* L, Slot slot) {
  SlotState& state = At(slot);
  const RawValue value = RawValue::Of(L, -1);
  const void* table = TableOrNull(L, -1);
  lua_rawseti(L, kValues, slot + 1);
  state.seen = value;
  if (state.wrapper == WrapperKind::kNone) state.navigation = table;
}

void SlotTable::SetSnapshot(lua_State* L, Slot slot) {
  const void* table = TableOrNull(L, -1);
  lua_rawseti(L, kSnapshots, slot + 1);
  At(slot).snapshot = table;
}

// Snapshots are replaced and never written to, so two slots may have the same one.
void SlotTable::CopyValue(lua_State* L, Slot slot, Slot model) {
  lua_rawgeti(L, kSnapshots, model + 1);
  SetSnapshot(L, slot);
  lua_rawgeti(L, kValues, model + 1);
  SetValue(L, slot);
  SlotState& state = At(slot);
  const SlotState& from = At(model);
  state.kind = from.kind;
  state.extent = from.extent;
  state.is_evaluated = from.is_evaluated;
  state.must_report = from.must_report;
  if (from.notes != nullptr) NotesOf(slot).created_type = from.notes->created_type;
}

void SlotTable::SetWrapper(lua_State* L, Slot slot, WrapperKind kind) {
  const void* table = TableOrNull(L, -1);
  lua_rawseti(L, kWrappers, slot + 1);
  SlotState& state = At(slot);
  state.wrapper = kind;
  if (kind == WrapperKind::kNone) {
    lua_rawgeti(L, kValues, slot + 1);
    table = TableOrNull(L, -1);
    lua_pop(L, 1);
  }
  state.navigation = table;
}

}  // namespace tandem
