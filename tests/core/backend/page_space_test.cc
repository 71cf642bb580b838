// Copyright (c) the Tandem authors. Licensed under the MIT License.

#include "core/backend/page_space.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace tandem {
namespace {

using ::testing::ElementsAre;

// P-126
TEST(PageSpaceTest, TranslatesBothWays) {
  PageSpace space;
  ASSERT_TRUE(space.Add(WireId(2), VariableId(17)));
  EXPECT_EQ(space.ToVariable(WireId(2)), VariableId(17));
  EXPECT_EQ(space.ToWire(VariableId(17)), WireId(2));
  EXPECT_FALSE(space.ToVariable(WireId(17)));
  EXPECT_FALSE(space.ToWire(VariableId(2)));
}

TEST(PageSpaceTest, ANameIsTakenUntilItsVariableGoes) {
  PageSpace space;
  ASSERT_TRUE(space.Add(WireId(2), VariableId(17)));
  EXPECT_FALSE(space.Add(WireId(2), VariableId(18)));
  space.Remove(VariableId(17));
  EXPECT_TRUE(space.Add(WireId(2), VariableId(18)));
}

// P-25, D-16
TEST(PageSpaceTest, TheAppVariableAndServerIdsAreCommonToAll) {
  PageSpace space;
  EXPECT_EQ(space.ToVariable(WireId(1)), kAppVariable);
  EXPECT_EQ(space.ToWire(VariableId(-3)), WireId(-3));
  EXPECT_FALSE(space.Add(WireId(1), VariableId(9)));
}

TEST(PageSpaceTest, ListsWhatItCreatedParentsFirst) {
  PageSpace space;
  space.Add(WireId(3), VariableId(12));
  space.Add(WireId(2), VariableId(11));
  EXPECT_THAT(space.Created(), ElementsAre(VariableId(11), VariableId(12)));
}

// D-8
TEST(PageSpaceTest, RemembersWhichVariablesShowAValue) {
  PageSpace space;
  space.Add(WireId(2), VariableId(11));
  EXPECT_FALSE(space.HasValue(VariableId(11)));
  space.SetHasValue(VariableId(11));
  space.SetHasValue(kAppVariable);
  EXPECT_TRUE(space.HasValue(VariableId(11)));
  EXPECT_TRUE(space.HasValue(kAppVariable));
  space.Remove(VariableId(11));
  space.Add(WireId(2), VariableId(11));
  EXPECT_FALSE(space.HasValue(VariableId(11)));
}

}  // namespace
}  // namespace tandem
