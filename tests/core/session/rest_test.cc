// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// Rests (SessionOptions::rest): a session whose scripts were over budget takes nothing up for a
// while, and nothing that is said to it meanwhile is lost.

#include <string>

#include "absl/time/time.h"
#include "core/session/session.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/core/session/session_fixture.h"

namespace tandem {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr char kApp[] = R"lua(
app = {n = 0}
function app:add() self.n = self.n + 1 end
function app:loop() while true do end end
function app:fill() local t = {} while true do t[#t + 1] = {} end end
function app:dive() return 1 + self:dive() end
function app:fail() error("no luck") end
function app:later() session:setTimeout(function() self:loop() end, 1) end
session:createAppVariable(app)
)lua";

class RestTest : public SessionFixture {
 protected:
  RestTest() {
    Main(kApp);
    config_.session.rest = absl::Milliseconds(400);
    config_.lua.turn_steps = 10'000'000;
    config_.lua.memory_limit_bytes = 8 << 20;
  }

  // Variable 2 shows how often something was added; 3 adds; 4 does `method`.
  void Open(Page& page, const std::string& method) {
    page.Create(2, 1, "n");
    page.Create(3, 1, "add()", "action");
    page.Create(4, 1, method + "()", "action");
    EXPECT_THAT(page.Messages(), ElementsAre(ValueUpdate(2, "0")));
  }

  // How long a session rests that was asked to do `method`.
  absl::Duration RestAfter(const std::string& method) {
    const SessionId session = NewSession();
    Page page(*this, session);
    Open(page, method);
    page.Act(4);
    return server().sessions().Find(session)->rest_left();
  }
};

TEST_F(RestTest, FollowsWhatWasOverBudget) {
  EXPECT_EQ(RestAfter("loop"), absl::Milliseconds(400));
  EXPECT_EQ(RestAfter("fill"), absl::Milliseconds(400));
  EXPECT_EQ(RestAfter("dive"), absl::Milliseconds(400));
}

// What we do each turn with what a script has made long is the script's, too.
TEST_F(RestTest, FollowsArraysThatAreMoreThanATurnCanLookAt) {
  config_.lua.turn_steps = 500'000;
  Main(std::string(kApp) + R"lua(
app.items = {}
for i = 1, 30000 do app.items[i] = i end
app.a, app.b, app.c = app.items, app.items, app.items
)lua");
  const SessionId session = NewSession();
  Page page(*this, session);
  const Session& resting = *server().sessions().Find(session);
  page.Create(2, 1, "n");
  page.Create(3, 1, "add()", "action");
  page.Create(4, 1, "a");
  page.Create(5, 1, "b");
  EXPECT_EQ(resting.rest_left(), absl::ZeroDuration());
  page.Messages();
  page.Send(R"([{"type":"create","data":{"id":6,"parentId":1,"properties":{"path":"c"}}},)"
            R"({"type":"create","data":{"id":7,"parentId":1,"properties":{"path":"items"}}}])");
  EXPECT_EQ(resting.rest_left(), absl::Milliseconds(400));
  page.Messages();
  host_.Advance(absl::Seconds(1));
  EXPECT_THAT(page.Messages(), IsEmpty());
  page.Act(3);
  EXPECT_THAT(page.Messages(), Contains(ValueUpdate(2, "1"))) << "the session goes on";
}

TEST_F(RestTest, FollowsNoOtherError) {
  EXPECT_EQ(RestAfter("fail"), absl::ZeroDuration());
  EXPECT_EQ(RestAfter("add"), absl::ZeroDuration());
}

TEST_F(RestTest, TheErrorIsToldAtOnceAndWhatIsSaidMeanwhileAfterIt) {
  Page page(*this, NewSession());
  Open(page, "loop");
  page.Act(4);
  page.Act(3);
  page.Act(3);
  EXPECT_THAT(page.Messages(), ElementsAre(HasSubstr("over-budget")));
  host_.Advance(absl::Milliseconds(300));
  EXPECT_THAT(page.Messages(), IsEmpty());
  host_.Advance(absl::Milliseconds(100));
  EXPECT_THAT(page.Messages(), ElementsAre(ValueUpdate(2, "1"), ValueUpdate(2, "2")));
}

TEST_F(RestTest, NewPagesAndThoseThatGoWaitTheirTurn) {
  const SessionId session = NewSession();
  Page page(*this, session), other(*this, session);
  Open(page, "loop");
  Open(other, "add");
  page.Act(4);
  other.Act(3);
  other.Leave();
  Page late(*this, session);
  late.Watch(1);
  late.Create(2, 1, "n");
  EXPECT_THAT(late.Messages(), IsEmpty());
  host_.Advance(absl::Milliseconds(400));
  EXPECT_THAT(late.Messages(), Contains(ValueUpdate(2, "1")));
}

TEST_F(RestTest, GrowsWithEachUpToThreeSecondsAndIsForgiven) {
  const SessionId session = NewSession();
  Page page(*this, session);
  Open(page, "loop");
  Session& resting = *server().sessions().Find(session);
  for (const int milliseconds : {400, 800, 1600, 3000, 3000}) {
    page.Act(4);
    EXPECT_EQ(resting.rest_left(), absl::Milliseconds(milliseconds));
    host_.Advance(absl::Milliseconds(milliseconds));
    EXPECT_EQ(resting.rest_left(), absl::ZeroDuration());
  }
  host_.Advance(absl::Seconds(30));
  page.Act(4);
  EXPECT_EQ(resting.rest_left(), absl::Milliseconds(400));
}

TEST_F(RestTest, TimersRestToo) {
  const SessionId session = NewSession();
  Page page(*this, session);
  Open(page, "later");
  page.Act(4);
  host_.Advance(absl::Milliseconds(1));
  EXPECT_EQ(server().sessions().Find(session)->rest_left(), absl::Milliseconds(400));
}

// It is taken up before what waits, which may be over budget again; and what was is forgiven.
TEST_F(RestTest, AnEditEndsIt) {
  const SessionId session = NewSession();
  Page page(*this, session);
  Open(page, "loop");
  page.Act(4);
  page.Messages();
  page.Act(3);
  Site("lua/main.lua", std::string(kApp) + "app.n = 7");
  server().FilesChanged({"lua/main.lua"});
  EXPECT_EQ(server().sessions().Find(session)->rest_left(), absl::ZeroDuration());
  EXPECT_THAT(page.Messages(), ElementsAre(ValueUpdate(2, "8")));
  page.Act(4);
  EXPECT_EQ(server().sessions().Find(session)->rest_left(), absl::Milliseconds(400));
}

TEST_F(RestTest, ASessionMayEndInIt) {
  const SessionId session = NewSession();
  Page page(*this, session);
  Open(page, "loop");
  page.Act(4);
  page.Act(3);
  server().sessions().Destroy(session);
  EXPECT_TRUE(page.outbox().closed.has_value());
  EXPECT_EQ(server().sessions().ending(), 0u);
  host_.Advance(absl::Seconds(1));
}

}  // namespace
}  // namespace tandem
