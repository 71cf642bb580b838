// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// The timer table keeps its order whatever order JavaScript fires in.

#include "wasm/js_scheduler.h"

#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/time/time.h"
#include "core/host/scheduler.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/wasm/fake_js_functions.h"
#include "wasm/js_clock.h"

namespace tandem::wasm {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Pair;

class JsSchedulerTest : public ::testing::Test {
 protected:
  // Schedules a task that writes `name` down.
  Timer After(double ms, std::string name) {
    return scheduler_.RunAfter(absl::Milliseconds(ms), [this, name] { ran_.push_back(name); });
  }

  // As JavaScript does when the timer is due.
  void Fire(int64_t id) {
    js_.timers.erase(id);
    scheduler_.Fire(id);
  }

  FakeJsFunctions js_;
  JsClock clock_{js_};
  JsScheduler scheduler_{js_, clock_};
  std::vector<std::string> ran_;
};

TEST_F(JsSchedulerTest, AsksJavaScriptForTheDelay) {
  Timer a = After(12.5, "a");
  Timer b = After(-3, "b");
  EXPECT_THAT(js_.timers, ElementsAre(Pair(1, 12.5), Pair(2, 0)));
  EXPECT_THAT(ran_, IsEmpty());
}

TEST_F(JsSchedulerTest, RunsATaskOnce) {
  Timer a = After(10, "a");
  Fire(1);
  Fire(1);
  EXPECT_THAT(ran_, ElementsAre("a"));
  EXPECT_EQ(scheduler_.size(), 0u);
}

TEST_F(JsSchedulerTest, AnUnknownIdDoesNothing) {
  Fire(7);
  Fire(0);
  Fire(-1);
  EXPECT_THAT(ran_, IsEmpty());
}

TEST_F(JsSchedulerTest, LettingGoCancels) {
  {
    Timer a = After(10, "a");
    Timer b = After(10, "b");
    a.Cancel();
    EXPECT_THAT(js_.timers, ElementsAre(Pair(2, 10)));
  }
  EXPECT_THAT(js_.timers, IsEmpty());
  Fire(1);
  Fire(2);
  EXPECT_THAT(ran_, IsEmpty());
}

TEST_F(JsSchedulerTest, LettingGoAfterItFiredIsHarmless) {
  Timer a = After(10, "a");
  Fire(1);
  a.Cancel();
  EXPECT_THAT(js_.cleared, IsEmpty());
}

TEST_F(JsSchedulerTest, EarlierTasksRunBeforeTheOneThatFired) {
  Timer late = After(20, "late");
  Timer first = After(10, "first");
  Timer second = After(10, "second");
  js_.monotonic_ms = 5;
  Timer last = After(15, "last");  // Due with `late`, scheduled after it.
  Fire(1);
  EXPECT_THAT(ran_, ElementsAre("first", "second", "late"));
  EXPECT_THAT(js_.timers, ElementsAre(Pair(4, 15)));
  Fire(2);  // A timer that JavaScript had queued before it was cleared.
  Fire(4);
  EXPECT_THAT(ran_, ElementsAre("first", "second", "late", "last"));
}

TEST_F(JsSchedulerTest, WhatATaskSchedulesWaitsForItsOwnTimer) {
  Timer inner;
  Timer outer = scheduler_.RunAfter(absl::Milliseconds(10), [&] {
    ran_.push_back("outer");
    inner = After(0, "inner");
  });
  Fire(1);  // The clock still says 0: the inner task is due before the outer one was.
  EXPECT_THAT(ran_, ElementsAre("outer"));
  Fire(2);
  EXPECT_THAT(ran_, ElementsAre("outer", "inner"));
}

TEST_F(JsSchedulerTest, ATaskMayCancelTheNext) {
  Timer victim;
  Timer killer = scheduler_.RunAfter(absl::Milliseconds(10), [&] { victim.Cancel(); });
  victim = After(10, "victim");
  Timer witness = After(10, "witness");
  Fire(3);
  EXPECT_THAT(ran_, ElementsAre("witness"));
}

TEST_F(JsSchedulerTest, CancellingATaskMayCancelWhatItHolds) {
  auto inner = std::make_unique<Timer>(After(5, "inner"));
  Timer outer =
      scheduler_.RunAfter(absl::Milliseconds(10), [held = std::move(inner)] { (void)held; });
  outer.Cancel();
  EXPECT_EQ(scheduler_.size(), 0u);
  EXPECT_THAT(js_.timers, IsEmpty());
}

TEST_F(JsSchedulerTest, LongDelaysAreSleptInLegs) {
  const double longest = 2147483647;
  Timer a = scheduler_.RunAfter(absl::Hours(24 * 30), [this] { ran_.push_back("a"); });
  EXPECT_THAT(js_.timers, ElementsAre(Pair(1, longest)));
  Fire(1);
  EXPECT_THAT(ran_, IsEmpty());
  EXPECT_THAT(js_.timers, ElementsAre(Pair(1, 30 * 86400e3 - longest)));
  Fire(1);
  EXPECT_THAT(ran_, ElementsAre("a"));
}

TEST_F(JsSchedulerTest, AnInfiniteDelayNeverRuns) {
  Timer a = scheduler_.RunAfter(absl::InfiniteDuration(), [this] { ran_.push_back("a"); });
  for (int i = 0; i < 3; ++i) Fire(1);
  EXPECT_THAT(ran_, IsEmpty());
  EXPECT_THAT(js_.timers, ElementsAre(Pair(1, 2147483647)));
}

}  // namespace
}  // namespace tandem::wasm
