// Copyright (c) the Tandem authors. Licensed under the MIT License.

#include "core/base/ids.h"

#include <string>
#include <type_traits>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"

namespace tandem {
namespace {

static_assert(!std::is_convertible_v<int64_t, VariableId>, "ids are made on purpose");
static_assert(!std::is_constructible_v<VariableId, WireId>, "kinds of ids do not mix");

TEST(NumericIdTest, ZeroMeansNone) {  // P-24
  EXPECT_FALSE(VariableId());
  EXPECT_FALSE(VariableId(0));
  EXPECT_TRUE(VariableId(-1));
  EXPECT_TRUE(kAppVariable);
  EXPECT_EQ(kAppVariable.value(), 1);  // P-25
}

TEST(NumericIdTest, IsOrderedHashableAndPrintable) {
  EXPECT_LT(WireId(-2), WireId(3));
  EXPECT_EQ(WireId(3), WireId(3));
  EXPECT_NE(WireId(3), WireId(4));
  EXPECT_EQ(absl::StrCat("variable ", WireId(-12)), "variable -12");
  const absl::flat_hash_set<ObjectId> ids = {ObjectId(1), ObjectId(2), ObjectId(1)};
  EXPECT_EQ(ids.size(), 2u);
}

TEST(SessionIdTest, IsThirtyTwoLowercaseHexDigits) {  // S-56
  const std::string good = "0123456789abcdef0123456789abcdef";
  EXPECT_TRUE(SessionId::IsWellFormed(good));
  EXPECT_FALSE(SessionId::IsWellFormed(""));
  EXPECT_FALSE(SessionId::IsWellFormed(good.substr(1)));
  EXPECT_FALSE(SessionId::IsWellFormed(good + "0"));
  EXPECT_FALSE(SessionId::IsWellFormed("0123456789ABCDEF0123456789abcdef"));
  EXPECT_FALSE(SessionId::IsWellFormed("0123456789abcdeg0123456789abcdef"));
  EXPECT_FALSE(SessionId::IsWellFormed("../3456789abcdef0123456789abcdef"));
  EXPECT_FALSE(SessionId::IsWellFormed(std::string(32, '\0')));
}

TEST(SessionIdTest, ComparesByText) {
  EXPECT_EQ(SessionId("a"), SessionId("a"));
  EXPECT_NE(SessionId("a"), SessionId("b"));
  EXPECT_LT(SessionId("a"), SessionId("b"));
  EXPECT_TRUE(SessionId().empty());
  EXPECT_EQ(absl::StrCat(SessionId("abc")), "abc");
}

}  // namespace
}  // namespace tandem
