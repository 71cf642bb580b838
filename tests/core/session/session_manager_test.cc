// Copyright (c) the Tandem authors. Licensed under the MIT License.

#include "core/session/session_manager.h"

#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "core/backend/unavailable_backend.h"
#include "core/base/error.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/core/session/session_fixture.h"

namespace tandem {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr char kCounter[] = R"lua(
local Counter = session:prototype("Counter", { n = 0 })
function Counter:bump() self.n = self.n + 1 end
function Counter:number() return session._sessionID end
session:createAppVariable(Counter:new())
)lua";

class SessionManagerTest : public SessionFixture {};

// S-56, S-57, D-19
TEST_F(SessionManagerTest, IdsAreSecretNamesAndSmallNumbers) {
  Main(kCounter);
  const SessionId first = NewSession(), second = NewSession();
  EXPECT_TRUE(SessionId::IsWellFormed(first.str()));
  EXPECT_NE(first, second);
  EXPECT_EQ(server().sessions().Find(first)->vended_id(), VendedId(1));
  EXPECT_EQ(server().sessions().Find(second)->vended_id(), VendedId(2));
  server().sessions().DestroyAll();
  EXPECT_EQ(server().sessions().Find(NewSession())->vended_id(), VendedId(3));
}

// S-59: whoever gives a session its data finds it by the secret id and knows the small number.
TEST_F(SessionManagerTest, ASessionIsThereBeforeItsDataIs) {
  SessionManager* manager = nullptr;
  std::vector<bool> found;
  SessionManager sessions(
      host_.host, config_.session,
      [&](VendedId vended_id, Session& session) {
        found.push_back(manager->Find(session.id()) == &session &&
                        session.vended_id() == vended_id && vended_id == VendedId(1));
        session.SetBackend(std::make_unique<UnavailableBackend>(absl::InternalError("none")));
      },
      [](VendedId) {});
  manager = &sessions;
  EXPECT_TRUE(sessions.CreateSession().ok());
  EXPECT_THAT(found, ElementsAre(true));
}

// S-84: who is connected, and when the session was last used.
TEST_F(SessionManagerTest, ASessionKnowsItsConnectionsAndWhenItWasUsed) {
  Main(kCounter);
  const SessionId id = NewSession();
  Session& session = *server().sessions().Find(id);
  EXPECT_EQ(session.id(), id);
  const absl::Duration created = session.last_active();
  host_.Advance(absl::Seconds(5));
  {
    Page page(*this, id);
    EXPECT_EQ(session.connections().size(), 1u);
    EXPECT_EQ(session.last_active() - created, absl::Seconds(5));
    host_.Advance(absl::Seconds(7));
    page.Watch(1);
    EXPECT_EQ(session.last_active() - created, absl::Seconds(12));
  }
  EXPECT_THAT(session.connections(), IsEmpty());
}

TEST_F(SessionManagerTest, OnlyAcceptedIdsAreGivenOut) {
  Main(kCounter);
  config_.session.accepts_id = [](const SessionId& id) { return id.str()[0] == '7'; };
  for (int i = 0; i < 5; ++i) EXPECT_EQ(NewSession().str()[0], '7');
}

// L-1, TC-4
TEST_F(SessionManagerTest, SessionsShareNothing) {
  Main(kCounter);
  Page one(*this, NewSession()), two(*this, NewSession());
  for (Page* page : {&one, &two}) {
    page->Watch(1);
    page->Create(2, 1, "bump()", "action");
    page->Create(3, 1, "n");
    page->Create(4, 1, "number()");
    page->Messages();
  }
  one.Act(2);
  EXPECT_THAT(one.Messages(), ElementsAre(ValueUpdate(3, "1")));
  EXPECT_THAT(two.Messages(), IsEmpty());
}

TEST_F(SessionManagerTest, AnUnknownSessionCannotBeJoined) {
  RecordingOutbox outbox;
  absl::StatusOr<ConnectionId> connection =
      server().sessions().Connect(SessionId(std::string(32, '0')), outbox);
  ASSERT_FALSE(connection.ok());
  EXPECT_EQ(ErrorKindOf(connection.status()), ErrorKind::kNoSession);
}

TEST_F(SessionManagerTest, TheNumberOfSessionsIsBounded) {  // S-62
  Main(kCounter);
  config_.session.max_sessions = 2;
  NewSession();
  NewSession();
  absl::StatusOr<SessionId> third = server().sessions().CreateSession();
  EXPECT_EQ(third.status().code(), absl::StatusCode::kResourceExhausted);
  EXPECT_THAT(third.status().message(), HasSubstr("2 sessions"));
  // Nothing is left of it, not even a number.
  EXPECT_EQ(server().sessions().size(), 2u);
  server().sessions().DestroyAll();
  EXPECT_EQ(server().sessions().Find(NewSession())->vended_id(), VendedId(3));
}

// S-86, S-87
TEST_F(SessionManagerTest, OnlyIdleSessionsWithoutConnectionsExpire) {
  Main(kCounter);
  config_.session.timeout = absl::Hours(1);
  const SessionId idle = NewSession(), watched = NewSession();
  Page page(*this, watched);
  host_.Advance(absl::Minutes(59));
  EXPECT_EQ(server().sessions().size(), 2u);
  host_.Advance(absl::Minutes(2));
  EXPECT_EQ(server().sessions().Find(idle), nullptr);
  EXPECT_NE(server().sessions().Find(watched), nullptr);
  page.Leave();
  host_.Advance(absl::Minutes(62));
  EXPECT_EQ(server().sessions().size(), 0u);
  EXPECT_EQ(host_.scheduler.pending(), 0u);
}

// S-6
TEST_F(SessionManagerTest, WithoutATimeoutNothingExpires) {
  Main(kCounter);
  config_.session.timeout = absl::InfiniteDuration();
  NewSession();
  host_.Advance(absl::Hours(1000));
  EXPECT_EQ(server().sessions().size(), 1u);
}

// S-88, S-89
TEST_F(SessionManagerTest, DestroyingASessionClosesItsConnections) {
  Main(kCounter);
  const SessionId id = NewSession();
  Page page(*this, id);
  server().sessions().Destroy(id);
  EXPECT_EQ(page.outbox().closed, CloseCode::kGoingAway);
  EXPECT_EQ(server().FindLuaSession(VendedId(1)), nullptr);
  page.Watch(1);  // Nobody is there; nothing happens.
  EXPECT_THAT(page.Messages(), IsEmpty());
}

// S-60, S-62, S-78: neither timers nor what was sent are left of a session, whoever comes next.
TEST_F(SessionManagerTest, TheNextSessionStartsFromNothing) {
  Main(R"lua(
local App = session:prototype("App", { n = 0 })
local app = session:create(App)
session:createAppVariable(app)
session:setInterval(function() app.n = app.n + 1 end, 50)
)lua");
  Site("viewdefs/App.DEFAULT.html", "<template><p></p></template>");
  for (int round = 1; round <= 2; ++round) {
    const SessionId id = NewSession();
    Page page(*this, id);
    page.Watch(1);
    page.Create(2, 1, "n");
    const std::vector<std::string> messages = page.Messages();
    ASSERT_EQ(messages.size(), 3u);
    EXPECT_THAT(messages[0], HasSubstr("App.DEFAULT"));
    EXPECT_EQ(messages[2], ValueUpdate(2, "0"));
    server().sessions().Destroy(id);
    EXPECT_EQ(server().FindLuaSession(VendedId(round)), nullptr);
    EXPECT_EQ(server().sessions().Find(id), nullptr);
  }
  host_.Advance(absl::Minutes(2));
  EXPECT_EQ(host_.scheduler.pending(), 0u);
}

// S-15: what clients say and hear is no line of the log unless asked for.
TEST_F(SessionManagerTest, MessagesAreLoggedOnlyWhereWanted) {
  Main(kCounter);
  for (const bool wanted : {false, true}) {
    host_.log.SetVerbosity(wanted ? kLogMessages : kLogConnections);
    Page page(*this, NewSession());
    host_.log.Clear();
    page.Watch(1);
    page.Create(2, 1, "bump()", "action");
    page.Create(3, 1, "n");
    page.Act(2);
    EXPECT_EQ(page.Messages().back(), ValueUpdate(3, "1"));
    EXPECT_EQ(host_.log.Contains("[IN] watch"), wanted);
    EXPECT_EQ(host_.log.Contains("[OUT] BATCH"), wanted);
    if (!wanted) {
      EXPECT_THAT(host_.log.lines(), IsEmpty());
    }
  }
}

// P-15, D-47
TEST_F(SessionManagerTest, MalformedFramesAreCountedAndEndAPersistentSender) {
  Main(kCounter);
  Page page(*this, NewSession());
  for (int i = 0; i < 9; ++i) page.Send("{nonsense");
  page.Watch(1);  // A good one starts the count anew.
  EXPECT_THAT(page.Messages().size(), 1u);
  for (int i = 0; i < 9; ++i) page.Send("");
  EXPECT_FALSE(page.outbox().closed.has_value());
  page.Send("\xff");
  EXPECT_EQ(page.outbox().closed, CloseCode::kInvalidData);
  EXPECT_TRUE(host_.log.Contains("malformed frame"));
}

// D-45
TEST_F(SessionManagerTest, AFrameThatIsTooMuchIsAnsweredAndTheSessionLives) {
  Main(kCounter);
  config_.session.frame_limits.max_bytes = 100;
  Page page(*this, NewSession());
  for (int i = 0; i < 12; ++i) page.Send(std::string(101, ' '));
  const std::vector<std::string> messages = page.Messages();
  ASSERT_EQ(messages.size(), 12u);
  EXPECT_EQ(messages[0],
            R"({"data":{"code":"over-budget","description":"JSON text of 101 bytes, more than the )"
            R"(limit of 100"},"type":"error"})");
  EXPECT_FALSE(page.outbox().closed.has_value());  // It is JSON for all we know: no D-47.
  page.Watch(1);
  EXPECT_EQ(page.Messages().size(), 1u);
}

// L-39, S-90: timers run without a page, and S-70: what they changed is told to whoever comes.
TEST_F(SessionManagerTest, TimersRunWithNobodyConnected) {
  Main(R"lua(
local app = session:prototype("App", { n = 0 }):new()
session:createAppVariable(app)
session:setTimeout(function() app.n = 5 end, 50)
)lua");
  const SessionId id = NewSession();
  host_.Advance(absl::Milliseconds(60));
  Page page(*this, id);
  page.Watch(1);
  page.Create(2, 1, "n");
  EXPECT_EQ(page.Messages().back(), ValueUpdate(2, "5"));
}

// P-104, S-75: what the server does by itself leaves with the throttle.
TEST_F(SessionManagerTest, ATimersChangesLeaveWithTheThrottle) {
  Main(R"lua(
local app = session:prototype("App", { n = 0 }):new()
session:createAppVariable(app)
session:setInterval(function() app.n = app.n + 1 end, 50)
)lua");
  Page page(*this, NewSession());
  page.Watch(1);
  page.Create(2, 1, "n");
  page.Messages();
  host_.Advance(absl::Milliseconds(40));
  EXPECT_THAT(page.outbox().Take(), IsEmpty());
  host_.Advance(absl::Milliseconds(10));
  EXPECT_THAT(page.outbox().Take(), ElementsAre(HasSubstr("\"value\":1")));
}

}  // namespace
}  // namespace tandem
