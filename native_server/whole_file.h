// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// Whole files that the person at the command line, or the server itself, has named. Files of a site
// are read through rooted_folder.h.

#ifndef TANDEM_NATIVE_SERVER_WHOLE_FILE_H_
#define TANDEM_NATIVE_SERVER_WHOLE_FILE_H_

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace tandem::native {

// kNotFound, kPermissionDenied … with the path in the message.
absl::StatusOr<std::string> ReadFile(const std::string& path);

// Makes or replaces the file, which nobody else may read. Errors as above.
absl::Status WriteFile(const std::string& path, absl::string_view bytes);

// Writes all of `bytes` where `fd` stands. An error, whose message begins with `what`, may come
// after part of it.
absl::Status WriteAll(int fd, absl::string_view bytes, absl::string_view what);

}  // namespace tandem::native

#endif  // TANDEM_NATIVE_SERVER_WHOLE_FILE_H_
