// Copyright (c) the Tandem authors. Licensed under the MIT License.

// Reading through paths, and what counts as a change.

#include "core/lua/lua_resolver.h"

#include <string>

#include "core/base/error.h"
#include "gtest/gtest.h"
#include "tests/core/lua/lua_session_fixture.h"

namespace tandem::testing {
namespace {

class LuaResolverTest : public LuaSessionTest {
 protected:
  void SetUp() override {
    Start(R"lua(
      Person = {type = 'Person'}
      Person.__index = Person
      function Person:full() return self.name .. '!' end
      app = setmetatable({
        title = 'hello', items = {'x', 'y'}, owner = setmetatable({name = 'Ann'}, Person),
        _secret = 's'}, {type = 'App'})
      function app.who(self) return self.owner end
      function app.two() return 7, 8 end
      function app.none() end
      session:createAppVariable(app)
    )lua");
  }

  // What a variable on `path` shows after one scan: its JSON, or the error.
  std::string Probe(absl::string_view path) {
    const Slot slot = Open(path, {});
    const std::vector<std::string> news = Scan();
    const std::string prefix = std::string(path) + "! ";
    for (const std::string& line : news) {
      if (line.rfind(prefix, 0) == 0) return line.substr(prefix.size());
    }
    const std::string value = Value(slot);
    Close(slot);
    return value;
  }
};

TEST_F(LuaResolverTest, FieldsPositionsAndMethods) {  // L-70, L-71, L-73, L-76, T-6, T-7
  EXPECT_EQ(Probe("title"), "\"hello\"");
  EXPECT_EQ(Probe("owner.name"), "\"Ann\"");
  EXPECT_EQ(Probe("items.0"), "\"x\"");
  EXPECT_EQ(Probe("items.1"), "\"y\"");
  EXPECT_EQ(Probe("items.7"), "null");
  EXPECT_EQ(Probe("owner.full()"), "\"Ann!\"");
  EXPECT_EQ(Probe("who().name"), "\"Ann\"");
  EXPECT_EQ(Probe("two()"), "7");
  EXPECT_EQ(Probe("none()"), "null");
  EXPECT_EQ(Probe("missing"), "null");  // L-73
}

TEST_F(LuaResolverTest, NamesAreReadWithMetamethodsPositionsWithout) {  // L-71, L-72, Q-14
  Run("app.dyn = setmetatable({}, {__index = function(_, k) return 'dyn:' .. tostring(k) end})");
  EXPECT_EQ(Probe("dyn.color"), "\"dyn:color\"");
  EXPECT_EQ(Probe("dyn.0"), "null");
}

TEST_F(LuaResolverTest, NilOnTheWayIsANilPath) {  // T-29, T-31, L-74
  EXPECT_EQ(Probe("sel.name"), "NilPath error: Nil path sel(nil!).name");
  EXPECT_EQ(Probe("owner.boss.name.x"), "NilPath error: Nil path owner.boss(nil!).name.x");
  EXPECT_EQ(Probe("none().x"), "NilPath error: Nil path none()(nil!).x");
  EXPECT_EQ(Probe("sel.run()"), "NilPath error: Nil path sel(nil!).run()");
}

TEST_F(LuaResolverTest, NilPathsComeAndGo) {
  Open("sel.name");
  EXPECT_THAT(Scan(), ElementsAre(HasSubstr("NilPath")));
  EXPECT_THAT(Scan(), ElementsAre(HasSubstr("NilPath")));
  Run("app.sel = {name = 'Z'}");
  EXPECT_THAT(Scan(), ElementsAre("sel.name: \"Z\""));
  Run("app.sel = nil");
  EXPECT_THAT(Scan(), ElementsAre(HasSubstr("NilPath")));
  EXPECT_EQ(Value(1), "\"Z\"");  // P-83
}

TEST_F(LuaResolverTest, ValuesWithoutFieldsEndAPath) {  // L-75, 17.1
  EXPECT_EQ(Probe("title.x"), "LuaResolver.Get: expected *lua.LTable, got string at title");
  EXPECT_EQ(Probe("owner.name.0"),
            "LuaResolver.Get: expected *lua.LTable, got string at owner.name");
  EXPECT_EQ(Probe("two().x"), "LuaResolver.Get: expected *lua.LTable, got float64 at two()");
  EXPECT_EQ(Probe("title.len()"), "LuaResolver.Call: expected *lua.LTable, got string at title");
  EXPECT_EQ(Probe("who.x"), "LuaResolver.Get: expected *lua.LTable, got *lua.LFunction at who");
}

TEST_F(LuaResolverTest, MethodsThatCannotBeCalled) {  // L-76
  EXPECT_EQ(Probe("nope()"), "method nope not found");
  EXPECT_EQ(Probe("title()"), "title is not a function");
  Run("app.callable = setmetatable({}, {__call = function() return 1 end})");
  EXPECT_EQ(Probe("callable()"), "callable is not a function");
}

TEST_F(LuaResolverTest, MethodsThatRaiseSayWhere) {  // L-76, L-162
  Run("function app.risky(self) if self.bad then error('no way') end return 'fine' end");
  Open("risky()");
  EXPECT_THAT(Scan(), ElementsAre("risky(): \"fine\""));
  Run("app.bad = true");
  fake_.log.Clear();
  EXPECT_THAT(Scan(), ElementsAre("risky()! method call failed: lua:1: no way"));
  EXPECT_THAT(Logged(kLogMessages),
              ElementsAre(AllOf(HasSubstr("variable 2"), HasSubstr("stack traceback"))));
  EXPECT_THAT(Scan(), SizeIs(1));
  EXPECT_THAT(Logged(kLogMessages), SizeIs(1));  // The same failure is logged once.
  Run("app.bad = false");
  EXPECT_THAT(Scan(), IsEmpty());
}

TEST_F(LuaResolverTest, AFailureDoesNotSpoilTheOthers) {  // L-7
  Run("function app.boom() error('a') end function app.hole() error() end");
  Open("boom()");
  Open("title");
  Open("hole()");
  Open("nope()");
  Open("owner.name");
  EXPECT_THAT(Scan(), ElementsAre(StartsWith("boom()!"), "title: \"hello\"", StartsWith("hole()!"),
                                  StartsWith("nope()!"), "owner.name: \"Ann\""));
}

TEST_F(LuaResolverTest, MetamethodsThatRaiseAreFailures) {  // L-163, Q-11
  Run("app.trap = setmetatable({}, {__index = function(_, k) error('no ' .. k) end})");
  EXPECT_EQ(Probe("trap.x"), "lua:1: no x");
  // A value whose type cannot be asked for.
  EXPECT_EQ(Probe("trap"), "lua:1: no type");
}

TEST_F(LuaResolverTest, MetamethodsOfComparisonAndLengthAreNotAsked) {
  Run("local mt = {__eq = function() error('eq') end, __len = function() error('len') end, "
      "__pairs = function() error('pairs') end, __tostring = function() error('str') end} "
      "app.a = setmetatable({1, 2}, mt) app.b = setmetatable({x = 1}, mt)");
  EXPECT_EQ(Probe("a"), "[1,2]");
  Open("b");
  Scan();
  EXPECT_THAT(Scan(), IsEmpty());
}

TEST_F(LuaResolverTest, PrivateNamesAreNotReachable) {  // D-34, L-47
  EXPECT_EQ(Probe("_secret"), "null");
  EXPECT_EQ(Probe("_secret.x"), "NilPath error: Nil path _secret(nil!).x");
  EXPECT_THAT(Probe("_m()"), HasSubstr("private"));
  Open("_m()");
}

TEST_F(LuaResolverTest, PrivateNamesAreReachableWhereTheSiteSaysSo) {
  options_.private_names_reachable = true;
  Start("app = {_secret = 's', _m = function() return 5 end} session:createAppVariable(app)");
  EXPECT_EQ(Probe("_secret"), "\"s\"");
  EXPECT_EQ(Probe("_m()"), "5");
}

TEST_F(LuaResolverTest, OddNamesAreJustNames) {  // L-83, T-9, P-30
  Run("app['@name'] = 1 app['01'] = 2 app[''] = {}");
  EXPECT_EQ(Probe("@name"), "1");
  EXPECT_EQ(Probe("01"), "2");
  EXPECT_EQ(Probe(".."), "NilPath error: Nil path .(nil!).");
}

// T-61, T-65, T-99, L-88, L-90, L-98
TEST_F(LuaResolverTest, ValuesBecomeJson) {
  Run(R"lua(
    app.v = {int = 3, whole = 6/2, half = 0.5, big = 2^53, huge = 1e21, nan = 0/0, inf = 1/0,
             yes = true, text = 'a"\n\0é', bytes = '\xff', fn = print, list = {1, 'a', true},
             holes = {1, nil, 3}, mixed = {1, 2, n = 2}, hidden = {1, _x = 2}, empty = {},
             typed = setmetatable({}, {type = 'T'}), typed_list = setmetatable({1}, {type = 'T'})}
  )lua");
  EXPECT_EQ(Probe("v.int"), "3");
  EXPECT_EQ(Probe("v.whole"), "3");
  EXPECT_EQ(Probe("v.half"), "0.5");
  EXPECT_EQ(Probe("v.big"), "9007199254740992");
  EXPECT_THAT(Probe("v.huge"), HasSubstr("e"));
  EXPECT_EQ(Probe("v.nan"), "null");
  EXPECT_EQ(Probe("v.inf"), "null");
  EXPECT_EQ(Probe("v.yes"), "true");
  EXPECT_EQ(Probe("v.text"), "\"a\\\"\\n\\u0000\xC3\xA9\"");
  EXPECT_EQ(Probe("v.bytes"), "\"\xEF\xBF\xBD\"");  // L-99
  EXPECT_THAT(Probe("v.fn"), StartsWith("{\"obj\":"));
  EXPECT_EQ(Probe("v.list"), "[1,\"a\",true]");
  EXPECT_EQ(Probe("v.holes"), "[1,null,3]");
  EXPECT_THAT(Probe("v.mixed"), StartsWith("{\"obj\":"));
  EXPECT_EQ(Probe("v.hidden"), "[1]");
  EXPECT_EQ(Probe("v.empty"), "[]");  // D-36
  EXPECT_THAT(Probe("v.typed"), StartsWith("{\"obj\":"));
  EXPECT_THAT(Probe("v.typed_list"), StartsWith("{\"obj\":"));
}

TEST_F(LuaResolverTest, KindsAndTypesFollowTheValue) {  // L-96, L-97
  const Slot slot = Open("cur");
  const auto see = [&](absl::string_view expression) {
    Run("app.cur = " + std::string(expression));
    Scan();
    return resolver().KindOf(slot);
  };
  EXPECT_EQ(resolver().KindOf(slot), ValueKind::kNil);
  EXPECT_EQ(see("app.owner"), ValueKind::kObject);
  EXPECT_EQ(Type(slot), "Person");
  EXPECT_EQ(see("'text'"), ValueKind::kPrimitive);
  EXPECT_EQ(Type(slot), "");
  EXPECT_EQ(see("false"), ValueKind::kPrimitive);
  EXPECT_EQ(see("{1}"), ValueKind::kArray);
  EXPECT_EQ(Type(slot), "");
  EXPECT_EQ(see("{type = 'file', name = 'a'}"), ValueKind::kObject);
  EXPECT_EQ(Type(slot), "file");
  EXPECT_EQ(see("print"), ValueKind::kObject);
  EXPECT_EQ(Type(slot), "");
  EXPECT_EQ(see("nil"), ValueKind::kNil);
}

TEST_F(LuaResolverTest, TheSameObjectHasTheSameIdEverywhere) {  // T-69, T-61
  Run("app.rows = {app.owner, app.owner}");
  const std::string id = Probe("owner");
  EXPECT_EQ(Probe("rows"), "[" + id + "," + id + "]");
  EXPECT_EQ(Probe("who()"), id);
}

TEST_F(LuaResolverTest, AnObjectIsFoundByItsIdWhileItLives) {  // D-41, D-17
  const std::string reference = Probe("owner");
  const std::string id = reference.substr(7, reference.size() - 8);  // {"obj":N}
  EXPECT_EQ(Probe("@" + id), reference);
  EXPECT_EQ(Probe("@" + id + ".name"), "\"Ann\"");
  EXPECT_EQ(Probe("@" + id + ".full()"), "\"Ann!\"");
  EXPECT_EQ(Probe("@999999"), "null");
  Run("app.owner = nil collectgarbage()");
  EXPECT_EQ(Probe("@" + id), "null");
  EXPECT_EQ(Probe("@" + id + ".name"), "NilPath error: Nil path @" + id + "(nil!).name");
}

TEST_F(LuaResolverTest, OnlyWhatDiffersIsNews) {  // T-67
  Run("app.n = 1");
  Open("n");
  EXPECT_THAT(Scan(), ElementsAre("n: 1"));
  for (const char* same : {"1", "1.0", "2 - 1"}) {
    Run("app.n = " + std::string(same));
    EXPECT_THAT(Scan(), IsEmpty()) << same;
  }
  Run("app.n = '1'");
  EXPECT_THAT(Scan(), ElementsAre("n: \"1\""));
  Run("app.n = string.rep('long', 50)");
  EXPECT_THAT(Scan(), SizeIs(1));
  Run("app.n = string.rep('longlong', 25)");
  EXPECT_THAT(Scan(), IsEmpty());
  Run("app.n = 0/0");
  EXPECT_THAT(Scan(), ElementsAre("n: null"));
  Run("app.n = -(0/0)");
  EXPECT_THAT(Scan(), IsEmpty());
  Run("app.n = false");
  EXPECT_THAT(Scan(), ElementsAre("n: false"));
  Run("app.n = nil");
  EXPECT_THAT(Scan(), ElementsAre("n: null"));
  EXPECT_THAT(Scan(), IsEmpty());
}

TEST_F(LuaResolverTest, ObjectsDifferByIdentity) {  // TC-74
  Open("owner");
  Open("owner.name");
  Scan();
  Run("app.owner.name = 'Bo'");
  EXPECT_THAT(Scan(), ElementsAre("owner.name: \"Bo\""));
  Run("app.owner = setmetatable({name = 'Bo'}, Person)");
  EXPECT_THAT(Scan(), ElementsAre(StartsWith("owner: {\"obj\":")));
}

TEST_F(LuaResolverTest, ArraysDifferByTheirElements) {  // TC-75, L-91
  Run("app.list = {}");
  Open("list");
  EXPECT_THAT(Scan(), ElementsAre("list: []"));
  EXPECT_THAT(Scan(), IsEmpty());
  Run("table.insert(app.list, 'x')");
  EXPECT_THAT(Scan(), ElementsAre("list: [\"x\"]"));
  Run("app.list = {'x'}");
  EXPECT_THAT(Scan(), IsEmpty());
  Run("app.list[1] = nil");
  EXPECT_THAT(Scan(), ElementsAre("list: []"));
  Run("app.list.name = 'now an object'");
  EXPECT_THAT(Scan(), ElementsAre(StartsWith("list: {\"obj\":")));
  Run("app.list.name = nil app.list[2] = 1");
  EXPECT_THAT(Scan(), ElementsAre("list: [null,1]"));
}

TEST_F(LuaResolverTest, AnEqualArrayReplacesTheOneNavigated) {
  Run("app.list = {'x'}");
  const Slot list = Open("list");
  Open("0", {}, list);
  Scan();
  Run("old = app.list app.list = {'x'} ");
  EXPECT_THAT(Scan(), IsEmpty());
  Run("old[1] = 'stale'");
  EXPECT_THAT(Scan(), IsEmpty());
  ASSERT_THAT(Assign(2, "\"new\""), IsOk());
  EXPECT_EQ(Eval("app.list[1]"), "new");
}

TEST_F(LuaResolverTest, WhatIsSentIsWhatTheScanSaw) {
  Run("app.list = {1, 2}");
  const Slot list = Open("list");
  Scan();
  Run("app.list[3] = 3");
  EXPECT_EQ(Value(list), "[1,2]");
}

TEST_F(LuaResolverTest, NestedArraysAreAFailureOfTheirVariable) {  // L-93, T-66, P-129, T-62
  Run("app.list = {1}");
  const Slot list = Open("list");
  Open("title");
  Scan();
  fake_.log.Clear();
  Run("app.list = {{1, 2}, {3}} app.title = 'next'");
  EXPECT_THAT(Scan(), ElementsAre("list! ToValueJSON: nested arrays not allowed (element 0 is an "
                                  "array)",
                                  "title: \"next\""));
  EXPECT_EQ(Value(list), "[1]");
  EXPECT_THAT(Logged(), ElementsAre(HasSubstr("nested arrays")));
  Scan();
  EXPECT_THAT(Logged(), SizeIs(1));
  Run("app.list = {{}, {a = 1}}");  // Neither of these is an array here.
  EXPECT_THAT(Scan(), ElementsAre(StartsWith("list: [{\"obj\":")));
  Run("table.insert(app.list[1], 1)");
  EXPECT_THAT(Scan(), ElementsAre(HasSubstr("nested arrays not allowed (element 0")));
}

TEST_F(LuaResolverTest, ArraysOfHolesCountAsNil) {  // L-92
  Run("app.list = {[10000000] = 1}");
  const Slot list = Open("list");
  EXPECT_THAT(Scan(), IsEmpty());
  EXPECT_EQ(Value(list), "null");
  EXPECT_THAT(Logged(), ElementsAre(HasSubstr("position 10000000")));
  Scan();
  EXPECT_THAT(Logged(), SizeIs(1));
  Run("app.list = {1}");
  EXPECT_THAT(Scan(), ElementsAre("list: [1]"));
  Run("app.list = {[10000000] = 1}");
  EXPECT_THAT(Scan(), ElementsAre("list: null"));
}

TEST_F(LuaResolverTest, EachMethodIsCalledOncePerScan) {  // L-44
  Run("app.calls = 0 function app.tick(self) self.calls = self.calls + 1 return 'k' end");
  Open("tick()");
  Open("calls");
  EXPECT_EQ(Eval("app.calls"), "0");  // D-13: opening evaluates nothing.
  EXPECT_THAT(Scan(), ElementsAre("tick(): \"k\"", "calls: 1"));
  EXPECT_THAT(Scan(), ElementsAre("calls: 2"));
}

TEST_F(LuaResolverTest, ChildrenNavigateTheParentsLatestValue) {
  const Slot owner = Open("owner");
  Open("name", {}, owner);
  Scan();
  Run("app.owner = setmetatable({name = 'Cy'}, Person)");
  EXPECT_THAT(Scan(), ElementsAre(StartsWith("owner: "), "name: \"Cy\""));
}

TEST_F(LuaResolverTest, AnotherPathIsSeenAtTheNextScan) {  // T-39
  const Slot slot = Open("title");
  Scan();
  resolver().SetPath(slot, ParsePathSpec("owner.name")->path);
  EXPECT_EQ(Value(slot), "\"hello\"");
  EXPECT_THAT(Scan(), ElementsAre("title: \"Ann\""));
}

TEST_F(LuaResolverTest, RootsHoldTheirValueAtOnce) {
  EXPECT_THAT(Value(0), StartsWith("{\"obj\":"));
  EXPECT_EQ(Type(0), "App");
  EXPECT_THAT(Scan(), IsEmpty());
}

TEST_F(LuaResolverTest, AnEmptyAppIsAnObject) {  // L-21
  Start("app = {} session:createAppVariable(app)");
  EXPECT_THAT(Value(0), StartsWith("{\"obj\":"));
  EXPECT_EQ(resolver().KindOf(0), ValueKind::kObject);
  Run("app.x = 1");
  EXPECT_THAT(Scan(), IsEmpty());
}

TEST_F(LuaResolverTest, ARootThatCannotBeSentIsNavigatedAllTheSame) {
  Run("id = session:createVariable(0, {{1}, {2}})");
  const Slot root = SlotOf(VariableId(-1));
  EXPECT_EQ(Value(root), "null");
  Open("0.0", {}, root);
  EXPECT_THAT(Scan(), ElementsAre("0.0: 1"));
}

TEST_F(LuaResolverTest, AnotherRootValueMovesItsChildren) {  // D-18, L-22
  Open("title");
  Scan();
  const std::string before = Value(0);
  Run("other = {title = 'other'} id = session:createAppVariable(other)");
  EXPECT_EQ(Eval("id"), "1");
  EXPECT_NE(Value(0), before);
  EXPECT_THAT(Scan(), ElementsAre("title: \"other\""));
}

TEST_F(LuaResolverTest, ClosedSlotsLetGoOfTheirValues) {
  Run("app.big = {string.rep('x', 100)} weak = setmetatable({app.big}, {__mode = 'v'})");
  const Slot slot = Open("big");
  Scan();
  Run("app.big = nil collectgarbage()");
  EXPECT_EQ(Eval("weak[1] ~= nil"), "true");  // The value last seen is held.
  Close(slot);
  Run("collectgarbage()");
  EXPECT_EQ(Eval("weak[1]"), "nil");
}

TEST_F(LuaResolverTest, SlotsAreReused) {
  const Slot slot = Open("title");
  Scan();
  resolver().Close(slot);
  resolver().Open(slot, VariableId(99), 0, ParsePathSpec("title")->path);
  At(slot).id = VariableId(99);
  EXPECT_EQ(Value(slot), "null");
  EXPECT_THAT(Scan(), ElementsAre("title: \"hello\""));
}

TEST_F(LuaResolverTest, MemoryThatRunsOutInAGetterIsItsFailure) {
  options_.memory_limit_bytes = 2 << 20;
  Start(
      "app = {title = 't'} function app.eat() local t = {} while true do t[#t+1] = {} end end "
      "session:createAppVariable(app)");
  Open("eat()");
  Open("title");
  EXPECT_THAT(Scan(), ElementsAre("eat()! not enough memory", "title: \"t\""));
  EXPECT_THAT(Scan(), ElementsAre("eat()! not enough memory"));
}

TEST_F(LuaResolverTest, MemoryThatRunsOutWhileCopyingIsAFailureToo) {
  options_.memory_limit_bytes = 3 << 19;
  Start(
      "app = {list = {}} for i = 1, 60000 do app.list[i] = i end "
      "session:createAppVariable(app)");
  Open("list");
  EXPECT_THAT(Scan(), ElementsAre("list! not enough memory"));
  Run("app.list = {1}");
  EXPECT_THAT(Scan(), ElementsAre("list: [1]"));
}

TEST_F(LuaResolverTest, DeepRecursionInAGetterIsItsFailure) {
  Run("function app.deep() local a, b, c, d, e, f, g, h return 1 + app.deep() end "
      "function app.cdeep() return (string.gsub('a', 'a', app.cdeep)) end");
  Open("deep()");
  Open("cdeep()");
  EXPECT_THAT(Scan(), ElementsAre(HasSubstr("stack overflow"), HasSubstr("stack overflow")));
}

TEST_F(LuaResolverTest, AGetterMayNotYield) {
  Run("function app.y() coroutine.yield() end");
  EXPECT_THAT(Probe("y()"), HasSubstr("attempt to yield"));
}

}  // namespace
}  // namespace tandem::testing
