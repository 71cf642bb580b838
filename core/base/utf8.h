// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// What is valid UTF-8 (RFC 3629). Text from applications and peers may be any bytes.

#ifndef TANDEM_CORE_BASE_UTF8_H_
#define TANDEM_CORE_BASE_UTF8_H_

#include <cstddef>

#include "absl/strings/string_view.h"

namespace tandem {

// How many bytes the valid UTF-8 sequence at the start of `text` has; 0 if there is none. Over-long
// forms, surrogates and anything above U+10FFFF are not valid (RFC 3629, section 4).
size_t Utf8SequenceLength(absl::string_view text);

}  // namespace tandem

#endif  // TANDEM_CORE_BASE_UTF8_H_
