// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// JSON at the edges: what is accepted, what is refused and how clearly, and that what is written
// is the same text everywhere.

#include "core/base/json.h"

#include <cmath>
#include <cstdint>
#include <cstring>
#include <limits>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "core/testing/fake_host.h"
#include "core/testing/matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace tandem {
namespace {

using testing::EqualsJson;
using testing::HasSubstr;
using testing::IsOk;
using testing::IsOkAndHolds;
using testing::Not;
using testing::StatusIs;

std::string StringText(absl::string_view text) {
  std::string out;
  AppendJsonString(text, &out);
  return out;
}

std::string NumberText(double number) {
  std::string out;
  AppendJsonNumber(number, &out);
  return out;
}

std::string Nested(int depth) {
  return std::string(static_cast<size_t>(depth), '[') +
         std::string(static_cast<size_t>(depth), ']');
}

TEST(ParseJsonTest, ReadsEveryKindOfValue) {
  EXPECT_THAT(ParseJson(R"({"a":[null,true,false,-1,2.5,"x",{}],"b":[]})"),
              IsOkAndHolds(Json({{"a", {nullptr, true, false, -1, 2.5, "x", Json::object()}},
                                 {"b", Json::array()}})));
  EXPECT_THAT(ParseJson("null"), IsOkAndHolds(Json(nullptr)));
  EXPECT_THAT(ParseJson("\"\""), IsOkAndHolds(Json("")));
}

TEST(ParseJsonTest, AllowsWhiteSpaceAroundTheValueAndNothingElse) {  // P-14
  EXPECT_THAT(ParseJson(" \t\r\n[1] \n"), IsOkAndHolds(EqualsJson("[1]")));
  EXPECT_THAT(ParseJson("[1]]"), StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(ParseJson("1 2"), StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(ParseJson(""), StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(ParseJson("   "), StatusIs(absl::StatusCode::kInvalidArgument));
}

TEST(ParseJsonTest, RefusesWhatOnlyLooksLikeJson) {  // P-15
  const std::vector<std::string> texts = {
      "{",
      "[",
      "[1",
      "[1,",
      "[1,]",
      "{\"a\"}",
      "{\"a\":}",
      "{\"a\":1,}",
      "{a:1}",
      "'a'",
      "\"a",
      "\"a\\",
      "\"\\x\"",
      "\"\\u12\"",
      "\"\\u12g4\"",
      "tru",
      "TRUE",
      "nul",
      "01",
      "1.",
      ".5",
      "+1",
      "-",
      "1e",
      "NaN",
      "Infinity",
      "\"\n\"",
      "\"\x01\"",
      "/* */ 1",
      "[1]//",
      "]",
      "}",
      ",",
      ":",
      "1e999",
      "-1e999",
      "\"\xff\"",
      "\xff\xfe",
      "\"\xc0\x80\"",
      "\"\xed\xa0\x80\"",
  };
  for (const std::string& text : texts) {
    EXPECT_THAT(ParseJson(text),
                StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("not JSON at byte")))
        << text;
  }
}

TEST(ParseJsonTest, NamesTheByteAndTheReason) {
  EXPECT_THAT(ParseJson(R"({"a":1,"b":?})"),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("not JSON at byte 12: ")));
  EXPECT_THAT(ParseJson("[1,2"), StatusIs(absl::StatusCode::kInvalidArgument,
                                          HasSubstr("syntax error while parsing array")));
  // What is wrong may be long; the message is not.
  const absl::Status status = ParseJson(absl::StrCat("\"", std::string(1 << 20, 'x'))).status();
  EXPECT_LT(status.message().size(), 200u);
}

TEST(ParseJsonTest, ANulByteEndsNothing) {
  using std::string_literals::operator""s;
  EXPECT_THAT(ParseJson("[1]\0[2]"s),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("byte 3")));
  EXPECT_THAT(ParseJson("[1]\0"s), StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(ParseJson("\0"s), StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(ParseJson("\"a\0b\""s), StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(ParseJson("\"a\\u0000b\""), IsOkAndHolds(Json("a\0b"s)));
}

TEST(ParseJsonTest, DepthIsLimited) {  // L-153
  EXPECT_THAT(ParseJson(Nested(200)), IsOk());
  EXPECT_THAT(ParseJson(Nested(201)),
              StatusIs(absl::StatusCode::kResourceExhausted, HasSubstr("at byte 200")));
  EXPECT_THAT(
      ParseJson("[\"[[[\\\"\",{\"a\":[[1]]}]", {.max_depth = 3}),
      StatusIs(absl::StatusCode::kResourceExhausted, HasSubstr("deeper than 3 at byte 15")));
  // Unfinished, and a million deep: no recursion, no crash.
  EXPECT_THAT(ParseJson(std::string(1 << 20, '[')), StatusIs(absl::StatusCode::kResourceExhausted));
  std::string objects;
  for (int i = 0; i < 100'000; ++i) objects += "{\"a\":";
  EXPECT_THAT(ParseJson(objects), StatusIs(absl::StatusCode::kResourceExhausted));
}

TEST(ParseJsonTest, SizeIsLimited) {  // D-45
  EXPECT_THAT(ParseJson("[1,2]", {.max_bytes = 5}), IsOk());
  EXPECT_THAT(ParseJson("[1,2]", {.max_bytes = 4}),
              StatusIs(absl::StatusCode::kResourceExhausted, HasSubstr("5 bytes")));
}

TEST(ParseJsonTest, ReadsAMegabyteOfText) {  // P-6
  const std::string text(1 << 20, 'x');
  EXPECT_THAT(ParseJson(absl::StrCat("\"", text, "\"")), IsOkAndHolds(Json(text)));
}

TEST(ParseJsonTest, SurvivesGarbage) {
  testing::SeededEntropy entropy;
  std::string garbage(1 << 20, ' ');
  entropy.Fill({reinterpret_cast<uint8_t*>(garbage.data()), garbage.size()});
  EXPECT_THAT(ParseJson(garbage), Not(IsOk()));
}

TEST(ParseJsonTest, IntegralNumbersAreIntegersHoweverWritten) {  // L-151
  for (absl::string_view text : {"3", "3.0", "3e0", "0.3e1", "300e-2"}) {
    const absl::StatusOr<Json> value = ParseJson(text);
    ASSERT_THAT(value, IsOk()) << text;
    EXPECT_TRUE(value->is_number_integer()) << text;
    EXPECT_EQ(value->get<int64_t>(), 3) << text;
  }
  EXPECT_EQ(ParseJson("3e2")->get<int64_t>(), 300);
  EXPECT_EQ(ParseJson("-0")->get<int64_t>(), 0);
  EXPECT_EQ(ParseJson("-0.0")->get<int64_t>(), 0);
  EXPECT_EQ(ParseJson("9007199254740993")->get<int64_t>(), 9007199254740993);
  EXPECT_EQ(ParseJson("9223372036854775807")->get<int64_t>(), INT64_MAX);
  EXPECT_EQ(ParseJson("-9223372036854775808")->get<int64_t>(), INT64_MIN);
}

TEST(ParseJsonTest, OtherNumbersAreDoubles) {
  for (const auto& [text, number] :
       std::vector<std::pair<std::string, double>>{{"2.5", 2.5},
                                                   {"1e-7", 1e-7},
                                                   {"9223372036854775808", 9223372036854775808.0},
                                                   {"18446744073709551615", 18446744073709551615.0},
                                                   {"18446744073709551616", 18446744073709551616.0},
                                                   {"1e300", 1e300},
                                                   {"-1e19", -1e19},
                                                   {"5e-324", 5e-324},
                                                   {"1e-999", 0}}) {
    const absl::StatusOr<Json> value = ParseJson(text);
    ASSERT_THAT(value, IsOk()) << text;
    EXPECT_EQ(value->get<double>(), number) << text;
    EXPECT_EQ(value->is_number_float(), number != 0) << text;
  }
}

TEST(ParseJsonTest, TheLastOfDuplicateKeysWins) {  // P-17
  EXPECT_THAT(ParseJson(R"({"a":{"x":1},"b":2,"a":[3]})"),
              IsOkAndHolds(EqualsJson(R"({"a":[3],"b":2})")));
}

TEST(ParseJsonTest, HalfASurrogatePairIsReplaced) {
  EXPECT_THAT(ParseJson(R"("\ud83d\ude00")"), IsOkAndHolds(Json("\xF0\x9F\x98\x80")));
  EXPECT_THAT(ParseJson(R"("a\ud83d")"), IsOkAndHolds(Json("a\xEF\xBF\xBD")));
  EXPECT_THAT(ParseJson(R"("\uDE00b")"), IsOkAndHolds(Json("\xEF\xBF\xBD"
                                                           "b")));
  EXPECT_THAT(ParseJson(R"("\ud83d\ud83d\ude00")"),
              IsOkAndHolds(Json("\xEF\xBF\xBD\xF0\x9F\x98\x80")));
  EXPECT_THAT(ParseJson(R"({"\ud800":"\\ud800"})"),
              IsOkAndHolds(Json({{"\xEF\xBF\xBD", "\\ud800"}})));
}

TEST(AppendJsonStringTest, EscapesWhatJsonMust) {
  EXPECT_EQ(StringText(""), R"("")");
  EXPECT_EQ(StringText("say \"hi\"\\"), R"("say \"hi\"\\")");
  EXPECT_EQ(StringText("\b\f\n\r\t"), R"("\b\f\n\r\t")");
  EXPECT_EQ(StringText(absl::string_view("\0\x01\x1f\x7f", 4)), "\"\\u0000\\u0001\\u001f\x7f\"");
  EXPECT_EQ(StringText("</script> & \xE2\x80\xA8"), "\"</script> & \xE2\x80\xA8\"");
}

TEST(AppendJsonStringTest, KeepsValidUtf8) {
  const absl::string_view text =
      "\xC2\x80 \xDF\xBF \xE0\xA0\x80 \xED\x9F\xBF \xEE\x80\x80 "
      "\xEF\xBF\xBF \xF0\x90\x80\x80 \xF4\x8F\xBF\xBF";
  EXPECT_EQ(StringText(text), absl::StrCat("\"", text, "\""));
}

TEST(AppendJsonStringTest, ReplacesEachByteThatIsNotUtf8) {  // P-10, L-99
  const auto replaced = [](absl::string_view text) {
    std::string out = StringText(text);
    for (size_t at; (at = out.find("\xEF\xBF\xBD")) != out.npos;) out.replace(at, 3, "#");
    return out;
  };
  EXPECT_EQ(replaced("a\xFFz"), "\"a#z\"");
  EXPECT_EQ(replaced("\x80"), "\"#\"");  // A tail alone.
  EXPECT_EQ(replaced("\xC3"), "\"#\"");  // Cut off.
  EXPECT_EQ(replaced("\xE2\x82"), "\"##\"");
  EXPECT_EQ(replaced("\xF0\x9F\x98"), "\"###\"");
  EXPECT_EQ(replaced("\xC3("), "\"#(\"");  // Tail missing.
  EXPECT_EQ(replaced("\xE2\x82(\xC3\xA9"), "\"##(\xC3\xA9\"");
  EXPECT_EQ(replaced("\xC0\x80\xC1\xBF"), "\"####\"");  // Over-long.
  EXPECT_EQ(replaced("\xE0\x9F\xBF"), "\"###\"");
  EXPECT_EQ(replaced("\xF0\x8F\xBF\xBF"), "\"####\"");
  EXPECT_EQ(replaced("\xED\xA0\x80\xED\xBF\xBF"), "\"######\"");  // Surrogates.
  EXPECT_EQ(replaced("\xF4\x90\x80\x80\xF5\x80"), "\"######\"");  // Above U+10FFFF.
  EXPECT_EQ(replaced("\xC3\""), "\"#\\\"\"");
}

// Whatever bytes: the text is JSON, and reading it back loses nothing but what was not UTF-8.
TEST(AppendJsonStringTest, IsAlwaysReadable) {
  testing::SeededEntropy entropy(7);
  for (int round = 0; round < 500; ++round) {
    std::string bytes(40, ' ');
    entropy.Fill({reinterpret_cast<uint8_t*>(bytes.data()), bytes.size()});
    EXPECT_THAT(ParseJson(StringText(bytes)), IsOk());
  }
}

TEST(AppendJsonNumberTest, IntegralNumbersHaveNoFraction) {  // L-98, P-62
  EXPECT_EQ(NumberText(3.0), "3");
  EXPECT_EQ(NumberText(-0.0), "0");
  EXPECT_EQ(NumberText(-17), "-17");
  EXPECT_EQ(NumberText(9007199254740991), "9007199254740991");
  EXPECT_EQ(NumberText(9007199254740992), "9007199254740992");
  EXPECT_EQ(NumberText(1152921504606846976), "1152921504606847000");
  EXPECT_EQ(NumberText(1e20), "100000000000000000000");
  EXPECT_EQ(NumberText(123456789012345680000.0), "123456789012345680000");
}

TEST(AppendJsonNumberTest, WritesTheShortestTextThatReadsBack) {  // L-98
  EXPECT_EQ(NumberText(0.5), "0.5");
  EXPECT_EQ(NumberText(-0.25), "-0.25");
  EXPECT_EQ(NumberText(0.1), "0.1");
  EXPECT_EQ(NumberText(0.1 + 0.2), "0.30000000000000004");
  EXPECT_EQ(NumberText(1.0 / 3), "0.3333333333333333");
  EXPECT_EQ(NumberText(2.0 / 3), "0.6666666666666666");
  EXPECT_EQ(NumberText(100.125), "100.125");
  EXPECT_EQ(NumberText(3.141592653589793), "3.141592653589793");
  EXPECT_EQ(NumberText(123456.7), "123456.7");
  EXPECT_EQ(NumberText(4503599627370495.5), "4503599627370495.5");
}

TEST(AppendJsonNumberTest, UsesExponentsOnlyForVeryLargeAndVerySmall) {  // L-98
  EXPECT_EQ(NumberText(1e21), "1e+21");
  EXPECT_EQ(NumberText(1.5e21), "1.5e+21");
  EXPECT_EQ(NumberText(-1.25e300), "-1.25e+300");
  EXPECT_EQ(NumberText(999999999999999900000.0), "999999999999999900000");
  EXPECT_EQ(NumberText(1e-6), "0.000001");
  EXPECT_EQ(NumberText(1.5e-6), "0.0000015");
  EXPECT_EQ(NumberText(9.9e-7), "9.9e-7");
  EXPECT_EQ(NumberText(1e-7), "1e-7");
  EXPECT_EQ(NumberText(-1e-10), "-1e-10");
}

// The corners of the format, as ECMAScript's Number::toString writes them.
TEST(AppendJsonNumberTest, HandlesTheCornersOfTheFormat) {
  EXPECT_EQ(NumberText(5e-324), "5e-324");
  EXPECT_EQ(NumberText(1e-320), "1e-320");
  EXPECT_EQ(NumberText(std::numeric_limits<double>::min()), "2.2250738585072014e-308");
  EXPECT_EQ(NumberText(2.225073858507201e-308), "2.225073858507201e-308");
  EXPECT_EQ(NumberText(std::numeric_limits<double>::max()), "1.7976931348623157e+308");
  // Powers of two whose nearest 16-digit decimal does not read back though another one does.
  EXPECT_EQ(NumberText(std::ldexp(1.0, -44)), "5.684341886080802e-14");
  EXPECT_EQ(NumberText(9007199254740993.0 * 4), "36028797018963970");
}

TEST(AppendJsonNumberTest, WhatJsonCanNotSayIsNull) {  // P-65
  EXPECT_EQ(NumberText(std::nan("")), "null");
  EXPECT_EQ(NumberText(std::numeric_limits<double>::infinity()), "null");
  EXPECT_EQ(NumberText(-std::numeric_limits<double>::infinity()), "null");
}

TEST(AppendJsonNumberTest, IntegersAreExact) {
  std::string out;
  AppendJsonNumber(INT64_MIN, &out);
  out += ' ';
  AppendJsonNumber(INT64_MAX, &out);
  EXPECT_EQ(out, "-9223372036854775808 9223372036854775807");
}

// Random bit patterns read back as the same number.
TEST(AppendJsonNumberTest, RandomNumbersReadBack) {
  testing::SeededEntropy entropy(11);
  for (int round = 0; round < 5000; ++round) {
    uint8_t bytes[8];
    entropy.Fill(bytes);
    double number;
    std::memcpy(&number, bytes, sizeof number);
    if (!std::isfinite(number)) continue;
    const std::string text = NumberText(number);
    const absl::StatusOr<Json> read = ParseJson(text);
    ASSERT_THAT(read, IsOk()) << text;
    ASSERT_EQ(read->get<double>(), number) << text;
  }
}

TEST(DumpJsonTest, IsCompactWithSortedKeys) {
  const Json value = {
      {"b", {1, 2.0, "x", nullptr, true}}, {"a", Json::object()}, {"A", Json::array()}};
  EXPECT_EQ(DumpJson(value), R"({"A":[],"a":{},"b":[1,2,"x",null,true]})");
}

TEST(DumpJsonTest, RepairsKeysAndValues) {  // P-10
  EXPECT_EQ(DumpJson(Json({{"\xFF", "\xFE"}})), "{\"\xEF\xBF\xBD\":\"\xEF\xBF\xBD\"}");
}

TEST(DumpJsonTest, ReadsBackAsTheSameValue) {
  for (absl::string_view text : {R"({"a":[1,-2,3.25,"\u0000\u00e9",{"b":{}}],"c":null})", "[]",
                                 "{}", "\"\"", "1e+21", "[[[]]]"}) {
    const absl::StatusOr<Json> value = ParseJson(text);
    ASSERT_THAT(value, IsOk()) << text;
    EXPECT_THAT(ParseJson(DumpJson(*value)), IsOkAndHolds(*value)) << text;
  }
}

}  // namespace
}  // namespace tandem
