// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// JavaScript's two clocks, to the microsecond.

#ifndef TANDEM_WASM_JS_CLOCK_H_
#define TANDEM_WASM_JS_CLOCK_H_

#include "absl/time/time.h"
#include "core/host/clock.h"
#include "wasm/js_functions.h"

namespace tandem::wasm {

class JsClock final : public Clock {
 public:
  explicit JsClock(JsFunctions& js) : js_(js) {}
  absl::Duration Monotonic() const override;
  absl::Time Wall() const override;

 private:
  JsFunctions& js_;
};

}  // namespace tandem::wasm

#endif  // TANDEM_WASM_JS_CLOCK_H_
