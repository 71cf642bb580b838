// Copyright (c) the Tandem authors. Licensed under the MIT License.

#include "core/lua/timers.h"

#include <string>

#include "gtest/gtest.h"
#include "tests/core/lua/lua_session_fixture.h"

namespace tandem::testing {
namespace {

class TimersTest : public LuaSessionTest {
 protected:
  void SetUp() override {
    Start(
        "app = {} session:createAppVariable(app) seen = {} "
        "function note(x) return function() seen[#seen + 1] = x end end");
  }
  std::string Seen() { return Eval("table.concat(seen, ' ')"); }
  std::string Raised(absl::string_view code) {
    return std::string(session_->RunLuaProperty(code).message());
  }
};

TEST_F(TimersTest, HandlesCountUpAcrossTheKinds) {  // L-32, S-75
  EXPECT_EQ(Eval("session:setImmediate(print), session:setTimeout(print, 5), "
                 "session:setInterval(print, 5)"),
            "1\t2\t3");
}

TEST_F(TimersTest, ATimeoutRunsOnceWhenItIsDue) {
  Run("session:setTimeout(note('a'), 20.9)");
  fake_.Advance(absl::Milliseconds(19));
  EXPECT_EQ(Seen(), "");
  fake_.Advance(absl::Milliseconds(1));  // L-31: the fraction is cut off.
  EXPECT_EQ(Seen(), "a");
  fake_.Advance(absl::Seconds(1));
  EXPECT_EQ(Seen(), "a");
}

TEST_F(TimersTest, ImmediatesRunLaterAndInOrder) {  // L-34, L-35, TC-156
  Run("for i = 1, 3 do session:setImmediate(note(i)) end seen[1] = 'first'");
  EXPECT_EQ(Seen(), "first");
  fake_.scheduler.RunDue();
  EXPECT_EQ(Seen(), "first 1 2 3");
}

TEST_F(TimersTest, ImmediatesOfMainRunAfterIt) {  // L-39, TC-164
  Start("session:setImmediate(function() after = done end) done = 'all of main'");
  fake_.scheduler.RunDue();
  EXPECT_EQ(Eval("after"), "all of main");
}

TEST_F(TimersTest, TimersDueTogetherComeInOrderOfTheirHandles) {  // L-35
  Run("session:setInterval(note(1), 10) session:setTimeout(note(2), 20) "
      "session:setTimeout(note(3), 10)");
  fake_.Advance(absl::Milliseconds(20));
  EXPECT_EQ(Seen(), "1 3 1 2");
}

TEST_F(TimersTest, IntervalsRepeatUntilCleared) {
  Run("h = session:setInterval(note('t'), 10)");
  fake_.Advance(absl::Milliseconds(35));
  EXPECT_EQ(Seen(), "t t t");
  Run("session:clearInterval(h) session:clearInterval(h)");  // L-33: twice is fine.
  fake_.Advance(absl::Seconds(1));
  EXPECT_EQ(Eval("#seen"), "3");
  EXPECT_EQ(fake_.scheduler.pending(), 0u);
}

TEST_F(TimersTest, AnIntervalMayClearItself) {
  Run("local h h = session:setInterval(function() note('t')() session:clearInterval(h) end, 10)");
  fake_.Advance(absl::Seconds(1));
  EXPECT_EQ(Seen(), "t");
}

TEST_F(TimersTest, AnIntervalOfNothingIsAMillisecond) {  // L-36, S-77
  Run("h = session:setInterval(note('t'), 0)");
  fake_.Advance(absl::Milliseconds(3));
  EXPECT_EQ(Eval("#seen"), "3");
  Run("session:clearInterval(h) session:setInterval(note('n'), -5)");
  fake_.Advance(absl::Milliseconds(2));
  EXPECT_EQ(Eval("#seen"), "5");
}

TEST_F(TimersTest, TicksThatAreLateAreOne) {  // L-36
  queues_timers_ = true;
  Run("session:setInterval(note('t'), 10)");
  fake_.Advance(absl::Milliseconds(55));
  EXPECT_EQ(queued_timers_.size(), 1u);
  session_->RunTimer(queued_timers_[0]);
  EXPECT_EQ(Seen(), "t");
  fake_.Advance(absl::Milliseconds(4));
  EXPECT_EQ(queued_timers_.size(), 1u);
  fake_.Advance(absl::Milliseconds(1));  // Still on the beat: 60.
  EXPECT_EQ(queued_timers_.size(), 2u);
}

TEST_F(TimersTest, OddDelaysAreHarmless) {
  Run("session:setTimeout(note('nan'), 0/0) session:setTimeout(note('neg'), -1) "
      "session:setTimeout(note('inf'), math.huge) session:setTimeout(note('big'), 1e300)");
  fake_.scheduler.RunDue();
  EXPECT_EQ(Seen(), "nan neg");
  fake_.Advance(absl::Hours(1000));
  EXPECT_EQ(Seen(), "nan neg");
}

TEST_F(TimersTest, WrongArgumentsAreErrors) {  // L-31
  EXPECT_THAT(Raised("session:setImmediate()"), HasSubstr("function expected"));
  EXPECT_THAT(Raised("session:setTimeout('x', 1)"), HasSubstr("function expected"));
  EXPECT_THAT(Raised("session:setTimeout(print)"), HasSubstr("number expected"));
  EXPECT_THAT(Raised("session:setInterval(print, 'soon')"), HasSubstr("number expected"));
}

TEST_F(TimersTest, ClearingIsForgiving) {  // L-33, S-76, S-77
  Run("session:clearTimeout() session:clearTimeout(nil) session:clearTimeout(99) "
      "session:clearImmediate(1.5) session:clearTimeout(-1)");
  Run("a = session:setTimeout(note('a'), 5) session:clearInterval(a) "
      "b = session:setImmediate(note('b')) session:clearTimeout(b)");
  fake_.Advance(absl::Seconds(1));
  EXPECT_EQ(Seen(), "");
}

TEST_F(TimersTest, ATimerClearedWhileQueuedDoesNotRun) {  // S-76
  queues_timers_ = true;
  Run("h = session:setTimeout(note('x'), 5)");
  fake_.Advance(absl::Milliseconds(5));
  ASSERT_THAT(queued_timers_, SizeIs(1));
  Run("session:clearTimeout(h)");
  session_->RunTimer(queued_timers_[0]);
  EXPECT_EQ(Seen(), "");
}

// A recorded mailbox says what is due; the clock of a replay does not move by itself.
TEST_F(TimersTest, TheMailboxSaysWhatIsDue) {
  Run("session:setTimeout(note('x'), 5) i = session:setInterval(note('i'), 10)");
  session_->RunTimer(TimerHandle(1));
  session_->RunTimer(TimerHandle(2));
  session_->RunTimer(TimerHandle(77));
  EXPECT_EQ(Seen(), "x i");
  fake_.Advance(absl::Milliseconds(20));  // Once is once, and the interval's beat stays.
  EXPECT_EQ(Seen(), "x i i");
}

TEST_F(TimersTest, TimersMayStartTimers) {
  Run("session:setTimeout(function() note('a')() session:setTimeout(note('c'), 0) "
      "session:setImmediate(note('d')) end, 5) session:setTimeout(note('b'), 5)");
  fake_.Advance(absl::Milliseconds(5));
  EXPECT_EQ(Seen(), "a b c d");
}

TEST_F(TimersTest, AnErrorIsLoggedAndTheIntervalGoesOn) {  // L-37
  Run("n = 0 session:setInterval(function() n = n + 1 error('tick ' .. n) end, 10)");
  fake_.log.Clear();
  fake_.Advance(absl::Milliseconds(20));
  EXPECT_THAT(Logged(),
              ElementsAre(AllOf(HasSubstr("timer 1: lua:1: tick 1"), HasSubstr("stack traceback")),
                          HasSubstr("tick 2")));
}

TEST_F(TimersTest, CallbacksGetNoArgumentsAndTheirSession) {  // L-34, L-17
  Run("session:setImmediate(function(...) args = select('#', ...) id = session._sessionID end) "
      "session = nil");
  fake_.scheduler.RunDue();
  EXPECT_EQ(Eval("args .. id"), "07");
}

TEST_F(TimersTest, TimersOfCoroutinesRunOnTheMainThread) {  // L-40
  Run("coroutine.wrap(function() session:setImmediate(function() "
      "_, is_main = coroutine.running() end) end)()");
  fake_.scheduler.RunDue();
  EXPECT_EQ(Eval("is_main"), "true");
}

TEST_F(TimersTest, NotesAndFailuresBelongToTheVariableThatStartedIt) {  // L-38, T-98
  Run("function app:go() diag(0, 'going') "
      "session:setTimeout(function() diag(0, 'later') error('too late', 0) end, 5) return 1 end");
  const VariableId id = At(Open("go()")).id;
  Scan();
  EXPECT_THAT(session_->DiagnosticsOf(id), ElementsAre("going"));
  fake_.Advance(absl::Milliseconds(5));
  EXPECT_THAT(session_->DiagnosticsOf(id), ElementsAre("later", "DeferredCode error: too late"));
}

TEST_F(TimersTest, EndingTheSessionFromATimerIsFine) {
  struct Ender : LuaEvents {
    std::unique_ptr<LuaSession>* session;
    void OnTimerDue(TimerHandle) override { session->reset(); }
  } ender;
  ender.session = &session_;
  variables_.clear();
  session_ = *LuaSession::NewRuntime(fake_.host, options_, ender);
  session_->SetVariableStore(*this);
  ASSERT_THAT(session_->CreateLuaSession(VendedId(1)), IsOk());
  Run("session:setTimeout(print, 1) session:setTimeout(print, 1)");
  fake_.Advance(absl::Milliseconds(1));
  EXPECT_EQ(session_, nullptr);
}

TEST_F(TimersTest, ManyTimersAreNoTrouble) {
  Run("n = 0 for i = 1, 5000 do session:setTimeout(function() n = n + 1 end, i % 100) end");
  fake_.Advance(absl::Seconds(1));
  EXPECT_EQ(Eval("n"), "5000");
}

// Whoever else is on the sequence has the time in between.
TEST_F(TimersTest, ManyThatAreDueTogetherComeAFewAtATime) {
  Run("n = 0 for i = 1, 100 do session:setTimeout(function() n = n + 1 end, 1) end");
  fake_.Advance(absl::Milliseconds(1));
  EXPECT_EQ(Eval("n"), "32");
  fake_.Advance(absl::Milliseconds(3));
  EXPECT_EQ(Eval("n"), "32");
  fake_.Advance(absl::Milliseconds(9));
  EXPECT_EQ(Eval("n"), "100");
}

}  // namespace
}  // namespace tandem::testing
