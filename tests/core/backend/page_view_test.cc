// Copyright (c) the Tandem authors. Licensed under the MIT License.

#include "core/backend/page_view.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace tandem {
namespace {

using ::testing::ElementsAre;
using ::testing::Pair;

TEST(PageViewTest, KnowsWhatIsTheBusinessOfEachPage) {
  for (const char* name : {"elementId", "viewdef", "url", "inactive"}) {
    EXPECT_TRUE(IsPageProperty(name)) << name;
  }
  for (const char* name : {"path", "type", "viewdefs", "element", ""}) {
    EXPECT_FALSE(IsPageProperty(name)) << name;
  }
}

// P-67
TEST(PageViewTest, KeepsPropertiesUntilTheyAreSetToNothing) {
  PageView view;
  view.SetProperty("viewdef", "Item.DEFAULT");
  view.SetProperty("elementId", "ui-2");
  view.SetProperty("viewdef", "Item.row");
  EXPECT_EQ(view.PropertyValue("viewdef"), "Item.row");
  EXPECT_THAT(view.properties, ElementsAre(Pair("elementId", "ui-2"), Pair("viewdef", "Item.row")));
  view.SetProperty("viewdef", "");
  view.SetProperty("url", "");
  EXPECT_EQ(view.PropertyValue("viewdef"), "");
  EXPECT_THAT(view.properties, ElementsAre(Pair("elementId", "ui-2")));
}

}  // namespace
}  // namespace tandem
