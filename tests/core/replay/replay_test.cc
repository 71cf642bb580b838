// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// A session is recorded over a FakeHost and played again over nothing but its log. What a script
// can learn of the world is asked here once for each way of learning it; what the transcripts show
// of everything else is in tests/replay/transcripts_test.cc.

#include "core/replay/replay.h"

#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "core/base/ids.h"
#include "core/base/json.h"
#include "core/host/slow_lane.h"
#include "core/inspect/inspection.h"
#include "core/inspect/variable_json.h"
#include "core/log/memory_event_log.h"
#include "core/testing/fake_host.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/core/session/session_fixture.h"

namespace tandem {
namespace {

using ::testing::HasSubstr;

class ReplayTest : public SessionFixture {
 protected:
  ReplayTest() { logs_ = &recorded_; }
  ~ReplayTest() override { server_.reset(); }

  std::string Log(const SessionId& session) {
    const absl::StatusOr<std::string> log = recorded_.Find(session);
    EXPECT_TRUE(log.ok()) << log.status();
    return log.value_or("");
  }

  // Ends the session, and plays its log.
  ReplayReport EndAndReplay(const SessionId& session, const ReplayOptions& options = {}) {
    server().sessions().Destroy(session);
    const absl::StatusOr<ReplayReport> report = Replay(Log(session), options);
    EXPECT_TRUE(report.ok()) << report.status();
    return report.value_or(ReplayReport());
  }

  void ExpectSame(const ReplayReport& report) {
    EXPECT_TRUE(report.log_status.ok()) << report.log_status;
    EXPECT_FALSE(report.divergence)
        << "event " << report.divergence->event << ", " << report.divergence->record
        << "\n  recorded: " << report.divergence->recorded
        << "\n  replayed: " << report.divergence->replayed;
  }

  // Of kCounter: variable 2 shows the count, variable 3 adds to it.
  static void ShowCounter(Page& page) {
    page.Watch(1);
    page.Create(2, 1, "n");
    page.Create(3, 1, "add()", "action");
    page.Messages();
  }

  MemoryEventLogs recorded_{{/*max_bytes=*/size_t{1} << 30, /*keeps_frames=*/true,
                             /*keeps_ended=*/true}};
};

constexpr char kCounter[] = R"lua(
app = {n = 0}
function app:add() self.n = self.n + 1 end
session:createAppVariable(app)
)lua";

// A turn that steps aside, and what happens in that time.
struct Meanwhile : SlowLane {
  bool StepAside(Reason) override {
    if (happens) std::exchange(happens, nullptr)();
    return true;
  }
  void StepBack() override {}
  void GiveWay() override {}
  std::function<void()> happens;
};

// D-44: what a connection said before it went is handled after it, in the log as it was.
TEST_F(ReplayTest, AConnectionThatGoesWhileATurnIsAsideIsPlayedTheSame) {
  Main(absl::StrCat(kCounter, "function app:work() for i = 1, 2000000 do end self:add() end"));
  Meanwhile meanwhile;
  host_.host.slow_lane = &meanwhile;
  const SessionId session = NewSession();
  Page page(*this, session), other(*this, session);
  ShowCounter(page);
  ShowCounter(other);
  page.Create(4, 1, "work()", "action");
  page.Messages();
  meanwhile.happens = [&] {
    other.Act(3);
    other.Leave();
  };
  page.Act(4);
  const std::vector<std::string> messages = page.Messages();
  ASSERT_FALSE(messages.empty());
  EXPECT_EQ(messages.back(), ValueUpdate(2, "2"));
  ExpectSame(EndAndReplay(session));
}

TEST_F(ReplayTest, WhatIsPlayedIsTheSame) {
  Main(kCounter);
  const SessionId session = NewSession();
  {
    Page page(*this, session);
    ShowCounter(page);
    page.Act(3);
    page.Act(3);
  }
  std::vector<std::string> frames;
  ReplayOptions options;
  options.on_frame = [&](int64_t, ConnectionId, absl::string_view frame) {
    frames.emplace_back(frame);
  };
  const ReplayReport report = EndAndReplay(session, options);
  ExpectSame(report);
  EXPECT_TRUE(report.is_over);
  EXPECT_EQ(report.header.session, session);
  EXPECT_EQ(report.header.number, VendedId(1));
  EXPECT_EQ(report.frames, static_cast<int64_t>(frames.size()));
  ASSERT_FALSE(frames.empty());
  EXPECT_THAT(frames.back(), HasSubstr(R"("value":2)"));
}

// Looking at a session is no event of it, and writing a variable is one.
TEST_F(ReplayTest, ASessionThatWasInspectedIsPlayedTheSame) {
  Main(R"lua(
    app = {n = 0, hidden = {{}, {}}, shown = {{}}}
    session:createAppVariable(app)
  )lua");
  const SessionId session = NewSession();
  Page page(*this, session);
  page.Watch(1);
  page.Create(2, 1, "n", "rw");
  page.Send(R"({"type":"create","data":{"id":3,"parentId":1,"nowatch":true,"properties":)"
            R"({"path":"hidden","access":"r"}}})");
  page.Messages();
  const VendedId number = server().sessions().Find(session)->vended_id();
  server().FindLuaBackend(number)->Measure(true);
  const std::string seen = VariablesJson(*Inspection::Of(server(), number));
  EXPECT_THAT(seen, HasSubstr(R"("value":[{"obj":0},{"obj":0}])"));
  server().sessions().Find(session)->Edit(VariableId(2), "7");
  EXPECT_EQ(page.Messages(), std::vector<std::string>{ValueUpdate(2, "7")});
  // The first object that anybody is told of.
  page.Create(4, 1, "shown");
  EXPECT_THAT(page.Messages().front(), HasSubstr("[{\"obj\":"));
  ExpectSame(EndAndReplay(session));
}

// Time, randomness, the session's number, and what is not there.
TEST_F(ReplayTest, WhatAScriptLearnsOfTheWorldIsRecorded) {
  Main(R"lua(
    local ok, why = pcall(require, "missing")
    app = {facts = {}, why = why}
    function app:learn()
      self.facts = {tostring(os.time()), tostring(os.clock()), os.date("!%c"),
                    tostring(math.random(1 << 40)), why}
    end
    function app:reseed() math.randomseed() self:learn() end
    session:createAppVariable(app)
  )lua");
  const SessionId session = NewSession();
  {
    Page page(*this, session);
    page.Watch(1);
    page.Create(2, 1, "facts");
    page.Create(3, 1, "learn()", "action");
    page.Create(4, 1, "reseed()", "action");
    page.Create(5, 1, "why");
    page.Messages();
    page.Act(3);
    host_.Advance(absl::Milliseconds(1234567));
    host_.clock.SetWall(absl::FromUnixSeconds(1'600'000'000));
    page.Act(3);
    page.Act(4);
  }
  ExpectSame(EndAndReplay(session));
}

TEST_F(ReplayTest, TimersComeDueAsTheyDid) {
  Main(R"lua(
    app = {seen = {}}
    local function note(text) return function() table.insert(app.seen, text) end end
    function app:start()
      self.tick = session:setInterval(note("tick"), 7)
      session:setTimeout(note("late"), 20)
      session:setImmediate(note("now"))
      session:setTimeout(function() session:clearInterval(self.tick) end, 25)
    end
    session:createAppVariable(app)
  )lua");
  const SessionId session = NewSession();
  {
    Page page(*this, session);
    page.Watch(1);
    page.Create(2, 1, "seen");
    page.Create(3, 1, "start()", "action");
    page.Messages();
    page.Act(3);
    for (int i = 0; i < 20; ++i) page.Messages();
  }
  ExpectSame(EndAndReplay(session));
}

// The marks gather while it cannot take a frame; when it could is in the log.
TEST_F(ReplayTest, ASlowReaderGetsTheSameFrames) {
  Main(kCounter);
  const SessionId session = NewSession();
  {
    Page page(*this, session);
    page.outbox().capacity = 1;
    ShowCounter(page);
    for (int i = 0; i < 5; ++i) page.Act(3);
    page.Drain();
    page.Act(3);
    page.Drain();
  }
  ExpectSame(EndAndReplay(session));
}

// The log crosses edits: of code, and of templates that another session may have brought in.
TEST_F(ReplayTest, EditsAreInTheLog) {
  Main(R"lua(
    Thing = session:prototype("Thing", {})
    function Thing:text() return "old" end
    app = session:create(Thing)
    session:createAppVariable(app)
  )lua");
  Site("viewdefs/Thing.DEFAULT.html", "<p>old</p>");
  const SessionId session = NewSession();
  {
    Page page(*this, session);
    page.Watch(1);
    page.Create(2, 1, "text()");
    page.Messages();
    Main(R"lua(
      Thing = session:prototype("Thing", {})
      function Thing:text() return "new" end
    )lua");
    Site("viewdefs/Thing.DEFAULT.html", "<p>new</p>");
    server().FilesChanged({"lua/main.lua", "viewdefs/Thing.DEFAULT.html"});
    page.Messages();
    Site("viewdefs/Other.DEFAULT.html", "<p>by itself</p>");
    server().RefreshTemplates();
    page.Update(2, "null");
    EXPECT_THAT(::testing::PrintToString(page.Messages()), HasSubstr("by itself"));
  }
  Main("error('this is another site by now')");
  ExpectSame(EndAndReplay(session));
}

TEST_F(ReplayTest, APageThatComesBackHasTheSameKeyAndFrames) {
  Main(kCounter);
  const SessionId session = NewSession();
  std::string key;
  {
    Page page(*this, session);
    page.Send(R"({"tandem":{"version":1,"features":["ack"],"seq":1},)"
              R"("messages":[{"type":"watch","data":{"varId":1}}]})");
    for (const std::string& message : page.Messages()) {
      const Json json = *ParseJson(message);
      if (json["type"] == "tandem") key = json["data"]["page"].get<std::string>();
    }
    ASSERT_EQ(key.size(), 32u);
  }
  {
    Page page(*this, session);
    page.Send(absl::StrCat(R"({"tandem":{"version":1,"features":["ack"],"resume":")", key,
                           R"(","ack":0},"messages":[]})"));
    EXPECT_THAT(::testing::PrintToString(page.Messages()), HasSubstr("resumed"));
  }
  host_.Advance(absl::Minutes(2));  // Nobody goes on with it.
  ExpectSame(EndAndReplay(session));
}

TEST_F(ReplayTest, ALogCanBeReadWhileTheSessionLives) {
  Main(kCounter);
  const SessionId session = NewSession();
  Page page(*this, session);
  page.Watch(1);
  page.Messages();
  const absl::StatusOr<ReplayReport> report = Replay(Log(session));
  ASSERT_TRUE(report.ok()) << report.status();
  ExpectSame(*report);
  EXPECT_FALSE(report->is_over);
}

// The present files in place of the recorded ones: what an edit changes is where it diverges.
TEST_F(ReplayTest, AnotherSiteShowsWhatItChanges) {
  Main(kCounter);
  const SessionId session = NewSession();
  {
    Page page(*this, session);
    ShowCounter(page);
    page.Act(3);
  }
  ReplayOptions options;
  options.site = &host_.files;
  ExpectSame(EndAndReplay(session, options));

  Main(absl::StrCat("-- a comment changes nothing\n", kCounter));
  ExpectSame(*Replay(Log(session), options));

  Main(absl::StrCat(kCounter, "function app:add() self.n = self.n + 2 end"));
  const absl::StatusOr<ReplayReport> report = Replay(Log(session), options);
  ASSERT_TRUE(report.ok() && report->divergence) << report.status();
  EXPECT_THAT(report->divergence->record, HasSubstr("userEvent"));
  EXPECT_THAT(report->divergence->recorded, HasSubstr(R"("value":1)"));
  EXPECT_THAT(report->divergence->replayed, HasSubstr(R"("value":2)"));
}

TEST_F(ReplayTest, LibrariesThatReachOutsideAreNotReplayed) {
  config_.lua.libraries = {"io"};
  config_.lua.open_library = [](lua_State*, absl::string_view, bool) {};
  Main(kCounter);
  const SessionId session = NewSession();
  const absl::Status status = Replay(Log(session)).status();
  EXPECT_TRUE(absl::IsFailedPrecondition(status)) << status;
  EXPECT_THAT(status.message(), HasSubstr("(io)"));
}

TEST_F(ReplayTest, AnUploadIsPlayedTheSame) {
  Main(
      "app = {} function app:take(file) self.text = file.name .. file.data end "
      "session:createAppVariable(app)");
  const SessionId session = NewSession();
  Page page(*this, session);
  page.Send(R"json({"tandem":{"version":1,"features":["files"]},"messages":[
      {"type":"create","data":{"id":2,"parentId":1,"properties":{"path":"take(_)","access":"w"}}},
      {"type":"create","data":{"id":3,"parentId":1,"properties":{"path":"text"}}}]})json");
  page.Send(R"json({"type":"upload","data":{"varId":2,"upload":1,
      "value":{"name":"n:","type":"","size":5,"modified":0}}})json");
  page.Send(R"json({"type":"chunk","data":{"upload":1,"data":"aGU="}})json");
  page.Send(R"json({"type":"chunk","data":{"upload":1,"data":"bGxv"}})json");
  EXPECT_EQ(page.Messages().back(), ValueUpdate(3, "\"n:hello\""));
  ExpectSame(EndAndReplay(session));
}

TEST_F(ReplayTest, TemporaryFilesAreNotReplayed) {
  config_.lua.temporary_files = true;
  Main(kCounter);
  const absl::Status status = Replay(Log(NewSession())).status();
  EXPECT_TRUE(absl::IsFailedPrecondition(status)) << status;
  EXPECT_THAT(status.message(), HasSubstr("[files] temporary"));
}

TEST_F(ReplayTest, ADamagedLogIsPlayedUpToTheDamage) {
  Main(kCounter);
  const SessionId session = NewSession();
  Page page(*this, session);
  page.Watch(1);
  page.Messages();
  std::string log = Log(session);
  page.Watch(1);
  page.Messages();
  std::string longer = Log(session);
  longer[log.size() + 5] ^= 1;
  const absl::StatusOr<ReplayReport> report = Replay(longer);
  ASSERT_TRUE(report.ok()) << report.status();
  EXPECT_TRUE(absl::IsDataLoss(report->log_status)) << report->log_status;
  EXPECT_FALSE(report->divergence);
  EXPECT_EQ(report->events, Replay(log)->events);
}

// Of the event during which a process died the log has what came, and no more.
TEST_F(ReplayTest, AnEventWithoutOutcomeIsPlayedAndNotCompared) {
  Main(kCounter);
  const SessionId session = NewSession();
  Page page(*this, session);
  page.Watch(1);
  page.Messages();
  page.Create(2, 1, "n");
  const size_t before = Log(session).size();
  page.Messages();  // The flush: its record is one entry, what is sent another.
  const std::string log = Log(session);
  const size_t record_size = 1 + static_cast<size_t>(log[before]) + 4;
  const absl::StatusOr<ReplayReport> report = Replay(log.substr(0, before + record_size));
  ASSERT_TRUE(report.ok()) << report.status();
  ExpectSame(*report);
  EXPECT_TRUE(report->is_unfinished);
}

// ---- What a recording costs.

TEST_F(ReplayTest, AnEventTakesFewBytesBesideItsFrame) {
  Main(kCounter);
  const SessionId session = NewSession();
  Page page(*this, session);
  ShowCounter(page);
  // Frames are kept here, so what left is not counted either.
  page.outbox().Take();
  const size_t before = Log(session).size();
  const std::string frame = R"({"userEvent":true,"messages":[{"type":"update","data":)"
                            R"({"varId":3,"value":null}}]})";
  page.Send(frame);
  size_t left = 0;
  for (const std::string& sent : page.outbox().Take()) left += sent.size();
  const size_t bytes = Log(session).size() - before - frame.size() - left;
  RecordProperty("bytes", static_cast<int>(bytes));
  // And 8 for the hash that a log has in place of the frame that left.
  EXPECT_LE(bytes + 8, 40u);
}

TEST_F(ReplayTest, ALogThatGrowsTooLargeIsDropped) {
  MemoryEventLogs small{{/*max_bytes=*/4096}};
  logs_ = &small;
  Main(kCounter);
  const SessionId session = NewSession();
  ASSERT_TRUE(small.Find(session).ok());
  {
    Page page(*this, session);
    page.Send(std::string(5000, ' '));
  }
  EXPECT_TRUE(absl::IsResourceExhausted(small.Find(session).status()));
  server().sessions().Destroy(session);
  EXPECT_TRUE(absl::IsNotFound(small.Find(session).status()));
  server_.reset();
}

}  // namespace
}  // namespace tandem
