// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// Content types by file name (S-41).

#ifndef TANDEM_NATIVE_SERVER_MIME_TYPE_H_
#define TANDEM_NATIVE_SERVER_MIME_TYPE_H_

#include "absl/strings/string_view.h"

namespace tandem::native {

// By the extension of the last segment, in whatever case. What is not known is
// application/octet-stream: guessing from content is how a text becomes a page.
absl::string_view MimeType(absl::string_view path);

// Whether the last segment has an extension: "a/b.css", but not "a.b/c" or ".hidden".
bool HasExtension(absl::string_view path);

}  // namespace tandem::native

#endif  // TANDEM_NATIVE_SERVER_MIME_TYPE_H_
