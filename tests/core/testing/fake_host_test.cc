// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// The fakes keep the promises of the interfaces in core/host, on which every other test relies.

#include "core/testing/fake_host.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "core/base/ids.h"
#include "core/host/log_sink.h"
#include "core/host/scheduler.h"
#include "core/testing/matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace tandem {
namespace {

using testing::ElementsAre;
using testing::FakeHost;
using testing::HasSubstr;
using testing::IsOkAndHolds;
using testing::StatusIs;

class ManualSchedulerTest : public testing::Test {
 protected:
  // Notes `name` and the time when it is due, for as long as the test lasts.
  void Note(absl::Duration delay, std::string name) {
    timers_.push_back(After(delay, std::move(name)));
  }
  Timer After(absl::Duration delay, std::string name) {
    return fake_.scheduler.RunAfter(delay, [this, name = std::move(name)] {
      notes_.push_back(name + absl::FormatDuration(fake_.clock.Monotonic() - start_));
    });
  }

  FakeHost fake_;
  const absl::Duration start_ = fake_.clock.Monotonic();
  std::vector<std::string> notes_;
  std::vector<Timer> timers_;
};

TEST_F(ManualSchedulerTest, RunsWhatIsDueInOrder) {
  Note(absl::Milliseconds(20), "b");
  Note(absl::Milliseconds(10), "a");
  Note(absl::Milliseconds(20), "c");
  Note(absl::Milliseconds(31), "d");
  EXPECT_THAT(notes_, ElementsAre());
  EXPECT_EQ(fake_.scheduler.UntilNext(), absl::Milliseconds(10));
  fake_.Advance(absl::Milliseconds(30));
  EXPECT_THAT(notes_, ElementsAre("a10ms", "b20ms", "c20ms"));
  EXPECT_EQ(fake_.clock.Monotonic() - start_, absl::Milliseconds(30));
  EXPECT_EQ(fake_.scheduler.pending(), 1u);
  fake_.Advance(absl::Milliseconds(1));
  EXPECT_THAT(notes_, ElementsAre("a10ms", "b20ms", "c20ms", "d31ms"));
  EXPECT_EQ(fake_.scheduler.UntilNext(), absl::InfiniteDuration());
}

TEST_F(ManualSchedulerTest, RunsWhatTasksSchedule) {
  Timer first = fake_.scheduler.RunAfter(absl::Milliseconds(5), [this] {
    Note(absl::ZeroDuration(), "now");
    Note(absl::Milliseconds(5), "later");
    Note(absl::Milliseconds(50), "much later");
  });
  fake_.Advance(absl::Milliseconds(20));
  EXPECT_THAT(notes_, ElementsAre("now5ms", "later10ms"));
}

TEST_F(ManualSchedulerTest, NothingRunsByItself) {
  Note(absl::ZeroDuration(), "zero");
  Note(absl::Milliseconds(-7), "negative");
  EXPECT_THAT(notes_, ElementsAre());
  fake_.scheduler.RunDue();
  EXPECT_THAT(notes_, ElementsAre("zero0", "negative0"));
}

TEST_F(ManualSchedulerTest, LettingGoCancels) {
  {
    Timer gone = After(absl::Milliseconds(1), "gone");
    Timer replaced = After(absl::Milliseconds(1), "replaced");
    replaced = After(absl::Milliseconds(1), "kept");
    timers_.push_back(std::move(replaced));
  }
  fake_.Advance(absl::Milliseconds(1));
  EXPECT_THAT(notes_, ElementsAre("kept1ms"));
  EXPECT_EQ(fake_.scheduler.pending(), 0u);
}

TEST_F(ManualSchedulerTest, CancellingInTimeIsEnough) {
  Timer victim;
  Timer killer = fake_.scheduler.RunAfter(absl::Milliseconds(1), [&] { victim.Cancel(); });
  victim = After(absl::Milliseconds(1), "victim");
  fake_.Advance(absl::Milliseconds(5));
  EXPECT_THAT(notes_, ElementsAre());
  killer.Cancel();  // It fired long ago: harmless.
}

TEST_F(ManualSchedulerTest, ATimerMayOutliveTheScheduler) {
  testing::ManualClock clock;
  Timer timer;
  {
    testing::ManualScheduler scheduler(clock);
    timer = scheduler.RunAfter(absl::Seconds(1), [] {});
  }
  timer.Cancel();
}

TEST(ManualClockTest, BothReadingsMove) {
  FakeHost fake;
  const absl::Time wall = fake.clock.Wall();
  fake.Advance(absl::Seconds(3));
  EXPECT_EQ(fake.clock.Wall() - wall, absl::Seconds(3));
  fake.clock.SetWall(absl::UnixEpoch());
  EXPECT_EQ(fake.host.clock.Wall(), absl::UnixEpoch());
}

TEST(SeededEntropyTest, IsTheSameForTheSameSeed) {
  uint8_t a[16] = {}, b[16] = {}, c[16] = {};
  testing::SeededEntropy first(9), second(9), third(10);
  first.Fill(a);
  second.Fill(absl::MakeSpan(b, 5));
  second.Fill(absl::MakeSpan(b + 5, 11));
  third.Fill(c);
  EXPECT_THAT(a, testing::ElementsAreArray(b));
  EXPECT_THAT(a, testing::Not(testing::ElementsAreArray(c)));
}

TEST(MemoryFileSourceTest, ReadsWhatWasSet) {
  FakeHost fake;
  fake.files.Set("lua/main.lua", "return 1");
  EXPECT_THAT(fake.files.Read("lua/main.lua"), IsOkAndHolds("return 1"));
  EXPECT_THAT(fake.files.Canonical("lua/main.lua"), IsOkAndHolds("lua/main.lua"));
  fake.files.Remove("lua/main.lua");
  EXPECT_THAT(fake.files.Read("lua/main.lua"),
              StatusIs(absl::StatusCode::kNotFound, HasSubstr("lua/main.lua")));
}

TEST(MemoryFileSourceTest, RefusesMalformedPaths) {
  FakeHost fake;
  for (const char* path : {"", "/etc/passwd", "../a", "a/../b", "./a", "a//b", "a/"}) {
    EXPECT_THAT(fake.files.Read(path), StatusIs(absl::StatusCode::kInvalidArgument)) << path;
  }
}

TEST(MemoryFileSourceTest, ListsByPrefixSorted) {
  FakeHost fake;
  for (const char* path : {"viewdefs/b.html", "viewdefs/a/c.html", "lua/main.lua", "viewdefs2"}) {
    fake.files.Set(path, "");
  }
  EXPECT_THAT(fake.files.List("viewdefs/"), ElementsAre("viewdefs/a/c.html", "viewdefs/b.html"));
  EXPECT_THAT(fake.files.List("none/"), ElementsAre());
}

TEST(MemoryFileSourceTest, FollowsLinksOfFilesAndFolders) {  // H-20
  FakeHost fake;
  fake.files.Set("apps/shop/app.lua", "shop");
  fake.files.Link("lua/shop.lua", "apps/shop/app.lua");
  fake.files.Link("lua/again.lua", "lua/shop.lua");
  fake.files.Link("lua/apps", "apps");
  EXPECT_THAT(fake.files.Read("lua/again.lua"), IsOkAndHolds("shop"));
  EXPECT_THAT(fake.files.Canonical("lua/again.lua"), IsOkAndHolds("apps/shop/app.lua"));
  EXPECT_THAT(fake.files.Canonical("lua/apps/shop/app.lua"), IsOkAndHolds("apps/shop/app.lua"));
  EXPECT_THAT(fake.files.List("lua/"),
              ElementsAre("lua/again.lua", "lua/apps/shop/app.lua", "lua/shop.lua"));
}

TEST(MemoryFileSourceTest, LinksLeadNowhereElse) {
  FakeHost fake;
  fake.files.Link("out", "../secret");
  fake.files.Link("etc", "/etc");
  fake.files.Link("dangling", "nothing");
  fake.files.Link("ring", "gnir");
  fake.files.Link("gnir", "ring");
  EXPECT_THAT(fake.files.Read("out"), StatusIs(absl::StatusCode::kPermissionDenied));
  EXPECT_THAT(fake.files.Read("etc/passwd"), StatusIs(absl::StatusCode::kPermissionDenied));
  EXPECT_THAT(fake.files.Read("dangling"), StatusIs(absl::StatusCode::kNotFound));
  EXPECT_THAT(fake.files.Read("ring"), StatusIs(absl::StatusCode::kNotFound));
}

TEST(MemoryFileSourceTest, SomeFilesAreUnreadable) {
  FakeHost fake;
  fake.files.Set("a", "text");
  fake.files.MakeUnreadable("a");
  EXPECT_THAT(fake.files.Read("a"), StatusIs(absl::StatusCode::kPermissionDenied));
  EXPECT_THAT(fake.files.List(""), ElementsAre("a"));
}

TEST(CapturingLogSinkTest, KeepsWhatIsWanted) {
  FakeHost fake;
  fake.log.SetVerbosity(kLogConnections);
  fake.log.Write(kLogAlways, "main.lua:3: oops");
  fake.log.Write(kLogMessages, "too much detail");
  EXPECT_TRUE(fake.log.Contains("main.lua:3"));
  EXPECT_TRUE(fake.log.Contains(kLogAlways, "oops"));
  EXPECT_FALSE(fake.log.Contains(kLogConnections, "oops"));
  EXPECT_FALSE(fake.log.Contains("detail"));
  EXPECT_EQ(fake.log.Text(), "0 main.lua:3: oops\n");
}

TEST(CountingNumbersTest, CountsFromOne) {  // D-19
  FakeHost fake;
  EXPECT_EQ(fake.host.numbers.Next(), VendedId(1));
  EXPECT_EQ(fake.host.numbers.Next(), VendedId(2));
}

}  // namespace
}  // namespace tandem
