// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// Properties and what they do: path, access, priority and wrapper govern the variable they are
// written to, and `type` follows the object that is shown.

#include <cstddef>
#include <string>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "core/base/error.h"
#include "core/base/status_macros.h"
#include "core/tracker/path.h"
#include "core/tracker/priority.h"
#include "core/tracker/tracker.h"
#include "core/tracker/tracker_errors.h"

namespace tandem {
namespace {

// What a property takes, which may be null.
size_t BytesOf(const Property* property) {
  return property == nullptr ? 0 : property->name.size() + property->value.size();
}

}  // namespace

absl::Status Tracker::SetProperty(VariableId id, absl::string_view name, absl::string_view value,
                                  PageId origin, PathDialect dialect) {
  VariableRecord* record = table_.Find(id);
  if (record == nullptr) return UnknownVariable(id);
  const auto [base, level] = SplitPrioritySuffix(name);
  if (record->variable.IsSet(base, value, level)) return absl::OkStatus();
  RETURN_IF_ERROR(WithOperation("SetProperty", CheckStore(*record, base, value)));
  if (base == "path")
    RETURN_IF_ERROR(WithOperation("SetProperty", SetPath(*record, value, dialect)));
  if (base == "access") RETURN_IF_ERROR(WithOperation("SetProperty", SetAccess(*record, value)));
  StoreProperty(*record, base, value, level, origin);
  if (base == "priority") {
    record->variable.priority = ParsePriority(value);
    order_.Invalidate();
  }
  if (base == "wrapper") SetWrapper(record->slot);
  return absl::OkStatus();
}

absl::Status Tracker::CheckStore(const VariableRecord& record, absl::string_view name,
                                 absl::string_view value) const {
  const size_t taken = BytesOf(record.variable.FindProperty(name));
  const size_t wanted = value.empty() ? 0 : name.size() + value.size();
  return wanted <= taken ? absl::OkStatus() : CheckPropertyRoom(wanted - taken);
}

absl::Status Tracker::CheckProperty(VariableId id, absl::string_view name, absl::string_view value,
                                    PathDialect dialect) const {
  const VariableRecord* record = table_.Find(id);
  if (record == nullptr) return UnknownVariable(id);
  const absl::string_view base = SplitPrioritySuffix(name).first;
  absl::Status status;
  if (base == "path" && record->parent != kNoSlot) {
    status = ReadPath(*record, value, dialect).status();
  }
  if (base == "access") status = ReadAccess(*record, value).status();
  if (status.ok()) status = CheckStore(*record, base, value);
  return WithOperation("SetProperty", status);
}

absl::StatusOr<Path> Tracker::ReadPath(const VariableRecord& record, absl::string_view path,
                                       PathDialect dialect) {
  if (absl::StrContains(path, '?')) {
    return MakeError(ErrorKind::kBadRequest,
                     absl::StrCat("path \"", path, "\" of variable ", record.variable.id,
                                  " has a query, which only a new variable may have"));
  }
  ASSIGN_OR_RETURN(PathSpec spec, ParsePathSpec(path, dialect));
  RETURN_IF_ERROR(CheckAccess(spec.path, record.variable.access));
  return std::move(spec.path);
}

absl::StatusOr<Access> Tracker::ReadAccess(const VariableRecord& record, absl::string_view word) {
  ASSIGN_OR_RETURN(const Access access, ParseAccess(word));
  RETURN_IF_ERROR(CheckAccess(record.variable.path, access));
  return access;
}

absl::Status Tracker::SetPath(VariableRecord& record, absl::string_view path, PathDialect dialect) {
  if (record.parent == kNoSlot) return absl::OkStatus();  // A root is not found by a path.
  ASSIGN_OR_RETURN(record.variable.path, ReadPath(record, path, dialect));
  resolver_.SetPath(record.slot, record.variable.path);
  return absl::OkStatus();
}

absl::Status Tracker::SetAccess(VariableRecord& record, absl::string_view word) {
  ASSIGN_OR_RETURN(const Access access, ReadAccess(record, word));
  record.variable.access = access;
  SetToldWriting(record, "");
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
  if (!CheckStore(record, "type", type).ok()) type = "";
  if (stored == nullptr ? type.empty() : stored->value == type) return;
  StoreProperty(record, "type", type, Priority::kMedium, PageId());
}

void Tracker::StoreProperty(VariableRecord& record, absl::string_view name, absl::string_view value,
                            Priority level, PageId origin) {
  property_bytes_ -= BytesOf(record.variable.FindProperty(name));
  if (value.empty()) {
    record.variable.RemoveProperty(name);
  } else {
    record.variable.StoreProperty(name, value, level);
    property_bytes_ += name.size() + value.size();
  }
  NoteProperty(record, name, origin);
}

}  // namespace tandem
