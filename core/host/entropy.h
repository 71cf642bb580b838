// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// Random bytes: unpredictable in production, seeded in tests. Session ids rest on it.

#ifndef TANDEM_CORE_HOST_ENTROPY_H_
#define TANDEM_CORE_HOST_ENTROPY_H_

#include <cstdint>

#include "absl/types/span.h"

namespace tandem {

class Entropy {
 public:
  virtual ~Entropy() = default;
  virtual void Fill(absl::Span<uint8_t> bytes) = 0;
};

}  // namespace tandem

#endif  // TANDEM_CORE_HOST_ENTROPY_H_
