// Copyright (c) the Tandem authors. Licensed under the MIT License.

#include "core/tracker/priority.h"

#include <utility>

#include "absl/strings/string_view.h"
#include "gtest/gtest.h"

namespace tandem {
namespace {

using Split = std::pair<absl::string_view, Priority>;

TEST(PriorityTest, ParsesLevelsInAnyCase) {  // T-18, P-69
  EXPECT_EQ(ParsePriority("high"), Priority::kHigh);
  EXPECT_EQ(ParsePriority("HIGH"), Priority::kHigh);
  EXPECT_EQ(ParsePriority("medium"), Priority::kMedium);
  EXPECT_EQ(ParsePriority("Med"), Priority::kMedium);
  EXPECT_EQ(ParsePriority("low"), Priority::kLow);
}

TEST(PriorityTest, AnythingElseIsMedium) {  // T-18
  EXPECT_EQ(ParsePriority(""), Priority::kMedium);
  EXPECT_EQ(ParsePriority("highest"), Priority::kMedium);
  EXPECT_EQ(ParsePriority(" low"), Priority::kMedium);
}

TEST(PriorityTest, SplitsASuffixAtTheLastColon) {  // T-19, P-68, P-69
  EXPECT_EQ(SplitPrioritySuffix("a:high"), Split("a", Priority::kHigh));
  EXPECT_EQ(SplitPrioritySuffix("a:Med"), Split("a", Priority::kMedium));
  EXPECT_EQ(SplitPrioritySuffix("a:medium"), Split("a", Priority::kMedium));
  EXPECT_EQ(SplitPrioritySuffix("a:low"), Split("a", Priority::kLow));
  EXPECT_EQ(SplitPrioritySuffix("a:low:high"), Split("a:low", Priority::kHigh));
}

TEST(PriorityTest, KeepsNamesWithoutASuffix) {  // T-19
  EXPECT_EQ(SplitPrioritySuffix("a"), Split("a", Priority::kMedium));
  EXPECT_EQ(SplitPrioritySuffix("a:b"), Split("a:b", Priority::kMedium));
  EXPECT_EQ(SplitPrioritySuffix("a:high:b"), Split("a:high:b", Priority::kMedium));
  EXPECT_EQ(SplitPrioritySuffix("high"), Split("high", Priority::kMedium));
  EXPECT_EQ(SplitPrioritySuffix(""), Split("", Priority::kMedium));
}

}  // namespace
}  // namespace tandem
