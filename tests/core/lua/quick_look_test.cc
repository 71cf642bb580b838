// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// What the quick look is certain of, and that it is never certain of what the thorough look of
// PathWalker and SlotTable denies.

#include "core/lua/quick_look.h"

#include "core/lua/native_tables.h"
#include "core/lua/object_ids.h"
#include "core/lua/path_walker.h"
#include "core/lua/view_lists.h"
#include "core/testing/matchers.h"
#include "core/tracker/path.h"
#include "gtest/gtest.h"
#include "tests/core/lua/bare_lua.h"

namespace tandem::testing {
namespace {

class QuickLookTest : public BareLua {
 protected:
  // Whether the variable of this path below the global `app` is certainly as seen after `change`.
  bool IsCertain(absl::string_view app, absl::string_view path, absl::string_view change = "") {
    bool is_certain = false;
    EXPECT_THAT(Run("app = " + std::string(app)), IsOk());
    Do([&](lua_State* L) {
      NativeTables natives(L);
      PathPrograms programs(L, /*private_names_reachable=*/false);
      SlotTable slots(L, programs);
      ObjectIds objects(L);
      QuickLook look(L, natives, objects);
      PathWalker walker(natives, objects, SlotTable::kKeys);
      ViewLists lists(natives);
      slots.PushTables(L);
      slots.Add(0, VariableId(1), kNoSlot).is_root = true;
      lua_getglobal(L, "app");
      if (app == "'a view list'") PushList(L, lists);
      slots.SetValue(L, 0);
      slots.Add(1, VariableId(2), 0);
      slots.SetProgram(L, 1, programs.Acquire(L, ParsePathSpec(path, PathDialect::kObjects)->path));
      // The app's field `known` has number 1, should there be one.
      lua_getglobal(L, "app");
      if (lua_istable(L, -1) && lua_getfield(L, -1, "known") == LUA_TTABLE) objects.IdOf(L, -1);
      lua_settop(L, SlotTable::kFrame);

      absl::Status error = Evaluate(L, slots, walker);
      if (error.ok()) slots.Note(L, 1, &error);
      lua_settop(L, SlotTable::kFrame);
      if (luaL_dostring(L, std::string(change).c_str()) != LUA_OK) lua_error(L);
      is_certain = look.IsAsSeen(slots.At(1), slots.At(0));
      if (is_certain) {
        error = Evaluate(L, slots, walker);
        EXPECT_THAT(error, IsOk());
        EXPECT_EQ(slots.Note(L, 1, &error), SlotTable::News::kSame);
        EXPECT_THAT(error, IsOk());
      }
      slots.Remove(L, 1);
      slots.Remove(L, 0);
    });
    return is_certain;
  }

 private:
  static absl::Status Evaluate(lua_State* L, SlotTable& slots, const PathWalker& walker) {
    WalkProgress walk;
    walk.program = slots.At(1).program;
    slots.PushNavigation(L, 0);
    return walker.Read(L, walk.program->steps.size(), walk);
  }
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
  for (const char* app : {"{a = 1}", "{a = 1.5}", "{a = 'x'}", "{a = true}", "{a = false}", "{}"}) {
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
