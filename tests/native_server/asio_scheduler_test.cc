// Copyright (c) the Tandem authors. Licensed under the MIT License.

#include "native_server/asio_scheduler.h"

#include <memory>
#include <string>

#include <boost/asio/io_context.hpp>

#include "absl/time/time.h"
#include "core/host/scheduler.h"
#include "gtest/gtest.h"

namespace tandem::native {
namespace {

class AsioSchedulerTest : public ::testing::Test {
 protected:
  // A task that adds a letter to what has happened.
  absl::AnyInvocable<void() &&> Note(char letter) {
    return [this, letter] { happened_ += letter; };
  }

  // Until nothing waits any more.
  void Run() {
    io_.restart();
    io_.run();
  }

  boost::asio::io_context io_;
  AsioScheduler scheduler_{io_};
  std::string happened_;
};

TEST_F(AsioSchedulerTest, RunsLaterNeverInline) {
  Timer timer = scheduler_.RunAfter(absl::ZeroDuration(), Note('a'));
  EXPECT_EQ(happened_, "");
  Run();
  EXPECT_EQ(happened_, "a");
}

TEST_F(AsioSchedulerTest, RunsInOrderOfDueTime) {
  Timer late = scheduler_.RunAfter(absl::Milliseconds(4), Note('b'));
  Timer soon = scheduler_.RunAfter(absl::Milliseconds(1), Note('a'));
  Timer last = scheduler_.RunAfter(absl::Milliseconds(8), Note('c'));
  Run();
  EXPECT_EQ(happened_, "abc");
}

TEST_F(AsioSchedulerTest, EqualDueTimesRunInTheOrderScheduled) {
  std::vector<Timer> timers;
  for (char letter = 'a'; letter <= 'z'; ++letter) {
    timers.push_back(scheduler_.RunAfter(-absl::Seconds(1), Note(letter)));
  }
  Run();
  EXPECT_EQ(happened_, "abcdefghijklmnopqrstuvwxyz");
}

TEST_F(AsioSchedulerTest, ACancelledTaskNeverRuns) {
  Timer kept = scheduler_.RunAfter(absl::ZeroDuration(), Note('a'));
  { Timer dropped = scheduler_.RunAfter(absl::ZeroDuration(), Note('x')); }
  Run();
  EXPECT_EQ(happened_, "a");
}

// Also when it is due already and another task of the same round cancels it.
TEST_F(AsioSchedulerTest, ATaskMayCancelTheNext) {
  Timer second;
  Timer first = scheduler_.RunAfter(absl::ZeroDuration(), [&] { second.Cancel(); });
  second = scheduler_.RunAfter(absl::ZeroDuration(), Note('x'));
  Run();
  EXPECT_EQ(happened_, "");
}

TEST_F(AsioSchedulerTest, ATaskMayScheduleAnotherAndEveryoneGetsATurn) {
  Timer inner;
  Timer outer = scheduler_.RunAfter(absl::ZeroDuration(), [&] {
    happened_ += 'a';
    inner = scheduler_.RunAfter(absl::ZeroDuration(), Note('c'));
  });
  Timer other = scheduler_.RunAfter(absl::ZeroDuration(), Note('b'));
  Run();
  EXPECT_EQ(happened_, "abc");
}

TEST_F(AsioSchedulerTest, AnInfiniteDelayNeverComes) {
  Timer never = scheduler_.RunAfter(absl::InfiniteDuration(), Note('x'));
  io_.poll();
  EXPECT_EQ(happened_, "");
}

TEST_F(AsioSchedulerTest, TimersMayOutliveTheScheduler) {
  auto scheduler = std::make_unique<AsioScheduler>(io_);
  Timer timer = scheduler->RunAfter(absl::ZeroDuration(), Note('x'));
  scheduler.reset();
  Run();
  timer.Cancel();
  EXPECT_EQ(happened_, "");
}

}  // namespace
}  // namespace tandem::native
