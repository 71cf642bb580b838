// Copyright (c) the Tandem authors. Licensed under the MIT License.

#include "tests/conformance/frame_pattern.h"

#include <string>

#include "absl/status/statusor.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace tandem::conformance {
namespace {

using ::testing::HasSubstr;

class FramePatternTest : public testing::Test {
 protected:
  // "" when `frame` is as `pattern` says, otherwise "WHERE: expected E, got G".
  std::string Match(const std::string& pattern, const std::string& frame,
                    const std::string& scope = "s1") {
    absl::StatusOr<FramePattern> parsed = FramePattern::Parse(pattern);
    if (!parsed.ok()) return std::string(parsed.status().message());
    const auto mismatch = parsed->Match(Json::parse(frame), scope, bindings_);
    if (!mismatch) return "";
    return mismatch->where + ": expected " + mismatch->expected + ", got " + mismatch->got;
  }

  static std::string ErrorOf(const std::string& pattern) {
    absl::StatusOr<FramePattern> parsed = FramePattern::Parse(pattern);
    return parsed.ok() ? "" : std::string(parsed.status().message());
  }

  Bindings bindings_;
};

TEST_F(FramePatternTest, PlainJsonMatchesItselfInAnyOrderOfMembers) {
  EXPECT_EQ(Match(R"({"a":[1,2.5,"x",true,null],"b":{}})", R"({"b":{},"a":[1,2.5,"x",true,null]})"),
            "");
}

TEST_F(FramePatternTest, SaysWhereAFrameDiffers) {
  EXPECT_EQ(Match(R"({"a":[1,{"b":2}]})", R"({"a":[1,{"b":3}]})"), "/a/1/b: expected 2, got 3");
  EXPECT_EQ(Match(R"({"a":{"b":[]}})", R"({"a":"text"})"), R"(/a: expected {"b":[]}, got "text")");
  EXPECT_EQ(Match("true", "1"), ": expected true, got 1");
}

TEST_F(FramePatternTest, NothingMayBeMissingOrExtra) {
  EXPECT_EQ(Match("[1,2]", "[1]"), "/1: expected 2, got nothing");
  EXPECT_EQ(Match("[1]", "[1,2]"), "/1: expected nothing, got 2");
  EXPECT_EQ(Match(R"({"a":1})", "{}"), "/a: expected 1, got nothing");
  EXPECT_EQ(Match("{}", R"({"a":1})"), "/a: expected nothing, got 1");
}

// 3 and 3.0 are the same number but not the same text (L-98).
TEST_F(FramePatternTest, IntegersAndFractionsDiffer) {
  EXPECT_EQ(Match("3", "3.0"), ": expected 3, got 3.0");
  EXPECT_EQ(Match("0.5", "0.5"), "");
  EXPECT_EQ(Match("1e21", "1e21"), "");
}

TEST_F(FramePatternTest, StarMatchesAnyOneValue) {
  EXPECT_EQ(Match("[*,*]", R"([null,{"a":1}])"), "");
  EXPECT_EQ(Match("[*]", "[]"), "/0: expected *, got nothing");
}

TEST_F(FramePatternTest, DotsMatchTheRest) {
  EXPECT_EQ(Match("[1,...]", "[1,2,3]"), "");
  EXPECT_EQ(Match("[1,...]", "[1]"), "");
  EXPECT_EQ(Match("[...]", "[]"), "");
  EXPECT_EQ(Match(R"({"a":1,...})", R"({"a":1,"b":2})"), "");
  EXPECT_EQ(Match(R"({"a":1,...})", R"({"b":2})"), "/a: expected 1, got nothing");
}

TEST_F(FramePatternTest, ANameIsTheSameValueEverywhere) {
  EXPECT_EQ(Match(R"([{"obj":$a},{"obj":$a}])", R"([{"obj":5},{"obj":5}])"), "");
  EXPECT_EQ(Match("$a", "5"), "");
  EXPECT_EQ(Match("$a", "6"), ": expected $a = 5, got 6");
}

TEST_F(FramePatternTest, TwoNamesOfASessionAreTwoValues) {
  EXPECT_EQ(Match("[$a,$b]", "[5,5]"), "/1: expected $b, different from $a, got 5");
}

TEST_F(FramePatternTest, NamesOfDifferentSessionsMayBeEqual) {
  EXPECT_EQ(Match("$a", "5", "s1"), "");
  EXPECT_EQ(Match("$b", "5", "s2"), "");
}

TEST_F(FramePatternTest, RegexMatchesPartOfAString) {
  EXPECT_EQ(Match("/b+/", R"("abbc")"), "");
  EXPECT_EQ(Match(R"(/^lua\/main\.lua:[0-9]+/)", R"("lua/main.lua:12: boom")"), "");
  EXPECT_EQ(Match("/b/", R"("ac")"), R"(: expected /b/, got "ac")");
  EXPECT_EQ(Match("/1/", "1"), ": expected /1/, got 1");
}

TEST_F(FramePatternTest, JsonInsideAString) {
  EXPECT_EQ(Match(R"(json({"a":[1,...]}))", R"("{\"a\":[1,2]}")"), "");
  EXPECT_EQ(Match(R"(json({"a":1}))", R"("{\"a\":2}")"), "/json()/a: expected 1, got 2");
  EXPECT_EQ(Match("json(*)", R"("not json")"), R"(: expected json(*), got "not json")");
}

TEST_F(FramePatternTest, ErrorsNameTheColumn) {
  EXPECT_THAT(ErrorOf(""), HasSubstr("column 1"));
  EXPECT_THAT(ErrorOf("[1,2"),
              HasSubstr("column 5 of the pattern: expected ',' or ']', found the end"));
  EXPECT_THAT(ErrorOf("[1] 2"), HasSubstr("column 5 of the pattern: expected nothing more"));
  EXPECT_THAT(ErrorOf("{a:1}"), HasSubstr("a member name in quotes"));
  EXPECT_THAT(ErrorOf(R"({"a" 1})"), HasSubstr("':'"));
  EXPECT_THAT(ErrorOf(R"({"a":1,"a":2})"), HasSubstr("no second member"));
  EXPECT_THAT(ErrorOf("[...,1]"), HasSubstr("column 5"));
  EXPECT_THAT(ErrorOf("$"), HasSubstr("a name"));
  EXPECT_THAT(ErrorOf("/a"), HasSubstr("'/'"));
  EXPECT_THAT(ErrorOf("/(/"), HasSubstr("a regular expression"));
  EXPECT_THAT(ErrorOf("\"a"), HasSubstr("a value"));
  EXPECT_THAT(ErrorOf("nil"), HasSubstr("a value"));
  EXPECT_THAT(ErrorOf("json(1"), HasSubstr("')'"));
}

TEST_F(FramePatternTest, SubstitutesBoundNames) {
  ASSERT_EQ(Match(R"([$row,$text])", R"([7,"x"])"), "");
  EXPECT_EQ(bindings_.Substitute(R"({"obj":$row,"t":$text,"price":"$$5"})").value(),
            R"({"obj":7,"t":"x","price":"$5"})");
  EXPECT_THAT(std::string(bindings_.Substitute("[$nobody]").status().message()),
              HasSubstr("$nobody stands for nothing yet"));
}

}  // namespace
}  // namespace tandem::conformance
