// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// One counter for the session numbers of all shards (D-19), and of earlier processes whose sessions
// are kept.

#ifndef TANDEM_NATIVE_SERVER_ATOMIC_SESSION_NUMBERS_H_
#define TANDEM_NATIVE_SERVER_ATOMIC_SESSION_NUMBERS_H_

#include <atomic>
#include <cstdint>

#include "core/base/ids.h"
#include "core/host/session_numbers.h"

namespace tandem::native {

class AtomicSessionNumbers : public SessionNumbers {
 public:
  // The last number that was given before. Before the first Next.
  void GoOnFrom(VendedId last) { last_ = last.value(); }

  VendedId Next() override { return VendedId(last_.fetch_add(1) + 1); }

 private:
  std::atomic<int64_t> last_{0};
};

}  // namespace tandem::native

#endif  // TANDEM_NATIVE_SERVER_ATOMIC_SESSION_NUMBERS_H_
