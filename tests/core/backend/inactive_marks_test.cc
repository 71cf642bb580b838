// Copyright (c) the Tandem authors. Licensed under the MIT License.

#include "core/backend/inactive_marks.h"

#include "gtest/gtest.h"
#include "tests/core/tracker/tracker_fixture.h"

namespace tandem::testing {
namespace {

class InactiveMarksTest : public TrackerFixture {
 protected:
  InactiveMarksTest() {
    Create(2, 1, "a");
    Create(3, 2, "b");
    Create(4, 1, "c");
  }
  bool Covered(int64_t id) { return marks_.Cover(Id(id), tracker_); }

  InactiveMarks marks_;
};

// P-39, T-92
TEST_F(InactiveMarksTest, CoverAVariableAndWhatStandsBelow) {
  EXPECT_FALSE(Covered(3));
  marks_.Set(Id(2));
  EXPECT_TRUE(Covered(2));
  EXPECT_TRUE(Covered(3));
  EXPECT_FALSE(Covered(1));
  EXPECT_FALSE(Covered(4));
}

// P-115
TEST_F(InactiveMarksTest, AreTakenOff) {
  marks_.Set(Id(2));
  marks_.Set(Id(3));
  marks_.Remove(Id(2));
  EXPECT_FALSE(Covered(2));
  EXPECT_TRUE(Covered(3));
  marks_.Remove(Id(3));
  marks_.Remove(Id(3));
  EXPECT_FALSE(Covered(3));
}

TEST_F(InactiveMarksTest, DoNotCoverWhatIsNotThere) {
  marks_.Set(Id(9));
  EXPECT_FALSE(Covered(9));
}

}  // namespace
}  // namespace tandem::testing
