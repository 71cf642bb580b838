// Copyright (c) the Tandem authors. Licensed under the MIT License.

#include "core/lua/array_snapshot.h"

#include "absl/strings/str_cat.h"
#include "core/testing/matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/core/lua/bare_lua.h"

namespace tandem::testing {
namespace {

using ::testing::HasSubstr;

class ArraySnapshotTest : public BareLua {
 protected:
  ArrayLook Look(absl::string_view expression) {
    ArrayLook look;
    Do([&](lua_State* L) {
      PushExpression(L, expression);
      look = LookAtArray(L, -1, 0, {});
      EXPECT_EQ(lua_gettop(L), 1);
    });
    return look;
  }
  // Whether the table is the one last seen after `change` was made to it, a global `t`.
  bool IsSameAfter(absl::string_view table, absl::string_view change) {
    bool same = false;
    Do([&](lua_State* L) {
      PushExpression(L, table);
      lua_pushvalue(L, 1);
      lua_setglobal(L, "t");
      const ArrayLook first = LookAtArray(L, 1, 0, {});
      PushSnapshot(L, 1, first.extent);
      if (luaL_dostring(L, std::string(change).c_str()) != LUA_OK) lua_error(L);
      const ArrayLook second = LookAtArray(L, 1, 2, first.extent);
      EXPECT_EQ(lua_gettop(L), 2);
      same = second.is_same;
    });
    return same;
  }
};

TEST_F(ArraySnapshotTest, TheLengthIsTheLargestPosition) {  // L-92
  const ArrayLook look = Look("{'a', nil, 'c', [1.5] = 'x', [-3] = 'y', _hidden = 1}");
  EXPECT_TRUE(look.is_array);
  EXPECT_EQ(look.extent.length, 3);
  EXPECT_EQ(look.extent.entries, 2);
  EXPECT_EQ(look.nested_at, 0);
}

TEST_F(ArraySnapshotTest, TheEmptyUntypedTableIsAnArray) {  // D-36
  EXPECT_TRUE(Look("{}").is_array);
  EXPECT_FALSE(Look("setmetatable({}, {type = 'T'})").is_array);
  EXPECT_FALSE(Look("{_hidden = 1}").is_array);
}

TEST_F(ArraySnapshotTest, ANameMakesAnObjectWhereverItStands) {
  EXPECT_FALSE(Look("{1, 2, 3, name = 'x'}").is_array);
  EXPECT_FALSE(Look("{{1}, name = 'x'}").is_array);
  EXPECT_EQ(Look("{{1}, name = 'x'}").nested_at, 0);
}

TEST_F(ArraySnapshotTest, ArraysInsideAreFound) {  // L-93, T-66
  EXPECT_EQ(Look("{1, {2}}").nested_at, 2);
  EXPECT_EQ(Look("{1, {}}").nested_at, 0);
  EXPECT_EQ(Look("{1, {a = 1}}").nested_at, 0);
  EXPECT_EQ(Look("{setmetatable({1}, {type = 'Row'})}").nested_at, 0);
}

TEST_F(ArraySnapshotTest, WhatAnObjectHoldsIsNotAskedWhatItIs) {  // L-90
  const char* raises =
      "setmetatable({}, setmetatable({}, {__index = function() error('asked') end}))";
  EXPECT_FALSE(Look(absl::StrCat("{name = 'x', ", raises, "}")).is_array);
  EXPECT_FALSE(Look(absl::StrCat("{name = 'x', [1000] = ", raises, "}")).is_array);
  const absl::Status asked = Protect(L(), [&](lua_State* L) {
    PushExpression(L, absl::StrCat("{", raises, "}"));
    LookAtArray(L, -1, 0, {});
  });
  EXPECT_THAT(asked, StatusIs(absl::StatusCode::kAborted, HasSubstr("asked")));
}

TEST_F(ArraySnapshotTest, SparsenessIsMeasured) {
  EXPECT_TRUE(Look("{[1000001] = 1}").extent.IsTooSparse());
  EXPECT_FALSE(Look("{[1000000] = 1}").extent.IsTooSparse());
  EXPECT_TRUE(Look("{[math.maxinteger] = 1}").extent.IsTooSparse());
}

TEST_F(ArraySnapshotTest, ChangesInPlaceAreSeen) {
  EXPECT_TRUE(IsSameAfter("{1, 'b', {}}", ""));
  EXPECT_TRUE(IsSameAfter("{1}", "t[1] = 1.0"));
  EXPECT_TRUE(IsSameAfter("{0/0}", "t[1] = -(0/0)"));
  EXPECT_TRUE(IsSameAfter("{1}", "t._hidden = 1"));
  EXPECT_TRUE(IsSameAfter("{{a = 1}}", "t[1].a = 2"));
  EXPECT_TRUE(IsSameAfter("{1, 2}", "t[3] = 3; t[3] = nil"));
  EXPECT_FALSE(IsSameAfter("{1, 2}", "t[1], t[2] = 2, 1"));
  EXPECT_FALSE(IsSameAfter("{1, 2}", "t[2] = nil"));
  EXPECT_FALSE(IsSameAfter("{1, 2}", "t[3] = 3"));
  EXPECT_FALSE(IsSameAfter("{}", "t[1] = false"));
  EXPECT_FALSE(IsSameAfter("{1, nil, 3}", "t[1] = nil; t[2] = 1"));
  EXPECT_FALSE(IsSameAfter("{{}}", "t[1] = {}"));
  EXPECT_FALSE(IsSameAfter("{1}", "t.name = 'x'"));
  EXPECT_FALSE(IsSameAfter("{1}", "t[1] = nil"));
}

}  // namespace
}  // namespace tandem::testing
