// Copyright (c) the Tandem authors. Licensed under the MIT License.

#include "tests/model/page_copy.h"

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"

namespace tandem::model {

void PageCopy::Write(int64_t id, const Json& value) {
  Entry& entry = entries_[id];
  entry.value = value;
  entry.has_value = true;
}

void PageCopy::Apply(const std::string& frame, std::vector<std::string>* complaints) {
  absl::StatusOr<Json> json = ParseJson(frame);
  blanked_.clear();
  if (!json.ok()) {
    complaints->push_back(absl::StrCat("a frame that is no JSON (P-10): ", frame));
  } else if (json->is_array()) {
    for (const Json& message : *json) ApplyMessage(message, complaints);
  } else {
    ApplyMessage(*json, complaints);
  }
  if (!blanked_.empty()) {
    complaints->push_back(absl::StrCat("properties alone (P-86): ", frame));
  }
}

void PageCopy::ApplyMessage(const Json& message, std::vector<std::string>* complaints) {
  const std::string type = message.value("type", "");
  if (type != "update" && type != "destroy" && type != "error") return;  // P-21
  const Json& data = message.at("data");
  const int64_t id = data.value("varId", int64_t{0});
  const auto found = entries_.find(id);
  if (type == "destroy") {
    if (found != entries_.end()) entries_.erase(found);  // P-112: often gone already.
    return;
  }
  if (found == entries_.end()) {
    if (type != "update") return;
    complaints->push_back(absl::StrCat("news of nothing (P-113): ", DumpJson(message)));
    return;
  }
  Entry& entry = found->second;
  if (type == "error") {
    entry.error = data.value("description", "?");
    return;
  }
  entry.error.clear();
  if (data.contains("value")) {
    entry.value = data.at("value");
    entry.has_value = true;
    blanked_.erase(id);
  } else if (entry.has_value && !data.value("properties", Json::object()).contains("viewdefs")) {
    blanked_.insert(id);
  }
  if (!data.contains("properties")) return;
  for (const auto& [name, value] : data.at("properties").items()) {
    entry.properties[name] = value.get<std::string>();
  }
}

}  // namespace tandem::model
