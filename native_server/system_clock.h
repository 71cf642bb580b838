// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// The computer's clocks.

#ifndef TANDEM_NATIVE_SERVER_SYSTEM_CLOCK_H_
#define TANDEM_NATIVE_SERVER_SYSTEM_CLOCK_H_

#include <chrono>

#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "core/host/clock.h"

namespace tandem::native {

class SystemClock : public Clock {
 public:
  // `offset` is added to the computer's steady clock.
  explicit SystemClock(absl::Duration offset = absl::ZeroDuration()) : offset_(offset) {}

  absl::Duration Monotonic() const override {
    return absl::FromChrono(std::chrono::steady_clock::now().time_since_epoch()) + offset_;
  }
  absl::Time Wall() const override { return absl::Now(); }

 private:
  const absl::Duration offset_;
};

}  // namespace tandem::native

#endif  // TANDEM_NATIVE_SERVER_SYSTEM_CLOCK_H_
