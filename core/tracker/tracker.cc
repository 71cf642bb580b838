// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// The tree of variables, and writing through it. Properties, what is pending, and the scan have
// files of their own beside this one.

#include "core/tracker/tracker.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "core/base/error.h"
#include "core/base/status_macros.h"
#include "core/tracker/path.h"
#include "core/tracker/priority.h"
#include "core/tracker/tracker_errors.h"

namespace tandem {
namespace {

absl::Status InUse(VariableId id) {
  return MakeError(ErrorKind::kDuplicateId, absl::StrCat("variable ID ", id, " already in use"));
}

absl::Status NoParent(VariableId id) {
  return MakeError(ErrorKind::kNotFound, absl::StrCat("parent variable ", id, " not found"));
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

// Whether `value` can be told as it was written: it holds no objects (P-61).
bool IsTellable(const Json& value) {
  if (!value.is_array()) return value.is_primitive();
  return std::all_of(value.begin(), value.end(), [](const Json& e) { return e.is_primitive(); });
}

}  // namespace

Tracker::Tracker(Resolver& resolver) : resolver_(resolver) {}

absl::Status Tracker::CreateRoot(VariableId id, ValueRef value, const Properties& properties) {
  if (table_.Find(id) != nullptr) return InUse(id);
  RETURN_IF_ERROR(CheckRoom(1));
  Variable variable;
  variable.id = id;
  variable.StoreProperties(properties);  // As they are: no suffixes, no notes (P-35, T-21).
  RETURN_IF_ERROR(WithOperation("CreateVariable", ReadModes(&variable)));
  const size_t bytes = variable.PropertyBytes();
  RETURN_IF_ERROR(CheckPropertyRoom(bytes));
  property_bytes_ += bytes;

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
  if (record == nullptr) return UnknownVariable(id);
  if (record->parent != kNoSlot) {
    return MakeError(ErrorKind::kNotFound, absl::StrCat("variable ", id, " is not a root"));
  }
  SlotHold hold(table_);
  const Slot slot = record->slot;
  resolver_.SetRoot(slot, value);
  SetToldWriting(*record, "");
  const Resolver::Wrapping wrapping = UpdateWrapper(slot);
  record = table_.FindSlot(slot);
  if (record == nullptr) return absl::OkStatus();
  if (wrapping != Resolver::Wrapping::kKept || !record->is_told) NoteValue(*record);
  UpdateType(slot);
  return absl::OkStatus();
}

absl::Status Tracker::Create(VariableId id, VariableId parent, const Properties& properties) {
  // What is wrong with the ids is said first.
  if (table_.Find(id) != nullptr) return InUse(id);
  if (table_.Find(parent) == nullptr) return NoParent(parent);
  ASSIGN_OR_RETURN(Variable prepared, Prepare(properties));
  return CreatePrepared(id, parent, std::move(prepared));
}

absl::StatusOr<Variable> Tracker::Prepare(const Properties& properties, PathDialect dialect) {
  Variable variable;
  variable.StoreProperties(properties);
  if (variable.PropertyValue("path").empty()) {
    return MakeError(ErrorKind::kBadRequest, "path property required");
  }
  absl::StatusOr<PathSpec> spec = ParsePathSpec(variable.PropertyValue("path"), dialect);
  if (!spec.ok()) return WithOperation("CreateVariable", spec.status());
  variable.StoreProperties(spec->properties);
  variable.StoreProperty("path", spec->text, Priority::kMedium);
  variable.path = std::move(spec->path);
  RETURN_IF_ERROR(WithOperation("CreateVariable", ReadModes(&variable)));
  return variable;
}

absl::Status Tracker::CreatePrepared(VariableId id, VariableId parent, Variable prepared) {
  if (table_.Find(id) != nullptr) return InUse(id);
  const VariableRecord* above = table_.Find(parent);
  if (above == nullptr) return NoParent(parent);
  RETURN_IF_ERROR(CheckRoom(1));
  const size_t bytes = prepared.PropertyBytes();
  RETURN_IF_ERROR(CheckPropertyRoom(bytes));
  property_bytes_ += bytes;
  prepared.id = id;
  prepared.parent = parent;
  const VariableRecord& record = table_.Add(std::move(prepared), above->slot);
  order_.Invalidate();
  resolver_.Open(record.slot, id, record.parent, record.variable.path);
  return absl::OkStatus();
}

absl::Status Tracker::CheckRoom(size_t more) const {
  if (more <= kMaxVariables - table_.size()) return absl::OkStatus();
  return MoreThan(kMaxVariables, "variables in one session");
}

absl::Status Tracker::CheckPropertyRoom(size_t more) const {
  if (more <= kMaxPropertyBytes - property_bytes_) return absl::OkStatus();
  return MoreThan(kMaxPropertyBytes, "bytes of properties in one session");
}

absl::Status Tracker::CheckRoomForCopies(VariableId top) const {
  const std::vector<VariableId> ids = Subtree(top);
  size_t bytes = 0;
  for (const VariableId id : ids) {
    const VariableRecord& record = *table_.Find(id);
    bytes += record.variable.PropertyBytes() + record.told_writing.size();
  }
  RETURN_IF_ERROR(CheckRoom(ids.size()));
  return CheckPropertyRoom(bytes);
}

void Tracker::SetToldWriting(VariableRecord& record, std::string json) {
  property_bytes_ -= record.told_writing.size();
  if (!CheckPropertyRoom(json.size()).ok()) json.clear();
  property_bytes_ += json.size();
  record.told_writing = std::move(json);
}

void Tracker::Copy(VariableId id, VariableId parent, VariableId model) {
  const VariableRecord& original = *table_.Find(model);
  Variable variable;
  variable.id = id;
  variable.parent = parent;
  variable.path = original.variable.path;
  variable.access = original.variable.access;
  variable.priority = original.variable.priority;
  variable.properties = original.variable.properties;
  variable.active = original.variable.active;
  variable.write_error = original.variable.write_error;
  property_bytes_ += variable.PropertyBytes() + original.told_writing.size();
  VariableRecord& copy = table_.Add(std::move(variable), table_.Find(parent)->slot);
  copy.is_told = original.is_told;
  copy.has_wrapper = original.has_wrapper;
  copy.has_object_type = original.has_object_type;
  copy.told_writing = original.told_writing;
  SlotMarks& marks = table_.MarksOf(copy.slot);
  marks.is_owed = marks.is_evaluated && copy.is_told;
  order_.Invalidate();
  resolver_.Open(copy.slot, id, copy.parent, copy.variable.path);
  resolver_.Inherit(copy.slot, original.slot);
}

void Tracker::WrapAnew(VariableId id) {
  const VariableRecord* record = table_.Find(id);
  if (record != nullptr && record->has_wrapper) SetWrapper(record->slot);
}

void Tracker::Destroy(VariableId id, std::vector<VariableId>* destroyed) {
  const VariableRecord* record = table_.Find(id);
  if (record == nullptr) return;
  table_.Remove(record->slot, [&](const VariableRecord& leaving) {
    resolver_.Close(leaving.slot);
    property_bytes_ -= leaving.variable.PropertyBytes() + leaving.told_writing.size();
    destroyed->push_back(leaving.variable.id);
  });
  order_.Invalidate();
}

absl::Status Tracker::Assign(VariableId id, const Json& value) {
  VariableRecord* record = table_.Find(id);
  if (record == nullptr) return UnknownVariable(id);
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
  if (!IsReadable(record->variable.access)) {
    // Whoever wrote it shows that, and would show nothing if told of nothing (P-86).
    if (was_failed || !record->told_writing.empty()) {
      SetToldWriting(*record, IsTellable(value) ? DumpJson(value) : "");
    }
    return status;
  }

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

void Tracker::SetActive(VariableId id, bool active) {
  VariableRecord* record = table_.Find(id);
  if (record == nullptr || record->variable.active == active) return;
  record->variable.active = active;
  order_.Invalidate();
}

const Variable* Tracker::Find(VariableId id) const {
  const VariableRecord* record = table_.Find(id);
  return record == nullptr ? nullptr : &record->variable;
}

ValueKind Tracker::KindOf(VariableId id) const {
  const VariableRecord* record = table_.Find(id);
  return record == nullptr ? ValueKind::kNil : resolver_.KindOf(record->slot);
}

Slot Tracker::SlotOf(VariableId id) const {
  const VariableRecord* record = table_.Find(id);
  return record == nullptr ? kNoSlot : record->slot;
}

void Tracker::AppendValue(VariableId id, std::string* out) {
  const VariableRecord* record = table_.Find(id);
  if (record == nullptr) {
    out->append("null");
  } else if (!record->told_writing.empty() && !record->has_wrapper) {
    out->append(record->told_writing);
  } else {
    resolver_.AppendValue(record->slot, out);
  }
}

std::vector<VariableId> Tracker::Subtree(VariableId top) const {
  std::vector<VariableId> ids;
  const VariableRecord* record = table_.Find(top);
  if (record == nullptr) return ids;
  for (Slot slot : table_.RemovalOrder(record->slot)) {
    ids.push_back(table_.FindSlot(slot)->variable.id);
  }
  return ids;
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
