// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// Running something later on the caller's own sequence of execution. What is scheduled never
// runs inside the call that schedules it, and never after its Timer is gone.

#ifndef TANDEM_CORE_HOST_SCHEDULER_H_
#define TANDEM_CORE_HOST_SCHEDULER_H_

#include <utility>

#include "absl/functional/any_invocable.h"
#include "absl/time/time.h"

namespace tandem {

// Cancels when destroyed or assigned over; cancelling after it fired is harmless.
class [[nodiscard]] Timer {
 public:
  Timer() = default;
  // `cancel` runs at most once, when the handle lets go.
  explicit Timer(absl::AnyInvocable<void() &&> cancel) : cancel_(std::move(cancel)) {}
  Timer(Timer&& other) noexcept : cancel_(std::exchange(other.cancel_, nullptr)) {}
  Timer& operator=(Timer&& other) noexcept {
    if (this != &other) {
      Cancel();
      cancel_ = std::exchange(other.cancel_, nullptr);
    }
    return *this;
  }
  ~Timer() { Cancel(); }

  void Cancel() {
    if (cancel_) std::exchange(cancel_, nullptr)();
  }

 private:
  absl::AnyInvocable<void() &&> cancel_;
};

class Scheduler {
 public:
  virtual ~Scheduler() = default;

  // Runs `task` once, `delay` from now (negative counts as zero). Equal due times run in the
  // order they were scheduled.
  virtual Timer RunAfter(absl::Duration delay, absl::AnyInvocable<void() &&> task) = 0;
};

}  // namespace tandem

#endif  // TANDEM_CORE_HOST_SCHEDULER_H_
