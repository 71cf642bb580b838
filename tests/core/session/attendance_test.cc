// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// Connections and pages of a whole server: what cannot be said in a transcript, because it needs a
// slow reader, many pages, or a look at what was not done.

#include "core/session/attendance.h"

#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "core/session/frame_log.h"
#include "core/session/pages.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/core/session/session_fixture.h"

namespace tandem {
namespace {

using ::testing::ElementsAre;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using ::testing::StartsWith;

constexpr char kCounter[] = R"lua(
local App = session:prototype("App", { n = 0, looked = 0 })
function App:bump() self.n = self.n + 1 end
function App:look() self.looked = self.looked + 1 return self.n end
session:createAppVariable(session:create(App))
)lua";

class AttendanceTest : public SessionFixture {
 protected:
  void SetUp() override { Main(kCounter); }

  // Greets, creates 2 (`path`) and 3 (bump()); returns the page's key.
  std::string Greet(Page& page, absl::string_view path = "n") {
    page.Send(absl::StrCat(
        R"({"tandem":{"version":1,"features":["ack"],"seq":1},"userEvent":true,"messages":[)",
        R"({"type":"create","data":{"id":2,"parentId":1,"properties":{"path":")", path,
        R"(","access":"r"}}},{"type":"create","data":{"id":3,"parentId":1,)",
        R"j("properties":{"path":"bump()","access":"action"}}}]})j"));
    const std::vector<std::string> frames = page.outbox().Take();
    EXPECT_THAT(frames, SizeIs(1));
    if (frames.size() != 1) return "";
    const absl::StatusOr<Json> json = ParseJson(frames[0]);
    return (*json)[0]["data"]["page"].get<std::string>();
  }
  static void Bump(Page& page, int seq) {
    page.Send(absl::StrCat(R"({"tandem":{"seq":)", seq,
                           R"(},"userEvent":true,"messages":[{"type":"update",)",
                           R"("data":{"varId":3,"value":null}}]})"));
  }
  static void Resume(Page& page, absl::string_view key, int ack) {
    page.Send(absl::StrCat(R"({"tandem":{"version":1,"features":["ack"],"resume":")", key,
                           R"(","ack":)", ack, R"(},"messages":[]})"));
  }
  static std::string Numbered(int seq, int ack, int n) {
    return absl::StrCat(R"([{"type":"tandem","data":{"seq":)", seq, R"(,"ack":)", ack,
                        R"(}},{"type":"update","data":{"varId":2,"value":)", n, "}}]");
  }
};

// D-42, architecture 2.12: one frame whenever the connection takes one, the answer first, and what
// changes meanwhile behind them in its newest state.
TEST_F(AttendanceTest, ASlowReaderResumesOneFrameAtATime) {
  const SessionId session = NewSession();
  std::string key;
  {
    Page page(*this, session);
    key = Greet(page);
    Bump(page, 2);
    Bump(page, 3);
  }
  Page page(*this, session);
  page.outbox().is_writable = false;
  Resume(page, key, 1);
  EXPECT_THAT(page.outbox().Take(), IsEmpty());
  page.Drain();
  EXPECT_THAT(page.outbox().Take(), ElementsAre(HasSubstr(R"("resumed":true,"ack":3)")));
  Bump(page, 4);
  Bump(page, 5);
  page.Drain();
  EXPECT_THAT(page.outbox().Take(), ElementsAre(Numbered(2, 2, 1)));
  page.Drain();
  EXPECT_THAT(page.outbox().Take(), ElementsAre(Numbered(3, 3, 2)));
  page.Drain();
  EXPECT_THAT(page.outbox().Take(), ElementsAre(Numbered(4, 5, 4)));
  page.Drain();
  EXPECT_THAT(page.outbox().Take(), IsEmpty());
}

// D-42: the window.
TEST_F(AttendanceTest, AfterSixtyFourFramesNothingIsRenderedUntilSomeAreAcknowledged) {
  Page page(*this, NewSession());
  Greet(page);
  for (int i = 2; i <= static_cast<int>(FrameLog::kMaxFrames); ++i) {
    Bump(page, i);
    ASSERT_THAT(page.outbox().Take(), ElementsAre(Numbered(i, i, i - 1)));
  }
  for (int i = 65; i <= 70; ++i) {
    Bump(page, i);
    ASSERT_THAT(page.outbox().Take(),
                ElementsAre(absl::StrCat(R"({"type":"tandem","data":{"ack":)", i, "}}")));
  }
  page.Send(R"({"tandem":{"ack":1},"messages":[]})");
  EXPECT_THAT(page.outbox().Take(), ElementsAre(Numbered(65, 70, 69)));
}

// D-42: a client that was refused is not listened to any more, even before its shell knows.
TEST_F(AttendanceTest, WhatComesFromAConnectionThatWasClosedIsDropped) {
  const SessionId session = NewSession();
  Page page(*this, session);
  const std::string key = Greet(page);
  Bump(page, 7);
  EXPECT_EQ(page.outbox().closed, CloseCode::kProtocolError);
  Bump(page, 2);
  Page next(*this, session);
  Resume(next, key, 1);
  EXPECT_THAT(next.outbox().Take(), ElementsAre(EndsWith(R"("resumed":true,"ack":1}})")));
  Bump(page, 2);
  EXPECT_THAT(page.outbox().Take(), IsEmpty());
  EXPECT_THAT(next.outbox().Take(), IsEmpty());
  page.Leave();
  Bump(next, 2);
  EXPECT_THAT(next.outbox().Take(), ElementsAre(Numbered(2, 2, 1)));
}

// S-70: a page that waits does not count as somebody who is connected.
TEST_F(AttendanceTest, WithNobodyConnectedNothingIsComparedThoughAPageWaits) {
  Main(absl::StrCat(kCounter, R"lua(
session:setInterval(function() session:getApp().n = session:getApp().n + 1 end, 100)
)lua"));
  const SessionId session = NewSession();
  std::string key;
  {
    Page page(*this, session);
    key = Greet(page, "look()");
  }
  host_.Advance(absl::Seconds(10));
  Page page(*this, session);
  page.Create(2, 1, "looked");
  EXPECT_EQ(page.Messages().back(), ValueUpdate(2, "2"));
}

// D-5: so many wait; then the one that has waited longest ends.
TEST_F(AttendanceTest, NotAnyNumberOfPagesWait) {
  const SessionId session = NewSession();
  std::vector<std::string> keys;
  for (size_t i = 0; i <= Pages::kMaxLeft; ++i) {
    Page page(*this, session);
    keys.push_back(Greet(page));
  }
  Page first(*this, session), second(*this, session);
  Resume(first, keys[0], 1);
  EXPECT_THAT(first.outbox().Take(), ElementsAre(HasSubstr(R"("resumed":false,"ack":1)")));
  Resume(second, keys[1], 1);
  EXPECT_THAT(second.outbox().Take(), ElementsAre(HasSubstr(R"("resumed":true,"ack":1)")));
}

// S-85, S-87: a page that waits does not keep a session; the site said how long it lives.
TEST_F(AttendanceTest, ASessionWhosePagesWaitExpiresLikeAnyOther) {
  config_.session.timeout = absl::Seconds(30);
  config_.session.expiry_period = absl::Seconds(1);
  const SessionId session = NewSession();
  {
    Page page(*this, session);
    Greet(page);
    host_.Advance(absl::Seconds(100));
    EXPECT_EQ(server().sessions().size(), 1u);
  }
  host_.Advance(absl::Seconds(29));
  EXPECT_EQ(server().sessions().size(), 1u);
  host_.Advance(absl::Seconds(2));
  EXPECT_EQ(server().sessions().size(), 0u);
  EXPECT_EQ(host_.scheduler.pending(), 0u);
}

// D-45, P-125: the first frame may be one that cannot be read.
TEST_F(AttendanceTest, AFirstFrameThatIsTooMuchIsAnswered) {
  config_.session.frame_limits.max_bytes = 1000;
  const SessionId session = NewSession();
  {
    Page page(*this, session);
    page.Create(2, 1, "n");
    EXPECT_THAT(page.Messages(), SizeIs(1));
  }
  Page page(*this, session);
  page.Send(std::string(1001, ' '));
  EXPECT_THAT(page.Messages(), ElementsAre(HasSubstr("over-budget")));
  page.Update(2, "5");
  page.Watch(2);
  EXPECT_THAT(page.Messages().back(), StartsWith(R"({"data":{"properties":{"access":"r")"));
}

// P-15: what is not JSON says nothing about the page.
TEST_F(AttendanceTest, AMalformedFrameIsNotTheFirst) {
  const SessionId session = NewSession();
  Page page(*this, session);
  page.Send("{nonsense");
  EXPECT_THAT(Greet(page), SizeIs(32));
}

}  // namespace
}  // namespace tandem
