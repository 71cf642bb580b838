// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// A read-only view of one site's files. Paths are relative to the site folder, separated by
// '/', without "." or ".." segments: "lua/main.lua", "viewdefs/Contact.DEFAULT.html". Nothing
// outside the site can be reached, by ".." or by symbolic link.

#ifndef TANDEM_CORE_HOST_FILE_SOURCE_H_
#define TANDEM_CORE_HOST_FILE_SOURCE_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace tandem {

class FileSource {
 public:
  virtual ~FileSource() = default;

  // The whole file. kNotFound if absent, kPermissionDenied if unreadable or outside the site,
  // kInvalidArgument for a malformed path. The message names the path.
  virtual absl::StatusOr<std::string> Read(absl::string_view path) = 0;

  // Every file whose path begins with `prefix`, recursively, sorted bytewise. Empty if none.
  virtual std::vector<std::string> List(absl::string_view prefix) = 0;

  // The path with all symbolic links resolved, relative to the site (H-20): what a module is
  // known by. Errors as Read.
  virtual absl::StatusOr<std::string> Canonical(absl::string_view path) = 0;
};

}  // namespace tandem

#endif  // TANDEM_CORE_HOST_FILE_SOURCE_H_
