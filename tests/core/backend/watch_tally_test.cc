// Copyright (c) the Tandem authors. Licensed under the MIT License.

#include "core/backend/watch_tally.h"

#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace tandem {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using Edge = WatchTally::Edge;

constexpr VariableId kOne{1}, kTwo{2};
constexpr PageId kA{1}, kB{2};

std::vector<PageId> Watchers(const WatchTally& tally, VariableId id) {
  std::vector<PageId> pages;
  for (const auto& watcher : tally.WatchersOf(id)) pages.push_back(watcher.page);
  return pages;
}

// P-116, P-117
TEST(WatchTallyTest, ReportsOnlyTheFirstWatchAndTheLastUnwatch) {
  WatchTally tally;
  EXPECT_EQ(tally.Watch(kOne, kA), Edge::kFirstWatch);
  EXPECT_EQ(tally.Watch(kOne, kB), Edge::kNone);
  EXPECT_EQ(tally.Unwatch(kOne, kA), Edge::kNone);
  EXPECT_EQ(tally.Unwatch(kOne, kB), Edge::kLastUnwatch);
}

// P-118
TEST(WatchTallyTest, TwoWatchesOfOnePageNeedTwoUnwatches) {
  WatchTally tally;
  tally.Watch(kOne, kA);
  EXPECT_EQ(tally.Watch(kOne, kA), Edge::kNone);
  EXPECT_EQ(tally.Unwatch(kOne, kA), Edge::kNone);
  EXPECT_TRUE(tally.IsWatching(kOne, kA));
  EXPECT_EQ(tally.Unwatch(kOne, kA), Edge::kLastUnwatch);
  EXPECT_FALSE(tally.IsWatching(kOne, kA));
}

// P-51
TEST(WatchTallyTest, UnwatchingWhatIsNotWatchedDoesNothing) {
  WatchTally tally;
  EXPECT_EQ(tally.Unwatch(kOne, kA), Edge::kNone);
  tally.Watch(kOne, kA);
  EXPECT_EQ(tally.Unwatch(kOne, kB), Edge::kNone);
  EXPECT_THAT(Watchers(tally, kOne), ElementsAre(kA));
}

TEST(WatchTallyTest, KeepsWatchersInTheOrderTheyCame) {
  WatchTally tally;
  tally.Watch(kOne, kB);
  tally.Watch(kOne, kA);
  EXPECT_THAT(Watchers(tally, kOne), ElementsAre(kB, kA));
}

// P-118: a page that is gone takes all its counts along.
TEST(WatchTallyTest, ForgetNamesWhatNobodyWatchesAnyMore) {
  WatchTally tally;
  tally.Watch(kTwo, kA);
  tally.Watch(kOne, kA);
  tally.Watch(kOne, kA);
  tally.Watch(VariableId(3), kA);
  tally.Watch(VariableId(3), kB);
  EXPECT_THAT(tally.Forget(kA), ElementsAre(kOne, kTwo));
  EXPECT_THAT(Watchers(tally, VariableId(3)), ElementsAre(kB));
  EXPECT_THAT(tally.Forget(kA), IsEmpty());
}

// P-115
TEST(WatchTallyTest, ARemovedVariableStartsAnew) {
  WatchTally tally;
  tally.Watch(kOne, kA);
  tally.Remove(kOne);
  EXPECT_THAT(Watchers(tally, kOne), IsEmpty());
  EXPECT_EQ(tally.Watch(kOne, kA), Edge::kFirstWatch);
}

}  // namespace
}  // namespace tandem
