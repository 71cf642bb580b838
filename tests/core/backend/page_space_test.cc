// Copyright (c) the Tandem authors. Licensed under the MIT License.

#include "core/backend/page_space.h"

#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace tandem {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

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
  EXPECT_EQ(space.FindView(kAppVariable), nullptr);
  EXPECT_EQ(space.ViewOf(kAppVariable).wire, WireId(1));
}

TEST(PageSpaceTest, ListsWhatItCreatedParentsFirstAndWhatItTouched) {
  PageSpace space;
  space.Add(WireId(3), VariableId(12));
  space.Add(WireId(2), VariableId(11));
  EXPECT_THAT(space.Touched(), IsEmpty());
  space.ViewOf(kAppVariable);
  space.ViewOf(VariableId(-2));
  EXPECT_THAT(space.Created(), ElementsAre(VariableId(11), VariableId(12)));
  EXPECT_THAT(space.Touched(), ElementsAre(VariableId(-2), kAppVariable));
}

// D-8
TEST(PageSpaceTest, AViewBeginsAndEndsWithItsVariable) {
  PageSpace space;
  space.Add(WireId(2), VariableId(11));
  EXPECT_FALSE(space.FindView(VariableId(11))->has_value);
  space.ViewOf(VariableId(11)).has_value = true;
  space.inactive.Set(VariableId(11));
  space.Remove(VariableId(11));
  EXPECT_EQ(space.FindView(VariableId(11)), nullptr);
  EXPECT_FALSE(space.inactive.Has(VariableId(11)));
  space.Add(WireId(2), VariableId(11));
  EXPECT_FALSE(space.FindView(VariableId(11))->has_value);
}

TEST(PageSpaceTest, AnotherVariableTakesOverNameAndView) {
  PageSpace space;
  space.Add(WireId(2), VariableId(11));
  space.ViewOf(VariableId(11)).SetProperty("elementId", "ui-2");
  space.inactive.Set(VariableId(11));
  space.Replace(VariableId(11), VariableId(30));
  EXPECT_EQ(space.ToVariable(WireId(2)), VariableId(30));
  EXPECT_EQ(space.ToWire(VariableId(30)), WireId(2));
  EXPECT_EQ(space.FindView(VariableId(11)), nullptr);
  EXPECT_EQ(space.FindView(VariableId(30))->PropertyValue("elementId"), "ui-2");
  EXPECT_FALSE(space.inactive.Has(VariableId(11)));
  EXPECT_TRUE(space.inactive.Has(VariableId(30)));
}

TEST(PageSpaceTest, KeepsNoMoreOfWhatItSentThanThereIsRoomFor) {
  PageSpace space;
  space.Add(WireId(2), VariableId(17));
  space.Add(WireId(3), VariableId(18));
  const std::string half(PageSpace::kMaxSentBytes / 2, '1'), more = half + "1";
  space.KeepSent(space.ViewOf(VariableId(17)), half);
  space.KeepSent(space.ViewOf(VariableId(18)), more);
  EXPECT_EQ(space.FindView(VariableId(17))->sent_array, half);
  EXPECT_EQ(space.FindView(VariableId(18))->sent_array, "");
  // What is replaced, and what goes, makes room.
  space.KeepSent(space.ViewOf(VariableId(17)), "[]");
  space.KeepSent(space.ViewOf(VariableId(18)), more);
  EXPECT_EQ(space.FindView(VariableId(18))->sent_array, more);
  space.Remove(VariableId(18));
  space.KeepSent(space.ViewOf(VariableId(17)), more);
  EXPECT_EQ(space.FindView(VariableId(17))->sent_array, more);
}

TEST(PageSpaceTest, PropertiesOfAPageAreBounded) {
  PageSpace space;
  space.Add(WireId(2), VariableId(17));
  const std::string half(PageSpace::kMaxPropertyBytes / 2, 'x');
  for (int round = 0; round < 3; ++round) {
    space.Add(WireId(3), VariableId(18));
    EXPECT_TRUE(space.SetProperty(space.ViewOf(VariableId(17)), "url", half).ok());
    EXPECT_TRUE(space.SetProperty(space.ViewOf(VariableId(18)), "viewdef", half).ok());
    const absl::Status refused = space.SetProperty(space.ViewOf(VariableId(18)), "elementId", "x");
    EXPECT_FALSE(refused.ok());
    EXPECT_EQ(space.FindView(VariableId(18))->PropertyValue("elementId"), "");
    EXPECT_TRUE(space.SetProperty(space.ViewOf(VariableId(18)), "viewdef", half).ok());
    EXPECT_TRUE(space.SetProperty(space.ViewOf(VariableId(17)), "url", "").ok());
    EXPECT_TRUE(space.SetProperty(space.ViewOf(VariableId(18)), "elementId", half).ok());
    space.Remove(VariableId(18));
  }
}

}  // namespace
}  // namespace tandem
