// Copyright (c) the Tandem authors. Licensed under the MIT License.

#include "tests/core/tracker/naive_tracker.h"

#include <algorithm>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

namespace tandem::testing {

void NaiveTracker::CreateRoot(int64_t id, const Json& value) {
  Variable& variable = variables_[id];
  variable.value = value;
  const std::string type = world_.TypeOf(value);
  if (!type.empty()) SetType(variable, type);
  variable.has_object_type = !type.empty();
}

bool NaiveTracker::Create(int64_t id, int64_t parent, const std::string& text,
                          const std::map<std::string, std::string>& properties) {
  if (variables_.count(id) > 0 || variables_.count(parent) == 0 || text.empty()) return false;
  const absl::StatusOr<PathSpec> spec = ParsePathSpec(text);
  if (!spec.ok()) return false;
  Variable variable;
  variable.parent = parent;
  variable.path = spec->path;
  for (const auto& [name, value] : properties) variable.properties[name].value = value;
  for (const auto& [name, value] : spec->properties) variable.properties[name].value = value;
  variable.properties["path"].value = spec->text;
  const auto word = variable.properties.find("access");
  const absl::StatusOr<Access> access =
      ParseAccess(word == variable.properties.end() ? "" : word->second.value);
  if (!access.ok() || !CheckAccess(spec->path, *access).ok()) return false;
  variable.access = *access;
  const auto priority = variable.properties.find("priority");
  if (priority != variable.properties.end()) {
    variable.priority = ParsePriority(priority->second.value);
  }
  variables_[id] = variable;
  variables_[parent].children.push_back(id);
  return true;
}

std::vector<int64_t> NaiveTracker::Destroy(int64_t id) {
  std::vector<int64_t> destroyed;
  if (variables_.count(id) == 0) return destroyed;
  const std::vector<int64_t> children = variables_[id].children;
  for (int64_t child : children) {
    for (int64_t gone : Destroy(child)) destroyed.push_back(gone);
  }
  if (variables_[id].parent != 0) {
    std::vector<int64_t>& siblings = variables_[variables_[id].parent].children;
    siblings.erase(std::find(siblings.begin(), siblings.end(), id));
  }
  variables_.erase(id);
  destroyed.push_back(id);
  return destroyed;
}

bool NaiveTracker::SetProperty(int64_t id, const std::string& name, const std::string& value,
                               int64_t origin) {
  if (variables_.count(id) == 0) return false;
  Variable& variable = variables_[id];
  const auto [view, level] = SplitPrioritySuffix(name);
  const std::string base(view);
  const auto stored = variable.properties.find(base);
  const bool is_known = stored != variable.properties.end();
  if (is_known ? stored->second.value == value && stored->second.priority == level
               : value.empty()) {
    return true;
  }
  if (base == "path" && variable.parent != 0) {
    if (value.find('?') != std::string::npos) return false;
    const absl::StatusOr<PathSpec> spec = ParsePathSpec(value);
    if (!spec.ok() || !CheckAccess(spec->path, variable.access).ok()) return false;
    variable.path = spec->path;
  }
  if (base == "access") {
    const absl::StatusOr<Access> access = ParseAccess(value);
    if (!access.ok() || !CheckAccess(variable.path, *access).ok()) return false;
    variable.access = *access;
    if (!IsReadable(*access)) variable.read_error = "";
  }
  if (base == "priority") variable.priority = ParsePriority(value);
  if (value.empty()) {
    variable.properties.erase(base);
  } else {
    variable.properties[base] = {value, level};
  }
  variable.changed_properties[base] = origin;
  if (base == "wrapper") {
    const Json before = variable.wrapper;
    UpdateWrapper(id);
    if (!before.is_null() || !variable.wrapper.is_null()) {
      NoteShown(id, before);
      UpdateType(variable);
    }
  }
  return true;
}

void NaiveTracker::SetActive(int64_t id, bool active) {
  if (variables_.count(id) > 0) variables_[id].active = active;
}

void NaiveTracker::ReplaceRoot(int64_t id, const Json& value) {
  Variable& variable = variables_[id];
  const Json before = variable.wrapper;
  variable.value = value;
  UpdateWrapper(id);
  NoteShown(id, before);
  UpdateType(variable);
}

void NaiveTracker::MarkAllChanged(int64_t id) {
  if (variables_.count(id) == 0 || variables_[id].value.is_null()) return;
  MarkValueChanged(id);
  for (const auto& [name, property] : variables_[id].properties) {
    variables_[id].changed_properties[name] = 0;
  }
}

void NaiveTracker::MarkValueChanged(int64_t id) {
  if (variables_.count(id) == 0) return;
  variables_[id].value_changed = true;
  variables_[id].is_told = true;
}

std::string NaiveTracker::BeforeAssign(int64_t id, const Json& value) {
  if (variables_.count(id) == 0) {
    return absl::StrCat("variable ", id, " not found in tracker");
  }
  const Variable& variable = variables_[id];
  if (!IsWritable(variable.access)) {
    return "BadAccess error: cannot Set on read-only variable (access: \"r\")";
  }
  std::vector<int64_t> line;
  for (int64_t up = variable.parent; up != 0; up = variables_[up].parent) line.push_back(up);
  for (auto up = line.rbegin(); up != line.rend(); ++up) {
    Variable& ancestor = variables_[*up];
    if (ancestor.is_evaluated || ancestor.parent == 0) continue;
    const absl::StatusOr<Json> found = world_.Walk(NavigationValue(ancestor.parent), ancestor.path);
    if (!found.ok() || !JsonWorld::CheckValue(*found).ok()) continue;
    ancestor.value = *found;
    ancestor.is_evaluated = true;
    ancestor.is_unreported = !found->is_null();
  }
  if (!JsonWorld::CheckValue(value).ok()) {
    return std::string(JsonWorld::CheckValue(value).message());
  }
  if (variable.path.empty()) return "";
  const Path front(variable.path.begin(), variable.path.end() - 1);
  const Path last{variable.path.back()};
  const absl::StatusOr<Json> target = world_.Walk(NavigationValue(variable.parent), front);
  if (!target.ok()) return std::string(target.status().message());
  if (target->is_null()) {
    return absl::StrCat("NilPath error: Nil path ", PathText(front), "(nil!).", PathText(last));
  }
  if (!world_.IsObject(*target)) {
    return absl::StrCat("cannot read ", PathText(last), " of ", DumpJson(*target));
  }
  return "";
}

void NaiveTracker::AfterAssign(int64_t id, const Json& value, const std::string& error) {
  if (variables_.count(id) == 0) return;
  Variable& variable = variables_[id];
  const std::string before_error = std::exchange(variable.write_error, error);
  if (!IsWritable(variable.access)) return;
  variable.is_told = true;
  if (!error.empty()) {
    variable.is_owed = IsReadable(variable.access) && variable.parent != 0;
    return;
  }
  variable.is_owed = false;
  variable.value = value;
  variable.is_evaluated = true;
  variable.is_unreported = false;
  if (!before_error.empty()) MarkValueChanged(id);
  if (!IsReadable(variable.access)) return;
  const Json before = variable.wrapper;
  UpdateWrapper(id);
  if (before != variable.wrapper) MarkValueChanged(id);
  UpdateType(variable);
}

std::vector<int64_t> NaiveTracker::DetectChanges() {
  std::vector<int64_t> failed;
  for (int64_t id : EvaluationOrder()) {
    Variable& variable = variables_[id];
    absl::StatusOr<Json> found = world_.Walk(NavigationValue(variable.parent), variable.path);
    if (found.ok() && !JsonWorld::CheckValue(*found).ok()) found = JsonWorld::CheckValue(*found);
    if (!found.ok()) {
      if (variable.read_error != found.status().message()) failed.push_back(id);
      variable.read_error = std::string(found.status().message());
      continue;
    }
    variable.read_error = "";
    variable.is_evaluated = true;
    bool is_news = std::exchange(variable.is_owed, false);
    if (std::exchange(variable.is_unreported, false) || *found != variable.value) {
      const Json before = variable.wrapper;
      variable.value = *found;
      if (!found->is_null() || variable.is_told) {
        UpdateWrapper(id);
        is_news |= variable.wrapper.is_null() || variable.wrapper != before || !variable.is_told;
        UpdateType(variable);
      }
    }
    if (!is_news) continue;
    ++variable.change_count;
    MarkValueChanged(id);
  }
  return failed;
}

std::string NaiveTracker::TakeChanges() {
  std::vector<std::string> texts;
  for (Priority level : {Priority::kHigh, Priority::kMedium, Priority::kLow}) {
    for (int64_t id : Tree()) {
      const Variable& variable = variables_[id];
      const bool value = variable.value_changed && variable.priority == level;
      std::vector<std::string> properties;
      for (const auto& [name, origin] : variable.changed_properties) {
        const auto stored = variable.properties.find(name);
        const Property now = stored == variable.properties.end() ? Property() : stored->second;
        if (now.priority == level) {
          properties.push_back(absl::StrCat(name, "=", now.value, "@", origin));
        }
      }
      if (!value && properties.empty()) continue;
      texts.push_back(absl::StrCat(
          level == Priority::kHigh  ? "high: "
          : level == Priority::kLow ? "low: "
                                    : "",
          id, value ? absl::StrCat(" = ", DumpJson(variable.shown())) : "",
          properties.empty() ? "" : absl::StrCat(" {", absl::StrJoin(properties, ","), "}")));
    }
  }
  for (auto& [id, variable] : variables_) {
    variable.value_changed = false;
    variable.changed_properties.clear();
  }
  return absl::StrJoin(texts, "; ");
}

std::vector<int64_t> NaiveTracker::Tree() const {
  std::vector<int64_t> tree;
  const std::function<void(int64_t)> visit = [&](int64_t id) {
    tree.push_back(id);
    for (int64_t child : variables_.at(id).children) visit(child);
  };
  for (const auto& [id, variable] : variables_) {
    if (variable.parent == 0) visit(id);
  }
  return tree;
}

bool NaiveTracker::IsEvaluated(int64_t id) const {
  const Variable& variable = variables_.at(id);
  return variable.parent != 0 && IsReadable(variable.access);
}

std::vector<int64_t> NaiveTracker::EvaluationOrder() const {
  std::vector<int64_t> order;
  for (Priority level : {Priority::kHigh, Priority::kMedium, Priority::kLow}) {
    for (int64_t id : Tree()) {
      bool is_active = true;
      for (int64_t up = id; up != 0; up = variables_.at(up).parent) {
        is_active &= variables_.at(up).active;
      }
      if (is_active && IsEvaluated(id) && variables_.at(id).priority == level) Check(id, &order);
    }
  }
  return order;
}

void NaiveTracker::Check(int64_t id, std::vector<int64_t>* order) const {
  if (std::find(order->begin(), order->end(), id) != order->end()) return;
  const int64_t parent = variables_.at(id).parent;
  if (IsEvaluated(parent)) Check(parent, order);
  order->push_back(id);
}

Json NaiveTracker::NavigationValue(int64_t id) const { return variables_.at(id).shown(); }

void NaiveTracker::UpdateWrapper(int64_t id) {
  Variable& variable = variables_[id];
  const auto name = variable.properties.find("wrapper");
  const bool has_one = name != variable.properties.end() && name->second.value == "List" &&
                       !variable.value.is_null();
  variable.wrapper = has_one ? list_of_(id) : Json();
}

void NaiveTracker::UpdateType(Variable& variable) {
  const std::string type = world_.TypeOf(variable.shown());
  const bool is_object = variable.value.is_null() || world_.IsObject(variable.value);
  if (!type.empty() || variable.has_object_type || is_object) SetType(variable, type);
  variable.has_object_type = !type.empty();
}

void NaiveTracker::SetType(Variable& variable, const std::string& type) {
  const auto stored = variable.properties.find("type");
  if (stored == variable.properties.end() ? type.empty() : stored->second.value == type) return;
  if (type.empty()) {
    variable.properties.erase("type");
  } else {
    variable.properties["type"] = {type, Priority::kMedium};
  }
  variable.changed_properties["type"] = 0;
}

void NaiveTracker::NoteShown(int64_t id, const Json& wrapper_before) {
  const Variable& variable = variables_[id];
  if (variable.wrapper.is_null() || variable.wrapper != wrapper_before || !variable.is_told) {
    MarkValueChanged(id);
  }
}

}  // namespace tandem::testing
