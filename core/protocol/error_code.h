// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// The one table between kinds of failure and the words of the wire (protocol section 15).

#ifndef TANDEM_CORE_PROTOCOL_ERROR_CODE_H_
#define TANDEM_CORE_PROTOCOL_ERROR_CODE_H_

#include "absl/strings/string_view.h"
#include "core/base/error.h"

namespace tandem {

// "path-failure", "bad-access" …: single lower-case words joined by '-' (P-131).
absl::string_view ErrorWord(ErrorKind kind);

}  // namespace tandem

#endif  // TANDEM_CORE_PROTOCOL_ERROR_CODE_H_
