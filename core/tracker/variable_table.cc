// Copyright (c) the Tandem authors. Licensed under the MIT License.

#include "core/tracker/variable_table.h"

#include <algorithm>
#include <utility>

namespace tandem {

VariableRecord& VariableTable::Add(Variable variable, Slot parent) {
  Slot slot;
  if (free_slots_.empty()) {
    slot = static_cast<Slot>(records_.size());
    records_.emplace_back();
    marks_.emplace_back();
  } else {
    slot = free_slots_.back();
    free_slots_.pop_back();
  }

  auto record = std::make_unique<VariableRecord>();
  record->variable = std::move(variable);
  record->slot = slot;
  record->parent = parent;
  const VariableId id = record->variable.id;
  index_.emplace(id, slot);
  if (parent == kNoSlot) {
    auto place = std::lower_bound(
        roots_.begin(), roots_.end(), id,
        [this](Slot root, VariableId wanted) { return FindSlot(root)->variable.id < wanted; });
    roots_.insert(place, slot);
  } else {
    FindSlot(parent)->variable.children.push_back(slot);
    MarksOf(slot).is_evaluated = IsReadable(record->variable.access);
  }
  return *(records_[static_cast<size_t>(slot)] = std::move(record));
}

// The slots are put parents before children and siblings last to first, and then turned round.
// No recursion: clients decide how deep the tree is.
std::vector<Slot> VariableTable::RemovalOrder(Slot top) const {
  std::vector<Slot> order;
  std::vector<Slot> stack{top};
  while (!stack.empty()) {
    const Slot slot = stack.back();
    stack.pop_back();
    order.push_back(slot);
    const std::vector<Slot>& children = FindSlot(slot)->variable.children;
    stack.insert(stack.end(), children.begin(), children.end());
  }
  std::reverse(order.begin(), order.end());
  return order;
}

void VariableTable::Remove(Slot top, absl::FunctionRef<void(const VariableRecord&)> leaving) {
  Unlink(*FindSlot(top));
  for (Slot slot : RemovalOrder(top)) {
    std::unique_ptr<VariableRecord>& record = records_[static_cast<size_t>(slot)];
    leaving(*record);
    index_.erase(record->variable.id);
    MarksOf(slot) = SlotMarks();
    record = nullptr;
    (holds_ > 0 ? held_slots_ : free_slots_).push_back(slot);
  }
}

void VariableTable::Unlink(const VariableRecord& record) {
  std::vector<Slot>& siblings =
      record.parent == kNoSlot ? roots_ : FindSlot(record.parent)->variable.children;
  siblings.erase(std::find(siblings.begin(), siblings.end(), record.slot));
}

VariableRecord* VariableTable::Find(VariableId id) const {
  auto it = index_.find(id);
  return it == index_.end() ? nullptr : FindSlot(it->second);
}

SlotHold::~SlotHold() {
  if (--table_.holds_ > 0) return;
  table_.free_slots_.insert(table_.free_slots_.end(), table_.held_slots_.begin(),
                            table_.held_slots_.end());
  table_.held_slots_.clear();
}

}  // namespace tandem
