// Copyright (c) the Tandem authors. Licensed under the MIT License.

#include "core/lua/date_format.h"

#include <string>

#include "core/testing/fake_host.h"
#include "core/testing/matchers.h"
#include "gtest/gtest.h"

namespace tandem::testing {
namespace {

// 2023-11-14 22:13:20 UTC, a Tuesday.
constexpr int64_t kTime = 1'700'000'000;

std::string Format(absl::string_view format, int64_t time = kTime) {
  const auto text = FormatDate(format, DateOf(time));
  return text.ok() ? *text : std::string(text.status().message());
}

int64_t Noon(int year, int month, int day) { return UnixTimeOf(year, month, day, 12, 0, 0); }

TEST(DateFormatTest, EachConversion) {
  EXPECT_EQ(Format("%a %A %b %B %h"), "Tue Tuesday Nov November Nov");
  EXPECT_EQ(Format("%Y-%m-%d %H:%M:%S"), "2023-11-14 22:13:20");
  EXPECT_EQ(Format("%c"), "Tue Nov 14 22:13:20 2023");
  EXPECT_EQ(Format("%x %X %D %T %R %F"), "11/14/23 22:13:20 11/14/23 22:13:20 22:13 2023-11-14");
  EXPECT_EQ(Format("%r %I %p"), "10:13:20 PM 10 PM");
  EXPECT_EQ(Format("%C %y %j %e"), "20 23 318 14");
  EXPECT_EQ(Format("%u %w %U %W %V %G %g"), "2 2 46 46 46 2023 23");
  EXPECT_EQ(Format("%n%t%%%z %Z"), "\n\t%+0000 UTC");
  EXPECT_EQ(Format("%Ey %Od"), "23 14");
}

TEST(DateFormatTest, SingleDigitsArePadded) {
  EXPECT_EQ(Format("%e %d %H %I %j", Noon(2024, 1, 2) - 12 * 3600), " 2 02 00 12 002");
}

TEST(DateFormatTest, WeeksAtTheTurnOfTheYear) {
  EXPECT_EQ(Format("%G-%V-%u", Noon(2021, 1, 3)), "2020-53-7");
  EXPECT_EQ(Format("%G-%V-%u", Noon(2018, 12, 31)), "2019-01-1");
  EXPECT_EQ(Format("%U %W", Noon(2023, 1, 1)), "01 00");
  EXPECT_EQ(Format("%U %W", Noon(2024, 1, 1)), "00 01");
}

TEST(DateFormatTest, UnknownConversionsAreErrors) {
  EXPECT_THAT(Format("%Q"), HasSubstr("invalid conversion specifier '%Q'"));
  EXPECT_THAT(Format("100%"), HasSubstr("invalid conversion specifier '%'"));
  EXPECT_THAT(Format("%E"), HasSubstr("'%E'"));
  EXPECT_THAT(Format("%EQ"), HasSubstr("'%EQ'"));
}

TEST(DateFormatTest, FieldsCarryOver) {
  EXPECT_EQ(UnixTimeOf(2023, 11, 14, 22, 13, 20), kTime);
  EXPECT_EQ(UnixTimeOf(2022, 23, 14, 22, 13, 20), kTime);
  EXPECT_EQ(UnixTimeOf(2023, 11, 14, 22, 12, 80), kTime);
  EXPECT_EQ(UnixTimeOf(2023, 3, 0, 0, 0, 0), UnixTimeOf(2023, 2, 28, 0, 0, 0));
}

TEST(DateFormatTest, FarAwayTimes) {
  EXPECT_EQ(Format("%Y", -62'135'596'800), "1");
  EXPECT_TRUE(IsDate(UnixTimeOf(1'999'999'999, 1, 1, 0, 0, 0)));
  EXPECT_FALSE(IsDate(INT64_MAX));
  EXPECT_FALSE(IsDate(INT64_MIN));
  EXPECT_EQ(Format("%C %y", UnixTimeOf(-1, 6, 1, 0, 0, 0)), "-1 99");
}

}  // namespace
}  // namespace tandem::testing
