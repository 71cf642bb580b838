// Copyright (c) the Tandem authors. Licensed under the MIT License.

#include "core/lua/lua51_library.h"

#include <string>

#include "core/testing/matchers.h"
#include "gtest/gtest.h"
#include "tests/core/lua/bare_lua.h"

namespace tandem::testing {
namespace {

class Lua51LibraryTest : public BareLua {
 protected:
  Lua51LibraryTest() {
    Do([](lua_State* L) { InstallLua51(L); });
  }

  // What an expression raises.
  std::string Error(const std::string& expression) {
    const absl::Status status = Run("return " + expression);
    EXPECT_FALSE(status.ok()) << expression;
    return std::string(status.message());
  }
};

// compat C-3: ordinary functions that an application may override.
TEST_F(Lua51LibraryTest, IsMadeOfOrdinaryFields) {
  EXPECT_TRUE(Run("local old = table.sort; table.sort = function(t) old(t); t.sorted = true end "
                  "local t = {2, 1}; table.sort(t); assert(t.sorted and t[1] == 1)")
                  .ok());
  EXPECT_EQ(Text("rawget(_G, 'module')"), "nil");                     // compat C-7
  EXPECT_EQ(Text("math.type(1) .. 7 // 2 .. (6 & 3)"), "integer32");  // compat C-13
}

// compat C-4
TEST_F(Lua51LibraryTest, LoadstringCompilesText) {
  EXPECT_EQ(Text("loadstring('return 1 + 1')()"), "2");
  EXPECT_EQ(Text("loadstring('return +')"), "nil");
  EXPECT_EQ(Text("select(2, loadstring('return +', '=console'))"),
            "console:1: unexpected symbol near '+'");
  EXPECT_EQ(Text("select(2, pcall(loadstring('error(\"late\")', '@f.lua')))"), "f.lua:1: late");
  EXPECT_EQ(Text("loadstring(string.dump(function() end))"), "nil");
}

// compat C-5: whatever the comparison says.
TEST_F(Lua51LibraryTest, SortNeverRaisesForAContradictoryComparison) {
  for (int n : {0, 1, 2, 5, 12, 13, 40, 200}) {
    for (const char* less : {"return true", "return a <= b", "return a ~= b", "return false"}) {
      const std::string code =
          "local n, calls = " + std::to_string(n) +
          ", 0 local t = {} for i = 1, n do t[i] = i * 7 % 10 end "
          "table.sort(t, function(a, b) calls = calls + 1 " +
          less +
          " end) "
          "local counts = {} "
          "for i = 1, n do counts[t[i]] = (counts[t[i]] or 0) + 1; "
          "local v = i * 7 % 10; counts[v] = (counts[v] or 0) - 1 end "
          "for v, c in pairs(counts) do assert(c == 0, v) end "
          "assert(#t == n) "
          "assert(calls <= (n <= 12 and n * n or n * math.ceil(math.log(n, 2))), calls)";
      const absl::Status status = Run(code);
      EXPECT_TRUE(status.ok()) << n << " " << less << ": " << status;
    }
  }
}

TEST_F(Lua51LibraryTest, SortOfAFewElementsIsByInsertion) {  // compat C-5, TC-191
  ASSERT_TRUE(Run("t = {'d', 'a', 'c', 'b', 'e'} "
                  "table.sort(t, function(a, b) return a ~= b end)")
                  .ok());
  EXPECT_EQ(Text("table.concat(t, ',')"), "e,b,c,a,d");
}

TEST_F(Lua51LibraryTest, SortSortsAndIsStable) {  // compat C-5
  EXPECT_TRUE(Run("for _, n in ipairs{3, 12, 13, 40, 1000} do "
                  "  local t = {} for i = 1, n do t[i] = {key = i * 13 % 7, place = i} end "
                  "  table.sort(t, function(a, b) return a.key < b.key end) "
                  "  for i = 2, n do local a, b = t[i - 1], t[i] "
                  "    assert(a.key < b.key or a.key == b.key and a.place < b.place) end "
                  "end")
                  .ok());
  ASSERT_TRUE(Run("t = {} for i = 1, 30 do t[i] = -i end table.sort(t)").ok());
  EXPECT_EQ(Text("t[1] .. ',' .. t[30]"), "-30,-1");
  EXPECT_EQ(Text("(function() local t = {'b', 'a'} table.sort(t, nil) return t[1] end)()"), "a");
}

TEST_F(Lua51LibraryTest, SortPassesOnWhatComparingRaises) {  // compat C-5
  EXPECT_THAT(Error("table.sort{1, 'x'}"), HasSubstr("attempt to compare"));
  EXPECT_THAT(Error("table.sort({1, 2}, function() error('mine') end)"), HasSubstr("mine"));
  EXPECT_THAT(Error("table.sort({1, 2}, 'x')"), HasSubstr("function expected"));
  // The table is as it was.
  ASSERT_TRUE(Run("t = {} for i = 1, 20 do t[i] = 20 - i end calls = 0 "
                  "pcall(table.sort, t, function(a, b) calls = calls + 1 "
                  "if calls > 30 then error('enough') end return a < b end) "
                  "for i = 1, 20 do assert(t[i] == 20 - i) end")
                  .ok());
}

// compat C-6, TC-192
TEST_F(Lua51LibraryTest, FormatTakesFloatsAndAnythingForIntegers) {
  EXPECT_EQ(Text("('%d %d %d %d'):format(3.9, -3.9, '5', '5.5')"), "3 -3 5 5");
  EXPECT_EQ(Text("('%d|%5d|%-5d|'):format(nil, true, nil)"), "nil| true|nil  |");
  EXPECT_EQ(Text("('%04d %5d| %+d'):format(7.0, 42, 1)"), "0007    42| +1");
  EXPECT_EQ(Text("('%x %X %o %c %i %u'):format(255, 255.5, 8, 65.2, 3.5, 7)"), "ff FF 10 A 3 7");
  EXPECT_EQ(Text("('%d'):format(2^63)"), "9.223372036854776e+18");
  EXPECT_EQ(Text("('%d %d'):format(1/0, 0/0)"), "inf nan");
  EXPECT_EQ(Text("('%d'):format('1e30')"), "1e+30");
  EXPECT_EQ(Text("('%08.3d|'):format('x')"), "       x|");
  EXPECT_EQ(Text("('100%% %s %.2f %5.1f'):format(6 / 2, 1 / 3, 2)"), "100% 3 0.33   2.0");
  EXPECT_EQ(
      Text("('%s %s'):format(nil, setmetatable({}, {__tostring = function() return 'T' end}))"),
      "nil T");
  EXPECT_EQ(Text("('no directive'):format(1, 2)"), "no directive");  // Surplus is ignored.
  EXPECT_THAT(Error("string.format('%d %d', 1)"),
              HasSubstr("bad argument #3 to 'format' (no value)"));
  EXPECT_THAT(Error("('%y'):format(1)"), HasSubstr("invalid conversion '%y' to 'format'"));
  EXPECT_THAT(Error("('%'):format(1)"), HasSubstr("invalid conversion '%' to 'format'"));
  EXPECT_EQ(Text("#('%s'):format(('x\\0y'))"), "3");
}

// compat C-6, TC-193
TEST_F(Lua51LibraryTest, FormatQWritesAJavaScriptLiteral) {
  EXPECT_EQ(Text(R"(('%q'):format('a"b\n\1é'))"), R"("a\"b\n\x01é")");
  EXPECT_EQ(Text(R"(('%q'):format('\\ \a\b\f\r\t\v\0\127\255'))"),
            R"("\\ \a\b\f\r\t\v\x00\x7f\xff")");
  EXPECT_EQ(Text("('%q %q %q'):format(1.0, true, nil)"), R"("1" "true" "nil")");
  EXPECT_THAT(Error("('%5q'):format('x')"), HasSubstr("cannot have modifiers"));
}

// compat C-7, TC-195
TEST_F(Lua51LibraryTest, NamesThatAreGoneAreBack) {
  EXPECT_EQ(Text("select('#', unpack{1, 2}) + select(2, unpack({1, 2, 3}, 2))"), "5");
  EXPECT_EQ(Text("table.getn{1, 2, 3} .. table.maxn{1, nil, 3, [7.5] = 1} .. table.maxn{}"),
            "37.50");
  EXPECT_EQ(Text("string.gfind('a1', '%d')()"), "1");
  EXPECT_EQ(Text("math.pow(2, 3) .. ' ' .. math.mod(7, 4) .. ' ' .. math.log10(1000)"), "8 3 3");
  EXPECT_EQ(Text("math.atan2(0, -1) == math.pi and math.atan2(1, 0) == math.pi / 2"), "true");
  EXPECT_EQ(Text("math.cosh(0) + math.sinh(0) + math.tanh(0)"), "1");
  EXPECT_EQ(Text("math.ldexp(0.75, 3) .. ' ' .. math.frexp(6) .. ' ' .. select(2, math.frexp(6))"),
            "6 0.75 3");
}

// compat C-8, TC-196
TEST_F(Lua51LibraryTest, SetfenvGivesOneFunctionAnEnvironmentOfItsOwn) {
  ASSERT_TRUE(Run("env = {} "
                  "chunk = loadstring('y = 1; return y, function() z = 2 end') "
                  "returned = setfenv(chunk, env) "
                  "value, inner = chunk() inner() "
                  "other = loadstring('w = 3') other()")
                  .ok());
  EXPECT_EQ(Text("returned == chunk and value == 1 and y == nil and env.y == 1"), "true");
  EXPECT_EQ(Text("z == nil and env.z == 2 and w == 3"), "true");
  EXPECT_EQ(Text("getfenv(chunk) == env and getfenv(other) == _G and getfenv() == _G"), "true");

  // Closures of one chunk share their environment until one is given another.
  ASSERT_TRUE(Run("function a() return x end function b() return x end x = 'global' "
                  "setfenv(a, {x = 'own'})")
                  .ok());
  EXPECT_EQ(Text("a() .. ' ' .. b()"), "own global");

  // By level: 1 is the caller.
  ASSERT_TRUE(Run("function f() setfenv(1, {seen = 'level 1'}) return seen end").ok());
  EXPECT_EQ(Text("f()"), "level 1");
  EXPECT_EQ(Text("getfenv(0) == _G and select('#', setfenv(0, {})) == 0 and x == 'global'"),
            "true");
}

TEST_F(Lua51LibraryTest, FunctionsWithoutGlobalsHaveNoEnvironmentToSet) {  // compat C-8
  ASSERT_TRUE(Run("pure = loadstring('return function(x) return x + 1 end')()").ok());
  EXPECT_EQ(Text("setfenv(pure, {}) == pure and getfenv(pure) == _G and pure(1) == 2"), "true");
  EXPECT_EQ(Text("setfenv(print, {}) == print and getfenv(print) == _G"), "true");
  EXPECT_THAT(Error("setfenv(pure, 1)"), HasSubstr("table expected"));
  EXPECT_THAT(Error("setfenv(100, {})"), HasSubstr("invalid level"));
  EXPECT_THAT(Error("getfenv(-1)"), HasSubstr("level must be non-negative"));
  EXPECT_THAT(Error("getfenv('x')"), HasSubstr("number expected"));
}

// compat C-9, TC-200
TEST_F(Lua51LibraryTest, InsertAndRemoveTakePositionsOutsideTheArray) {
  EXPECT_EQ(Text("(function() local t = {1} table.insert(t, 5, 'v') return t[5] end)()"), "v");
  EXPECT_EQ(Text("(function() local t = {1} table.insert(t, 0, 'v') return t[0] .. #t end)()"),
            "v1");
  EXPECT_EQ(Text("(function() local t = {1, 3} table.insert(t, 2, 2) table.insert(t, 4, 4) "
                 "table.insert(t, 5) return table.concat(t) end)()"),
            "12345");
  EXPECT_EQ(Text("(function() local t = {1, 2} return tostring(table.remove(t, 9)) .. "
                 "tostring(table.remove(t, 0)) .. tostring(table.remove(t, -1)) .. #t end)()"),
            "nilnilnil2");
  EXPECT_EQ(Text("(function() local t = {1, 2, 3} return table.remove(t, 1) .. table.remove(t) .. "
                 "#t end)()"),
            "131");
  EXPECT_EQ(Text("tostring(table.remove({}))"), "nil");
  EXPECT_THAT(Error("table.insert({}, 1, 2, 3)"), HasSubstr("wrong number of arguments"));
  EXPECT_THAT(Error("table.insert(1, 2, 3)"), HasSubstr("table expected"));
}

TEST_F(Lua51LibraryTest, GsubTakesAPercentSignLiterally) {  // compat C-9, TC-200
  EXPECT_EQ(Text("(('abc'):gsub('b', '%x'))"), "a%xc");
  EXPECT_EQ(Text("(('abc'):gsub('b', '50%'))"), "a50%c");
  EXPECT_EQ(Text("(('abc'):gsub('(b)', '[%1%%%0]'))"), "a[b%b]c");
  EXPECT_EQ(Text("(('abc'):gsub('b', 5))"), "a5c");
  EXPECT_EQ(Text("(('abc'):gsub('%a', {a = 'x', b = false}))"), "xbc");
  EXPECT_THAT(Error("('abc'):gsub('b', '%9')"), HasSubstr("invalid capture index"));
  EXPECT_THAT(Error("('abc'):gsub('b', nil)"), HasSubstr("bad argument #2 to 'gsub'"));
}

// compat C-14, C-15, TC-198, TC-199: what needs no shim.
TEST_F(Lua51LibraryTest, WhatTheSameLuaAlwaysDid) {
  EXPECT_EQ(Text("tonumber('  12\\n') .. ''"), "12");
  EXPECT_EQ(Text("tostring(tonumber('')) .. tonumber('ff', 16)"), "nil255");
  EXPECT_EQ(Text("(function(...) return select('#', ...) .. (...) end)"
                 "(('a\\0b'):gsub('[%z\\1-\\31]', '?'))"),
            "2a?b");
  EXPECT_EQ(Text("(('k=v,l=w'):gsub('(%w)=(%w)', '%2=%1', 1))"), "v=k,l=w");
  EXPECT_EQ(Text("(function() local all = '' for k, v in ('a=1 b=2'):gmatch('(%w)=(%w)') do "
                 "all = all .. k .. v end return all end)()"),
            "a1b2");
  EXPECT_EQ(Text("(function(a, b, c) return a .. b .. c end)(('x'):gsub('x', 'y'), 'z', 'w')"),
            "yzw");
}

}  // namespace
}  // namespace tandem::testing
