// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// Base64 (RFC 4648, section 4), as bytes travel in JSON. Strict: one text for each sequence of
// bytes.

#ifndef TANDEM_CORE_BASE_BASE64_H_
#define TANDEM_CORE_BASE_BASE64_H_

#include <optional>
#include <string>

#include "absl/strings/string_view.h"

namespace tandem {

// The bytes that `text` stands for; nothing if it is not padded to a multiple of four, has another
// character, or has bits after the last byte that are not 0.
std::optional<std::string> DecodeBase64(absl::string_view text);

}  // namespace tandem

#endif  // TANDEM_CORE_BASE_BASE64_H_
