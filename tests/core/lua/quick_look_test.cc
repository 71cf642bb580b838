// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// What the quick look is certain of, and that it is never certain of what the thorough look of
// PathWalker and SlotTable denies.

#include <string>

#include "absl/strings/string_view.h"
#include "core/testing/matchers.h"
#include "gtest/gtest.h"
#include "tests/core/lua/bare_lua.h"
#include "tests/core/lua/two_looks.h"

namespace tandem::testing {
namespace {

class QuickLookTest : public BareLua {
 protected:
  // Whether the variable of this path below the global `app` is certainly as seen after `change`.
  bool IsCertain(absl::string_view app, absl::string_view path, absl::string_view change = "") {
    bool is_certain = false;
    EXPECT_THAT(Run("app = " + std::string(app)), IsOk());
    Do([&](lua_State* L) {
      TwoLooks looks(L);
      lua_getglobal(L, "app");
      if (app == "'a view list'") PushList(L, looks.lists());
      looks.slots().SetValue(L, TwoLooks::kRoot);
      // The app's field `known` has number 1, should there be one.
      lua_getglobal(L, "app");
      if (lua_istable(L, -1) && lua_getfield(L, -1, "known") == LUA_TTABLE) {
        looks.objects().IdOf(L, -1);
      }
      lua_settop(L, SlotTable::kFrame);

      looks.Open(L, 1, TwoLooks::kRoot, path);
      looks.LookThoroughly(L, 1).IgnoreError();
      EXPECT_THAT(Run(change), IsOk());
      is_certain = looks.IsAsSeen(1);
      if (is_certain) {
        EXPECT_THAT(looks.LookThoroughly(L, 1), IsOkAndHolds(SlotTable::News::kSame));
      }
    });
    return is_certain;
  }

 private:
  // Replaces the topmost value by a list of the objects `a` and `b`.
  static void PushList(lua_State* L, ViewLists& lists) {
    lua_pop(L, 1);
    lists.PushNew(L, "");
    PushExpression(L, "{{name = 'a'}, {name = 'b'}}");
    lists.Synchronise(L, -2, -1, 2, VariableId(2));
    lua_pop(L, 1);
  }
};

TEST_F(QuickLookTest, ScalarsThatStayAreSeenToStay) {  // T-67
  for (const char* app :
       {"{a = 1}", "{a = 1.5}", "{a = 0 / 0}", "{a = 'x'}", "{a = true}", "{a = false}", "{}"}) {
    EXPECT_TRUE(IsCertain(app, "a")) << app;
  }
  EXPECT_TRUE(IsCertain("{a = 'x'}", "a", "app.a = 'y'; app.a = 'x'"));
  const std::string long_name = std::string(60, 'n');
  EXPECT_FALSE(IsCertain("{" + long_name + " = 1}", long_name));
}

TEST_F(QuickLookTest, OtherScalarsAreNot) {
  for (const char* change : {"app.a = 2", "app.a = 1.0", "app.a = '1'", "app.a = true",
                             "app.a = nil", "app.a = {}", "app.a = tostring"}) {
    EXPECT_FALSE(IsCertain("{a = 1}", "a", change)) << change;
  }
  EXPECT_FALSE(IsCertain("{a = true}", "a", "app.a = false"));
  EXPECT_FALSE(IsCertain("{a = 0.0}", "a", "app.a = -0.0")) << "equal, but for Lua to say";
  EXPECT_FALSE(IsCertain("{a = tostring}", "a"));
}

TEST_F(QuickLookTest, StepsAndInheritance) {  // L-71, L-72
  EXPECT_TRUE(IsCertain("{a = {b = {{c = 1}}}}", "a.b.0.c"));
  EXPECT_FALSE(IsCertain("{a = {b = {{c = 1}}}}", "a.b.0.c", "app.a.b[1] = {c = 2}"));
  EXPECT_FALSE(IsCertain("{a = {b = 1}}", "a.b", "app.a = nil")) << "an error";
  EXPECT_FALSE(IsCertain("{a = {b = 1}}", "a.b", "app.a = 'x'"));

  const char* inherits = "setmetatable({}, {__index = setmetatable({}, {__index = {a = 1}})})";
  EXPECT_TRUE(IsCertain(inherits, "a"));
  EXPECT_TRUE(IsCertain(inherits, "b"));
  EXPECT_FALSE(IsCertain(inherits, "a", "rawset(app, 'a', 2)"));
  EXPECT_FALSE(IsCertain(inherits, "b", "getmetatable(getmetatable(app).__index).__index.b = 2"));
  EXPECT_FALSE(IsCertain("setmetatable({}, {__index = function() return 1 end})", "a"));
  EXPECT_FALSE(IsCertain("{a = 1, get = function() return 1 end}", "get()"));
  EXPECT_FALSE(IsCertain("{_a = 1}", "_a"));
  // Positions are raw, fields of natural length lie in the array part or do not.
  EXPECT_FALSE(IsCertain("{1, 2}", "5"));
}

TEST_F(QuickLookTest, TablesMayGrowAndComeToInherit) {  // L-71, L-72
  const char* grow = "for i = 1, 100 do app['k' .. i] = i end";
  EXPECT_TRUE(IsCertain("{a = 1}", "a", grow));
  EXPECT_TRUE(IsCertain("{a = 1}", "b", grow));
  EXPECT_FALSE(IsCertain("{a = 1}", "k7", grow));
  EXPECT_TRUE(IsCertain("{a = {1, 2}}", "a.1", "for i = 3, 100 do app.a[i] = i end"));
  EXPECT_FALSE(IsCertain("{a = {1, 2}}", "a.1", "app.a[2] = nil"));
  EXPECT_FALSE(IsCertain("{}", "a", "setmetatable(app, {__index = {a = 1}})"));
  EXPECT_FALSE(
      IsCertain("setmetatable({}, {__index = {a = 1}})", "a", "getmetatable(app).__index = nil"));
}

TEST_F(QuickLookTest, InheritanceThatWasMissingIsNotTakenAsMissingForEver) {  // L-71
  // Looking for __index in vain, Lua marks the metatable as having none.
  EXPECT_FALSE(IsCertain("setmetatable({}, {})", "a", "getmetatable(app).__index = {a = 1}"));
  EXPECT_FALSE(
      IsCertain("setmetatable({}, {})", "a", "rawset(getmetatable(app), '__index', {a = 1})"));
  EXPECT_FALSE(IsCertain("setmetatable({}, {})", "a", "setmetatable(app, {__index = next})"));
  // A circle is an error.
  EXPECT_FALSE(IsCertain("{}", "a", "app.__index = app setmetatable(app, app)"));
}

TEST_F(QuickLookTest, TheDeadStayDead) {  // T-67
  EXPECT_FALSE(IsCertain("{a = 'x' .. 1}", "a", "app.a = nil collectgarbage()"));
  EXPECT_TRUE(IsCertain("{}", "a", "app.a = {} app.a = nil collectgarbage()"));
  // What a slot saw last is not given up, so nothing new can be where it was.
  EXPECT_FALSE(IsCertain("{a = {x = 1}}", "a",
                         "app.a = nil collectgarbage() "
                         "app.a = {x = 1}"));
  EXPECT_TRUE(IsCertain("setmetatable({a = {x = 1}}, {__mode = 'v'})", "a", "collectgarbage()"));
  EXPECT_FALSE(
      IsCertain("setmetatable({a = {b = {c = 1}}}, {__mode = 'v'})", "a.b.c", "collectgarbage()"))
      << "an error";
}

TEST_F(QuickLookTest, PositionsAreNumbersHoweverWritten) {  // L-72
  EXPECT_TRUE(IsCertain("{'x', 'y'}", "1", "app[2.0] = 'y'"));
  EXPECT_FALSE(IsCertain("{'x', 'y'}", "1", "app[2.0] = 'z'"));
  EXPECT_TRUE(IsCertain("{'x', 'y'}", "1", "app['2'] = 'z'"));
  EXPECT_FALSE(IsCertain("{[2] = 'y'}", "1")) << "not in the array part";
}

TEST_F(QuickLookTest, PathsBeginAtWhatStandsInForAValue) {  // T-2
  ASSERT_THAT(Run("app = {a = {b = 1}}"), IsOk());
  Do([&](lua_State* L) {
    TwoLooks looks(L);
    lua_getglobal(L, "app");
    looks.slots().SetValue(L, TwoLooks::kRoot);
    looks.Open(L, 1, TwoLooks::kRoot, "a");
    looks.Open(L, 2, 1, "b");
    const auto look = [&] {
      for (Slot slot : {1, 2}) looks.LookThoroughly(L, slot).IgnoreError();
      return looks.IsAsSeen(1) && looks.IsAsSeen(2);
    };
    EXPECT_TRUE(look());
    PushExpression(L, "{b = 2}");
    looks.slots().SetWrapper(L, 1, WrapperKind::kTable);
    EXPECT_TRUE(looks.IsAsSeen(1)) << "its value did not change";
    EXPECT_FALSE(looks.IsAsSeen(2));
    EXPECT_TRUE(look());
    // Another value below the same wrapper.
    EXPECT_THAT(Run("app.a = {b = 3}"), IsOk());
    EXPECT_FALSE(looks.IsAsSeen(1));
    EXPECT_TRUE(look());
    PushExpression(L, "'text'");
    looks.slots().SetWrapper(L, 1, WrapperKind::kPrimitive);
    EXPECT_FALSE(looks.IsAsSeen(2)) << "an error";
    lua_pushnil(L);
    looks.slots().SetWrapper(L, 1, WrapperKind::kNone);
    EXPECT_FALSE(looks.IsAsSeen(2));
    EXPECT_TRUE(look());
    // The next value is news, whatever it is.
    looks.slots().At(2).must_report = true;
    EXPECT_FALSE(looks.IsAsSeen(2));
    looks.SetPath(L, 2, "c");
    EXPECT_FALSE(looks.IsAsSeen(2));
  });
}

TEST_F(QuickLookTest, ATableIsTheSameObjectWhileNothingMakesItAnArray) {  // L-90, L-95
  const char* typed = "{a = setmetatable({1, 2}, {type = 'T'})}";
  EXPECT_TRUE(IsCertain(typed, "a"));
  EXPECT_FALSE(IsCertain(typed, "a", "getmetatable(app.a).type = nil"));
  EXPECT_FALSE(IsCertain(typed, "a", "getmetatable(app.a).type = ''"));
  EXPECT_FALSE(IsCertain(typed, "a", "setmetatable(app.a, nil)"));
  EXPECT_FALSE(IsCertain(typed, "a", "app.a = setmetatable({1, 2}, {type = 'T'})"));
  EXPECT_TRUE(IsCertain("{a = {x = 1, 2}}", "a"));
  EXPECT_FALSE(IsCertain("{a = {x = 1, 2}}", "a", "app.a.x = nil"));
  EXPECT_FALSE(IsCertain("{a = {x = 1, 2}}", "a", "app.a.x = nil app.a._x = 1"));
  EXPECT_FALSE(IsCertain("{a = {_x = 1}}", "a")) << "an object, but for Lua to say";
}

TEST_F(QuickLookTest, ArraysAreComparedByElements) {  // L-92, L-93
  EXPECT_TRUE(IsCertain("{a = {1, 'x', true, {n = 1}}}", "a"));
  EXPECT_TRUE(IsCertain("{a = {}}", "a"));
  EXPECT_TRUE(IsCertain("{a = {1, nil, 3}}", "a"));
  EXPECT_TRUE(IsCertain("{a = {1, 2, 3, 4, 5, 6, 7, 8}}", "a", "local n = #app.a"));
  // The operator # leaves a hint where the size was.
  EXPECT_TRUE(
      IsCertain("(function() local t = {1, 2, 3, 4, 5, 6, 7, 8} t[8] = nil t[7] = nil "
                "return {a = t} end)()",
                "a", "local n = #app.a"));
  EXPECT_FALSE(
      IsCertain("(function() local t = {1, 2, 3, 4, 5, 6, 7, 8} t[8] = nil t[7] = nil "
                "return {a = t} end)()",
                "a", "local n = #app.a; app.a[8] = 8"));
  for (const char* change :
       {"app.a[1] = 9", "app.a[1] = nil", "app.a[5] = 9", "table.insert(app.a, 9)",
        "table.remove(app.a)", "app.a = {1, 'x', true, app.a[4]}", "app.a[4] = {n = 1}",
        "app.a[4].n = nil app.a[4][1] = 1", "app.a.name = 1", "app.a[1.5] = 1",
        "setmetatable(app.a, {type = 'T'})", "app.a = nil", "app.a[1], app.a[2] = 'x', 1"}) {
    EXPECT_FALSE(IsCertain("{a = {1, 'x', true, {n = 1}}}", "a", change)) << change;
  }
}

TEST_F(QuickLookTest, ObjectsAreFoundByTheirNumbers) {  // D-41
  EXPECT_TRUE(IsCertain("{known = {a = 1}}", "@1"));
  EXPECT_TRUE(IsCertain("{known = {a = 1}}", "@1.a"));
  EXPECT_TRUE(IsCertain("{known = {a = 1}}", "@2")) << "nil";
  EXPECT_FALSE(IsCertain("{known = {a = 1}}", "@1.a", "app.known.a = 2"));
  EXPECT_FALSE(IsCertain("{known = {a = 1}}", "@1", "app.known.a = nil"));
  EXPECT_FALSE(IsCertain("{known = {a = 1}}", "@2.a")) << "an error";
}

TEST_F(QuickLookTest, ListsOfOursAreReadLikeOthersUntilSomethingIsMissing) {  // L-105
  const char* list = "'a view list'";
  EXPECT_TRUE(IsCertain(list, "items"));
  EXPECT_TRUE(IsCertain(list, "items.1"));
  EXPECT_TRUE(IsCertain(list, "items.1.item"));
  EXPECT_TRUE(IsCertain(list, "items.1.item.name"));
  EXPECT_TRUE(IsCertain(list, "items.1.index"));
  EXPECT_FALSE(IsCertain(list, "items.2")) << "an error";
  EXPECT_FALSE(IsCertain(list, "0")) << "an error";
  EXPECT_FALSE(IsCertain(list, "items.0.0")) << "an error";
  EXPECT_FALSE(IsCertain(list, "items.0.colour")) << "an error";
}

}  // namespace
}  // namespace tandem::testing
