// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// Where a tracker keeps its variables: by slot, by id, and as a tree. What a scan needs of every
// variable lies in one dense array of marks; everything else is in records of their own, whose
// addresses hold until the variable is removed.
//
// A removed variable's slot is given to another one only when nobody can mean the old one any
// more: while application code runs inside a resolver, a SlotHold keeps freed slots back.

#ifndef TANDEM_CORE_TRACKER_VARIABLE_TABLE_H_
#define TANDEM_CORE_TRACKER_VARIABLE_TABLE_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/functional/function_ref.h"
#include "core/base/ids.h"
#include "core/tracker/change.h"
#include "core/tracker/resolver.h"
#include "core/tracker/variable.h"

namespace tandem {

// A variable and what is pending for it.
struct VariableRecord {
  Variable variable;

  Slot slot = kNoSlot;
  Slot parent = kNoSlot;  // kNoSlot for a root.

  // Clients were told a value, or wrote one: from then on nil is news too (P-33).
  bool is_told = false;
  bool has_wrapper = false;
  // Property `type` came from the object shown (D-10).
  bool has_object_type = false;

  // JSON of what was written last, where it cannot be read but had to be told (P-132); else empty.
  std::string told_writing;

  // To be told. is_pending: the tracker has it on its list.
  bool is_pending = false;
  bool value_changed = false;
  std::vector<PropertyChange> changed_properties;  // Sorted by name, distinct.
};

// What a scan has to know of a slot.
struct SlotMarks {
  // The round of scanning in which it was evaluated last. Wraps around, which at worst makes a
  // variable wait for the next round.
  uint32_t round = 0;
  // Open, readable and not a root: a scan may evaluate it.
  bool is_evaluated = false;
  // Its read_error is set.
  bool is_failed = false;
  // It is on the list of newly failed variables.
  bool is_newly_failed = false;
  // Clients show something that was not written: the next value is told even if it is the same.
  bool is_owed = false;
};

class VariableTable {
 public:
  VariableTable() = default;
  VariableTable(const VariableTable&) = delete;
  VariableTable& operator=(const VariableTable&) = delete;

  // Adds a variable below `parent`, or a root for kNoSlot. Its id must be free. Marks
  // `is_evaluated` as its access says.
  VariableRecord& Add(Variable variable, Slot parent);

  // Removes `top` and everything below: children before parents, siblings in creation order
  // (P-53). Each is shown to `leaving`, which must not change the table, before it goes.
  void Remove(Slot top, absl::FunctionRef<void(const VariableRecord&)> leaving);

  // `top` and everything below in the order in which Remove takes them.
  std::vector<Slot> RemovalOrder(Slot top) const;

  // Null if absent, and for a slot that is free.
  VariableRecord* Find(VariableId id) const;
  VariableRecord* FindSlot(Slot slot) const { return records_[static_cast<size_t>(slot)].get(); }

  // `slot` must be in use or have been.
  SlotMarks& MarksOf(Slot slot) { return marks_[static_cast<size_t>(slot)]; }

  // Sorted by id.
  const std::vector<Slot>& roots() const { return roots_; }

  size_t size() const { return index_.size(); }
  // Above every slot that was ever in use.
  size_t slot_count() const { return records_.size(); }

 private:
  friend class SlotHold;

  // Takes `record` out of its parent's children, or out of the roots.
  void Unlink(const VariableRecord& record);

  std::vector<SlotMarks> marks_;                          // By slot.
  std::vector<std::unique_ptr<VariableRecord>> records_;  // By slot; null is free.
  absl::flat_hash_map<VariableId, Slot> index_;
  std::vector<Slot> roots_;

  std::vector<Slot> free_slots_;
  std::vector<Slot> held_slots_;  // Free once holds_ is 0.
  int holds_ = 0;
};

// While it lives, slots are not given to other variables. May be nested.
class SlotHold {
 public:
  explicit SlotHold(VariableTable& table) : table_(table) { ++table_.holds_; }
  ~SlotHold();
  SlotHold(const SlotHold&) = delete;
  SlotHold& operator=(const SlotHold&) = delete;

 private:
  VariableTable& table_;
};

}  // namespace tandem

#endif  // TANDEM_CORE_TRACKER_VARIABLE_TABLE_H_
