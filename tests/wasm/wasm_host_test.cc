// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// What the core is told about the world is what JavaScript said.

#include "wasm/wasm_host.h"

#include <cstdint>

#include "absl/time/time.h"
#include "absl/types/span.h"
#include "core/base/ids.h"
#include "core/host/host.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/wasm/fake_js_functions.h"

namespace tandem::wasm {
namespace {

using ::testing::ElementsAre;
using ::testing::Pair;

class WasmHostTest : public ::testing::Test {
 protected:
  Host& host() { return wasm_host_.host(); }

  FakeJsFunctions js_;
  WasmHost wasm_host_{js_};
};

TEST_F(WasmHostTest, TheClockIsJavaScripts) {
  js_.monotonic_ms = 1234.5;
  EXPECT_EQ(host().clock.Monotonic(), absl::Microseconds(1234500));
}

TEST_F(WasmHostTest, RandomBytesComeFromJavaScript) {
  uint8_t bytes[4] = {};
  host().entropy.Fill(absl::MakeSpan(bytes));
  EXPECT_THAT(bytes, ElementsAre(1, 2, 3, 4));
}

// S-13.
TEST_F(WasmHostTest, TheLogKeepsLinesUpToTheVerbosity) {
  host().log.Write(kLogAlways, "always");
  host().log.Write(kLogConnections, "lost");
  EXPECT_FALSE(host().log.Wants(kLogConnections));
  wasm_host_.log().set_verbosity(kLogMessages);
  EXPECT_TRUE(host().log.Wants(kLogMessages));
  host().log.Write(kLogMessages, "two");
  host().log.Write(kLogVariables, "lost");
  EXPECT_THAT(js_.logged, ElementsAre(Pair(0, "always"), Pair(2, "two")));
}

// D-19.
TEST_F(WasmHostTest, SessionNumbersCountFromOne) {
  EXPECT_EQ(host().numbers.Next(), VendedId(1));
  EXPECT_EQ(host().numbers.Next(), VendedId(2));
}

TEST_F(WasmHostTest, TheHostsFilesAndTimersAreTheOnesJavaScriptFeeds) {
  ASSERT_TRUE(wasm_host_.files().Add("lua/main.lua", "x").ok());
  EXPECT_EQ(*host().files.Read("lua/main.lua"), "x");
  bool ran = false;
  Timer timer = host().scheduler.RunAfter(absl::Milliseconds(1), [&] { ran = true; });
  wasm_host_.scheduler().Fire(1);
  EXPECT_TRUE(ran);
}

}  // namespace
}  // namespace tandem::wasm
