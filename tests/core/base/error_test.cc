// Copyright (c) the Tandem authors. Licensed under the MIT License.

#include "core/base/error.h"

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/cord.h"
#include "core/base/status_macros.h"
#include "core/testing/matchers.h"
#include "gtest/gtest.h"

namespace tandem {
namespace {

using testing::IsError;
using testing::IsOkAndHolds;
using testing::StatusIs;

TEST(ErrorTest, AStatusCarriesItsKindAndMessage) {
  for (int i = 0; i <= static_cast<int>(ErrorKind::kInternal); ++i) {
    const auto kind = static_cast<ErrorKind>(i);
    const absl::Status status = MakeError(kind, "variable 7");
    EXPECT_FALSE(status.ok());
    EXPECT_EQ(ErrorKindOf(status), kind) << i;
    EXPECT_EQ(status.message(), "variable 7");
  }
}

TEST(ErrorTest, CodesFitTheKinds) {
  EXPECT_THAT(MakeError(ErrorKind::kBadRequest, ""), StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(MakeError(ErrorKind::kNotFound, ""), StatusIs(absl::StatusCode::kNotFound));
  EXPECT_THAT(MakeError(ErrorKind::kDuplicateId, ""), StatusIs(absl::StatusCode::kAlreadyExists));
  EXPECT_THAT(MakeError(ErrorKind::kBadAccess, ""), StatusIs(absl::StatusCode::kPermissionDenied));
  EXPECT_THAT(MakeError(ErrorKind::kOverBudget, ""),
              StatusIs(absl::StatusCode::kResourceExhausted));
  EXPECT_THAT(MakeError(ErrorKind::kAppFailure, ""), StatusIs(absl::StatusCode::kAborted));
}

TEST(ErrorTest, AStatusFromElsewhereHasTheNearestKind) {
  EXPECT_EQ(ErrorKindOf(absl::NotFoundError("")), ErrorKind::kNotFound);
  EXPECT_EQ(ErrorKindOf(absl::InvalidArgumentError("")), ErrorKind::kBadRequest);
  EXPECT_EQ(ErrorKindOf(absl::ResourceExhaustedError("")), ErrorKind::kOverBudget);
  EXPECT_EQ(ErrorKindOf(absl::AbortedError("")), ErrorKind::kMethodFailure);
  EXPECT_EQ(ErrorKindOf(absl::DataLossError("")), ErrorKind::kInternal);
  EXPECT_EQ(ErrorKindOf(absl::UnknownError("")), ErrorKind::kInternal);
}

TEST(ErrorTest, AForeignPayloadIsNotBelieved) {
  absl::Status status = absl::NotFoundError("");
  status.SetPayload("tandem/error-kind", absl::Cord("999"));
  EXPECT_EQ(ErrorKindOf(status), ErrorKind::kNotFound);
  status.SetPayload("tandem/error-kind", absl::Cord("nonsense"));
  EXPECT_EQ(ErrorKindOf(status), ErrorKind::kNotFound);
}

// D-11
TEST(ErrorTest, NothingThereIsAPathFailureOfItsOwn) {
  const absl::Status nothing = MakeNothingThere("nil on the way");
  EXPECT_THAT(nothing, IsError(ErrorKind::kPathFailure, "nil on the way"));
  EXPECT_TRUE(IsNothingThere(nothing));
  EXPECT_FALSE(IsNothingThere(MakeError(ErrorKind::kPathFailure, "nil on the way")));
  EXPECT_FALSE(IsNothingThere(absl::OkStatus()));
}

absl::StatusOr<int> Half(int number) {
  if (number % 2 != 0) return MakeError(ErrorKind::kBadValue, "odd");
  return number / 2;
}

absl::StatusOr<int> Quarter(int number) {
  ASSIGN_OR_RETURN(const int half, Half(number));
  ASSIGN_OR_RETURN(const int quarter, Half(half));
  return quarter;
}

absl::Status Check(int number) {
  RETURN_IF_ERROR(Quarter(number).status());
  return absl::OkStatus();
}

TEST(StatusMacrosTest, LeaveWithTheFirstError) {
  EXPECT_THAT(Quarter(12), IsOkAndHolds(3));
  EXPECT_THAT(Quarter(6), IsError(ErrorKind::kBadValue, "odd"));
  EXPECT_THAT(Check(3), IsError(ErrorKind::kBadValue));
  EXPECT_TRUE(Check(4).ok());
}

}  // namespace
}  // namespace tandem
