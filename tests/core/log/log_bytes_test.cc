// Copyright (c) the Tandem authors. Licensed under the MIT License.

#include "core/log/log_bytes.h"

#include <limits>
#include <string>

#include "gtest/gtest.h"

namespace tandem {
namespace {

TEST(LogBytesTest, ReadsWhatWasPut) {
  LogBuffer bytes;
  constexpr uint64_t kNumbers[] = {0, 1, 127, 128, 300, std::numeric_limits<uint64_t>::max()};
  constexpr int64_t kSigned[] = {
      0, -1, 1, -64, 64, std::numeric_limits<int64_t>::min(), std::numeric_limits<int64_t>::max()};
  for (uint64_t number : kNumbers) bytes.Number(number);
  for (int64_t number : kSigned) bytes.Signed(number);
  bytes.Text("text");
  bytes.Word<8>(0x0123456789abcdef);
  bytes.Word<4>(0x89abcdef);

  LogBytes read(bytes.view());
  for (uint64_t number : kNumbers) EXPECT_EQ(read.Number(), number);
  for (int64_t number : kSigned) EXPECT_EQ(read.Signed(), number);
  EXPECT_EQ(read.Text(), "text");
  EXPECT_EQ(read.Word(8), 0x0123456789abcdefu);
  EXPECT_EQ(read.Word(4), 0x89abcdefu);
  EXPECT_TRUE(read.at_end());
  EXPECT_FALSE(read.failed());
}

TEST(LogBytesTest, SmallNumbersAreShort) {
  LogBuffer bytes;
  bytes.Number(127);
  EXPECT_EQ(bytes.size(), 1u);
  bytes.Signed(-64);
  EXPECT_EQ(bytes.size(), 2u);
}

TEST(LogBytesTest, WhatIsNotThereFailsForGood) {
  const std::string too_long(10, '\xff'),
      cut("\x05"
          "abc"),
      open("\x80");
  for (const std::string& bytes : {too_long, open}) {
    LogBytes read(bytes);
    EXPECT_EQ(read.Number(), 0u);
    EXPECT_TRUE(read.failed());
    EXPECT_EQ(read.Number(), 0u);
  }
  LogBytes read(cut);
  EXPECT_EQ(read.Text(), "");
  EXPECT_TRUE(read.failed());
  EXPECT_TRUE(read.at_end());
}

TEST(LogBytesTest, AnIdIsNeverNegative) {
  LogBuffer bytes;
  bytes.Number(uint64_t{1} << 63);
  LogBytes read(bytes.view());
  EXPECT_EQ(read.Id(), 0);
  EXPECT_TRUE(read.failed());
}

}  // namespace
}  // namespace tandem
