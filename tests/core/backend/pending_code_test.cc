// Copyright (c) the Tandem authors. Licensed under the MIT License.

#include "core/backend/pending_code.h"

#include <string>
#include <vector>

#include "core/base/error.h"
#include "core/testing/matchers.h"
#include "gtest/gtest.h"

namespace tandem::testing {
namespace {

class PendingCodeTest : public Test {
 protected:
  void RunAll() {
    code_.RunAll(
        [this](const std::string& code) {
          ran_.push_back(code);
          if (code == "again") code_.Add(PageId(7), "again");
          return code == "bad" ? absl::AbortedError("bad code") : absl::OkStatus();
        },
        [this](PageId origin, const absl::Status& status) {
          blamed_.push_back(origin);
          last_failure_ = status;
        });
  }

  PendingCode code_;
  std::vector<std::string> ran_;
  std::vector<PageId> blamed_;
  absl::Status last_failure_;
};

// D-35
TEST_F(PendingCodeTest, RunsInTheOrderWrittenAndOnce) {
  code_.Add(PageId(), "first");
  code_.Add(PageId(2), "second");
  RunAll();
  RunAll();
  EXPECT_THAT(ran_, ElementsAre("first", "second"));
  EXPECT_THAT(blamed_, IsEmpty());
}

TEST_F(PendingCodeTest, AFailureIsBlamedOnItsWriterAndStopsNothing) {
  code_.Add(PageId(2), "bad");
  code_.Add(PageId(3), "good");
  RunAll();
  EXPECT_THAT(ran_, ElementsAre("bad", "good"));
  EXPECT_THAT(blamed_, ElementsAre(PageId(2)));
  EXPECT_THAT(last_failure_.message(), Eq("bad code"));
}

TEST_F(PendingCodeTest, CodeThatKeepsWritingItselfIsStopped) {
  code_.Add(PageId(7), "again");
  RunAll();
  EXPECT_THAT(ran_, SizeIs(100));
  EXPECT_THAT(blamed_, ElementsAre(PageId(7)));
  EXPECT_THAT(last_failure_, IsError(ErrorKind::kOverBudget, HasSubstr("keeps writing itself")));
  RunAll();
  EXPECT_THAT(ran_, SizeIs(100));
}

}  // namespace
}  // namespace tandem::testing
