// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// A session lives, its server is gone from one moment to the next, and another one is given its
// log: what was there is there, what was waiting still comes due, and a client goes on as after a
// cut (D-42). What cannot be brought back is refused, and never ends by that.

#include "core/replay/revival.h"

#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "core/base/ids.h"
#include "core/log/event_log.h"
#include "core/log/log_header.h"
#include "core/log/log_writer.h"
#include "core/testing/fake_host.h"
#include "core/testing/matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/core/session/session_fixture.h"

namespace tandem {
namespace {

using ::tandem::testing::IsOk;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

// The log of the one session of a test, as a store has it: what was appended outlives the server.
class KeptLog : public EventLogs {
 public:
  std::unique_ptr<EventLog> Open(const SessionId&, VendedId) override { return Onward(); }
  std::unique_ptr<EventLog> Onward() { return std::make_unique<Log>(*this); }

  std::string bytes;
  bool is_over = false;

 private:
  class Log : public EventLog {
   public:
    explicit Log(KeptLog& kept) : kept_(kept) {}
    void Append(absl::string_view entry) override {
      kept_.bytes.append(entry.data(), entry.size());
    }
    void OnSessionOver() override { kept_.is_over = true; }

   private:
    KeptLog& kept_;
  };
};

constexpr char kCounter[] = R"lua(
app = {n = 0, ticks = 0, late = 0}
function app:add() self.n = self.n + 1 end
function app:start()
  session:setInterval(function() self.ticks = self.ticks + 1 end, 100)
  session:setTimeout(function() self.late = self.late + 1 end, 250)
end
function app:roll() self.n = math.random(1 << 40) end
session:createAppVariable(app)
)lua";

class RevivalTest : public SessionFixture {
 protected:
  RevivalTest() {
    logs_ = &kept_;
    Main(kCounter);
  }
  ~RevivalTest() override {
    page_.reset();
    if (server_ != nullptr) server_->sessions().AbandonAll();
    server_.reset();
  }

  void Begin() {
    session_ = NewSession();
    page_ = std::make_unique<Page>(*this, session_);
  }

  // A client of ours shows the counter. Returns its page's key.
  std::string Greet() {
    page_->Send(
        R"({"tandem":{"version":1,"features":["ack"],"seq":1},"userEvent":true,"messages":[)"
        R"({"type":"create","data":{"id":2,"parentId":1,"properties":{"path":"n"}}},)"
        R"x({"type":"create","data":{"id":3,"parentId":1,"properties":{"path":"add()","access":"action"}}},)x"
        R"x({"type":"create","data":{"id":4,"parentId":1,"properties":{"path":"start()","access":"action"}}},)x"
        R"x({"type":"create","data":{"id":5,"parentId":1,"properties":{"path":"ticks"}}},)x"
        R"x({"type":"create","data":{"id":6,"parentId":1,"properties":{"path":"late"}}},)x"
        R"x({"type":"create","data":{"id":7,"parentId":1,"properties":{"path":"roll()","access":"action"}}}]})x");
    const std::vector<std::string> frames = page_->outbox().Take();
    EXPECT_EQ(frames.size(), 1u);
    const size_t key = frames.empty() ? 0 : frames[0].find(R"("page":")") + 8;
    return frames.empty() ? "" : frames[0].substr(key, 32);
  }

  // Frame `seq` of the client: variable `id` is called. It has all frames up to `ack`.
  void Call(int seq, int id, int ack) {
    page_->Send(absl::StrCat(R"({"tandem":{"seq":)", seq, R"(,"ack":)", ack,
                             R"(},"userEvent":true,"messages":[{"type":"update","data":{"varId":)",
                             id, R"(,"value":null}}]})"));
  }
  void Resume(const std::string& key, int ack) {
    page_ = std::make_unique<Page>(*this, session_);
    page_->Send(absl::StrCat(R"({"tandem":{"version":1,"features":["ack"],"resume":")", key,
                             R"(","ack":)", ack, R"(},"messages":[]})"));
  }

  // The server is gone, with whatever it has not said.
  void Crash() {
    const std::string bytes = kept_.bytes;
    page_.reset();
    server_->sessions().AbandonAll();
    server_.reset();
    kept_.bytes = bytes;
  }

  absl::Status Back() { return Revive(server(), host_.host, kept_.bytes, kept_.Onward()); }

  void ExpectRefusal(absl::StatusCode code, absl::string_view why) {
    const std::string before = kept_.bytes;
    const absl::Status status = Back();
    EXPECT_EQ(status.code(), code) << status;
    EXPECT_THAT(status.message(), HasSubstr(std::string(why)));
    EXPECT_EQ(server().sessions().Find(session_), nullptr);
    EXPECT_EQ(server().sessions().size(), 0u);
    EXPECT_EQ(kept_.bytes, before) << "nothing is appended";
    EXPECT_FALSE(kept_.is_over) << "and it is not over";
  }

  KeptLog kept_;
  SessionId session_;
  std::unique_ptr<Page> page_;
};

std::string Ack(int seq, int ack, absl::string_view rest) {
  return absl::StrCat(R"([{"type":"tandem","data":{"seq":)", seq, R"(,"ack":)", ack, "}},", rest,
                      "]");
}

// D-42: across a crash as across a cut. Three times, because a log goes on where it was.
TEST_F(RevivalTest, APageGoesOnAsAfterACut) {
  Begin();
  const std::string key = Greet();
  Call(2, 3, 1);
  EXPECT_THAT(page_->outbox().Take(),
              ElementsAre(Ack(2, 2, R"({"type":"update","data":{"varId":2,"value":1}})")));
  for (int life = 1; life <= 3; ++life) {
    Crash();
    ASSERT_THAT(Back(), IsOk());
    EXPECT_EQ(server().sessions().Find(session_)->vended_id(), VendedId(1));
    // It has not had the last frame; its next one was lost.
    Resume(key, life);
    EXPECT_THAT(page_->outbox().Take(),
                ElementsAre(HasSubstr(absl::StrCat(R"("resumed":true,"ack":)", life + 1)),
                            Ack(life + 1, life + 1,
                                absl::StrCat(R"({"type":"update","data":{"varId":2,"value":)", life,
                                             "}}"))));
    Call(life + 2, 3, life + 1);
    EXPECT_THAT(page_->outbox().Take(),
                ElementsAre(Ack(life + 2, life + 2,
                                absl::StrCat(R"({"type":"update","data":{"varId":2,"value":)",
                                             life + 1, "}}"))));
  }
}

TEST_F(RevivalTest, RandomNumbersGoOnAsTheyWould) {
  Begin();
  Greet();
  Call(2, 7, 1);
  page_->outbox().Take();
  const std::string bytes = kept_.bytes;
  Call(3, 7, 2);
  const std::string then = page_->outbox().Take().at(0);
  kept_.bytes = bytes;
  Crash();
  ASSERT_THAT(Back(), IsOk());
  page_ = std::make_unique<Page>(*this, session_);
  page_->Create(9, 1, "roll()", "action");
  page_->Create(8, 1, "n");
  page_->Act(9);
  const std::string value = then.substr(then.find(R"("value":)"));
  EXPECT_THAT(page_->Messages(), Contains(HasSubstr(value.substr(8, value.find('}') - 8))));
}

// The time in which no server ran does not count: here none passes. What is due later comes later.
TEST_F(RevivalTest, TimersGoOn) {
  Begin();
  const std::string key = Greet();
  Call(2, 4, 1);
  host_.Advance(absl::Milliseconds(130));  // One tick, and 120 ms until the timeout.
  Crash();
  ASSERT_THAT(Back(), IsOk());
  Resume(key, 1);
  page_->Messages();  // 10 ms.
  host_.Advance(absl::Milliseconds(59));
  EXPECT_THAT(page_->Messages(), IsEmpty()) << "until 200 ms nothing is due";
  host_.Advance(absl::Milliseconds(1));
  EXPECT_THAT(page_->Messages(), Contains(ValueUpdate(5, "2")));
  host_.Advance(absl::Milliseconds(40));
  EXPECT_THAT(page_->Messages(), Contains(ValueUpdate(6, "1")));
  host_.Advance(absl::Milliseconds(50));
  EXPECT_THAT(page_->Messages(), Contains(ValueUpdate(5, "3")));
}

TEST_F(RevivalTest, WhatIsOverdueComesAtOnceAndOnce) {
  Begin();
  const std::string key = Greet();
  Call(2, 4, 1);
  Crash();
  host_.Advance(absl::Milliseconds(1050));
  ASSERT_THAT(Back(), IsOk());
  Resume(key, 1);
  host_.scheduler.RunDue();
  const std::vector<std::string> messages = page_->Messages();
  EXPECT_THAT(messages, Contains(ValueUpdate(5, "1"))) << "missed ticks are one";
  EXPECT_THAT(messages, Contains(ValueUpdate(6, "1")));
  host_.Advance(absl::Milliseconds(100));
  EXPECT_THAT(page_->Messages(), Contains(ValueUpdate(5, "2")));
}

// D-5: from when the session is back.
TEST_F(RevivalTest, APageThatWaitsIsGivenUpAfterTheGracePeriod) {
  Begin();
  const std::string key = Greet();
  Crash();
  ASSERT_THAT(Back(), IsOk());
  host_.Advance(absl::Seconds(59));
  Resume(key, 1);
  EXPECT_THAT(page_->outbox().Take(), ElementsAre(HasSubstr(R"("resumed":true)")));
  page_.reset();
  host_.Advance(absl::Seconds(61));
  Resume(key, 1);
  EXPECT_THAT(page_->outbox().Take(), ElementsAre(HasSubstr(R"("resumed":false)")));
}

TEST_F(RevivalTest, NumbersOfConnectionsGoOn) {
  Begin();
  Greet();
  Crash();
  ASSERT_THAT(Back(), IsOk());
  Page next(*this, session_);
  EXPECT_EQ(server().sessions().Find(session_)->connections(),
            std::vector<ConnectionId>({ConnectionId(2)}));
}

TEST_F(RevivalTest, OnlyAnEndIsAnEnd) {
  Begin();
  Crash();
  EXPECT_FALSE(kept_.is_over);
  ASSERT_THAT(Back(), IsOk());
  EXPECT_FALSE(kept_.is_over);
  server().sessions().Destroy(session_);
  EXPECT_TRUE(kept_.is_over);
  kept_.is_over = false;
  ExpectRefusal(absl::StatusCode::kFailedPrecondition, "it had ended");
}

TEST_F(RevivalTest, RefusesWhatIsDamaged) {
  Begin();
  Greet();
  Crash();
  const std::string whole = kept_.bytes;
  kept_.bytes[whole.size() - 3] ^= 1;
  ExpectRefusal(absl::StatusCode::kDataLoss, "the log is damaged at byte ");
  kept_.bytes = whole.substr(0, whole.size() - 3);
  ExpectRefusal(absl::StatusCode::kDataLoss, "the log is cut off at byte ");
  kept_.bytes = "something else";
  ExpectRefusal(absl::StatusCode::kInvalidArgument, "this is not an event log of Tandem");
  kept_.bytes = whole;
  kept_.bytes[10] = 9;
  ExpectRefusal(absl::StatusCode::kFailedPrecondition, "the log is in format 9");
  kept_.bytes = whole;
  EXPECT_THAT(Back(), IsOk()) << "no refusal did it any harm";
}

TEST_F(RevivalTest, RefusesWhatIsOfAnotherCoreOrSite) {
  Begin();
  Crash();
  const std::string whole = kept_.bytes;
  const auto with_header = [&](LogHeader header) {
    const size_t size = DecodeLogHeader(whole)->size;
    return EncodeLogHeader(header) + whole.substr(size);
  };
  LogHeader header = DecodeLogHeader(whole)->header;
  header.core = "9.9.9";
  kept_.bytes = with_header(header);
  ExpectRefusal(absl::StatusCode::kFailedPrecondition, "it ran in Tandem 9.9.9");
  kept_.bytes = whole;
  server_.reset();
  config_.lua.turn_steps /= 2;
  ExpectRefusal(absl::StatusCode::kFailedPrecondition, "settings have changed");
  server_.reset();
  config_.lua.turn_steps *= 2;
  Main(absl::StrCat(kCounter, "-- edited"));
  ExpectRefusal(absl::StatusCode::kFailedPrecondition, "the site has changed");
  server_.reset();
  Main(kCounter);
  EXPECT_THAT(Back(), IsOk()) << "the site is as it was";
}

TEST_F(RevivalTest, RefusesWhatTookUpAnEdit) {
  Begin();
  Main(absl::StrCat(kCounter, "-- edited"));
  server().FilesChanged({"lua/main.lua"});
  Main(kCounter);
  Crash();
  ExpectRefusal(absl::StatusCode::kFailedPrecondition, "the site was edited while it lived");
}

// A log that a writer wrote, but no session: it says another frame left.
TEST_F(RevivalTest, RefusesWhatPlaysDifferently) {
  Begin();
  Greet();
  Crash();
  const std::string whole = kept_.bytes;
  const LogHeader header = DecodeLogHeader(whole)->header;
  kept_.bytes.clear();
  {
    std::unique_ptr<EventLog> log = kept_.Onward();
    LogWriter writer(*log, header, /*keeps_frames=*/false);
    writer.Begin(StartRecord{}, absl::Hours(1));
    writer.Finish({});
  }
  ExpectRefusal(absl::StatusCode::kAborted, "played again, it is another from event 1 on");
  kept_.bytes = whole.substr(0, DecodeLogHeader(whole)->size);
  ExpectRefusal(absl::StatusCode::kDataLoss, "does not begin with its start");
}

TEST_F(RevivalTest, RefusesWhenTheServerIsFull) {
  Begin();
  Crash();
  config_.session.max_sessions = 1;
  logs_ = nullptr;
  const SessionId other = NewSession();
  EXPECT_TRUE(absl::IsResourceExhausted(Back()));
  server().sessions().Destroy(other);
  EXPECT_THAT(Back(), IsOk());
}

}  // namespace
}  // namespace tandem
