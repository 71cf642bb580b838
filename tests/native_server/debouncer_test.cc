// Copyright (c) the Tandem authors. Licensed under the MIT License.

#include "native_server/debouncer.h"

#include "absl/time/time.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace tandem::native {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

absl::Duration At(int ms) { return absl::Milliseconds(ms); }

// H-35, TC-139: trailing, so five writes 10 ms apart are one.
TEST(DebouncerTest, WaitsUntilAPathHasComeToRest) {
  Debouncer debouncer(At(100));
  for (int ms = 0; ms <= 40; ms += 10) debouncer.Note("a.lua", At(ms));
  EXPECT_THAT(debouncer.TakeDue(At(139)), IsEmpty());
  EXPECT_FALSE(debouncer.empty());
  EXPECT_THAT(debouncer.TakeDue(At(140)), ElementsAre("a.lua"));
  EXPECT_TRUE(debouncer.empty());
  EXPECT_THAT(debouncer.TakeDue(At(1000)), IsEmpty());
}

TEST(DebouncerTest, PathsWaitForThemselves) {
  Debouncer debouncer(At(100));
  debouncer.Note("a.lua", At(0));
  debouncer.Note("b.lua", At(60));
  EXPECT_THAT(debouncer.TakeDue(At(100)), ElementsAre("a.lua"));
  debouncer.Note("a.lua", At(110));
  EXPECT_THAT(debouncer.TakeDue(At(160)), ElementsAre("b.lua"));
  EXPECT_THAT(debouncer.TakeDue(At(210)), ElementsAre("a.lua"));
}

// H-35 [FIX]: in the order of the first note, whichever was noted last.
TEST(DebouncerTest, WhatIsDueTogetherComesInTheOrderItBegan) {
  Debouncer debouncer(At(100));
  debouncer.Note("z.lua", At(0));
  debouncer.Note("a.lua", At(10));
  debouncer.Note("z.lua", At(20));
  EXPECT_THAT(debouncer.TakeDue(At(150)), ElementsAre("z.lua", "a.lua"));
}

TEST(DebouncerTest, WithoutQuietEverythingIsDueAtOnce) {
  Debouncer debouncer(absl::ZeroDuration());
  debouncer.Note("a.lua", At(5));
  debouncer.Note("a.lua", At(5));
  EXPECT_THAT(debouncer.TakeDue(At(5)), ElementsAre("a.lua"));
}

}  // namespace
}  // namespace tandem::native
