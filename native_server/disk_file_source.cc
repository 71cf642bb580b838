// Copyright (c) the Tandem authors. Licensed under the MIT License.

#include "native_server/disk_file_source.h"

#include "absl/status/status.h"

namespace tandem::native {

absl::StatusOr<std::string> DiskFileSource::Read(absl::string_view path) {
  if (path.empty()) return absl::InvalidArgumentError("malformed path \"\"");
  return site_.Read(path);
}

std::vector<std::string> DiskFileSource::List(absl::string_view prefix) {
  return site_.List(prefix);
}

absl::StatusOr<std::string> DiskFileSource::Canonical(absl::string_view path) {
  if (path.empty()) return absl::InvalidArgumentError("malformed path \"\"");
  return site_.Canonical(path);
}

}  // namespace tandem::native
