// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// The only source of time in the core. Two readings that are never mixed: a monotonic one
// for durations, and the wall clock for what people see.

#ifndef TANDEM_CORE_HOST_CLOCK_H_
#define TANDEM_CORE_HOST_CLOCK_H_

#include "absl/time/time.h"

namespace tandem {

class Clock {
 public:
  virtual ~Clock() = default;

  // Time since an unspecified start; never goes back. Only differences mean anything.
  virtual absl::Duration Monotonic() const = 0;

  // The same, for what neither a script nor a frame can tell: when something is due, how long it
  // took, who was idle. Not an input of a session: no event log has it.
  virtual absl::Duration Ticks() const { return Monotonic(); }

  // For os.time, os.date and logs. May jump.
  virtual absl::Time Wall() const = 0;
};

}  // namespace tandem

#endif  // TANDEM_CORE_HOST_CLOCK_H_
