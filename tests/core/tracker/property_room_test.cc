// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// How much the properties of a session's variables take: no limit of the application's counts it,
// and a client writes them.

#include <string>
#include <vector>

#include "core/base/error.h"
#include "core/testing/matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/core/tracker/tracker_fixture.h"

namespace tandem::testing {
namespace {

using ::testing::HasSubstr;

class PropertyRoomTest : public TrackerFixture {
 protected:
  absl::Status Set(int64_t id, const std::string& name, const std::string& value) {
    return tracker_.SetProperty(Id(id), name, value, PageId());
  }

  const std::string half_ = std::string(Tracker::kMaxPropertyBytes / 2, 'x');
  const ::testing::Matcher<absl::Status> refusal_ =
      IsError(ErrorKind::kOverBudget, HasSubstr("more than 16777216 bytes of properties"));
};

TEST_F(PropertyRoomTest, IsBoundedForNewVariables) {
  EXPECT_THAT(TryCreate(2, 1, "name", {{"a", half_}}), IsOk());
  EXPECT_THAT(TryCreate(3, 1, "name", {{"a", half_}}), refusal_);
  EXPECT_EQ(tracker_.Find(Id(3)), nullptr);
  EXPECT_THAT(tracker_.CreateRoot(Id(-1), resolver_.Hold(app_), {{"a", half_}}), refusal_);
  EXPECT_THAT(tracker_.CheckRoomForCopies(Id(2)), refusal_);
  EXPECT_THAT(TryCreate(3, 1, "name", {{"a", "small"}}), IsOk());
  EXPECT_THAT(tracker_.CheckRoomForCopies(Id(3)), IsOk());
}

TEST_F(PropertyRoomTest, IsBoundedForWhatIsSet) {
  Create(2, 1, "name");
  EXPECT_THAT(Set(2, "a", half_), IsOk());
  EXPECT_THAT(tracker_.CheckProperty(Id(2), "b", half_), refusal_);
  EXPECT_THAT(Set(2, "b", half_), refusal_);
  EXPECT_EQ(PropertyOf(2, "b"), "");
  EXPECT_THAT(Set(2, half_, "value"), refusal_) << "a name counts too";
  EXPECT_THAT(Set(2, "b", "small"), IsOk());
  const std::string other = half_.substr(1) + "y";
  EXPECT_THAT(Set(2, "a", other), IsOk()) << "in the place of one as long";
  EXPECT_EQ(PropertyOf(2, "a"), other);
}

TEST_F(PropertyRoomTest, ComesBack) {
  for (int round = 0; round < 5; ++round) {
    Create(2, 1, "name", {{"a", half_}});
    EXPECT_THAT(Set(2, "a", "small"), IsOk());
    EXPECT_THAT(Set(2, "b", half_), IsOk());
    EXPECT_THAT(Set(2, "b", ""), IsOk());
    Create(3, 2, "name", {{"a", half_}});
    std::vector<VariableId> destroyed;
    tracker_.Destroy(Id(2), &destroyed);
    EXPECT_EQ(destroyed.size(), 2u);
  }
}

// What a client wrote to a variable that cannot be read is told after an error, and kept for that,
// if there is room.
TEST_F(PropertyRoomTest, HoldsWhatIsToldOfVariablesThatCannotBeRead) {
  bool fails = true;
  Define("write", [&](const Json*) -> absl::StatusOr<Json> {
    if (fails) return absl::AbortedError("no");
    return Json();
  });
  for (int64_t id = 2; id < 5; ++id) {
    Create(id, 1, "write(_)", {{"access", "w"}});
    fails = true;
    EXPECT_FALSE(tracker_.Assign(Id(id), half_).ok());
    fails = false;
    EXPECT_THAT(tracker_.Assign(Id(id), half_), IsOk());
  }
  // That of the first fills half of the room, and the others found none.
  EXPECT_THAT(TryCreate(6, 1, "name", {{"a", half_}}), refusal_);
  EXPECT_THAT(TryCreate(6, 1, "name", {{"a", half_.substr(1000)}}), IsOk());
  std::vector<VariableId> destroyed;
  tracker_.Destroy(Id(2), &destroyed);
  EXPECT_THAT(TryCreate(7, 1, "name", {{"a", half_}}), IsOk());
}

}  // namespace
}  // namespace tandem::testing
