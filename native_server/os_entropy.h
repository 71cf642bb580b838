// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// Random bytes from the operating system's cryptographic generator (S-56).

#ifndef TANDEM_NATIVE_SERVER_OS_ENTROPY_H_
#define TANDEM_NATIVE_SERVER_OS_ENTROPY_H_

#include <unistd.h>

#include <algorithm>
#include <cstdint>
#include <cstdlib>

#include "absl/types/span.h"
#include "core/host/entropy.h"

namespace tandem::native {

class OsEntropy : public Entropy {
 public:
  void Fill(absl::Span<uint8_t> bytes) override {
    constexpr size_t kMost = 256;  // What getentropy gives at once.
    while (!bytes.empty()) {
      const size_t count = std::min(bytes.size(), kMost);
      // Fails only for a bad address, too large a size, or a kernel older than 3.17. Session ids
      // that can be guessed would be worse than no server.
      if (::getentropy(bytes.data(), count) != 0) std::abort();
      bytes.remove_prefix(count);
    }
  }
};

}  // namespace tandem::native

#endif  // TANDEM_NATIVE_SERVER_OS_ENTROPY_H_
