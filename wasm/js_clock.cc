// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// See js_clock.h.

#include "wasm/js_clock.h"

#include <cmath>

namespace tandem::wasm {
namespace {

// Whole microseconds, the best resolution a browser gives, and therefore exact: absl's own
// conversion goes through fractional seconds, after which equal times can differ.
absl::Duration DurationFromMs(double ms) { return absl::Microseconds(std::llround(ms * 1000)); }

}  // namespace

absl::Duration JsClock::Monotonic() const { return DurationFromMs(js_.MonotonicMs()); }

absl::Time JsClock::Wall() const { return absl::UnixEpoch() + DurationFromMs(js_.WallMs()); }

}  // namespace tandem::wasm
