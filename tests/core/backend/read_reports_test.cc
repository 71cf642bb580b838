// Copyright (c) the Tandem authors. Licensed under the MIT License.

#include "core/backend/read_reports.h"

#include <vector>

#include "core/base/error.h"
#include "gtest/gtest.h"
#include "tests/core/tracker/tracker_fixture.h"

namespace tandem::testing {
namespace {

const absl::Status& BadValue() {
  static const absl::Status error = MakeError(ErrorKind::kBadValue, "an array in an array");
  return error;
}
const absl::Status& Raised() {
  static const absl::Status error = MakeError(ErrorKind::kMethodFailure, "raised");
  return error;
}

class ReadReportsTest : public TrackerFixture {
 protected:
  // Reports each variable that a scan finds failing.
  void Scan() {
    tracker_.DetectChanges();
    for (VariableId id : tracker_.TakeNewlyFailed()) {
      reports_.Report(id, tracker_.Find(id)->read_error);
    }
  }

  ReadReports reports_{/*development=*/true};
};

// P-129, P-130, D-11
TEST(ReadReportsPolicyTest, InProductionOnlyWhatCannotBeSentIsTold) {
  ReadReports reports(/*development=*/false);
  EXPECT_TRUE(reports.Report(VariableId(2), BadValue()));
  EXPECT_FALSE(reports.Report(VariableId(3), Raised()));
  EXPECT_TRUE(reports.IsTold(VariableId(2)));
  EXPECT_FALSE(reports.IsTold(VariableId(3)));
}

// D-11
TEST(ReadReportsPolicyTest, InDevelopmentEverythingIsButPathsIntoNil) {
  ReadReports reports(/*development=*/true);
  EXPECT_TRUE(reports.Report(VariableId(2), Raised()));
  EXPECT_FALSE(reports.Report(VariableId(3), MakeNothingThere("NilPath error")));
}

// P-132
TEST_F(ReadReportsTest, WhatCanBeReadAgainIsNamedOnce) {
  bool is_broken = true;
  Define("get", [&](const Json*) -> absl::StatusOr<Json> {
    if (is_broken) return Raised();
    return Json(1);
  });
  Create(2, 1, "get()", {{"access", "r"}});
  Scan();
  ASSERT_TRUE(reports_.IsTold(Id(2)));
  EXPECT_THAT(reports_.TakeHealed(tracker_), IsEmpty());
  is_broken = false;
  Scan();
  EXPECT_THAT(reports_.TakeHealed(tracker_), ElementsAre(Id(2)));
  EXPECT_THAT(reports_.TakeHealed(tracker_), IsEmpty());
  EXPECT_FALSE(reports_.IsTold(Id(2)));
}

TEST_F(ReadReportsTest, WhatIsGoneIsForgotten) {
  reports_.Report(Id(9), Raised());
  EXPECT_THAT(reports_.TakeHealed(tracker_), IsEmpty());
  EXPECT_FALSE(reports_.IsTold(Id(9)));
}

}  // namespace
}  // namespace tandem::testing
