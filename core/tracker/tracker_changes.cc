// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// What is pending: noted as it happens, handed out in the order in which it is sent.

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "core/tracker/priority.h"
#include "core/tracker/tracker.h"

namespace tandem {

void Tracker::MarkAllChanged(VariableId id) {
  VariableRecord* record = table_.Find(id);
  if (record == nullptr || resolver_.KindOf(record->slot) == ValueKind::kNil) return;
  NoteValue(*record);
  for (const Property& property : record->variable.properties) {
    NoteProperty(*record, property.name, PageId());
  }
}

void Tracker::MarkValueChanged(VariableId id) {
  VariableRecord* record = table_.Find(id);
  if (record != nullptr) NoteValue(*record);
}

void Tracker::NoteValue(VariableRecord& record) {
  record.value_changed = true;
  record.is_told = true;
  NotePending(record);
}

void Tracker::NoteProperty(VariableRecord& record, absl::string_view name, PageId origin) {
  std::vector<PropertyChange>& changes = record.changed_properties;
  auto place = std::lower_bound(
      changes.begin(), changes.end(), name,
      [](const PropertyChange& change, absl::string_view wanted) { return change.name < wanted; });
  if (place == changes.end() || place->name != name) {
    place = changes.insert(place, PropertyChange{std::string(name), origin});
  }
  place->origin = origin;
  NotePending(record);
}

void Tracker::NotePending(VariableRecord& record) {
  if (record.is_pending) return;
  record.is_pending = true;
  pending_.push_back(record.slot);
}

std::vector<Change> Tracker::TakeChanges() {
  std::vector<VariableRecord*> records;
  for (Slot slot : std::exchange(pending_, {})) {
    VariableRecord* record = table_.FindSlot(slot);
    if (record == nullptr || !std::exchange(record->is_pending, false)) continue;
    records.push_back(record);
  }
  if (records.empty()) return {};
  RebuildOrderIfNeeded();
  std::sort(records.begin(), records.end(), [this](const auto* a, const auto* b) {
    return order_.RankOf(a->slot) < order_.RankOf(b->slot);
  });

  std::vector<PendingChange> pending;
  pending.reserve(records.size());
  for (VariableRecord* record : records) {
    PendingChange change{record->variable.id,
                         std::exchange(record->value_changed, false),
                         record->variable.priority,
                         {}};
    for (PropertyChange& property : std::exchange(record->changed_properties, {})) {
      const Property* stored = record->variable.FindProperty(property.name);
      change.properties.push_back(
          {std::move(property), stored == nullptr ? Priority::kMedium : stored->priority});
    }
    pending.push_back(std::move(change));
  }
  return GroupByPriority(std::move(pending));
}

std::vector<Change> Tracker::Describe(VariableId id) const {
  const VariableRecord* record = table_.Find(id);
  if (record == nullptr) return {};
  PendingChange all{
      id, resolver_.KindOf(record->slot) != ValueKind::kNil, record->variable.priority, {}};
  for (const Property& property : record->variable.properties) {
    all.properties.push_back({{property.name, PageId()}, property.priority});
  }
  return GroupByPriority({std::move(all)});
}

int32_t Tracker::PlaceOf(VariableId id) {
  const VariableRecord* record = table_.Find(id);
  if (record == nullptr) return -1;
  RebuildOrderIfNeeded();
  return order_.RankOf(record->slot);
}

bool Tracker::HasPendingProperties() const {
  for (Slot slot : pending_) {
    const VariableRecord* record = table_.FindSlot(slot);
    if (record != nullptr && !record->changed_properties.empty()) return true;
  }
  return false;
}

}  // namespace tandem
