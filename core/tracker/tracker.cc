// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// Everything but the scan, which is in tracker_scan.cc.

#include "core/tracker/tracker.h"

#include <algorithm>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "core/base/error.h"
#include "core/base/status_macros.h"
#include "core/tracker/path.h"
#include "core/tracker/priority.h"

namespace tandem {
namespace {

absl::Status NotInTracker(VariableId id) {
  return MakeError(ErrorKind::kNotFound, absl::StrCat("variable ", id, " not found in tracker"));
}

absl::Status InUse(VariableId id) {
  return MakeError(ErrorKind::kDuplicateId, absl::StrCat("variable ID ", id, " already in use"));
}

// `status` with the name of the operation in front, as T-11 spells it.
absl::Status In(absl::string_view operation, const absl::Status& status) {
  if (status.ok()) return status;
  return MakeError(ErrorKindOf(status), absl::StrCat(operation, ": ", status.message()));
}

// Takes access and priority from the properties.
absl::Status ReadModes(Variable* variable) {
  absl::StatusOr<Access> access = ParseAccess(variable->PropertyValue("access"));
  if (!access.ok()) return access.status();
  RETURN_IF_ERROR(CheckAccess(variable->path, *access));
  variable->access = *access;
  variable->priority = ParsePriority(variable->PropertyValue("priority"));
  return absl::OkStatus();
}

// Whether `value` is {"obj":N}, which stands for an object the application made (D-9).
bool IsReference(const Json& value) {
  return value.is_object() && value.size() == 1 && value.begin().key() == "obj" &&
         value.begin()->is_number();
}

}  // namespace

Tracker::Tracker(Resolver& resolver) : resolver_(resolver) {}

absl::Status Tracker::CreateRoot(VariableId id, ValueRef value, const Properties& properties) {
  if (table_.Find(id) != nullptr) return InUse(id);
  Variable variable;
  variable.id = id;
  variable.StoreProperties(properties);  // As they are: no suffixes, no notes (P-35, T-21).
  RETURN_IF_ERROR(In("CreateVariable", ReadModes(&variable)));

  SlotHold hold(table_);
  const Slot slot = table_.Add(std::move(variable), kNoSlot).slot;
  order_.Invalidate();
  resolver_.OpenRoot(slot, id, value);
  UpdateWrapper(slot);
  if (table_.FindSlot(slot) == nullptr) return absl::OkStatus();
  // Unlike later, an object without a type leaves a given one alone (T-28).
  const std::string type = resolver_.TypeOf(slot);
  VariableRecord* record = table_.FindSlot(slot);
  if (record == nullptr) return absl::OkStatus();
  if (!type.empty()) SetType(*record, type);
  record->has_object_type = !type.empty();
  return absl::OkStatus();
}

absl::Status Tracker::ReplaceRoot(VariableId id, ValueRef value) {
  VariableRecord* record = table_.Find(id);
  if (record == nullptr) return NotInTracker(id);
  if (record->parent != kNoSlot) {
    return MakeError(ErrorKind::kNotFound, absl::StrCat("variable ", id, " is not a root"));
  }
  SlotHold hold(table_);
  const Slot slot = record->slot;
  resolver_.SetRoot(slot, value);
  const Resolver::Wrapping wrapping = UpdateWrapper(slot);
  record = table_.FindSlot(slot);
  if (record == nullptr) return absl::OkStatus();
  if (wrapping != Resolver::Wrapping::kKept || !record->is_told) NoteValue(*record);
  UpdateType(slot);
  return absl::OkStatus();
}

absl::Status Tracker::Create(VariableId id, VariableId parent, const Properties& properties) {
  if (table_.Find(id) != nullptr) return InUse(id);
  const VariableRecord* above = table_.Find(parent);
  if (above == nullptr) {
    return MakeError(ErrorKind::kNotFound, absl::StrCat("parent variable ", parent, " not found"));
  }
  Variable variable;
  variable.id = id;
  variable.parent = parent;
  variable.StoreProperties(properties);
  if (variable.PropertyValue("path").empty()) {
    return MakeError(ErrorKind::kBadRequest, "path property required");
  }
  absl::StatusOr<PathSpec> spec = ParsePathSpec(variable.PropertyValue("path"));
  if (!spec.ok()) return In("CreateVariable", spec.status());
  variable.StoreProperties(spec->properties);
  variable.StoreProperty("path", spec->text, Priority::kMedium);
  variable.path = std::move(spec->path);
  RETURN_IF_ERROR(In("CreateVariable", ReadModes(&variable)));

  const VariableRecord& record = table_.Add(std::move(variable), above->slot);
  order_.Invalidate();
  resolver_.Open(record.slot, id, record.parent, record.variable.path);
  return absl::OkStatus();
}

void Tracker::Destroy(VariableId id, std::vector<VariableId>* destroyed) {
  const VariableRecord* record = table_.Find(id);
  if (record == nullptr) return;
  table_.Remove(record->slot, [&](const VariableRecord& leaving) {
    resolver_.Close(leaving.slot);
    destroyed->push_back(leaving.variable.id);
  });
  order_.Invalidate();
}

absl::Status Tracker::Assign(VariableId id, const Json& value) {
  VariableRecord* record = table_.Find(id);
  if (record == nullptr) return NotInTracker(id);
  const Access access = record->variable.access;
  if (!IsWritable(access)) {
    // T-32 step 1. Its step 3, a getter that may not be written, is ruled out by CheckAccess.
    return record->variable.write_error =
               MakeError(ErrorKind::kBadAccess,
                         absl::StrCat("BadAccess error: cannot Set on read-only variable "
                                      "(access: \"",
                                      AccessWord(access), "\")"));
  }

  SlotHold hold(table_);
  const Slot slot = record->slot;
  const absl::Status status = resolver_.Assign(slot, value, access);
  record = table_.FindSlot(slot);
  if (record == nullptr) return status;
  const bool was_failed = !record->variable.write_error.ok();
  record->variable.write_error = status;
  record->is_told = true;
  SlotMarks& marks = table_.MarksOf(slot);
  if (!status.ok()) {
    marks.is_owed = marks.is_evaluated;
    return status;
  }
  marks.is_owed = false;
  if (was_failed) NoteValue(*record);

  const bool had_wrapper = record->has_wrapper;
  const Resolver::Wrapping wrapping = UpdateWrapper(slot);
  record = table_.FindSlot(slot);
  if (record == nullptr) return status;
  if (wrapping == Resolver::Wrapping::kReplaced ||
      (wrapping == Resolver::Wrapping::kNone && had_wrapper)) {
    NoteValue(*record);
  }
  if (value.is_object() && !IsReference(value) && !record->has_wrapper) {
    // What the client sent is data, whatever fields it has (T-34).
    SetType(*record, "");
    record->has_object_type = false;
  } else {
    UpdateType(slot);
  }
  return status;
}

absl::Status Tracker::SetProperty(VariableId id, absl::string_view name, absl::string_view value,
                                  ConnectionId origin) {
  VariableRecord* record = table_.Find(id);
  if (record == nullptr) return NotInTracker(id);
  const auto [base, level] = SplitPrioritySuffix(name);
  const Property* stored = record->variable.FindProperty(base);
  if (stored == nullptr ? value.empty() : stored->value == value && stored->priority == level) {
    return absl::OkStatus();
  }
  if (base == "path") RETURN_IF_ERROR(In("SetProperty", SetPath(*record, value)));
  if (base == "access") RETURN_IF_ERROR(In("SetProperty", SetAccess(*record, value)));
  StoreProperty(*record, base, value, level, origin);
  if (base == "priority") {
    record->variable.priority = ParsePriority(value);
    order_.Invalidate();
  }
  if (base == "wrapper") SetWrapper(record->slot);
  return absl::OkStatus();
}

absl::Status Tracker::SetPath(VariableRecord& record, absl::string_view path) {
  if (record.parent == kNoSlot) return absl::OkStatus();  // A root is not found by a path.
  if (absl::StrContains(path, '?')) {
    return MakeError(ErrorKind::kBadRequest,
                     absl::StrCat("path \"", path, "\" of variable ", record.variable.id,
                                  " has a query, which only a new variable may have"));
  }
  ASSIGN_OR_RETURN(PathSpec spec, ParsePathSpec(path));
  RETURN_IF_ERROR(CheckAccess(spec.path, record.variable.access));
  record.variable.path = std::move(spec.path);
  resolver_.SetPath(record.slot, record.variable.path);
  return absl::OkStatus();
}

absl::Status Tracker::SetAccess(VariableRecord& record, absl::string_view word) {
  ASSIGN_OR_RETURN(const Access access, ParseAccess(word));
  RETURN_IF_ERROR(CheckAccess(record.variable.path, access));
  record.variable.access = access;
  SlotMarks& marks = table_.MarksOf(record.slot);
  marks.is_evaluated = IsReadable(access) && record.parent != kNoSlot;
  if (!marks.is_evaluated) {
    marks.is_failed = false;
    record.variable.read_error = absl::OkStatus();
  }
  order_.Invalidate();
  return absl::OkStatus();
}

// The value stays, but what stands in for it is another, or was or is no more.
void Tracker::SetWrapper(Slot slot) {
  SlotHold hold(table_);
  const bool had_wrapper = table_.FindSlot(slot)->has_wrapper;
  const Resolver::Wrapping wrapping = UpdateWrapper(slot);
  VariableRecord* record = table_.FindSlot(slot);
  if (record == nullptr || (wrapping == Resolver::Wrapping::kNone && !had_wrapper)) return;
  if (wrapping != Resolver::Wrapping::kKept) NoteValue(*record);
  UpdateType(slot);
}

Resolver::Wrapping Tracker::UpdateWrapper(Slot slot) {
  VariableRecord* record = table_.FindSlot(slot);
  // A copy: application code may write the property.
  const std::string name(record->variable.PropertyValue("wrapper"));
  if (name.empty() && !record->has_wrapper) return Resolver::Wrapping::kNone;
  const Resolver::Wrapping wrapping = resolver_.UpdateWrapper(slot, name);
  record = table_.FindSlot(slot);
  if (record != nullptr) record->has_wrapper = wrapping != Resolver::Wrapping::kNone;
  return wrapping;
}

void Tracker::UpdateType(Slot slot) {
  const std::string type = resolver_.TypeOf(slot);
  const ValueKind kind = resolver_.KindOf(slot);
  VariableRecord* record = table_.FindSlot(slot);
  if (record == nullptr) return;
  // A primitive leaves a type that no object gave alone (T-40 step 5, D-10).
  if (!type.empty() || record->has_object_type || kind == ValueKind::kNil ||
      kind == ValueKind::kObject) {
    SetType(*record, type);
  }
  record->has_object_type = !type.empty();
}

void Tracker::SetType(VariableRecord& record, absl::string_view type) {
  const Property* stored = record.variable.FindProperty("type");
  if (stored == nullptr ? type.empty() : stored->value == type) return;
  StoreProperty(record, "type", type, Priority::kMedium, ConnectionId());
}

void Tracker::StoreProperty(VariableRecord& record, absl::string_view name,
                            absl::string_view value, Priority level, ConnectionId origin) {
  if (value.empty()) {
    record.variable.RemoveProperty(name);
  } else {
    record.variable.StoreProperty(name, value, level);
  }
  NoteProperty(record, name, origin);
}

void Tracker::SetActive(VariableId id, bool active) {
  VariableRecord* record = table_.Find(id);
  if (record == nullptr || record->variable.active == active) return;
  record->variable.active = active;
  order_.Invalidate();
}

void Tracker::MarkAllChanged(VariableId id) {
  VariableRecord* record = table_.Find(id);
  if (record == nullptr || resolver_.KindOf(record->slot) == ValueKind::kNil) return;
  NoteValue(*record);
  for (const Property& property : record->variable.properties) {
    NoteProperty(*record, property.name, ConnectionId());
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

void Tracker::NoteProperty(VariableRecord& record, absl::string_view name, ConnectionId origin) {
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
    PendingChange change{record->variable.id, std::exchange(record->value_changed, false),
                         record->variable.priority, {}};
    for (PropertyChange& property : std::exchange(record->changed_properties, {})) {
      const Property* stored = record->variable.FindProperty(property.name);
      change.properties.push_back(
          {std::move(property), stored == nullptr ? Priority::kMedium : stored->priority});
    }
    pending.push_back(std::move(change));
  }
  return GroupByPriority(std::move(pending));
}

const Variable* Tracker::Find(VariableId id) const {
  const VariableRecord* record = table_.Find(id);
  return record == nullptr ? nullptr : &record->variable;
}

ValueKind Tracker::KindOf(VariableId id) const {
  const VariableRecord* record = table_.Find(id);
  return record == nullptr ? ValueKind::kNil : resolver_.KindOf(record->slot);
}

void Tracker::AppendValue(VariableId id, std::string* out) {
  const VariableRecord* record = table_.Find(id);
  if (record == nullptr) {
    out->append("null");
  } else {
    resolver_.AppendValue(record->slot, out);
  }
}

void Tracker::ForEach(absl::FunctionRef<void(const Variable&)> visit) const {
  std::vector<Slot> stack(table_.roots().rbegin(), table_.roots().rend());
  while (!stack.empty()) {
    const Variable& variable = table_.FindSlot(stack.back())->variable;
    stack.pop_back();
    stack.insert(stack.end(), variable.children.rbegin(), variable.children.rend());
    visit(variable);
  }
}

}  // namespace tandem
