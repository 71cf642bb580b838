// Copyright (c) the Tandem authors. Licensed under the MIT License.

#include "core/tracker/evaluation_order.h"

#include <string>
#include <vector>

#include "absl/strings/str_join.h"
#include "gtest/gtest.h"

namespace tandem {
namespace {

class EvaluationOrderTest : public ::testing::Test {
 protected:
  // Slots count up from 0.
  Slot Add(Slot parent, Priority priority = Priority::kMedium, Access access = Access::kReadWrite) {
    const auto slot = static_cast<Slot>(variables_.size());
    variables_.emplace_back();
    variables_.back().priority = priority;
    variables_.back().access = access;
    if (parent == kNoSlot) {
      roots_.push_back(slot);
    } else {
      variables_[static_cast<size_t>(parent)].children.push_back(slot);
    }
    return slot;
  }
  std::string Rebuilt() {
    order_.Rebuild(roots_, variables_.size(), [this](Slot slot) -> const Variable& {
      return variables_[static_cast<size_t>(slot)];
    });
    return absl::StrJoin(order_.slots(), " ");
  }

  std::vector<Variable> variables_;
  std::vector<Slot> roots_;
  EvaluationOrder order_;
};

TEST_F(EvaluationOrderTest, IsDepthFirstWithinALevel) {  // T-75, T-78
  const Slot root = Add(kNoSlot);
  const Slot a = Add(root);  // 1
  const Slot b = Add(root);  // 2
  Add(b);                    // 3
  Add(a);                    // 4
  EXPECT_EQ(Rebuilt(), "1 4 2 3");
  EXPECT_LT(order_.RankOf(root), order_.RankOf(a));
  EXPECT_LT(order_.RankOf(4), order_.RankOf(b));
  EXPECT_LT(order_.RankOf(b), order_.RankOf(3));
}

TEST_F(EvaluationOrderTest, HighComesBeforeMediumBeforeLow) {  // T-75 step 3
  const Slot root = Add(kNoSlot);
  Add(root, Priority::kLow);     // 1
  Add(root, Priority::kMedium);  // 2
  Add(root, Priority::kHigh);    // 3
  Add(root, Priority::kHigh);    // 4
  EXPECT_EQ(Rebuilt(), "3 4 2 1");
}

TEST_F(EvaluationOrderTest, ParentsArePulledForward) {  // T-75 step 3
  const Slot root = Add(kNoSlot);
  const Slot low = Add(root, Priority::kLow);       // 1
  const Slot medium = Add(low, Priority::kMedium);  // 2
  Add(medium, Priority::kHigh);                     // 3
  Add(root, Priority::kHigh);                       // 4
  Add(low, Priority::kLow);                         // 5
  EXPECT_EQ(Rebuilt(), "1 2 3 4 5");
}

TEST_F(EvaluationOrderTest, UnreadableVariablesAreSkippedButNotTheirChildren) {  // T-75 step 2
  const Slot root = Add(kNoSlot);
  const Slot low = Add(root, Priority::kLow);                        // 1
  const Slot action = Add(low, Priority::kMedium, Access::kAction);  // 2
  Add(action, Priority::kHigh);                                      // 3
  Add(root, Priority::kMedium, Access::kWrite);                      // 4
  EXPECT_EQ(Rebuilt(), "3 1");  // Nothing is pulled forward through an unreadable one.
}

TEST_F(EvaluationOrderTest, InactiveSubtreesArePruned) {  // T-75 step 2, P-51
  const Slot root = Add(kNoSlot);
  const Slot a = Add(root);  // 1
  Add(a);                    // 2
  Add(root);                 // 3
  variables_[static_cast<size_t>(a)].active = false;
  EXPECT_EQ(Rebuilt(), "3");
  EXPECT_LT(order_.RankOf(a), order_.RankOf(2));  // They still have a place.
  variables_[static_cast<size_t>(root)].active = false;
  EXPECT_EQ(Rebuilt(), "");
}

TEST_F(EvaluationOrderTest, RootsComeInTheOrderGiven) {  // T-78
  const Slot first = Add(kNoSlot);
  const Slot second = Add(kNoSlot);
  Add(second);  // 2
  Add(first);   // 3
  EXPECT_EQ(Rebuilt(), "3 2");
  EXPECT_TRUE(order_.is_valid());
  order_.Invalidate();
  EXPECT_FALSE(order_.is_valid());
}

TEST_F(EvaluationOrderTest, DepthIsNoProblem) {
  Slot slot = Add(kNoSlot);
  for (int i = 0; i < 50000; ++i) slot = Add(slot, i % 2 ? Priority::kHigh : Priority::kLow);
  Rebuilt();
  EXPECT_EQ(order_.slots().size(), 50000u);
  EXPECT_EQ(order_.slots().back(), slot);
}

}  // namespace
}  // namespace tandem
