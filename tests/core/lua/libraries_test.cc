// Copyright (c) the Tandem authors. Licensed under the MIT License.

#include "core/lua/libraries.h"

#include <memory>
#include <string>

#include "core/testing/matchers.h"
#include "gtest/gtest.h"
#include "tests/core/lua/bare_lua.h"

namespace tandem::testing {
namespace {

using LibrariesTest = BareLua;

TEST_F(LibrariesTest, WhatReachesOutsideIsAbsent) {  // D-39
  for (const char* name : {"io",
                           "package",
                           "require",
                           "dofile",
                           "loadfile",
                           "loadstring",
                           "os.execute",
                           "os.exit",
                           "os.getenv",
                           "os.remove",
                           "os.rename",
                           "os.tmpname",
                           "os.setlocale",
                           "debug.getregistry",
                           "debug.sethook",
                           "debug.getinfo",
                           "debug.setmetatable",
                           "debug.getupvalue",
                           "debug.setuservalue",
                           "debug.debug"}) {
    EXPECT_EQ(Text(name), "nil") << name;
  }
}

TEST_F(LibrariesTest, WhatComputesIsThere) {  // L-18
  for (const char* name :
       {"pairs", "pcall", "select", "coroutine.wrap", "table.concat", "string.format", "utf8.char",
        "math.floor", "os.time", "os.date", "os.clock", "os.difftime", "debug.traceback", "load",
        "next", "collectgarbage"}) {
    EXPECT_EQ(Text("type(" + std::string(name) + ")"), "function") << name;
  }
}

// D-33
TEST_F(LibrariesTest, LowerAndUpperWorkOnBytes) {
  EXPECT_EQ(Text("('\xC3\x84' .. 'B'):lower()"),
            "\xC3\x84"
            "b");
  EXPECT_EQ(Text("('\xC3\xA4' .. 'b'):upper()"),
            "\xC3\xA4"
            "B");
}

TEST_F(LibrariesTest, LoadTakesTextOnly) {  // D-37
  EXPECT_EQ(Text("load('return 1 + 1')()"), "2");
  EXPECT_EQ(Text("load('return ...', 'chunk', 't')(5)"), "5");
  EXPECT_EQ(Text("load('return x', 'chunk', 'bt', {x = 7})()"), "7");
  EXPECT_EQ(Text("load('return x', 'chunk', nil, {x = 7})()"), "7");
  EXPECT_EQ(Text("load((function() local once = true return function() if once then once = false "
                 "return 'return 3' end end end)())()"),
            "3");
  EXPECT_THAT(Text("select(2, load('syntax error here'))"), HasSubstr("syntax error"));
  for (const char* mode : {"", ", 'x', 'b'", ", 'x', 'bt'"}) {
    EXPECT_THAT(Text("select(2, load(string.dump(function() end)" + std::string(mode) + "))"),
                HasSubstr("attempt to load a binary chunk"))
        << mode;
  }
  EXPECT_THAT(Text("select(2, load((function() local d = string.dump(print and function() end) "
                   "local i = 0 return function() i = i + 1 "
                   "return i <= #d and d:sub(i, i) or nil end end)()))"),
              HasSubstr("attempt to load a binary chunk"));
}

TEST_F(LibrariesTest, PrintIsALineOfTheLog) {  // L-20
  ASSERT_THAT(Run("print('a', 1, nil, setmetatable({}, {__tostring = function() return 'T' end}))"
                  " print()"),
              IsOk());
  ASSERT_EQ(fake_.log.lines().size(), 2u);
  EXPECT_EQ(fake_.log.lines()[0].level, kLogAlways);
  EXPECT_EQ(fake_.log.lines()[0].text, "[lua] a\t1\tnil\tT");
  EXPECT_EQ(fake_.log.lines()[1].text, "[lua] ");
}

TEST_F(LibrariesTest, WarnIsALineOfTheLog) {
  ASSERT_THAT(Run("warn('careful: ', 'hot')"), IsOk());
  EXPECT_TRUE(fake_.log.Contains(kLogAlways, "[lua] warning: careful: hot"));
}

TEST_F(LibrariesTest, RandomnessIsTheHosts) {
  const auto draw = [](uint64_t seed) {
    FakeHost fake;
    fake.entropy = SeededEntropy(seed);
    NoEvents events;
    LuaContext context(fake.host, {}, events);
    auto state = *LuaState::Create(1 << 20);
    state->context = &context;
    std::string text;
    const absl::Status status = Protect(state->get(), [&](lua_State* L) {
      OpenLibraries(L);
      PushExpression(L,
                     "math.random(1 << 60) .. ',' .. (math.randomseed() and math.random(99999))");
      text = lua_tostring(L, -1);
    });
    EXPECT_THAT(status, IsOk());
    return text;
  };
  EXPECT_EQ(draw(1), draw(1));
  EXPECT_NE(draw(1), draw(2));
}

TEST_F(LibrariesTest, ASeedOfOnesOwnIsRespected) {
  ASSERT_THAT(Run("math.randomseed(42) a = math.random(1 << 60) "
                  "math.randomseed(42) b = math.random(1 << 60) assert(a == b)"),
              IsOk());
}

TEST_F(LibrariesTest, TimeIsTheHosts) {
  EXPECT_EQ(Text("os.time()"), "1700000000");
  EXPECT_EQ(Text("os.date('%Y-%m-%d %H:%M:%S')"), "2023-11-14 22:13:20");
  EXPECT_EQ(Text("os.date('!%H')"), "22");
  EXPECT_EQ(Text("os.date('%Y', 0)"), "1970");
  const std::string before = Text("os.clock()");
  fake_.clock.Advance(absl::Milliseconds(1500));
  EXPECT_EQ(Text("os.time()"), "1700000001");
  EXPECT_EQ(Text("os.clock() - " + before), "1.5");
  EXPECT_EQ(Text("os.difftime(10, 4)"), "6.0");
}

TEST_F(LibrariesTest, DateTablesGoBothWays) {
  EXPECT_EQ(Text("os.time(os.date('*t'))"), "1700000000");
  EXPECT_EQ(Text("os.date('*t').wday .. ' ' .. os.date('!*t').yday"), "3 318");
  EXPECT_EQ(Text("os.time{year=2023, month=11, day=14}"), "1699963200");
  EXPECT_EQ(Text("(function() local t = {year=2023, month=14, day=1} os.time(t) "
                 "return t.year .. '-' .. t.month end)()"),
            "2024-2");
  EXPECT_THAT(Run("os.time{year=2023, month=11}"),
              StatusIs(absl::StatusCode::kAborted, HasSubstr("field 'day' missing in date table")));
  EXPECT_THAT(Run("os.time{year='x', month=11, day=1}"),
              StatusIs(absl::StatusCode::kAborted, HasSubstr("field 'year' is not an integer")));
  EXPECT_THAT(Run("os.time{year=1 << 40, month=11, day=1}"),
              StatusIs(absl::StatusCode::kAborted, HasSubstr("field 'year' is out-of-bound")));
  EXPECT_THAT(Run("os.date('%Ez')"), StatusIs(absl::StatusCode::kAborted,
                                              HasSubstr("invalid conversion specifier '%Ez'")));
  EXPECT_THAT(Run("os.date('%Y', math.maxinteger)"),
              StatusIs(absl::StatusCode::kAborted, HasSubstr("cannot be represented")));
}

TEST_F(LibrariesTest, TracebacksNameFunctionsAndLines) {
  EXPECT_THAT(Text("debug.traceback('here')"),
              AllOf(StartsWith("here\nstack traceback:"), HasSubstr("test:1:")));
  EXPECT_THAT(Text("debug.traceback(coroutine.create(print), 'co')"), StartsWith("co\n"));
  EXPECT_THAT(Text("debug.traceback(12)"), StartsWith("12\nstack traceback:"));
  EXPECT_EQ(Text("type(debug.traceback({}))"), "table");
}

TEST_F(LibrariesTest, FinalisersHaveNoEffect) {  // D-48
  ASSERT_THAT(Run("runs = 0 local mt = {__gc = function() runs = runs + 1 end, __index = {x = 5}} "
                  "local t = setmetatable({}, mt) assert(t.x == 5) "
                  "assert(getmetatable(t).__gc ~= nil) "
                  "setmetatable({}, mt) t = nil collectgarbage() collectgarbage()"),
              IsOk());
  EXPECT_EQ(Text("runs"), "0");
  ASSERT_EQ(fake_.log.lines().size(), 1u);
  EXPECT_TRUE(fake_.log.Contains(kLogAlways, "__gc has no effect"));
}

TEST_F(LibrariesTest, SetmetatableIsOtherwiseLuasOwn) {
  EXPECT_EQ(Text("getmetatable(setmetatable({}, nil))"), "nil");
  EXPECT_THAT(Run("setmetatable({}, 5)"),
              StatusIs(absl::StatusCode::kAborted, HasSubstr("nil or table expected")));
  EXPECT_THAT(Run("setmetatable({})"),
              StatusIs(absl::StatusCode::kAborted, HasSubstr("nil or table expected")));
  EXPECT_THAT(Run("setmetatable(5, {})"),
              StatusIs(absl::StatusCode::kAborted, HasSubstr("table expected")));
  EXPECT_THAT(
      Run("setmetatable(setmetatable({}, {__metatable = false}), {})"),
      StatusIs(absl::StatusCode::kAborted, HasSubstr("cannot change a protected metatable")));
  EXPECT_THAT(Run("setmetatable('', {})"),
              StatusIs(absl::StatusCode::kAborted, HasSubstr("table expected")));
}

TEST_F(LibrariesTest, ClosingTheVmRunsNoScript) {
  ASSERT_THAT(Run("setmetatable({}, {__gc = function() error('late') end})"), IsOk());
  state_.reset();
}

}  // namespace
}  // namespace tandem::testing
