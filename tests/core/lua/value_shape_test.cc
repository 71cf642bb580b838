// Copyright (c) the Tandem authors. Licensed under the MIT License.

#include "core/lua/value_shape.h"

#include <string>

#include "gtest/gtest.h"
#include "tests/core/lua/bare_lua.h"

namespace tandem::testing {
namespace {

class ValueShapeTest : public BareLua {
 protected:
  std::string TypeOf(absl::string_view expression) {
    std::string type;
    Do([&](lua_State* L) {
      PushExpression(L, expression);
      type = TypeText(L, -1);
      EXPECT_EQ(HasType(L, -1), !type.empty()) << expression;
      EXPECT_EQ(lua_gettop(L), 1);
    });
    return type;
  }
  bool IsArrayTable(absl::string_view expression) {
    bool is_array = false;
    Do([&](lua_State* L) {
      PushExpression(L, expression);
      is_array = IsArray(L, -1);
      EXPECT_EQ(lua_gettop(L), 1);
    });
    return is_array;
  }
  bool Same(absl::string_view a, absl::string_view b) {
    bool same = false;
    Do([&](lua_State* L) {
      PushExpression(L, a);
      PushExpression(L, b);
      same = SameValue(L, -1, -2);
    });
    return same;
  }
};

// L-95, T-41.
TEST_F(ValueShapeTest, TheTypeIsTheMetatablesElseTheTablesOwn) {
  EXPECT_EQ(TypeOf("setmetatable({}, {type = 'Contact'})"), "Contact");
  EXPECT_EQ(TypeOf("setmetatable({type = 'own'}, {type = 'Contact'})"), "Contact");
  EXPECT_EQ(TypeOf("setmetatable({type = 'own'}, {})"), "own");
  EXPECT_EQ(TypeOf("{type = 'file'}"), "file");
  EXPECT_EQ(TypeOf("{}"), "");
}

TEST_F(ValueShapeTest, TheTypeIsFoundWithInheritance) {
  EXPECT_EQ(TypeOf("setmetatable({}, setmetatable({}, {__index = {type = 'Base'}}))"), "Base");
  EXPECT_EQ(TypeOf("setmetatable({}, {__index = {type = 'Default'}})"), "Default");
  EXPECT_EQ(TypeOf("setmetatable({}, {__index = function(_, k) return k .. '!' end})"), "type!");
}

TEST_F(ValueShapeTest, NumbersAreTypesAndOtherValuesAreNone) {
  EXPECT_EQ(TypeOf("{type = 5}"), "5");
  EXPECT_EQ(TypeOf("{type = {}}"), "");
  EXPECT_EQ(TypeOf("{type = ''}"), "");
  EXPECT_EQ(TypeOf("setmetatable({type = 'own'}, {type = false})"), "");
}

// L-97.
TEST_F(ValueShapeTest, OnlyTablesHaveTypes) {
  EXPECT_EQ(TypeOf("print"), "");
  EXPECT_EQ(TypeOf("'text'"), "");
  EXPECT_EQ(TypeOf("coroutine.create(print)"), "");
}

// L-90, T-63, L-46.
TEST_F(ValueShapeTest, AnArrayHasANumberAndNoPublicName) {
  EXPECT_TRUE(IsArrayTable("{1, 2}"));
  EXPECT_TRUE(IsArrayTable("{1, 2, _cache = {}}"));
  EXPECT_TRUE(IsArrayTable("{1, [''] = 2}"));
  EXPECT_TRUE(IsArrayTable("{1, [true] = 2}"));
  EXPECT_TRUE(IsArrayTable("{[1.5] = 'x'}"));
  EXPECT_FALSE(IsArrayTable("{}"));
  EXPECT_FALSE(IsArrayTable("{1, 2, n = 2}"));
  EXPECT_FALSE(IsArrayTable("{name = 'x'}"));
  EXPECT_FALSE(IsArrayTable("{_private = 1}"));
  EXPECT_FALSE(IsArrayTable("{[true] = 1}"));
  EXPECT_FALSE(IsArrayTable("setmetatable({1, 2}, {type = 'Row'})"));
  EXPECT_TRUE(IsArrayTable("setmetatable({1, 2}, {})"));
}

// T-67.
TEST_F(ValueShapeTest, SamenessIsByValueForPrimitivesAndByIdentityForObjects) {
  EXPECT_TRUE(Same("1", "1.0"));
  EXPECT_TRUE(Same("0/0", "0/0"));
  EXPECT_TRUE(Same("string.rep('x', 100)", "string.rep('x', 50) .. string.rep('x', 50)"));
  EXPECT_FALSE(Same("1", "'1'"));
  EXPECT_FALSE(Same("0/0", "1"));
  EXPECT_FALSE(Same("false", "nil"));
  EXPECT_FALSE(Same("{}", "{}"));
  EXPECT_TRUE(Same("print", "print"));
  EXPECT_FALSE(Same("setmetatable({}, {__eq = function() return true end})",
                    "setmetatable({}, {__eq = function() return true end})"));
}

}  // namespace
}  // namespace tandem::testing
