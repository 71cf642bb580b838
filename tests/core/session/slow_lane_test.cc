// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// Turns that step aside (core/host/slow_lane.h, D-44): when they do, that nothing but the VM is
// touched meanwhile, and what may happen to others and to their own session in that time.

#include "core/host/slow_lane.h"

#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "core/base/ids.h"
#include "core/session/session_manager.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/core/session/session_fixture.h"

namespace tandem {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr char kApp[] = R"lua(
app = {n = 0}
function app:work(steps) for i = 1, steps do end self.n = self.n + 1 end
function app:short() self:work(100000) end
function app:long() self:work(3000000) end
function app:logs() self:work(3000000) session:log("worked") self:work(200000) end
function app:fails() self:work(3000000) error("no luck") end
function app:fills() self.text = ("x"):rep(2 << 20) self.n = 1 end
function app:dives() return 1 + self:dives() end
function app:stops() while true do end end
function app:slowly() self:work(3000000) return self.n end
session:createAppVariable(app)
)lua";

// Everything is on one thread: what others do while a turn is aside is done inside StepAside.
class ObservedLane : public SlowLane {
 public:
  bool StepAside(Reason) override {
    EXPECT_FALSE(is_aside);
    is_aside = true;
    ++times;
    if (meanwhile) std::exchange(meanwhile, nullptr)();
    return is_aside;
  }
  void StepBack() override {
    EXPECT_TRUE(is_aside);
    is_aside = false;
  }
  void GiveWay() override {
    EXPECT_TRUE(is_aside);
    ++gave_way;
  }

  bool is_aside = false;
  int times = 0;
  int gave_way = 0;
  std::function<void()> meanwhile;
};

class SlowLaneTest : public SessionFixture {
 protected:
  SlowLaneTest() {
    host_.host.slow_lane = &lane_;
    Main(kApp);
  }

  // A page on which variable 2 shows how often something worked and 3 is an action.
  void Open(Page& page, const std::string& method) {
    page.Create(2, 1, "n");
    page.Create(3, 1, method + "()", "action");
    EXPECT_THAT(page.Messages(), ElementsAre(ValueUpdate(2, "0")));
  }

  // Presses `method` on a page of a new session; what it then shows.
  std::vector<std::string> Press(const std::string& method) {
    const SessionId session = NewSession();
    Page page(*this, session);
    Open(page, method);
    page.Act(3);
    EXPECT_FALSE(lane_.is_aside);
    return page.Messages();
  }

  ObservedLane lane_;
};

TEST_F(SlowLaneTest, ShortTurnsStay) {
  EXPECT_THAT(Press("short"), ElementsAre(ValueUpdate(2, "1")));
  EXPECT_EQ(lane_.times, 0);
}

TEST_F(SlowLaneTest, ALongTurnStepsAsideAndIsBackBeforeItsEnd) {
  EXPECT_THAT(Press("long"), ElementsAre(ValueUpdate(2, "1")));
  EXPECT_EQ(lane_.times, 1);
  EXPECT_GE(lane_.gave_way, 1);
}

TEST_F(SlowLaneTest, ItStaysWhereThereIsNoRoom) {
  lane_.meanwhile = [this] { lane_.is_aside = false; };
  EXPECT_THAT(Press("long"), ElementsAre(ValueUpdate(2, "1")));
}

TEST_F(SlowLaneTest, ItIsBackForWhateverIsNotItsVmAndSoonAsideAgain) {
  Press("logs");
  EXPECT_EQ(lane_.times, 2);
}

TEST_F(SlowLaneTest, AnErrorBringsItBack) {
  const std::vector<std::string> messages = Press("fails");
  ASSERT_EQ(messages.size(), 2u);
  EXPECT_THAT(messages[0], ::testing::HasSubstr("no luck"));
  EXPECT_EQ(messages[1], ValueUpdate(2, "1"));
  EXPECT_EQ(lane_.times, 1);
}

TEST_F(SlowLaneTest, BigBlocksTakeTime) {
  EXPECT_THAT(Press("fills"), ElementsAre(ValueUpdate(2, "1")));
  EXPECT_EQ(lane_.times, 1);
}

// Few steps, and a stack of some megabytes.
TEST_F(SlowLaneTest, DeepRecursionTakesTime) {
  EXPECT_THAT(Press("dives"), ElementsAre(::testing::HasSubstr("stack overflow")));
  EXPECT_EQ(lane_.times, 1);
}

TEST_F(SlowLaneTest, AStopBringsItBack) {
  EXPECT_THAT(Press("stops"), ElementsAre(::testing::HasSubstr("over-budget")));
  EXPECT_GE(lane_.gave_way, 1);
}

TEST_F(SlowLaneTest, GettersStepAsideToo) {
  const SessionId session = NewSession();
  Page page(*this, session);
  page.Create(2, 1, "slowly()");
  EXPECT_THAT(page.Messages(), ElementsAre(ValueUpdate(2, "1")));
  EXPECT_EQ(lane_.times, 1);
}

// What we do with what a script has made long is no script's, and takes as long.
TEST_F(SlowLaneTest, LongArraysAreLookedAtAside) {
  Main(std::string(kApp) + R"lua(
app.items = {}
for i = 1, 200000 do app.items[i] = i end
function app:first() self.items[1] = -self.items[1] end
function app:nothing() end
)lua");
  const SessionId session = NewSession();
  Page page(*this, session);
  page.Create(3, 1, "first()", "action");
  page.Create(4, 1, "nothing()", "action");
  page.Messages();
  EXPECT_EQ(lane_.times, 0);
  page.Create(2, 1, "items");
  EXPECT_GE(std::exchange(lane_.times, 0), 1);
  EXPECT_THAT(page.Messages(), ElementsAre(HasSubstr("[1,2,3,")));
  page.Act(3);
  EXPECT_GE(std::exchange(lane_.times, 0), 1);
  EXPECT_THAT(page.Messages(), ElementsAre(HasSubstr("[-1,2,3,")));
  page.Act(4);
  EXPECT_EQ(lane_.times, 1);
  EXPECT_THAT(page.Messages(), IsEmpty());
}

TEST_F(SlowLaneTest, LongTextsAreWrittenAside) {
  Main(std::string(kApp) + "app.text = ('x'):rep(1 << 20)");
  const SessionId session = NewSession();
  Page page(*this, session);
  page.Create(2, 1, "text");
  EXPECT_EQ(lane_.times, 0);
  // Also when the throttle has run out and nobody has said anything.
  EXPECT_THAT(page.Messages(), ElementsAre(HasSubstr("xxxx")));
  EXPECT_EQ(lane_.times, 1);
}

TEST_F(SlowLaneTest, LongFramesAreReadAside) {
  const SessionId session = NewSession();
  Page page(*this, session);
  page.Create(2, 1, "n", "rw");
  page.Messages();
  std::string array = "[0";
  for (int i = 0; i < 100000; ++i) array += ",1";
  page.Update(2, array + "]");
  EXPECT_GE(lane_.times, 2) << "to be decoded, and to be handed to Lua";
  EXPECT_THAT(page.Messages(), IsEmpty()) << "it shows what it wrote";
}

// Whoever reads frames for it from a socket reads no more than it has room for.
TEST_F(SlowLaneTest, WhoHasSaidSomethingMeanwhileWaits) {
  const SessionId session = NewSession();
  Page page(*this, session);
  Open(page, "long");
  const Session& busy = *server().sessions().Find(session);
  EXPECT_EQ(busy.rest_left(), absl::ZeroDuration());
  lane_.meanwhile = [&] { EXPECT_GT(busy.rest_left(), absl::ZeroDuration()); };
  page.Act(3);
  EXPECT_EQ(lane_.times, 1);
  EXPECT_EQ(busy.rest_left(), absl::ZeroDuration());
}

TEST_F(SlowLaneTest, StartsAndReloadsStay) {
  Main(std::string(kApp) + "app:work(3000000)");
  const SessionId session = NewSession();
  Page page(*this, session);
  Site("lua/main.lua", std::string(kApp) + "app:work(4000000)");
  server().FilesChanged({"lua/main.lua"});
  EXPECT_EQ(lane_.times, 0);
}

TEST_F(SlowLaneTest, WhoTookLongStepsAsideEarlierTheNextTime) {
  const SessionId session = NewSession();
  Page page(*this, session);
  page.Create(3, 1, "long()", "action");
  page.Create(4, 1, "short()", "action");
  page.Act(3);
  EXPECT_EQ(lane_.times, 1);
  page.Messages();
  page.Drain();
  page.Act(4);
  EXPECT_EQ(lane_.times, 2);
  page.Messages();
  page.Act(4);
  EXPECT_EQ(lane_.times, 2);
}

TEST_F(SlowLaneTest, OthersGoOnMeanwhile) {
  const SessionId slow = NewSession(), quick = NewSession();
  Page page(*this, slow), other(*this, quick);
  Open(page, "long");
  Open(other, "short");
  lane_.meanwhile = [&] {
    other.Act(3);
    EXPECT_THAT(other.Messages(), ElementsAre(ValueUpdate(2, "1")));
    EXPECT_THAT(page.Messages(), IsEmpty());
  };
  page.Act(3);
  EXPECT_THAT(page.Messages(), ElementsAre(ValueUpdate(2, "1")));
}

TEST_F(SlowLaneTest, WhatComesForItsSessionWaitsInOrder) {
  const SessionId session = NewSession();
  Page page(*this, session), other(*this, session);
  Open(page, "long");
  Open(other, "short");
  lane_.meanwhile = [&] {
    other.Act(3);
    other.Leave();
    EXPECT_THAT(other.Messages(), IsEmpty());
  };
  page.Act(3);
  EXPECT_THAT(page.Messages(), ElementsAre(ValueUpdate(2, "1"), ValueUpdate(2, "2")));
}

TEST_F(SlowLaneTest, ASessionThatIsDestroyedMeanwhileEndsAfterItsTurn) {
  const SessionId session = NewSession();
  SessionManager& sessions = server().sessions();
  Page page(*this, session);
  Open(page, "long");
  lane_.meanwhile = [&] {
    sessions.Destroy(session);
    EXPECT_EQ(sessions.Find(session), nullptr);
    EXPECT_EQ(sessions.ending(), 1u);
    host_.Advance(absl::Seconds(1));
    EXPECT_EQ(sessions.ending(), 1u);
    EXPECT_FALSE(page.outbox().closed.has_value());
  };
  page.Act(3);
  EXPECT_TRUE(page.outbox().closed.has_value());
  EXPECT_EQ(sessions.ending(), 1u);
  host_.Advance(absl::Milliseconds(10));
  EXPECT_EQ(sessions.ending(), 0u);
}

}  // namespace
}  // namespace tandem
