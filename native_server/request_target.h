// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// The target of a request line taken apart. Segments are split before they are decoded, so an
// encoded slash never becomes a separator, and what could climb out of a folder does not parse.

#ifndef TANDEM_NATIVE_SERVER_REQUEST_TARGET_H_
#define TANDEM_NATIVE_SERVER_REQUEST_TARGET_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace tandem::native {

struct RequestTarget {
  // Decoded; none for "/". Never empty, "." or "..", and free of '/', '\\' and NUL.
  std::vector<std::string> segments;

  // The segments joined by '/', for looking up a file.
  std::string FilePath() const;

  // Whether the path ends in '/'; true for "/".
  bool names_folder = true;

  // Path and query as they came, for redirects: "/a%20b", "?x=1" (empty without a query).
  std::string raw_path;
  std::string raw_query;

  // False if the path has empty, "." or ".." segments; then `raw_path` is the clean form, which the
  // client should ask for (S-34).
  bool is_clean = true;
};

// Accepts the origin form and the absolute form. kInvalidArgument for a bad escape, an encoded
// dot segment, and an encoded or plain NUL, backslash or (encoded) slash.
absl::StatusOr<RequestTarget> ParseRequestTarget(absl::string_view target);

// `target` for the log: session ids, which are secret, become "SESSION".
std::string PublicTarget(absl::string_view target);

}  // namespace tandem::native

#endif  // TANDEM_NATIVE_SERVER_REQUEST_TARGET_H_
