// Copyright (c) the Tandem authors. Licensed under the MIT License.

#include "core/tracker/variable_table.h"

#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"

namespace tandem {
namespace {

class VariableTableTest : public ::testing::Test {
 protected:
  Slot Add(int64_t id, Slot parent, Access access = Access::kReadWrite) {
    Variable variable;
    variable.id = VariableId(id);
    variable.access = access;
    return table_.Add(std::move(variable), parent).slot;
  }
  std::string Remove(Slot top) {
    std::string ids;
    table_.Remove(
        top, [&](const VariableRecord& record) { absl::StrAppend(&ids, record.variable.id, " "); });
    return ids;
  }
  std::string Roots() {
    std::string ids;
    for (Slot root : table_.roots()) absl::StrAppend(&ids, table_.FindSlot(root)->variable.id, " ");
    return ids;
  }

  VariableTable table_;
};

TEST_F(VariableTableTest, FindsByIdAndBySlot) {
  const Slot root = Add(1, kNoSlot);
  const Slot child = Add(7, root);
  EXPECT_EQ(table_.Find(VariableId(7)), table_.FindSlot(child));
  EXPECT_EQ(table_.FindSlot(child)->parent, root);
  EXPECT_EQ(table_.Find(VariableId(8)), nullptr);
  EXPECT_EQ(table_.size(), 2u);
}

TEST_F(VariableTableTest, RootsAreSortedById) {  // T-78, P-107
  Add(1, kNoSlot);
  Add(5, kNoSlot);
  Add(-2, kNoSlot);
  Add(3, kNoSlot);
  EXPECT_EQ(Roots(), "-2 1 3 5 ");
}

TEST_F(VariableTableTest, RemovesChildrenFirstAndSiblingsInOrder) {  // P-53
  const Slot root = Add(1, kNoSlot);
  const Slot a = Add(2, root);
  const Slot b = Add(3, root);
  Add(4, b);
  Add(5, a);
  Add(6, a);
  EXPECT_EQ(Remove(a), "5 6 2 ");
  EXPECT_EQ(table_.FindSlot(root)->variable.children, std::vector<Slot>{b});
  EXPECT_EQ(Remove(root), "4 3 1 ");
  EXPECT_EQ(Roots(), "");
  EXPECT_EQ(table_.size(), 0u);
}

TEST_F(VariableTableTest, SlotsAreDenseAndReused) {
  const Slot root = Add(1, kNoSlot);
  const Slot child = Add(2, root);
  Remove(child);
  EXPECT_EQ(table_.FindSlot(child), nullptr);
  EXPECT_EQ(Add(3, root), child);
  EXPECT_EQ(table_.slot_count(), 2u);
}

TEST_F(VariableTableTest, HeldSlotsAreNotReused) {
  const Slot root = Add(1, kNoSlot);
  const Slot child = Add(2, root);
  {
    SlotHold outer(table_);
    {
      SlotHold inner(table_);
      Remove(child);
    }
    EXPECT_NE(Add(3, root), child);
  }
  EXPECT_EQ(Add(4, root), child);
}

TEST_F(VariableTableTest, MarksWhatAScanMayEvaluate) {  // T-75, T-77
  const Slot root = Add(1, kNoSlot);
  const Slot readable = Add(2, root, Access::kRead);
  const Slot action = Add(3, root, Access::kAction);
  EXPECT_FALSE(table_.MarksOf(root).is_evaluated);
  EXPECT_TRUE(table_.MarksOf(readable).is_evaluated);
  EXPECT_FALSE(table_.MarksOf(action).is_evaluated);
  table_.MarksOf(readable).is_failed = true;
  Remove(readable);
  EXPECT_FALSE(table_.MarksOf(readable).is_evaluated);
  EXPECT_FALSE(table_.MarksOf(readable).is_failed);
}

TEST_F(VariableTableTest, DepthIsNoProblem) {
  Slot slot = Add(1, kNoSlot);
  for (int64_t id = 2; id <= 50000; ++id) slot = Add(id, slot);
  Remove(table_.roots()[0]);
  EXPECT_EQ(table_.size(), 0u);
}

}  // namespace
}  // namespace tandem
