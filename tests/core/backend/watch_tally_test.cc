// Copyright (c) the Tandem authors. Licensed under the MIT License.

#include "core/backend/watch_tally.h"

#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace tandem {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr VariableId kOne{1}, kTwo{2};
constexpr PageId kA{1}, kB{2};

std::vector<PageId> Watchers(const WatchTally& tally, VariableId id) {
  std::vector<PageId> pages;
  for (const auto& watcher : tally.WatchersOf(id)) pages.push_back(watcher.page);
  return pages;
}

// P-116, P-117
TEST(WatchTallyTest, ReportsTheFirstWatchAndTheLastUnwatchOfEachPage) {
  WatchTally tally;
  EXPECT_TRUE(tally.Watch(kOne, kA));
  EXPECT_TRUE(tally.Watch(kOne, kB));
  EXPECT_TRUE(tally.Unwatch(kOne, kA));
  EXPECT_TRUE(tally.Unwatch(kOne, kB));
  EXPECT_THAT(Watchers(tally, kOne), IsEmpty());
}

// P-118
TEST(WatchTallyTest, TwoWatchesOfOnePageNeedTwoUnwatches) {
  WatchTally tally;
  tally.Watch(kOne, kA);
  EXPECT_FALSE(tally.Watch(kOne, kA));
  EXPECT_FALSE(tally.Unwatch(kOne, kA));
  EXPECT_TRUE(tally.IsWatching(kOne, kA));
  EXPECT_TRUE(tally.Unwatch(kOne, kA));
  EXPECT_FALSE(tally.IsWatching(kOne, kA));
}

// P-51
TEST(WatchTallyTest, UnwatchingWhatIsNotWatchedDoesNothing) {
  WatchTally tally;
  EXPECT_FALSE(tally.Unwatch(kOne, kA));
  tally.Watch(kOne, kA);
  EXPECT_FALSE(tally.Unwatch(kOne, kB));
  EXPECT_THAT(Watchers(tally, kOne), ElementsAre(kA));
}

TEST(WatchTallyTest, KeepsWatchersInTheOrderTheyCame) {
  WatchTally tally;
  tally.Watch(kOne, kB);
  tally.Watch(kOne, kA);
  EXPECT_THAT(Watchers(tally, kOne), ElementsAre(kB, kA));
}

// P-118: a page that is gone takes all its counts along.
TEST(WatchTallyTest, APageIsTakenOutWithAllItsCounts) {
  WatchTally tally;
  tally.Watch(kOne, kA);
  tally.Watch(kOne, kA);
  tally.Watch(kOne, kB);
  tally.Watch(kTwo, kA);
  tally.Remove(kOne, kA);
  EXPECT_THAT(Watchers(tally, kOne), ElementsAre(kB));
  EXPECT_THAT(Watchers(tally, kTwo), ElementsAre(kA));
  EXPECT_TRUE(tally.Watch(kOne, kA));
}

TEST(WatchTallyTest, WatchesMoveWithTheirCount) {
  WatchTally tally;
  tally.Watch(kOne, kA);
  tally.Watch(kOne, kA);
  tally.Watch(kOne, kB);
  tally.Move(kOne, kTwo, kA);
  EXPECT_THAT(Watchers(tally, kOne), ElementsAre(kB));
  EXPECT_FALSE(tally.Unwatch(kTwo, kA));
  EXPECT_TRUE(tally.Unwatch(kTwo, kA));
  tally.Move(kTwo, kOne, kA);
  EXPECT_THAT(Watchers(tally, kOne), ElementsAre(kB));
}

// P-115
TEST(WatchTallyTest, ARemovedVariableStartsAnew) {
  WatchTally tally;
  tally.Watch(kOne, kA);
  tally.Remove(kOne);
  EXPECT_THAT(Watchers(tally, kOne), IsEmpty());
  EXPECT_TRUE(tally.Watch(kOne, kA));
}

}  // namespace
}  // namespace tandem
