// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// D-44: work that hides behind a short instruction. Each of these does something large in a loop of
// a few instructions and must be stopped after no more rounds than its work allows; were only the
// loop itself counted, 1,000,000 steps would do for tens of thousands of rounds.

#include <cstdint>
#include <string>

#include "core/base/error.h"
#include "core/lua/lua_call.h"
#include "core/lua/lua_state.h"
#include "core/testing/matchers.h"
#include "gtest/gtest.h"
#include "tests/core/lua/bare_lua.h"

namespace tandem::testing {
namespace {

struct Work {
  const char* name;
  const char* prepare;  // May take what it wants.
  const char* body;
  int64_t max_rounds;
};

void PrintTo(const Work& work, std::ostream* out) { *out << work.name; }

class FuelInternalsTest : public BareLua, public ::testing::WithParamInterface<Work> {
 protected:
  int64_t Global(const char* name) {
    int64_t value = 0;
    Do([&](lua_State* L) {
      lua_getglobal(L, name);
      value = lua_tointeger(L, -1);
    });
    return value;
  }
};

TEST_P(FuelInternalsTest, IsStoppedBeforeItTakesLong) {
  ASSERT_THAT(Run(GetParam().prepare), IsOk());
  state_->fuel.Fill(1'000'000);
  EXPECT_THAT(
      Run(std::string("rounds = 0 while true do ") + GetParam().body + " rounds = rounds + 1 end"),
      IsError(ErrorKind::kOverBudget, HasSubstr("too many steps")));
  EXPECT_LE(Global("rounds"), GetParam().max_rounds);
}

INSTANTIATE_TEST_SUITE_P(
    Strings, FuelInternalsTest,
    ::testing::Values(
        Work{"Concatenation", "s = ('x'):rep(1e6)", "local t = s .. 'y'", 20},
        Work{"Sub", "s = ('x'):rep(1e6)", "local t = s:sub(2)", 20},
        Work{"Equality", "a = ('x'):rep(1e6) b = ('x'):rep(1e6)", "local t = a == b", 20},
        Work{"RawEqual", "a = ('x'):rep(1e6) b = ('x'):rep(1e6)", "rawequal(a, b)", 20},
        Work{"Order", "a = ('x'):rep(1e6) b = ('x'):rep(1e6)", "local t = a < b", 5},
        Work{"OrderOrEqual", "a = ('x'):rep(1e6) b = ('x'):rep(1e6)", "local t = a <= b", 5},
        Work{"AsNumber", "s = ('9'):rep(1e6)", "local t = s + 1", 3},
        Work{"AsInteger", "s = ' ' .. ('0'):rep(1e6) .. '1'", "math.abs(s)", 3},
        Work{"AsFloatArgument", "s = '1.' .. ('0'):rep(1e6)", "math.sqrt(s)", 3},
        Work{"AsKey", "a = ('x'):rep(1e6) t = {[('x'):rep(1e6)] = 1}", "local v = t[a]", 20},
        Work{"AsKeyToSet", "a = ('x'):rep(1e6) t = {[('x'):rep(1e6)] = 1}", "t[a] = 2", 20},
        Work{"AsKeyOfRawGet", "a = ('x'):rep(1e6) t = {[('x'):rep(1e6)] = 1}", "rawget(t, a)", 20},
        Work{"AsKeyOfRawSet", "a = ('x'):rep(1e6) t = {[('x'):rep(1e6)] = 1}", "rawset(t, a, 2)",
             20},
        Work{"AsKeyOfNext", "a = ('x'):rep(1e6) t = {[('x'):rep(1e6)] = 1}", "next(t, a)", 20},
        Work{"AsKeyBehindAMetatable",
             "a = ('x'):rep(1e6) t = setmetatable({}, {__index = {[('x'):rep(1e6)] = 1}})",
             "local v = t[a]", 20},
        Work{"InAnErrorMessage",
             "f = load('local ' .. 'x = nil; x.' .. ('y'):rep(1e5) .. '.z = 1')", "pcall(f)", 300}),
    [](const auto& info) { return std::string(info.param.name); });

// 2^15 - 1: what keys are taken modulo of in a table of 2^15 entries.
constexpr char kCollidingIntegers[] =
    "t = {} for i = 1, 16385 do t['k' .. i] = 1 end "
    "for i = 1, 16000 do t[i * 32767] = i end last = 16000 * 32767";

INSTANTIATE_TEST_SUITE_P(
    Tables, FuelInternalsTest,
    ::testing::Values(
        Work{"CollidingIntegers", kCollidingIntegers,
             // One end of the chain or the other.
             "local v = t[32767] v = t[last] v = t[8000 * 32767]", 2'000},
        Work{"CollidingIntegersNotThere", kCollidingIntegers, "local v = t[20000 * 32767]", 2'000},
        Work{"CollidingFloats",
             "t = {} for i = 1, 4000 do t[2.0 ^ (i % 900) * (1 + i / 8192)] = i end n = 0 "
             "for k in pairs(t) do n = n + 1 end",
             "for k in pairs(t) do local v = t[k] end", 200},
        Work{"CountingKeysAgainAndAgain",
             // As many as fit; one goes, another comes: no place for it, so all are counted.
             "t = {} for i = 1, 65536 do t['k' .. i] = i end i = 65536 j = 1",
             "t['k' .. j] = nil j = j + 1 i = i + 1 t['k' .. i] = i", 400},
        Work{"SkippingWhatWasRemoved",
             "t = {} for i = 1, 1e5 do t[i] = i end "
             "for i = 1, 1e5 do t[i] = nil end",
             "next(t)", 40},
        Work{"SkippingWhatWasRemovedFromTheHash",
             "t = {} for i = 1, 1e5 do t['k' .. i] = i end for k in pairs(t) do t[k] = nil end",
             "next(t)", 40},
        Work{"VariableArguments",
             "local t = {} for i = 1, 4e4 do t[i] = i end function f(...) for i = 1, 1e9 do "
             "rounds = rounds + 1 g(...) end end function g() end a = t",
             "f(table.unpack(a))", 25}),
    [](const auto& info) { return std::string(info.param.name); });

INSTANTIATE_TEST_SUITE_P(
    Others, FuelInternalsTest,
    ::testing::Values(
        Work{"CollectingGarbage", "t = {} for i = 1, 1e5 do t[i] = {} end", "collectgarbage()", 3},
        Work{"CollectingGarbageByStep", "t = {} for i = 1, 1e5 do t[i] = {} end",
             "collectgarbage('step', 1e9)", 12},
        Work{"CollectingGarbageForWantOfMemory",
             "s = ('x'):rep(4e6) t = {} pcall(function() while true do t[#t + 1] = {} end end) "
             "for i = 1, 30000 do t[#t] = nil end collectgarbage()",
             "pcall(function() return s .. s end)", 3},
        Work{"ErrorsBelowADeepStack",
             "function deep(n, f) if n == 0 then return f() end local r = deep(n - 1, f) return r "
             "end",
             "deep(2e4, function() while true do rounds = rounds + 1 pcall(error) end end)", 45},
        Work{"Errors", "", "pcall(error)", 3'300},
        Work{"Yields", "w = coroutine.wrap(function() while true do coroutine.yield() end end)",
             "w()", 3'300},
        Work{"LevelsOfErrors",
             "function deep(n, f) if n == 0 then return f() end "
             "local r = deep(n - 1, f) return r end",
             "deep(2e4, function() while true do rounds = rounds + 1 pcall(error, 'x', 1e6) end "
             "end)",
             40},
        Work{"Tracebacks", "", "debug.traceback()", 250},
        Work{"NamesInErrors",
             "local c = {} for i = 1, 20000 do c[i] = 'x = 1' end "
             "f = load('local y; if go then ' .. table.concat(c, ' ') .. ' end y.z = 1')",
             "pcall(f)", 20},
        Work{"Gotos",
             "local c = {} for i = 1, 3000 do c[i] = 'goto l' .. i .. ' x = 1' end "
             "for i = 1, 3000 do c[#c + 1] = '::l' .. i .. ':: x = 1' end "
             "s = 'do ' .. table.concat(c, ' ') .. ' end'",
             "load(s)", 1},
        Work{"Labels",
             "local c = {} for i = 1, 5000 do c[i] = 'x = 1 ::l' .. i .. '::' end "
             "s = table.concat(c, ' ')",
             "load(s)", 1},
        Work{"LongConditions",
             "local c = {} for i = 1, 5000 do c[i] = 'elseif a then' end "
             "s = 'if a then ' .. table.concat(c, ' ') .. ' end'",
             "load(s)", 1},
        Work{"NamesInNestedFunctions",
             "local v = {} for i = 1, 190 do v[i] = 'v' .. i end "
             "local head = 'local ' .. table.concat(v, ',') .. ' return function() ' "
             "s = head:rep(60) .. ('a=b '):rep(500) .. (' end'):rep(60)",
             "load(s)", 1}),
    [](const auto& info) { return std::string(info.param.name); });

// A chain of weak keys in an order in which each round of the collector takes it two or three links
// further. That this ends is what is shown: without a limit one collection takes 25 s, and no
// instruction of the script's is running meanwhile.
TEST_F(FuelInternalsTest, AChainOfWeakKeysDoesNotKeepTheCollector) {
  EXPECT_THAT(
      Run("local n = 250000 local e = setmetatable({}, {__mode = 'k'}) local order = {} "
          "for i = 1, n do order[i] = i end local x = 42 "
          "for i = n, 2, -1 do x = (x * 1103515245 + 12345) % 2147483648 local j = 1 + x % i "
          "order[i], order[j] = order[j], order[i] end "
          "local o = {} for i = 1, n do o[i] = {} end "
          "for i = 1, n do local a = order[i] if a < n then e[o[a]] = o[a + 1] end end "
          "local first = o[1] o = nil order = nil collectgarbage() "
          "local k, length = first, 1 while e[k] do k = e[k] length = length + 1 end "
          "assert(length == n, length) first = nil k = nil "
          "collectgarbage() collectgarbage() assert(next(e) == nil)"),
      IsOk());
}

TEST_F(FuelInternalsTest, TheCollectorCannotBeToldToHurry) {
  EXPECT_THAT(Run("assert(collectgarbage('setpause', 0) == 200)"
                  " assert(collectgarbage('setpause', 0) == 200)"
                  " assert(collectgarbage('setstepmul', 1000) == 100)"
                  " assert(collectgarbage('generational') == 'incremental')"
                  " assert(collectgarbage('incremental', 0, 1000, 60) == 'incremental')"
                  " assert(collectgarbage('stop') == 0 and collectgarbage('isrunning'))"
                  " assert(collectgarbage('count') > 10 and collectgarbage() == 0)"
                  " assert(not pcall(collectgarbage, 'nonsense'))"),
              IsOk());
}

}  // namespace
}  // namespace tandem::testing
