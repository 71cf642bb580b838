// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// A hash of bytes that is the same in every build: MurmurHash64A. It tells damage and accidental
// differences; it is no defence against somebody who looks for two texts with one hash.

#ifndef TANDEM_CORE_LOG_HASH64_H_
#define TANDEM_CORE_LOG_HASH64_H_

#include <cstdint>

#include "absl/strings/string_view.h"

namespace tandem {

uint64_t Hash64(absl::string_view bytes, uint64_t seed = 0);

}  // namespace tandem

#endif  // TANDEM_CORE_LOG_HASH64_H_
