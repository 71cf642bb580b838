// Copyright (c) the Tandem authors. Licensed under the MIT License.

#include "core/backend/list_edits.h"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "core/base/json.h"
#include "core/testing/matchers.h"
#include "gtest/gtest.h"

namespace tandem::testing {
namespace {

using Texts = std::vector<std::string>;

std::string Array(const Texts& elements) {
  return absl::StrCat("[", absl::StrJoin(elements, ","), "]");
}

// {"obj":N} for each.
Texts Objects(int from, int to) {
  Texts elements;
  for (int i = from; i < to; ++i) elements.push_back(absl::StrCat("{\"obj\":", i, "}"));
  return elements;
}

// What a client does with edits (docs/protocol.md).
std::string Apply(const std::string& before, const std::string& edits) {
  Json array = Json::parse(before);
  for (const Json& edit : Json::parse(edits)) {
    const auto at = edit[0].get<size_t>();
    const auto removed = edit[1].get<size_t>();
    EXPECT_LE(at + removed, array.size());
    array.erase(array.begin() + static_cast<long>(at),
                array.begin() + static_cast<long>(at + removed));
    array.insert(array.begin() + static_cast<long>(at), edit[2].begin(), edit[2].end());
  }
  return DumpJson(array);
}

std::string Edits(const Texts& before, const Texts& after) {
  const std::optional<std::string> edits = ListEdits(Array(before), Array(after));
  if (!edits.has_value()) return "whole";
  EXPECT_EQ(Apply(Array(before), *edits), DumpJson(Json::parse(Array(after))));
  return *edits;
}

class TenThousandRowsTest : public Test {
 protected:
  const Texts rows_ = Objects(1, 10001);
};

// D-41: in proportion to the change, wherever it is.
TEST_F(TenThousandRowsTest, InsertAtTheFront) {
  Texts after = rows_;
  after.insert(after.begin(), "{\"obj\":20000}");
  EXPECT_EQ(Edits(rows_, after), R"([[0,0,[{"obj":20000}]]])");
}

TEST_F(TenThousandRowsTest, Append) {
  Texts after = rows_;
  after.push_back("{\"obj\":20000}");
  EXPECT_EQ(Edits(rows_, after), R"([[10000,0,[{"obj":20000}]]])");
}

TEST_F(TenThousandRowsTest, RemoveInTheMiddle) {
  Texts after = rows_;
  after.erase(after.begin() + 5000);
  EXPECT_EQ(Edits(rows_, after), "[[5000,1,[]]]");
}

TEST_F(TenThousandRowsTest, Swap) {
  Texts after = rows_;
  std::swap(after[10], after[9000]);
  EXPECT_EQ(Edits(rows_, after), R"([[10,1,[{"obj":9001}]],[9000,1,[{"obj":11}]]])");
}

TEST_F(TenThousandRowsTest, MoveFromTheBackToTheFront) {
  Texts after = rows_;
  std::rotate(after.begin(), after.end() - 1, after.end());
  EXPECT_EQ(Edits(rows_, after), R"([[0,0,[{"obj":10000}]],[10000,1,[]]])");
}

// D-41: each place is that in the array as it will be.
TEST_F(TenThousandRowsTest, SeveralChanges) {
  Texts after = rows_;
  after.erase(after.begin() + 8000, after.begin() + 8010);
  after[4000] = "null";
  after.insert(after.begin() + 7, {"1", "\"a,b]\""});
  EXPECT_EQ(Edits(rows_, after), R"([[7,0,[1,"a,b]"]],[4002,1,[null]],[8002,10,[]]])");
}

TEST_F(TenThousandRowsTest, ATurnedListIsSentWhole) {
  Texts after(rows_.rbegin(), rows_.rend());
  EXPECT_EQ(Edits(rows_, after), "whole");
}

TEST(ListEditsTest, NothingChanged) { EXPECT_EQ(Edits(Objects(1, 5), Objects(1, 5)), "[]"); }

// Edits are for saving bytes.
TEST(ListEditsTest, AShortArrayIsSentWhole) {
  EXPECT_EQ(Edits({"1", "2"}, {"1", "3"}), "whole");
  EXPECT_EQ(Edits({}, {}), "whole");
  EXPECT_EQ(Edits(Objects(1, 50), {}), "whole");
  EXPECT_EQ(Edits({}, Objects(1, 50)), "whole");
}

TEST(ListEditsTest, TextsAreNotMistakenForStructure) {
  const Texts before = {R"("a\"],[")", R"("\\")", R"({"obj":1})", R"("{")", R"("long enough")"};
  Texts after = before;
  after.erase(after.begin() + 2);
  EXPECT_EQ(Edits(before, after), "[[2,1,[]]]");
}

// Equal elements are told apart by their order alone.
TEST(ListEditsTest, EqualElements) {
  const Texts before = {"0", "0", "0", "11111111", "0", "0", "22222222", "0", "0", "0"};
  Texts after = before;
  after.insert(after.begin(), "0");
  EXPECT_EQ(Edits(before, after), "[[3,0,[0]]]");
  after.erase(after.begin() + 10);
  EXPECT_EQ(Edits(after, before), "whole");
}

// Random scripts of edits, of unique elements and of few different ones.
TEST(ListEditsTest, WhateverHappensToAnArrayItIsReproduced) {
  std::mt19937 random(20261126);
  const auto below = [&](size_t n) {
    return std::uniform_int_distribution<size_t>(0, n - 1)(random);
  };
  int told_as_edits = 0;
  for (int round = 0; round < 2000; ++round) {
    const size_t kinds = round % 2 == 0 ? 100000 : 1 + below(6);
    const auto element = [&] {
      const size_t kind = below(kinds);
      return kind % 3 == 0   ? absl::StrCat("{\"obj\":", kind, "}")
             : kind % 3 == 1 ? absl::StrCat("\"t,", kind, "\"")
                             : absl::StrCat(kind);
    };
    Texts before(below(60));
    std::generate(before.begin(), before.end(), element);
    Texts after = before;
    for (size_t step = below(8); step-- > 0;) {
      const size_t at = below(after.size() + 1);
      switch (below(4)) {
        case 0:
          after.insert(after.begin() + static_cast<long>(at), element());
          break;
        case 1:
          if (at < after.size()) after.erase(after.begin() + static_cast<long>(at));
          break;
        case 2:
          if (at < after.size()) std::swap(after[at], after[below(after.size())]);
          break;
        default:
          std::rotate(after.begin(), after.begin() + static_cast<long>(at), after.end());
      }
    }
    const std::string edits = Edits(before, after);
    if (edits != "whole") {
      ++told_as_edits;
      EXPECT_LT(edits.size(), Array(after).size());
    }
    ASSERT_FALSE(HasFailure()) << Array(before) << " to " << Array(after) << ": " << edits;
  }
  EXPECT_GT(told_as_edits, 500);
}

}  // namespace
}  // namespace tandem::testing
