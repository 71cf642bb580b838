// Copyright (c) the Tandem authors. Licensed under the MIT License.

#include "core/protocol/error_code.h"

#include <string>

#include "absl/strings/string_view.h"
#include "core/base/error.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace tandem {
namespace {

TEST(ErrorWordTest, IsThatOfTheCatalogue) {  // Section 15
  EXPECT_EQ(ErrorWord(ErrorKind::kBadRequest), "bad-request");
  EXPECT_EQ(ErrorWord(ErrorKind::kNotFound), "not-found");
  EXPECT_EQ(ErrorWord(ErrorKind::kDuplicateId), "duplicate-id");
  EXPECT_EQ(ErrorWord(ErrorKind::kBadAccess), "bad-access");
  EXPECT_EQ(ErrorWord(ErrorKind::kPathFailure), "path-failure");
  EXPECT_EQ(ErrorWord(ErrorKind::kMethodFailure), "method-failure");
  EXPECT_EQ(ErrorWord(ErrorKind::kBadValue), "bad-value");
  EXPECT_EQ(ErrorWord(ErrorKind::kNoSession), "no-session");
  EXPECT_EQ(ErrorWord(ErrorKind::kNoBackend), "no-session");
  EXPECT_EQ(ErrorWord(ErrorKind::kUnauthorized), "unauthorized");  // P-131, D-35
  EXPECT_EQ(ErrorWord(ErrorKind::kOverBudget), "over-budget");     // D-45
}

TEST(ErrorWordTest, IsLowerCaseWordsJoinedByDashes) {  // P-131
  for (int kind = 0; kind <= static_cast<int>(ErrorKind::kInternal); ++kind) {
    const std::string word(ErrorWord(static_cast<ErrorKind>(kind)));
    EXPECT_THAT(word, testing::MatchesRegex("[a-z]+(-[a-z]+)*"));
  }
}

}  // namespace
}  // namespace tandem
