// Copyright (c) the Tandem authors. Licensed under the MIT License.

#include "core/lua/lua_value.h"

#include <string>

#include "core/base/json.h"
#include "gtest/gtest.h"
#include "tests/core/lua/bare_lua.h"

namespace tandem::testing {
namespace {

class LuaValueTest : public BareLua {
 protected:
  // Makes the JSON the global `v`.
  void Take(absl::string_view json) {
    Do([&](lua_State* L) {
      PushJson(L, *ParseJson(json), &NoReferences);
      EXPECT_EQ(lua_gettop(L), 1);
      lua_setglobal(L, "v");
    });
  }
};

TEST_F(LuaValueTest, PrimitivesAreThemselves) {  // L-150, T-35, T-100
  Take("null");
  EXPECT_EQ(Text("v"), "nil");
  Take("true");
  EXPECT_EQ(Text("v"), "true");
  Take("\"a\\u0000b\"");
  EXPECT_EQ(Text("#v"), "3");
}

TEST_F(LuaValueTest, IntegralNumbersAreIntegersHoweverWritten) {  // L-151
  for (const char* three : {"3", "3.0", "3e0", "0.3e1"}) {
    Take(three);
    EXPECT_EQ(Text("math.type(v) .. v"), "integer3") << three;
  }
  Take("300e-2");
  EXPECT_EQ(Text("v"), "3");
  Take("2.5");
  EXPECT_EQ(Text("v"), "2.5");
  Take("9223372036854775807");
  EXPECT_EQ(Text("v"), "9223372036854775807");
  Take("-9223372036854775808");
  EXPECT_EQ(Text("math.type(v) .. v"), "integer-9223372036854775808");
  Take("9223372036854775808");
  EXPECT_EQ(Text("math.type(v)"), "float");
  Take("1e300");
  EXPECT_EQ(Text("math.type(v)"), "float");
}

TEST_F(LuaValueTest, ArraysAreSequencesWithHolesForNull) {  // L-150, T-35, T-100
  Take("[10, null, 30]");
  EXPECT_EQ(Text("v[1]"), "10");
  EXPECT_EQ(Text("v[2]"), "nil");
  EXPECT_EQ(Text("v[3]"), "30");
  EXPECT_EQ(Text("#v"), "3");
}

TEST_F(LuaValueTest, ObjectsAreTablesWithoutTheirNulls) {  // L-150, T-35, T-100
  Take(R"({"a": 1, "b": {"c": [true]}, "d": null, "": 2})");
  EXPECT_EQ(Text("v.a"), "1");
  EXPECT_EQ(Text("v.b.c[1]"), "true");
  EXPECT_EQ(Text("v.d"), "nil");
  EXPECT_EQ(Text("v['']"), "2");
}

TEST_F(LuaValueTest, DepthIsNoTrouble) {
  Take(std::string(200, '[') + std::string(200, ']'));
  EXPECT_EQ(Text("type(v)"), "table");
}

TEST_F(LuaValueTest, ExactlyTheMemberObjIsAReference) {  // D-9, P-45
  EXPECT_EQ(ReferenceIn(*ParseJson(R"({"obj": 5})")), ObjectId(5));
  EXPECT_EQ(ReferenceIn(*ParseJson(R"({"obj": 5.0})")), ObjectId(5));
  for (const char* other : {R"({"obj": 5, "x": 1})", R"({"obj": "5"})", R"({"obj": 0})",
                            R"({"obj": -5})", R"({"obj": 1.5})", R"({})", "5", R"({"Obj": 5})"}) {
    EXPECT_EQ(ReferenceIn(*ParseJson(other)), std::nullopt) << other;
  }
}

TEST_F(LuaValueTest, ReferencesAreOfferedAtEveryDepth) {
  Do([&](lua_State* L) {
    const auto reference = [](lua_State* inner, ObjectId id) {
      if (id != ObjectId(5)) return false;
      lua_pushliteral(inner, "five");
      return true;
    };
    PushJson(L, *ParseJson(R"({"a": {"obj": 5}, "b": [{"obj": 6}, {"obj": 5}]})"), reference);
    lua_setglobal(L, "v");
  });
  EXPECT_EQ(Text("v.a"), "five");
  EXPECT_EQ(Text("v.b[1].obj"), "6");
  EXPECT_EQ(Text("v.b[2]"), "five");
}

}  // namespace
}  // namespace tandem::testing
