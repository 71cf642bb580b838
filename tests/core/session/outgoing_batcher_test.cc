// Copyright (c) the Tandem authors. Licensed under the MIT License.

#include "core/session/outgoing_batcher.h"

#include <map>
#include <set>
#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/strings/str_cat.h"
#include "core/session/page.h"
#include "core/testing/fake_host.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/core/session/recording_outbox.h"

namespace tandem {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;
using Urgency = OutgoingBatcher::Urgency;

constexpr PageId kA{1}, kB{2};

// Renders a change as the variable's current number, so that a test sees when it was rendered.
class NumberBackend : public Backend {
 public:
  void Start() override {}
  void Join(PageId, const Features&) override {}
  void BeginTurn(bool) override {}
  void RunBeside(int64_t, absl::FunctionRef<void()> work) override { work(); }
  bool is_over_budget() const override { return false; }
  void SetUser(const UserSettings&) override {}
  void Refresh(PageId) override {}
  void Forget(PageId) override {}
  void Handle(PageId, const ClientMessage&) override {}
  void Edit(VariableId, const Json&) override {}
  void RunTimer(TimerHandle) override {}
  bool Reload(const SiteChange&) override { return false; }
  std::vector<Delivery> TakeNotices() override { return {}; }
  std::vector<Delivery> FinishTurn() override { return {}; }
  void AppendChange(PageId, const Change& change, FrameWriter& frame) override {
    if (gone.count(change.id) != 0) return;
    frame.Update(WireId(change.id.value()),
                 [&](std::string* out) {
                   out->append(padding, ' ');
                   absl::StrAppend(out, numbers[change.id]);
                 },
                 {});
  }
  void AppendTemplates(PageId, FrameWriter& frame) override {
    frame.UpdateProperties(WireId(1), {{"viewdefs", "{}"}});
  }

  std::map<VariableId, int> numbers;
  size_t padding = 0;  // Spaces before each number.
  std::set<VariableId> gone;
};

std::string Update(int id, int number) {
  return absl::StrCat(R"({"type":"update","data":{"varId":)", id, R"(,"value":)", number, "}}");
}

class OutgoingBatcherTest : public ::testing::Test {
 protected:
  OutgoingBatcherTest() {
    page_a_.Attach(ConnectionId(1), a_);
    page_b_.Attach(ConnectionId(2), b_);
    batcher_.Add(page_a_);
    batcher_.Add(page_b_);
  }

  void Change(PageId to, int id, int number, Priority priority = Priority::kMedium) {
    backend_.numbers[VariableId(id)] = number;
    tandem::Change change;
    change.id = VariableId(id);
    change.priority = priority;
    change.value = true;
    batcher_.Put({to, change});
  }

  tandem::testing::FakeHost host_;
  NumberBackend backend_;
  RecordingOutbox a_, b_;
  Page page_a_{kA}, page_b_{kB};
  OutgoingBatcher batcher_{host_.host, absl::Milliseconds(10), backend_,
                           [this] { batcher_.Flush(Urgency::kNow); }};
};

// P-99: a throttle, not a debounce.
TEST_F(OutgoingBatcherTest, LeavesTenMillisecondsAfterTheFirstMark) {
  Change(kA, 5, 1);
  batcher_.Flush(Urgency::kSoon);
  host_.Advance(absl::Milliseconds(6));
  Change(kA, 6, 2);
  batcher_.Flush(Urgency::kSoon);
  host_.Advance(absl::Milliseconds(3));
  EXPECT_THAT(a_.Take(), IsEmpty());
  host_.Advance(absl::Milliseconds(1));
  EXPECT_THAT(a_.Take(), ElementsAre(absl::StrCat("[", Update(5, 1), ",", Update(6, 2), "]")));
}

// P-101
TEST_F(OutgoingBatcherTest, UrgentOutputTakesAlongWhatWaits) {
  Change(kA, 5, 1);
  batcher_.Flush(Urgency::kSoon);
  Change(kA, 6, 2);
  batcher_.Flush(Urgency::kNow);
  EXPECT_THAT(a_.Take(), ElementsAre(absl::StrCat("[", Update(5, 1), ",", Update(6, 2), "]")));
  host_.Advance(absl::Milliseconds(100));
  EXPECT_THAT(a_.Take(), IsEmpty());
}

// P-102: errors and destroys never wait for something else to happen.
TEST_F(OutgoingBatcherTest, NoticesLeaveOnTheirOwn) {
  batcher_.Put({kA, Destroyed{WireId(7)}});
  batcher_.Flush(Urgency::kSoon);
  host_.Advance(absl::Milliseconds(10));
  EXPECT_THAT(a_.Take(), ElementsAre(R"({"type":"destroy","data":{"varId":7}})"));
}

// P-105, P-90, P-106
TEST_F(OutgoingBatcherTest, OrdersNoticesTemplatesAndLevels) {
  Change(kA, 5, 1, Priority::kLow);
  Change(kA, 6, 2, Priority::kHigh);
  batcher_.Put({kA, TemplatesDue{}});
  batcher_.Put({kA, Failed{WireId(9), ErrorKind::kNotFound, "gone"}});
  batcher_.Flush(Urgency::kNow);
  EXPECT_THAT(
      a_.Take(),
      ElementsAre(absl::StrCat(
          R"([{"type":"error","data":{"varId":9,"code":"not-found","description":"gone"}},)",
          R"({"type":"update","data":{"varId":1,"properties":{"viewdefs":"{}"}}},)", Update(6, 2),
          ",", Update(5, 1), "]")));
}

// P-100: one frame per page.
TEST_F(OutgoingBatcherTest, EachPageGetsItsOwn) {
  Change(kA, 5, 1);
  Change(kB, 6, 2);
  batcher_.Flush(Urgency::kNow);
  EXPECT_THAT(a_.Take(), ElementsAre(Update(5, 1)));
  EXPECT_THAT(b_.Take(), ElementsAre(Update(6, 2)));
}

TEST_F(OutgoingBatcherTest, MarksOfOneVariableMergeAndShowTheNewestValue) {  // T-84
  Change(kA, 5, 1);
  batcher_.Flush(Urgency::kSoon);
  Change(kA, 5, 2);
  batcher_.Flush(Urgency::kNow);
  EXPECT_THAT(a_.Take(), ElementsAre(Update(5, 2)));
}

// Architecture 2.12, P-108: a slow reader gets fewer, newer frames, one after the other.
TEST_F(OutgoingBatcherTest, ASlowReaderIsToldTheLatestWhenItDrains) {
  a_.is_writable = false;
  for (int i = 1; i <= 1000; ++i) {
    Change(kA, 5, i);
    batcher_.Flush(Urgency::kNow);
  }
  a_.is_writable = true;
  batcher_.Unblock(kA);
  EXPECT_THAT(a_.Take(), ElementsAre(Update(5, 1000)));
}

// However many variables show however much, one frame at a time is made of it.
TEST_F(OutgoingBatcherTest, WhatIsTooMuchForAFrameFollowsWhenThatHasLeft) {
  backend_.padding = OutgoingBatcher::kFullFrame / 2 + 1;
  a_.capacity = 1;
  for (int id = 5; id < 10; ++id) Change(kA, id, 1);
  batcher_.Flush(Urgency::kNow);
  EXPECT_THAT(a_.Take(),
              ElementsAre(AllOf(HasSubstr(":5,"), HasSubstr(":6,"), Not(HasSubstr(":7,")))));

  // What is news meanwhile merges with what waits, and what is more urgent goes first.
  Change(kA, 8, 2);
  Change(kA, 4, 3, Priority::kHigh);
  batcher_.Flush(Urgency::kNow);
  EXPECT_THAT(a_.Take(), IsEmpty());
  a_.is_writable = true;
  a_.capacity = 2;
  batcher_.Unblock(kA);
  EXPECT_THAT(a_.Take(), ElementsAre(AllOf(HasSubstr(":4,"), HasSubstr(":7,"), EndsWith("1}}]")),
                                     AllOf(HasSubstr(":8,"), HasSubstr(" 2}"), HasSubstr(":9,"))));
  a_.is_writable = true;
  batcher_.Unblock(kA);
  EXPECT_THAT(a_.Take(), IsEmpty());
}

// A connection that always takes frames is given all at once.
TEST_F(OutgoingBatcherTest, SeveralFramesLeaveAtOnceIfTheyCan) {
  backend_.padding = OutgoingBatcher::kFullFrame;
  for (int id = 5; id < 8; ++id) Change(kA, id, 1);
  batcher_.Flush(Urgency::kNow);
  EXPECT_THAT(a_.Take(), ElementsAre(HasSubstr(":5,"), HasSubstr(":6,"), HasSubstr(":7,")));
}

// Architecture 2.12: nor does one that fails all the time and reads nothing.
TEST_F(OutgoingBatcherTest, FailuresThatNobodyTakesAreCounted) {
  a_.is_writable = false;
  batcher_.Put({kA, Destroyed{WireId(7)}});
  for (size_t i = 0; i < OutgoingBatcher::kMaxFailures + 5; ++i) {
    batcher_.Put({kA, Failed{WireId(9), ErrorKind::kNotFound, "gone"}});
  }
  batcher_.Put({kA, Destroyed{WireId(8)}});
  batcher_.Flush(Urgency::kNow);
  a_.is_writable = true;
  batcher_.Unblock(kA);
  const std::vector<std::string> frames = a_.Take();
  ASSERT_THAT(frames, SizeIs(1));
  EXPECT_THAT(frames[0],
              EndsWith(R"({"type":"destroy","data":{"varId":8}},{"type":"error","data":{)"
                       R"("code":"over-budget","description":"5 more failures than can wait"}}])"));
  EXPECT_LT(frames[0].size(), 100 * OutgoingBatcher::kMaxFailures);
  batcher_.Put({kA, Failed{WireId(9), ErrorKind::kNotFound, "gone"}});
  batcher_.Flush(Urgency::kNow);
  EXPECT_THAT(a_.Take(), ElementsAre(HasSubstr("not-found")));
}

TEST_F(OutgoingBatcherTest, DrainingDoesNotHurryWhatIsNotLate) {
  Change(kA, 5, 1);
  batcher_.Flush(Urgency::kSoon);
  batcher_.Unblock(kA);
  EXPECT_THAT(a_.Take(), IsEmpty());
}

// P-113
TEST_F(OutgoingBatcherTest, WhatWasDueToAPageThatIsGoneIsDropped) {
  Change(kA, 5, 1);
  batcher_.Flush(Urgency::kSoon);
  batcher_.Remove(kA);
  batcher_.Put({kA, Destroyed{WireId(5)}});
  host_.Advance(absl::Milliseconds(10));
  EXPECT_THAT(a_.Take(), IsEmpty());
  EXPECT_THAT(b_.Take(), IsEmpty());
}

// P-113: an unmodified page that waits for its client is told everything anew, or nothing.
TEST_F(OutgoingBatcherTest, NothingGathersForAnUnmodifiedPageWithoutAConnection) {
  Change(kA, 5, 1);
  page_a_.Detach();
  batcher_.Drop(kA);
  batcher_.Put({kA, Failed{WireId(9), ErrorKind::kNotFound, "gone"}});
  Change(kA, 6, 2);
  batcher_.Flush(Urgency::kNow);
  RecordingOutbox next;
  page_a_.Attach(ConnectionId(3), next);
  batcher_.Unblock(kA);
  batcher_.Flush(Urgency::kNow);
  EXPECT_THAT(next.Take(), IsEmpty());
  Change(kA, 7, 3);
  batcher_.Flush(Urgency::kNow);
  EXPECT_THAT(next.Take(), ElementsAre(Update(7, 3)));
}

// P-109: nothing is said of a variable that went meanwhile, not even an empty frame.
TEST_F(OutgoingBatcherTest, AChangeWithNothingToSayMakesNoFrame) {
  Change(kA, 5, 1);
  backend_.gone.insert(VariableId(5));
  batcher_.Flush(Urgency::kNow);
  EXPECT_THAT(a_.Take(), IsEmpty());
}

}  // namespace
}  // namespace tandem
