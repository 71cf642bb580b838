// Copyright (c) the Tandem authors. Licensed under the MIT License.

#include "tests/conformance/unmodified_wire.h"

#include <algorithm>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"

namespace tandem::conformance {
namespace {

constexpr absl::Duration kDebounce = absl::Milliseconds(10);
constexpr absl::Duration kCap = absl::Milliseconds(50);

// P-61: null, a boolean, a number, a text, a reference, or an array of these.
bool IsWireValue(const Json& value, bool may_be_array) {
  if (value.is_array()) {
    return may_be_array && std::all_of(value.begin(), value.end(), [](const Json& element) {
             return IsWireValue(element, false);
           });
  }
  if (!value.is_object()) return true;
  return value.size() == 1 && value.contains("obj") && value["obj"].is_number_integer();
}

}  // namespace

std::string UnmodifiedWire::Variable::Property(const std::string& name) const {
  const auto found = properties.find(name);
  return found == properties.end() ? "" : found->second;
}

void UnmodifiedWire::WatchRoot(OnUpdate on_update) {
  parents_[1] = 0;
  callbacks_[1] = std::move(on_update);
  Enqueue({{"type", "watch"}, {"data", {{"varId", 1}}}}, false);
}

int64_t UnmodifiedWire::Create(int64_t parent, Properties properties, Json widget,
                               OnUpdate on_update) {
  const int64_t id = ++last_id_;
  parents_[id] = parent;
  Variable& variable = variables_[id];
  variable.parent = parent;
  variable.properties = properties;
  if (on_update) callbacks_[id] = std::move(on_update);
  Json data = {{"id", id}, {"parentId", parent}, {"properties", std::move(properties)}};
  if (!widget.is_null()) data["widget"] = std::move(widget);
  Enqueue({{"type", "create"}, {"data", std::move(data)}}, false);
  return id;
}

void UnmodifiedWire::SetValue(int64_t id, const Json& value) {
  Variable& variable = variables_[id];
  const std::string access = variable.Property("access");
  const bool is_action = access == "action";
  if (!is_action && access != "w" && variable.value == value) return;
  variable.value = value;
  Enqueue({{"type", "update"}, {"data", {{"varId", id}, {"value", value}}}}, is_action);
}

void UnmodifiedWire::SetProperty(int64_t id, const std::string& name, const std::string& value) {
  variables_[id].properties[name] = value;
  Enqueue({{"type", "update"}, {"data", {{"varId", id}, {"properties", {{name, value}}}}}}, false);
}

void UnmodifiedWire::Unwatch(int64_t id) {
  callbacks_.erase(id);
  Enqueue({{"type", "unwatch"}, {"data", {{"varId", id}}}}, false);
}

void UnmodifiedWire::Destroy(int64_t id) {
  destroyed_.insert(id);
  to_forget_.push_back(id);
  Enqueue({{"type", "destroy"}, {"data", {{"varId", id}}}}, false);
}

// A batch waits 10 ms after its last message, but a message that comes 50 ms after the first
// takes it along at once.
void UnmodifiedWire::Enqueue(Json message, bool is_user_event) {
  if (waiting_.empty()) first_waiting_ = now_;
  waiting_.push_back(std::move(message));
  if (is_user_event || now_ - first_waiting_ >= kCap) {
    Flush(is_user_event);
  } else {
    due_ = now_ + kDebounce;
  }
}

void UnmodifiedWire::Flush(bool is_user_event) {
  due_.reset();
  if (waiting_.empty()) return;
  const Json frame = {{"userEvent", is_user_event}, {"messages", std::exchange(waiting_, {})}};
  send_(DumpJson(frame));
}

void UnmodifiedWire::Tick(absl::Time now) {
  now_ = now;
  for (int64_t id : std::exchange(to_forget_, {})) variables_.erase(id);
  if (due_ && *due_ <= now_) Flush(false);
}

void UnmodifiedWire::Receive(const std::string& frame) {
  if (!due_) due_ = now_ + kDebounce;
  const absl::StatusOr<Json> parsed = ParseJson(frame);
  if (!parsed.ok()) {
    complaints_.push_back(absl::StrCat("no JSON: ", frame));
    return;
  }
  if (!parsed->is_array()) return OnMessage(*parsed);
  for (const Json& message : *parsed) OnMessage(message);
}

// Anything else is ignored (P-21).
void UnmodifiedWire::OnMessage(const Json& message) {
  const std::string type = message.value("type", "");
  if (type != "update" && type != "destroy" && type != "error") return;
  const Json& data = message["data"];
  const int64_t id = data.value("varId", int64_t{0});
  if (type == "update") return OnUpdateMessage(id, data);
  if (type == "destroy") return OnDestroyMessage(id);
  const auto variable = variables_.find(id);
  if (variable == variables_.end()) return;
  variable->second.error = data.value("code", "");
  if (const auto callback = callbacks_.find(id); callback != callbacks_.end()) {
    const OnUpdate on_update = callback->second;
    const Variable now = variable->second;
    on_update(now, Json());
  }
}

void UnmodifiedWire::OnUpdateMessage(int64_t id, const Json& data) {
  if (!parents_.contains(id) || gone_.contains(id)) {
    complaints_.push_back(absl::StrCat("an update of ", id, ", which is not there: ", data.dump()));
  }
  Variable& variable = variables_[id];
  if (id == 1) variable.parent = 0;
  variable.error.clear();
  const auto value = data.find("value");
  if (value != data.end()) {
    variable.value = *value;
    if (!IsWireValue(*value, true)) {
      complaints_.push_back(absl::StrCat("not a value of the wire: ", data.dump()));
    }
  }
  if (const auto properties = data.find("properties"); properties != data.end()) {
    if (properties->empty()) complaints_.push_back("properties without any");
    for (const auto& [name, text] : properties->items()) {
      if (!text.is_string() || absl::StrContains(name, ':')) {
        complaints_.push_back(absl::StrCat("not a property of the wire: ", data.dump()));
      } else {
        variable.properties[name] = text.get<std::string>();
      }
    }
  }
  const auto callback = callbacks_.find(id);
  if (callback == callbacks_.end()) return;
  // A copy: what it renders may create and let go of variables.
  const OnUpdate on_update = callback->second;
  const Variable now = variable;
  on_update(now, data);
}

void UnmodifiedWire::OnDestroyMessage(int64_t id) {
  if (!IsLetGo(id)) complaints_.push_back(absl::StrCat("a destroy of ", id, ", which is in use"));
  gone_.insert(id);
  variables_.erase(id);
  callbacks_.erase(id);
}

bool UnmodifiedWire::IsLetGo(int64_t id) const {
  for (auto at = parents_.find(id); at != parents_.end(); at = parents_.find(at->second)) {
    if (destroyed_.contains(at->first)) return true;
  }
  return false;
}

const UnmodifiedWire::Variable* UnmodifiedWire::Find(int64_t id) const {
  const auto found = variables_.find(id);
  return found == variables_.end() ? nullptr : &found->second;
}

}  // namespace tandem::conformance
