// Copyright (c) the Tandem authors. Licensed under the MIT License.

#include "core/protocol/file_descriptions.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "core/base/status_macros.h"

namespace tandem {
namespace {

constexpr size_t kMaxFiles = 1000;
constexpr size_t kMaxText = 1024;

// What a client can represent exactly (P-24).
constexpr int64_t kMaxCount = int64_t{1} << 53;

// Null if there is none.
const Json* Member(const Json& object, absl::string_view name) {
  for (auto member = object.begin(); member != object.end(); ++member) {
    if (member.key() == name) return &*member;
  }
  return nullptr;
}

absl::Status TakeText(const Json& file, absl::string_view name, std::string& text) {
  const Json* member = Member(file, name);
  const bool is_text = member != nullptr && member->is_string();
  if (is_text) text = member->get_ref<const std::string&>();
  if (is_text && text.size() <= kMaxText) return absl::OkStatus();
  return absl::InvalidArgumentError(
      absl::StrCat(name, " of a file must be a string of up to ", kMaxText, " bytes"));
}

absl::Status TakeCount(const Json& file, absl::string_view name, int64_t& count) {
  const Json* member = Member(file, name);
  count = member != nullptr && member->is_number_integer() ? member->get<int64_t>() : -1;
  if (count >= 0 && count <= kMaxCount) return absl::OkStatus();
  return absl::InvalidArgumentError(
      absl::StrCat(name, " of a file must be a whole number from 0 on"));
}

absl::Status TakeFile(const Json& json, FileDescription& file) {
  if (!json.is_object()) return absl::InvalidArgumentError("a file must be an object");
  RETURN_IF_ERROR(TakeText(json, "name", file.name));
  RETURN_IF_ERROR(TakeText(json, "type", file.type));
  RETURN_IF_ERROR(TakeCount(json, "size", file.size));
  RETURN_IF_ERROR(TakeCount(json, "modified", file.modified));
  if (file.name.empty()) return absl::InvalidArgumentError("a file must have a name");
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<std::vector<FileDescription>> FileDescriptionsFrom(const Json& value) {
  const bool is_list = value.is_array();
  if (is_list && (value.empty() || value.size() > kMaxFiles)) {
    return absl::InvalidArgumentError(
        absl::StrCat("an upload has 1 to ", kMaxFiles, " files, not ", value.size()));
  }
  std::vector<FileDescription> files(is_list ? value.size() : 1);
  for (size_t i = 0; i < files.size(); ++i) {
    RETURN_IF_ERROR(TakeFile(is_list ? value[i] : value, files[i]));
  }
  return files;
}

}  // namespace tandem
