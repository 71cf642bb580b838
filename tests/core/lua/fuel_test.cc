// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// D-44: nothing that a script does goes on for ever. That a test ends at all is what is shown; what
// the error says and what is possible afterwards is looked at as well.

#include "core/lua/fuel.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "core/base/error.h"
#include "core/lua/lua_call.h"
#include "core/lua/lua_state.h"
#include "core/testing/matchers.h"
#include "gtest/gtest.h"
#include "tests/core/lua/bare_lua.h"

namespace tandem::testing {
namespace {

constexpr int64_t kSteps = 1'000'000;

class FuelTest : public BareLua {
 protected:
  Fuel& fuel() { return state_->fuel; }

  absl::Status RunFilled(absl::string_view code, int64_t steps = kSteps) {
    fuel().Fill(steps);
    return Run(code);
  }

  // How much `code` takes.
  int64_t StepsOf(absl::string_view code) {
    const absl::Status status = RunFilled(code);
    EXPECT_TRUE(status.ok()) << status;
    return kSteps - fuel().left();
  }
};

TEST_F(FuelTest, IsEndlessUntilFilled) {
  EXPECT_THAT(Run("for i = 1, 3000000 do end"), IsOk());
  EXPECT_FALSE(fuel().is_spent());
}

TEST_F(FuelTest, AStopIsOverBudgetAndSaysWhereAndWhatTheLimitIs) {
  EXPECT_THAT(
      RunFilled("local x\n\nwhile true do x = 1 end"),
      IsError(ErrorKind::kOverBudget, "test:3: too many steps in one turn (the limit is 1000000)"));
  EXPECT_TRUE(fuel().is_spent());
  EXPECT_LE(fuel().left(), 0);
}

TEST_F(FuelTest, TheNextTurnIsAsGoodAsNew) {
  EXPECT_THAT(RunFilled("kept = 1 while true do end"), IsError(ErrorKind::kOverBudget));
  EXPECT_THAT(RunFilled("for i = 1, 1000 do kept = kept + 1 end assert(kept == 1001)"), IsOk());
  EXPECT_FALSE(fuel().is_spent());
}

TEST_F(FuelTest, UntilThenWhateverCouldLastIsStoppedAgain) {
  EXPECT_THAT(RunFilled("while true do end"), IsError(ErrorKind::kOverBudget));
  EXPECT_THAT(Run("while true do end"),
              IsError(ErrorKind::kOverBudget, HasSubstr("too many steps")));
  EXPECT_THAT(Run("(function() end)()"),
              IsError(ErrorKind::kOverBudget, HasSubstr("too many steps")));
}

// It would be on the time of the next turns, of other sessions too.
TEST_F(FuelTest, WhatAStoppedScriptLeavesIsCollectedAtOnce) {
  const int64_t before = state_->memory_bytes();
  EXPECT_THAT(RunFilled("local t = {} while true do t[#t + 1] = {} end"),
              IsError(ErrorKind::kOverBudget));
  EXPECT_LT(state_->memory_bytes(), before + 10'000);
}

TEST_F(FuelTest, AnErrorOfTheScriptsOwnIsNotOverBudget) {
  const absl::Status status = RunFilled("error('mine', 0)");
  EXPECT_THAT(status, StatusIs(absl::StatusCode::kAborted, "mine"));
}

TEST_F(FuelTest, TheSameWorkTakesTheSame) {
  const std::string code =
      "local t = {} for i = 1, 500 do t[i] = ('%d'):format(i) end table.sort(t) "
      "local s = table.concat(t, ',') for w in s:gmatch('%d+') do t[w] = #w end "
      "for k, v in pairs(t) do coroutine.wrap(function() return k end)() end";
  StepsOf(code);  // Some functions of the library prepare something when first called.
  const int64_t second = StepsOf(code);
  EXPECT_GT(second, 5'000);
  EXPECT_EQ(StepsOf(code), second);
}

TEST_F(FuelTest, MoreWorkTakesMore) {
  const int64_t hundred = StepsOf("for i = 1, 100 do local x = i * i end");
  const int64_t thousand = StepsOf("for i = 1, 1000 do local x = i * i end");
  EXPECT_GT(thousand, hundred + 2 * 900);
  EXPECT_LT(thousand, hundred + 10 * 900);
}

TEST_F(FuelTest, LoopsOfFewRoundsTakeTheirShareToo) {
  const int64_t one = StepsOf("for i = 1, 100 do for j = 1, 1 do end end");
  const int64_t seven = StepsOf("for i = 1, 100 do for j = 1, 7 do end end");
  EXPECT_GE(seven, one + 600);
}

TEST_F(FuelTest, TheClockStopsWhatItsStepsDoNot) {
  fuel().LimitTime(fake_.host.clock, absl::Seconds(2));
  EXPECT_THAT(RunFilled("for i = 1, 100000 do end"), IsOk());
  Do([&](lua_State* L) {
    lua_pushlightuserdata(L, &fake_.clock);
    const auto tick = [](lua_State* inner) {
      void* clock = lua_touserdata(inner, lua_upvalueindex(1));
      static_cast<ManualClock*>(clock)->Advance(absl::Milliseconds(1));
      return 0;
    };
    lua_pushcclosure(L, tick, 1);
    lua_setglobal(L, "tick");
  });
  EXPECT_THAT(RunFilled("while true do tick() end", int64_t{1} << 40),
              IsError(ErrorKind::kOverBudget, "test:1: the turn takes too long (the limit is 2s)"));
  EXPECT_THAT(Run("while true do end"),
              IsError(ErrorKind::kOverBudget, HasSubstr("takes too long")));
}

TEST_F(FuelTest, ATracebackWalksADeepStackAFewTimes) {
  const auto code = [](absl::string_view at_the_bottom) {
    return absl::StrCat("local function f(n) if n == 0 then return ", at_the_bottom,
                        " end local r = f(n - 1) return r end text = f(20000)");
  };
  const int64_t without = StepsOf(code("''"));
  EXPECT_LT(StepsOf(code("debug.traceback()")), without + 5'000 + 4 * 20'100);
  const std::string text = Text("text");
  EXPECT_THAT(text, HasSubstr("upvalue 'f'\n\t...\t(skipping 1998"));
  EXPECT_THAT(text, EndsWith("in local 'f'\n\ttest:1: in main chunk\n\t[C]: in ?"));
}

struct Attack {
  const char* name;
  const char* code;
};

void PrintTo(const Attack& attack, std::ostream* out) { *out << attack.name; }

class FuelAttackTest : public FuelTest, public ::testing::WithParamInterface<Attack> {};

TEST_P(FuelAttackTest, IsStopped) {
  EXPECT_THAT(RunFilled(GetParam().code), IsError(ErrorKind::kOverBudget));
  EXPECT_TRUE(fuel().is_spent());
  fuel().Fill(kSteps);
  EXPECT_EQ(Text("1 + 1"), "2");
}

INSTANTIATE_TEST_SUITE_P(
    Loops, FuelAttackTest,
    ::testing::Values(Attack{"While", "while true do end"}, Attack{"Repeat", "repeat until false"},
                      Attack{"RepeatWithComparison", "local i = 0 repeat i = i + 1 until i < 0"},
                      Attack{"ForInteger", "for i = 1, math.maxinteger do end"},
                      Attack{"ForDown", "for i = -1, math.mininteger, -1 do end"},
                      Attack{"ForFloat", "for i = 1.0, math.huge do end"},
                      Attack{"ForIn", "for i in function() return 1 end do end"},
                      Attack{"ForInWithFunctionOfC", "for i in select, '#' do end"},
                      Attack{"Goto", "::again:: goto again"},
                      Attack{"GotoOverLocals", "::again:: do local x = 1 goto again end"},
                      Attack{"WhileWithContinue",
                             "while true do if true then goto continue end ::continue:: end"},
                      Attack{"NestedForOfOneRound", "while true do for i = 1, 1 do end end"}),
    [](const auto& info) { return std::string(info.param.name); });

INSTANTIATE_TEST_SUITE_P(
    Calls, FuelAttackTest,
    ::testing::Values(
        Attack{"TailCall", "local function f() return f() end f()"},
        Attack{"TailCallOfMethod", "local o = {} function o:f() return self:f() end o:f()"},
        Attack{"TailCallThroughPcall",
               "local function f() return pcall(f) end while true do f() end"},
        Attack{"Fibonacci",
               "local function f(n) if n < 2 then return n end "
               "return f(n - 1) + f(n - 2) end f(90)"},
        Attack{"CallMetamethods",
               "local t = setmetatable({}, {__call = function(s) return s() end}) t()"},
        // Neither calls nor jumps back: each look-up makes two of the next table's.
        Attack{
            "IndexMetamethodsThatDouble",
            "local t = {} for i = 1, 60 do local below = t "
            "t = setmetatable({}, {__index = function(_, k) return below[k] or below[k] end}) end "
            "return t.x"},
        Attack{"ArithmeticMetamethodsThatDouble",
               "local t = setmetatable({}, {__add = function() return 1 end}) "
               "for i = 1, 60 do local below = t t = setmetatable({}, {__add = function() "
               "local a = below + 1 return below + 2 end}) end return t + 1"},
        Attack{"ConcatMetamethod",
               "local t = setmetatable({}, {}) "
               "getmetatable(t).__concat = function(a, b) while true do end end "
               "return t .. 'x'"},
        Attack{"CloseMetamethod",
               "local x <close> = setmetatable({}, {__close = function() while true do end end})"},
        Attack{"EqualityMetamethod",
               "local m = {__eq = function() while true do end end} "
               "return setmetatable({}, m) == setmetatable({}, m)"},
        Attack{"LenMetamethodInLibrary",
               "table.insert(setmetatable({}, {__len = function() while true do end end}), 1)"},
        Attack{"ToString",
               "tostring(setmetatable({}, {__tostring = function() while true do end end}))"},
        Attack{"Pairs",
               "for k in pairs(setmetatable({}, {__pairs = function() "
               "return function() return 1 end end})) do end"}),
    [](const auto& info) { return std::string(info.param.name); });

INSTANTIATE_TEST_SUITE_P(
    ThatCatch, FuelAttackTest,
    ::testing::Values(
        Attack{"PcallInALoop", "while true do pcall(function() while true do end end) end"},
        Attack{"PcallOnce", "pcall(function() while true do end end)"},
        Attack{"XpcallOnce", "xpcall(function() while true do end end, print)"},
        Attack{"ResumeOnce",
               "coroutine.resume(coroutine.create(function() while true do end end))"},
        Attack{
            "CloseOnce",
            "local co = coroutine.create(function() local x <close> = setmetatable({}, {__close = "
            "function() while true do end end}) coroutine.yield() end) "
            "coroutine.resume(co) coroutine.close(co)"},
        Attack{"PcallOfPcall", "local function f() while true do pcall(f) end end f()"},
        Attack{"PcallDeep",
               "local function f(n) if n == 0 then while true do end end "
               "pcall(f, n - 1) pcall(f, n - 1) end f(150)"},
        Attack{"XpcallWithHandlerThatLoops",
               "while true do xpcall(function() while true do end end, "
               "function() while true do end end) end"},
        Attack{
            "XpcallWithHandlerThatRaises",
            "while true do xpcall(function() while true do end end, function(e) error(e) end) end"},
        Attack{"ErrorObject",
               "local e = setmetatable({}, {__tostring = function() while true do end end}) "
               "while true do pcall(error, e) end"},
        Attack{
            "CloseThatCatches",
            "while true do pcall(function() local x <close> = setmetatable({}, {__close = "
            "function() pcall(function() while true do end end) end}) while true do end end) end"},
        Attack{"CoroutineInALoop",
               "while true do coroutine.resume(coroutine.create(function() while true do end end)) "
               "end"},
        Attack{"CoroutineThatYieldsForEver",
               "local c = coroutine.wrap(function() while true do coroutine.yield() end end) "
               "while true do c() end"},
        Attack{"CoroutineOfCoroutines",
               "local function f() while true do pcall(coroutine.wrap(f)) end end f()"},
        Attack{
            "CoroutineThatClosesOthers",
            "while true do local c = coroutine.create(function() local x <close> = "
            "setmetatable({}, {__close = function() while true do end end}) coroutine.yield() end) "
            "coroutine.resume(c) coroutine.close(c) end"},
        Attack{"WrappedInItself",
               "local w w = coroutine.wrap(function() while true do pcall(w) end end) w()"},
        Attack{"LoadInALoop", "while true do load('while true do end')() end"},
        Attack{"LoadWithReaderThatNeverEnds", "load(function() return ' ' end)"},
        Attack{"RequireLikeErrors", "while true do pcall(load, {}) end"}),
    [](const auto& info) { return std::string(info.param.name); });

}  // namespace
}  // namespace tandem::testing
