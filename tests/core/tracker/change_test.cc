// Copyright (c) the Tandem authors. Licensed under the MIT License.

#include "core/tracker/change.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"

namespace tandem {
namespace {

PendingChange::PendingProperty Named(std::string name, Priority level, int64_t origin = 0) {
  return {{std::move(name), PageId(origin)}, level};
}

std::string Text(const std::vector<Change>& changes) {
  constexpr const char* kLevels[] = {"high", "medium", "low"};
  std::string text;
  for (const Change& change : changes) {
    absl::StrAppend(&text, change.id, " ", kLevels[static_cast<int>(change.priority)],
                    change.value ? " value" : "");
    for (const PropertyChange& property : change.properties) {
      absl::StrAppend(&text, " ", property.name);
    }
    text += "; ";
  }
  return text;
}

TEST(ChangeTest, NothingPendingGivesNothing) {
  EXPECT_TRUE(GroupByPriority({}).empty());
  EXPECT_TRUE(
      GroupByPriority({PendingChange{VariableId(1), false, Priority::kMedium, {}}}).empty());
}

TEST(ChangeTest, TheValueTravelsWithThePropertiesOfItsLevel) {  // T-81, P-70
  EXPECT_EQ(Text(GroupByPriority({{VariableId(2),
                                   true,
                                   Priority::kLow,
                                   {Named("d", Priority::kLow), Named("b", Priority::kMedium),
                                    Named("c", Priority::kLow), Named("a", Priority::kHigh)}}})),
            "2 high a; 2 medium b; 2 low value c d; ");
}

TEST(ChangeTest, LevelsComeInOrderAndVariablesAsGiven) {  // P-106, P-107
  EXPECT_EQ(Text(GroupByPriority({{VariableId(9), true, Priority::kLow, {}},
                                  {VariableId(7), true, Priority::kHigh, {}},
                                  {VariableId(8), true, Priority::kMedium, {}},
                                  {VariableId(3), true, Priority::kHigh, {}}})),
            "7 high value; 3 high value; 8 medium value; 9 low value; ");
}

TEST(ChangeTest, TheWriterOfAPropertyIsKept) {  // D-7
  const std::vector<Change> changes = GroupByPriority(
      {{VariableId(2), false, Priority::kMedium, {Named("a", Priority::kMedium, 5)}}});
  ASSERT_EQ(changes.size(), 1u);
  EXPECT_EQ(changes[0].properties[0].origin, PageId(5));
}

// The echo observed in protocol section 6.3.
TEST(ChangeTest, PropertiesOfAllLevelsMakeOneRecordEach) {
  EXPECT_EQ(Text(GroupByPriority({{VariableId(32),
                                   false,
                                   Priority::kMedium,
                                   {Named("a", Priority::kHigh), Named("c", Priority::kMedium),
                                    Named("d", Priority::kLow), Named("e", Priority::kMedium)}}})),
            "32 high a; 32 medium c e; 32 low d; ");
}

}  // namespace
}  // namespace tandem
