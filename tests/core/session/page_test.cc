// Copyright (c) the Tandem authors. Licensed under the MIT License.

#include "core/session/page.h"

#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "core/protocol/frame_writer.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/core/session/recording_outbox.h"

namespace tandem {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr char kDestroy7[] = R"({"type":"destroy","data":{"varId":7}})";

class PageTest : public ::testing::Test {
 protected:
  static constexpr Features kAck{/*ack=*/true, /*list=*/false};

  // A frame that destroys variable 7, or an empty one.
  static bool Say(Page& page, bool something = true) {
    FrameWriter frame;
    page.BeginFrame(frame);
    if (something) frame.Destroy(WireId(7));
    return page.Send(std::move(frame));
  }
  static std::string Numbered(int seq, int ack) {
    return absl::StrCat(R"([{"type":"tandem","data":{"seq":)", seq, R"(,"ack":)", ack, "}},",
                        kDestroy7, "]");
  }

  RecordingOutbox outbox_, next_;
};

TEST_F(PageTest, APlainPageSendsNothingBesideItsMessages) {
  Page page(PageId(1));
  page.Attach(ConnectionId(1), outbox_);
  EXPECT_FALSE(page.owes_head());
  EXPECT_FALSE(Say(page, false));
  EXPECT_TRUE(Say(page));
  EXPECT_THAT(outbox_.Take(), ElementsAre(kDestroy7));
  EXPECT_TRUE(page.is_resumable());  // P-125
}

// D-43: features that were not asked for are not used.
TEST_F(PageTest, WithoutAckThereIsAGreetingAndNoNumbers) {
  Page page(PageId(1), Features{/*ack=*/false, /*list=*/true}, "");
  page.Attach(ConnectionId(1), outbox_);
  page.OweGreeting();
  EXPECT_TRUE(Say(page));
  EXPECT_TRUE(Say(page));
  EXPECT_THAT(
      outbox_.Take(),
      ElementsAre(absl::StrCat(R"([{"type":"tandem","data":{"version":1,"features":["list"]}},)",
                               kDestroy7, "]"),
                  kDestroy7));
  EXPECT_FALSE(page.is_resumable());
}

// D-42
TEST_F(PageTest, FramesAreNumberedAndAcknowledge) {
  Page page(PageId(1), kAck, "key");
  page.Attach(ConnectionId(1), outbox_);
  EXPECT_EQ(page.Receive(1), Page::Arrival::kNext);
  Say(page);
  EXPECT_EQ(page.Receive(2), Page::Arrival::kNext);
  EXPECT_EQ(page.Receive(3), Page::Arrival::kNext);
  Say(page);
  EXPECT_THAT(outbox_.Take(), ElementsAre(Numbered(1, 1), Numbered(2, 3)));
}

TEST_F(PageTest, AFrameThatReportsNothingAcknowledgesWithoutANumberAndOnlyIfThatIsOwed) {
  Page page(PageId(1), kAck, "key");
  page.Attach(ConnectionId(1), outbox_);
  page.Receive(1);
  EXPECT_TRUE(page.owes_head());
  EXPECT_TRUE(Say(page, false));
  EXPECT_FALSE(page.owes_head());
  EXPECT_FALSE(Say(page, false));
  Say(page);
  EXPECT_THAT(outbox_.Take(), ElementsAre(R"({"type":"tandem","data":{"ack":1}})", Numbered(1, 1)));
}

TEST_F(PageTest, ARepetitionIsAcknowledgedAgainAndAGapIsNot) {  // D-42
  Page page(PageId(1), kAck, "key");
  page.Attach(ConnectionId(1), outbox_);
  EXPECT_EQ(page.Receive(2), Page::Arrival::kGap);
  EXPECT_FALSE(page.owes_head());
  page.Receive(1);
  Say(page, false);
  EXPECT_EQ(page.Receive(1), Page::Arrival::kRepeated);
  EXPECT_TRUE(page.owes_head());
  EXPECT_EQ(page.received(), 1);
}

// D-42: the same bytes, behind the answer, one whenever the connection takes one.
TEST_F(PageTest, AnotherConnectionGetsTheAnswerAndThenWhatWasKept) {
  Page page(PageId(1), kAck, "key");
  page.Attach(ConnectionId(1), outbox_);
  for (int i = 0; i < 3; ++i) Say(page);
  page.Detach();
  EXPECT_FALSE(page.CanSend());

  page.Receive(1);
  EXPECT_TRUE(page.Acknowledge(1));
  page.Attach(ConnectionId(2), next_);
  page.OweAnswer(/*resumed=*/true, page.received());
  next_.is_writable = false;
  page.CatchUp();
  EXPECT_THAT(next_.Take(), IsEmpty());
  next_.is_writable = true;
  EXPECT_FALSE(page.CanSend());
  page.CatchUp();
  EXPECT_THAT(next_.Take(),
              ElementsAre(R"({"type":"tandem","data":{"version":1,"features":["ack"],)"
                          R"("page":"key","resumed":true,"ack":1}})",
                          Numbered(2, 0), Numbered(3, 0)));
  EXPECT_TRUE(page.CanSend());
  Say(page);
  EXPECT_THAT(next_.Take(), ElementsAre(Numbered(4, 1)));
}

// D-42: too much that is not acknowledged.
TEST_F(PageTest, WithTooManyFramesKeptThereIsNoRoomButAcknowledgementsStillLeave) {
  Page page(PageId(1), kAck, "key");
  page.Attach(ConnectionId(1), outbox_);
  for (size_t i = 0; i < FrameLog::kMaxFrames; ++i) {
    EXPECT_TRUE(page.HasRoom());
    Say(page);
  }
  outbox_.Take();
  EXPECT_FALSE(page.HasRoom());
  EXPECT_TRUE(page.CanSend());
  page.OweAcknowledgement();
  EXPECT_TRUE(Say(page, false));
  EXPECT_THAT(outbox_.Take(), ElementsAre(R"({"type":"tandem","data":{"ack":0}})"));
  page.Acknowledge(10);
  EXPECT_TRUE(page.HasRoom());
}

}  // namespace
}  // namespace tandem
