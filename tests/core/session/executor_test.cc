// Copyright (c) the Tandem authors. Licensed under the MIT License.

#include "core/session/executor.h"

#include <functional>
#include <map>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace tandem {
namespace {

using ::testing::ElementsAre;

// Notes the timers it is handed, before and after doing what the test wants done with them, and 0
// for anything else.
class Recorder : public Executor::Handler {
 public:
  void Run(const Record& record) override {
    const auto* due = std::get_if<TimerRecord>(&record);
    if (due == nullptr) return log.push_back(0);
    const int64_t timer = due->timer.value();
    log.push_back(timer);
    if (auto action = actions.find(timer); action != actions.end()) action->second();
    log.push_back(-timer);
  }

  std::map<int64_t, std::function<void()>> actions;
  std::vector<int64_t> log;
};

TimerRecord Timer(int64_t n) { return TimerRecord{TimerHandle(n)}; }

// S-72
TEST(ExecutorTest, AnIdleMailboxRunsARecordAtOnce) {
  Recorder recorder;
  Executor executor(recorder);
  executor.Post(Timer(1));
  EXPECT_THAT(recorder.log, ElementsAre(1, -1));
  EXPECT_FALSE(executor.busy());
}

// L-2, L-3, P-72, S-66, S-72, S-73: nothing begins inside another record, and order is kept.
TEST(ExecutorTest, RecordsPostedFromARecordWaitTheirTurn) {
  Recorder recorder;
  Executor executor(recorder);
  recorder.actions[1] = [&] {
    EXPECT_TRUE(executor.busy());
    executor.Post(Timer(2));
    executor.Post(Timer(3));
  };
  recorder.actions[2] = [&] { executor.Post(Timer(4)); };
  executor.Post(Timer(1));
  EXPECT_THAT(recorder.log, ElementsAre(1, -1, 2, -2, 3, -3, 4, -4));
}

TEST(ExecutorTest, APausedMailboxRunsNothingButWhatIsAboutOutput) {
  Recorder recorder;
  Executor executor(recorder);
  recorder.actions[1] = [&] {
    executor.Pause();
    executor.Post(Timer(2));
    executor.Post(FlushRecord{});
  };
  executor.Post(Timer(1));
  executor.Post(Timer(3));
  executor.Post(EndRecord{});
  EXPECT_THAT(recorder.log, ElementsAre(1, -1, 0, 0));
  recorder.actions[2] = [&] { executor.Pause(); };
  executor.Resume();
  EXPECT_THAT(recorder.log, ElementsAre(1, -1, 0, 0, 2, -2));
  executor.Resume();
  EXPECT_THAT(recorder.log, ElementsAre(1, -1, 0, 0, 2, -2, 3, -3));
}

// S-66: a session that is busy with a record keeps no other session waiting.
TEST(ExecutorTest, MailboxesDoNotWaitForEachOther) {
  Recorder one, two;
  Executor busy(one), idle(two);
  one.actions[1] = [&] {
    idle.Post(Timer(5));
    EXPECT_THAT(two.log, ElementsAre(5, -5));
  };
  busy.Post(Timer(1));
  EXPECT_THAT(one.log, ElementsAre(1, -1));
}

}  // namespace
}  // namespace tandem
