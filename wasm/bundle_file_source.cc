// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// See bundle_file_source.h.

#include "wasm/bundle_file_source.h"

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"

namespace tandem::wasm {
namespace {

absl::Status CheckPath(absl::string_view path) {
  for (absl::string_view segment : absl::StrSplit(path, '/')) {
    if (segment.empty() || segment == "." || segment == "..") {
      return absl::InvalidArgumentError(absl::StrCat("malformed path \"", path, "\""));
    }
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status BundleFileSource::Add(absl::string_view path, absl::string_view bytes) {
  absl::Status status = CheckPath(path);
  if (status.ok()) files_[std::string(path)] = std::string(bytes);
  return status;
}

absl::StatusOr<std::string> BundleFileSource::Read(absl::string_view path) {
  auto found = files_.find(path);
  if (found != files_.end()) return found->second;
  absl::Status status = CheckPath(path);
  if (!status.ok()) return status;
  return absl::NotFoundError(absl::StrCat("no such file: ", path));
}

std::vector<std::string> BundleFileSource::List(absl::string_view prefix) {
  std::vector<std::string> paths;
  for (auto it = files_.lower_bound(prefix); it != files_.end(); ++it) {
    if (!absl::StartsWith(it->first, prefix)) break;
    paths.push_back(it->first);
  }
  return paths;
}

absl::StatusOr<std::string> BundleFileSource::Canonical(absl::string_view path) {
  if (files_.find(path) != files_.end()) return std::string(path);
  absl::Status status = CheckPath(path);
  if (!status.ok()) return status;
  return absl::NotFoundError(absl::StrCat("no such file: ", path));
}

}  // namespace tandem::wasm
