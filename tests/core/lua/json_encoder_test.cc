// Copyright (c) the Tandem authors. Licensed under the MIT License.

#include "core/lua/json_encoder.h"

#include <string>

#include "core/testing/matchers.h"
#include "gtest/gtest.h"
#include "tests/core/lua/bare_lua.h"

namespace tandem::testing {
namespace {

class JsonEncoderTest : public BareLua {
 protected:
  absl::StatusOr<std::string> Encode(absl::string_view expression, size_t max_bytes = 1 << 20) {
    absl::StatusOr<std::string> result;
    Do([&](lua_State* L) {
      PushExpression(L, expression);
      std::string text;
      const absl::Status status = EncodeJson(L, -1, max_bytes, &text);
      if (status.ok()) {
        EXPECT_EQ(lua_gettop(L), 1);
        result = text;
      } else {
        result = status;
      }
    });
    return result;
  }
};

TEST_F(JsonEncoderTest, PrimitivesAreWrittenShort) {  // L-98
  EXPECT_THAT(Encode("nil"), IsOkAndHolds("null"));
  EXPECT_THAT(Encode("true"), IsOkAndHolds("true"));
  EXPECT_THAT(Encode("6/2"), IsOkAndHolds("3"));
  EXPECT_THAT(Encode("-0.25"), IsOkAndHolds("-0.25"));
  EXPECT_THAT(Encode("2^53"), IsOkAndHolds("9007199254740992"));
  EXPECT_THAT(Encode("math.maxinteger"), IsOkAndHolds("9223372036854775807"));
  EXPECT_THAT(Encode("'a\"b\\n'"), IsOkAndHolds("\"a\\\"b\\n\""));
}

TEST_F(JsonEncoderTest, KeysAreSortedBytewise) {  // L-51
  EXPECT_THAT(Encode("{b = 1, a = {d = 2, c = 3}, B = 4}"),
              IsOkAndHolds(R"({"B":4,"a":{"c":3,"d":2},"b":1})"));
}

TEST_F(JsonEncoderTest, TablesOfNumbersAreArrays) {  // L-140, L-46
  EXPECT_THAT(Encode("{1, nil, 3}"), IsOkAndHolds("[1,null,3]"));
  EXPECT_THAT(Encode("{1, 2, _x = 3}"), IsOkAndHolds("[1,2]"));
  EXPECT_THAT(Encode("{}"), IsOkAndHolds("{}"));
  EXPECT_THAT(Encode("{1, 2, n = 2}"), IsOkAndHolds(R"({"n":2})"));
  EXPECT_THAT(Encode("{[0] = 1}"), IsOkAndHolds("{}"));
  EXPECT_THAT(Encode("{_x = 1}"), IsOkAndHolds("{}"));
  EXPECT_THAT(Encode("{1, ['']=2}"), IsOkAndHolds(R"({"":2})"));
  EXPECT_THAT(Encode("{{1, 2}, {3}}"), IsOkAndHolds("[[1,2],[3]]"));
}

TEST_F(JsonEncoderTest, MetatablesAndTypesPlayNoPart) {
  EXPECT_THAT(Encode("setmetatable({1}, {type = 'T', __index = {inherited = 1}, "
                     "__len = error, __pairs = error})"),
              IsOkAndHolds("[1]"));
}

TEST_F(JsonEncoderTest, FunctionsAreNull) {  // L-141
  EXPECT_THAT(Encode("{f = print, c = coroutine.create(print)}"),
              IsOkAndHolds(R"({"c":null,"f":null})"));
}

TEST_F(JsonEncoderTest, WhatHasNoJsonFails) {
  EXPECT_THAT(Encode("{0/0}"), StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("NaN")));
  EXPECT_THAT(Encode("1/0"), StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("infinities")));
}

TEST_F(JsonEncoderTest, CyclesFail) {  // L-142
  ASSERT_TRUE(Run("t = {} t.t = t  a, b = {}, {} a.b, b.a = b, a").ok());
  EXPECT_THAT(Encode("t"),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("contains itself")));
  EXPECT_THAT(Encode("{a}"),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("contains itself")));
}

TEST_F(JsonEncoderTest, SharedPartsAreNoCycle) {
  ASSERT_TRUE(Run("s = {1}").ok());
  EXPECT_THAT(Encode("{s, s, {s}}"), IsOkAndHolds("[[1],[1],[[1]]]"));
}

TEST_F(JsonEncoderTest, DepthIsBounded) {  // L-142
  ASSERT_TRUE(Run("function nest(n) local t = {} for _ = 2, n do t = {t} end return t end").ok());
  EXPECT_THAT(Encode("nest(200)"), IsOk());
  EXPECT_THAT(Encode("nest(201)"),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("deeper than 200")));
}

TEST_F(JsonEncoderTest, SizeIsBounded) {
  ASSERT_TRUE(Run("d = {} for _ = 1, 100 do d = {d, d} end").ok());
  EXPECT_THAT(Encode("d", 10'000),
              StatusIs(absl::StatusCode::kResourceExhausted, HasSubstr("10000 bytes")));
}

TEST_F(JsonEncoderTest, ArraysOfHolesFail) {
  EXPECT_THAT(Encode("{[1 << 40] = 1}"),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("position")));
  EXPECT_THAT(Encode("{[1e300] = 1}"),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("position")));
}

}  // namespace
}  // namespace tandem::testing
