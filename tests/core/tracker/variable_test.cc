// Copyright (c) the Tandem authors. Licensed under the MIT License.

#include "core/tracker/variable.h"

#include <string>
#include <vector>

#include "gtest/gtest.h"

namespace tandem {
namespace {

std::string Names(const Variable& variable) {
  std::string names;
  for (const Property& property : variable.properties) names += property.name + " ";
  return names;
}

TEST(VariableTest, FindsWhatWasStored) {
  Variable variable;
  EXPECT_EQ(variable.FindProperty("b"), nullptr);
  EXPECT_EQ(variable.PropertyValue("b"), "");
  variable.StoreProperty("b", "1", Priority::kHigh);
  variable.StoreProperty("a", "2", Priority::kMedium);
  variable.StoreProperty("c", "", Priority::kLow);
  EXPECT_EQ(Names(variable), "a b c ");
  EXPECT_EQ(variable.PropertyValue("b"), "1");
  EXPECT_EQ(variable.FindProperty("b")->priority, Priority::kHigh);
  ASSERT_NE(variable.FindProperty("c"), nullptr);
  EXPECT_EQ(variable.FindProperty("aa"), nullptr);
}

TEST(VariableTest, StoringAgainReplacesValueAndLevel) {
  Variable variable;
  variable.StoreProperty("a", "1", Priority::kHigh);
  variable.StoreProperty("a", "2", Priority::kLow);
  EXPECT_EQ(Names(variable), "a ");
  EXPECT_EQ(variable.PropertyValue("a"), "2");
  EXPECT_EQ(variable.FindProperty("a")->priority, Priority::kLow);
}

TEST(VariableTest, RemovingForgets) {
  Variable variable;
  variable.StoreProperty("a", "1", Priority::kMedium);
  variable.StoreProperty("b", "2", Priority::kMedium);
  variable.RemoveProperty("a");
  variable.RemoveProperty("nothing");
  EXPECT_EQ(Names(variable), "b ");
}

TEST(VariableTest, StoresManyAtOnce) {
  Variable variable;
  variable.StoreProperty("b", "old", Priority::kHigh);
  variable.StoreProperty("z", "kept", Priority::kHigh);
  variable.StoreProperties({{"c", "1"}, {"b", "2"}, {"a", "3"}, {"c", "4"}});
  EXPECT_EQ(Names(variable), "a b c z ");
  EXPECT_EQ(variable.PropertyValue("b"), "2");
  EXPECT_EQ(variable.PropertyValue("c"), "4");
  EXPECT_EQ(variable.FindProperty("z")->priority, Priority::kHigh);
}

}  // namespace
}  // namespace tandem
