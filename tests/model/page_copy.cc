// Copyright (c) the Tandem authors. Licensed under the MIT License.

#include "tests/model/page_copy.h"

#include <utility>

#include "absl/strings/str_cat.h"

namespace tandem::model {

void PageCopy::Write(int64_t id, const Json& value, int64_t in_frame) {
  Entry& entry = entries_[id];
  entry.value = value;
  entry.has_value = true;
  entry.written_in = in_frame;
}

void PageCopy::Destroy(int64_t id, int64_t in_frame) {
  entries_.erase(id);
  destroyed_in_[id] = in_frame;
}

void PageCopy::Apply(const Json& frame, int64_t handled, std::vector<std::string>* complaints) {
  blanked_.clear();
  if (frame.is_array()) {
    for (const Json& message : frame) ApplyMessage(message, handled, complaints);
  } else {
    ApplyMessage(frame, handled, complaints);
  }
  if (!blanked_.empty()) {
    complaints->push_back(absl::StrCat("properties alone (P-86): ", DumpJson(frame)));
  }
}

void PageCopy::ApplyMessage(const Json& message, int64_t handled,
                            std::vector<std::string>* complaints) {
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
    const auto destroyed = destroyed_in_.find(id);
    if (type != "update" || (destroyed != destroyed_in_.end() && destroyed->second > handled)) {
      return;
    }
    complaints->push_back(absl::StrCat("news of nothing (P-113): ", DumpJson(message)));
    return;
  }
  Entry& entry = found->second;
  if (type == "error") {
    entry.error = data.value("description", "?");
    return;
  }
  entry.error.clear();
  const bool is_overtaken = entry.written_in > handled;
  if (data.contains("value") || data.contains("edits")) {
    if (data.contains("edits")) {
      ApplyEdits(data.at("edits"), &entry.sent, complaints);
    } else {
      entry.sent = data.at("value");
    }
    if (!is_overtaken) entry.value = entry.sent;
    entry.has_value = true;
    blanked_.erase(id);
  } else if (entry.has_value && !is_overtaken &&
             !data.value("properties", Json::object()).contains("viewdefs")) {
    blanked_.insert(id);
  }
  if (!data.contains("properties")) return;
  for (const auto& [name, value] : data.at("properties").items()) {
    entry.properties[name] = value.get<std::string>();
  }
}

void PageCopy::ApplyEdits(const Json& edits, Json* array, std::vector<std::string>* complaints) {
  ++edits_;
  for (const Json& edit : edits) {
    const size_t size = array->is_array() ? array->size() : 0;
    const auto at = edit.at(0).get<size_t>();
    const auto removed = edit.at(1).get<size_t>();
    if (!array->is_array() || at + removed > size) {
      complaints->push_back(
          absl::StrCat("edits ", DumpJson(edits), " of ", DumpJson(*array), " (D-41)"));
      return;
    }
    Json after = Json::array();
    for (size_t i = 0; i < at; ++i) after.push_back(array->at(i));
    for (const Json& inserted : edit.at(2)) after.push_back(inserted);
    for (size_t i = at + removed; i < size; ++i) after.push_back(array->at(i));
    *array = std::move(after);
  }
}

}  // namespace tandem::model
