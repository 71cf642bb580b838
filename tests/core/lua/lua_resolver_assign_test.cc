// Copyright (c) the Tandem authors. Licensed under the MIT License.

// Writing through paths.

#include <string>

#include "core/base/error.h"
#include "core/lua/lua_resolver.h"
#include "gtest/gtest.h"
#include "tests/core/lua/lua_session_fixture.h"

namespace tandem::testing {
namespace {

class LuaResolverAssignTest : public LuaSessionTest {
 protected:
  void SetUp() override {
    Start(R"lua(
      app = {title = 'old', items = {'x', 'y'}, owner = {name = 'Ann'}, row = {id = 1}}
      function app:pick(...) self.count = select('#', ...) self.picked = ... end
      function app:v(...)
        if select('#', ...) > 0 then self._v = (...) self.count = select('#', ...) end
        return self._v
      end
      function app:trimmed(...)
        if select('#', ...) > 0 then self.t = (...):match('^%s*(.-)%s*$') end
        return self.t
      end
      function app:refuse() error('bad value') end
      session:createAppVariable(app)
    )lua");
  }
};

TEST_F(LuaResolverAssignTest, FieldsAndPositionsAreWritten) {  // L-81
  ASSERT_THAT(Assign(Open("title"), "\"new\""), IsOk());
  ASSERT_THAT(Assign(Open("owner.name"), "\"Bo\""), IsOk());
  ASSERT_THAT(Assign(Open("items.0"), "5"), IsOk());
  ASSERT_THAT(Assign(Open("items.4"), "true"), IsOk());
  EXPECT_EQ(Eval("app.title"), "new");
  EXPECT_EQ(Eval("app.owner.name"), "Bo");
  EXPECT_EQ(Eval("app.items[1] .. tostring(app.items[5])"), "5true");
}

TEST_F(LuaResolverAssignTest, NullTakesAway) {  // TC-43
  ASSERT_THAT(Assign(Open("title"), "null"), IsOk());
  EXPECT_EQ(Eval("rawget(app, 'title')"), "nil");
}

TEST_F(LuaResolverAssignTest, WhatWasWrittenIsNoNews) {  // T-33
  Open("title");
  Open("items.0");
  Open("v()");
  Scan();
  ASSERT_THAT(Assign(1, "\"abc\""), IsOk());
  ASSERT_THAT(Assign(2, "[1, 2]"), IsOk());
  ASSERT_THAT(Assign(3, "7"), IsOk());
  EXPECT_THAT(Scan(), IsEmpty());
  EXPECT_EQ(Value(1), "\"abc\"");
  EXPECT_EQ(Value(2), "[1,2]");
  EXPECT_EQ(Value(3), "7");
}

TEST_F(LuaResolverAssignTest, WhatTurnsOutDifferentIsNews) {  // 18.4
  Open("trimmed()");
  Scan();
  ASSERT_THAT(Assign(1, "\"  bob \""), IsOk());
  EXPECT_THAT(Scan(), ElementsAre("trimmed(): \"bob\""));
  ASSERT_THAT(Assign(1, "\" bob\""), IsOk());
  EXPECT_THAT(Scan(), ElementsAre("trimmed(): \"bob\""));
}

TEST_F(LuaResolverAssignTest, MethodsGetSelfAndExactlyOneArgument) {  // L-77, L-78, T-16
  const Slot v = Open("v()");
  ASSERT_THAT(Assign(v, "\"two\""), IsOk());
  EXPECT_EQ(Eval("app._v .. app.count"), "two1");
  ASSERT_THAT(Assign(v, "null"), IsOk());
  EXPECT_EQ(Eval("tostring(app._v) .. app.count"), "nil1");
  ASSERT_THAT(Assign(Open("pick(_)"), "\"red\"", Access::kWrite), IsOk());
  EXPECT_EQ(Eval("app.picked .. app.count"), "red1");
}

TEST_F(LuaResolverAssignTest, ActionsGetAnArgumentOnlyIfTheyAskForIt) {  // L-79
  ASSERT_THAT(Assign(Open("pick()"), "\"ignored\"", Access::kAction), IsOk());
  EXPECT_EQ(Eval("tostring(app.picked) .. app.count"), "nil0");
  ASSERT_THAT(Assign(Open("pick(_)"), "\"blue\"", Access::kAction), IsOk());
  EXPECT_EQ(Eval("app.picked .. app.count"), "blue1");
  ASSERT_THAT(Assign(Open("tab"), "\"home\"", Access::kAction), IsOk());
  EXPECT_EQ(Eval("app.tab"), "home");
}

TEST_F(LuaResolverAssignTest, AGetterIsNotASetter) {  // T-32 step 3
  EXPECT_THAT(Assign(Open("v()"), "1", Access::kWrite),
              IsError(ErrorKind::kBadAccess, HasSubstr("read-only path (ends in getter)")));
}

TEST_F(LuaResolverAssignTest, NilOnTheWayChangesNothing) {  // L-82, T-32 step 6
  EXPECT_THAT(Assign(Open("sel.name"), "1"),
              IsError(ErrorKind::kPathFailure, "NilPath error: Nil path sel(nil!).name"));
  EXPECT_THAT(Assign(Open("a.b.c"), "1"),
              IsError(ErrorKind::kPathFailure, "NilPath error: Nil path a(nil!).b.c"));
  EXPECT_THAT(Assign(Open("owner.boss.set(_)"), "1", Access::kWrite),
              IsError(ErrorKind::kPathFailure, "NilPath error: Nil path owner.boss(nil!).set(_)"));
  Open("sel");
  EXPECT_THAT(Assign(Open("name", {}, 4), "1"),
              IsError(ErrorKind::kPathFailure, "NilPath error: Nil path (nil!).name"));
  Run("app.sel = {}");
  EXPECT_THAT(Assign(1, "1"), IsOk());
}

TEST_F(LuaResolverAssignTest, WhatHasNoFieldsCannotBeWritten) {  // 17.1
  EXPECT_THAT(Assign(Open("title.x"), "1"),
              IsError(ErrorKind::kPathFailure,
                      "LuaResolver.Set: expected *lua.LTable, got string at title"));
  EXPECT_THAT(Assign(Open("title.set(_)"), "1", Access::kWrite),
              IsError(ErrorKind::kPathFailure,
                      "LuaResolver.CallWith: expected *lua.LTable, got string at title"));
}

TEST_F(LuaResolverAssignTest, MethodsThatFailSaySo) {  // L-76, TC-54
  EXPECT_THAT(Assign(Open("nope(_)"), "1", Access::kAction),
              IsError(ErrorKind::kMethodFailure, "method nope not found"));
  EXPECT_THAT(Assign(Open("title(_)"), "1", Access::kAction),
              IsError(ErrorKind::kMethodFailure, "title is not a function"));
  fake_.log.Clear();
  const absl::Status status = Assign(Open("refuse(_)"), "1", Access::kAction);
  EXPECT_THAT(status, IsError(ErrorKind::kMethodFailure,
                              AllOf(StartsWith("method call failed: lua/main.lua:"),
                                    EndsWith("bad value"))));
  EXPECT_THAT(Logged(), ElementsAre(HasSubstr("stack traceback")));  // L-162
}

TEST_F(LuaResolverAssignTest, AFailedWriteIsFollowedByTheTruth) {
  Open("refuse()");
  Run("function app:refuse(...) if select('#', ...) > 0 then error('no') end return 'truth' end");
  Scan();
  EXPECT_THAT(Assign(1, "\"lie\""), Not(IsOk()));
  Scan();
  EXPECT_EQ(Value(1), "\"truth\"");
}

TEST_F(LuaResolverAssignTest, MetamethodsAreHonouredForNamesOnly) {  // L-81, TC-53
  Run("local shadow = {} app.p = setmetatable({}, {__index = shadow, "
      "__newindex = function(_, k, v) shadow[k] = v:upper() end})");
  const Slot t = Open("p.t");
  ASSERT_THAT(Assign(t, "\"a\""), IsOk());
  EXPECT_THAT(Scan(), ElementsAre("p.t: \"A\""));
  ASSERT_THAT(Assign(Open("p.0"), "\"b\""), IsOk());
  EXPECT_EQ(Eval("rawget(app.p, 1)"), "b");
}

TEST_F(LuaResolverAssignTest, ANewindexThatRaisesIsAFailure) {  // L-163
  Run("app.p = setmetatable({}, {__newindex = function() error('frozen', 0) end})");
  EXPECT_THAT(Assign(Open("p.t"), "1"), IsError(ErrorKind::kMethodFailure, "frozen"));
}

TEST_F(LuaResolverAssignTest, ObjectsComeBackAsThemselves) {  // D-9, L-152
  const Slot row = Open("row");
  const Slot sel = Open("sel");
  Scan();
  ASSERT_THAT(Assign(sel, Value(row)), IsOk());
  EXPECT_EQ(Eval("app.sel == app.row"), "true");
  EXPECT_THAT(Scan(), IsEmpty());
  ASSERT_THAT(Assign(sel, "[" + Value(row) + "]"), IsOk());
  EXPECT_EQ(Eval("app.sel[1] == app.row"), "true");
  EXPECT_THAT(Scan(), IsEmpty());
  ASSERT_THAT(Assign(sel, R"({"obj": 999999})"), IsOk());
  EXPECT_EQ(Eval("app.sel.obj"), "999999");
}

TEST_F(LuaResolverAssignTest, DataBecomesAnObjectTheClientHearsOf) {  // TC-78, L-153
  const Slot data = Open("data");
  Scan();
  ASSERT_THAT(Assign(data, R"({"a": 1, "b": {"c": 2}})"), IsOk());
  EXPECT_EQ(Eval("app.data.b.c"), "2");
  EXPECT_THAT(Scan(), ElementsAre(StartsWith("data: {\"obj\":")));
  EXPECT_THAT(Scan(), IsEmpty());
  ASSERT_THAT(Assign(data, R"([{"a": 1}])"), IsOk());
  EXPECT_THAT(Scan(), ElementsAre(StartsWith("data: [{\"obj\":")));
}

TEST_F(LuaResolverAssignTest, NumbersArriveAsIntegers) {  // TC-76
  const Slot n = Open("n");
  ASSERT_THAT(Assign(n, "3.0"), IsOk());
  EXPECT_EQ(Eval("app.n .. '!'"), "3!");
  ASSERT_THAT(Assign(n, "2.5"), IsOk());
  EXPECT_EQ(Eval("app.n .. '!'"), "2.5!");
}

TEST_F(LuaResolverAssignTest, NestedArraysAreRefused) {  // T-36
  EXPECT_THAT(Assign(Open("title"), "[1, [2]]"),
              IsError(ErrorKind::kBadValue, HasSubstr("element 1 is an array")));
  EXPECT_EQ(Eval("app.title"), "old");
}

TEST_F(LuaResolverAssignTest, PrivateNamesAreRefused) {  // D-34
  EXPECT_THAT(Assign(Open("_v"), "1"), IsError(ErrorKind::kBadAccess, HasSubstr("\"_v\"")));
  EXPECT_THAT(Assign(Open("owner.__index"), "1"), IsError(ErrorKind::kBadAccess));
  EXPECT_THAT(Assign(Open("_m(_)"), "1", Access::kAction), IsError(ErrorKind::kBadAccess));
  EXPECT_THAT(Assign(Open("_x.y"), "1"), IsError(ErrorKind::kPathFailure));
}

TEST_F(LuaResolverAssignTest, RootsCannotBeWritten) {
  EXPECT_THAT(Assign(0, "1"), IsError(ErrorKind::kBadAccess));
}

TEST_F(LuaResolverAssignTest, AncestorsNeverScannedAreFoundAllTheSame) {
  Run("app.deep = {down = {}} function app:go() return self.deep end");
  const Slot go = Open("go()");
  const Slot down = Open("down", {}, go);
  const Slot x = Open("x", {}, down);
  ASSERT_THAT(Assign(x, "5"), IsOk());
  EXPECT_EQ(Eval("app.deep.down.x"), "5");
  // They have not been seen by that.
  EXPECT_THAT(Scan(), ElementsAre(StartsWith("go(): {"), StartsWith("down: {")));
}

TEST_F(LuaResolverAssignTest, AncestorsThatFailAreTheFailure) {
  Run("function app:go() error('stuck') end");
  const Slot go = Open("go()");
  EXPECT_THAT(Assign(Open("x", {}, go), "5"),
              IsError(ErrorKind::kMethodFailure, HasSubstr("stuck")));
  const Slot sel = Open("sel");
  EXPECT_THAT(Assign(Open("x", {}, sel), "5"), IsError(ErrorKind::kPathFailure));
}

TEST_F(LuaResolverAssignTest, LongChainsOfAncestorsDoNotOverflow) {
  Run("app.self = app");
  Slot parent = 0;
  for (int i = 0; i < 20'000; ++i) parent = Open("self", {}, parent);
  ASSERT_THAT(Assign(Open("title", {}, parent), "\"far\""), IsOk());
  EXPECT_EQ(Eval("app.title"), "far");
}

TEST_F(LuaResolverAssignTest, MemoryThatRunsOutIsAnError) {
  options_.memory_limit_bytes = 1 << 20;
  Start("app = {} session:createAppVariable(app)");
  EXPECT_THAT(Assign(Open("x"), "\"" + std::string(2 << 20, 'x') + "\""),
              IsError(ErrorKind::kOverBudget, "not enough memory"));
  EXPECT_THAT(Assign(1, "1"), IsOk());
}

}  // namespace
}  // namespace tandem::testing
