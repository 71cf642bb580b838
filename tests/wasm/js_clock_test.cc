// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// Fractional milliseconds become exact microseconds.

#include "wasm/js_clock.h"

#include "absl/time/time.h"
#include "gtest/gtest.h"
#include "tests/wasm/fake_js_functions.h"

namespace tandem::wasm {
namespace {

class JsClockTest : public ::testing::Test {
 protected:
  FakeJsFunctions js_;
  JsClock clock_{js_};
};

TEST_F(JsClockTest, ReadsBothClocks) {
  js_.monotonic_ms = 1234.5;
  js_.wall_ms = 1700000000000.25;
  EXPECT_EQ(clock_.Monotonic(), absl::Microseconds(1234500));
  EXPECT_EQ(clock_.Wall(), absl::FromUnixMicros(1700000000000250));
}

// Or timers due at the same time would run in the wrong order (L-35).
TEST_F(JsClockTest, EqualTimesAreEqual) {
  for (int ms = 0; ms < 100000; ms += 7) {
    js_.monotonic_ms = 3600000.0 + ms;
    ASSERT_EQ(clock_.Monotonic(), absl::Hours(1) + absl::Milliseconds(ms)) << ms;
  }
}

}  // namespace
}  // namespace tandem::wasm
