// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// D-44: every function of the library whose loops are as long as a script says is stopped at its
// worst. One call each; without a charge most of these would take seconds to years.

#include <string>

#include "core/base/error.h"
#include "core/lua/lua51_library.h"
#include "core/lua/lua_state.h"
#include "core/lua/ui_library.h"
#include "core/testing/matchers.h"
#include "gtest/gtest.h"
#include "tests/core/lua/bare_lua.h"

namespace tandem::testing {
namespace {

struct Call {
  const char* name;
  const char* prepare;  // May take what it wants.
  const char* call;     // Is stopped after 200,000 steps.
};

void PrintTo(const Call& call, std::ostream* out) { *out << call.name; }

class FuelLibraryTest : public BareLua, public ::testing::WithParamInterface<Call> {
 protected:
  FuelLibraryTest() { Do(&InstallUiLibrary); }

  void ExpectStopped() {
    ASSERT_THAT(Run(GetParam().prepare), IsOk());
    state_->fuel.Fill(200'000);
    EXPECT_THAT(Run(GetParam().call), IsError(ErrorKind::kOverBudget, HasSubstr("too many steps")));
    EXPECT_TRUE(state_->fuel.is_spent());
  }
};

TEST_P(FuelLibraryTest, IsStopped) { ExpectStopped(); }

std::string NameOf(const ::testing::TestParamInfo<Call>& info) { return info.param.name; }

// A list whose length is what it says.
constexpr char kEndless[] =
    "endless = setmetatable({}, {__len = function() return math.maxinteger - 1 end, "
    "__index = function() return 1 end, __newindex = function() end}) "
    "hollow = setmetatable({}, {__len = function() return 1 << 40 end})";

INSTANTIATE_TEST_SUITE_P(
    Table, FuelLibraryTest,
    ::testing::Values(
        Call{"Insert", kEndless, "table.insert(hollow, 1, 'x')"},
        Call{"Remove", kEndless, "table.remove(hollow, 1)"},
        Call{"Move", "", "table.move({}, 1, 1e9, 2)"},
        Call{"MoveBackwards", "", "table.move({}, 1, math.maxinteger - 2, 2)"},
        Call{"Concat", kEndless, "table.concat(endless, '')"},
        Call{"ConcatOfARange", kEndless, "table.concat(endless, 'x', math.mininteger, 0)"},
        Call{"ConcatWithLongSeparator", "s = ('x'):rep(1e6) t = {} for i = 1, 60 do t[i] = '' end",
             "table.concat(t, s)"},
        Call{"Unpack", "", "table.unpack({}, 1, 1.5e5)"},
        Call{"Pack", "t = {} for i = 1, 6e4 do t[i] = i end", "table.pack(table.unpack(t))"},
        Call{"Sort", kEndless,
             "table.sort(setmetatable({}, {__len = function() return 1e9 end, "
             "__index = function(_, i) return i end, __newindex = function() end}))"},
        Call{"SortWithComparison", "t = {} for i = 1, 3e4 do t[i] = i end",
             "table.sort(t, function(a, b) return a > b end)"},
        Call{"SortByComparisonOfC", "t = {} for i = 1, 3e4 do t[i] = i end",
             "table.sort(t, math.ult)"}),
    NameOf);

INSTANTIATE_TEST_SUITE_P(
    String, FuelLibraryTest,
    ::testing::Values(
        Call{"RepOfNothing", "", "(''):rep(1e10)"}, Call{"Rep", "", "('x'):rep(3e7)"},
        Call{"RepWithSeparator", "", "(''):rep(3e6, 'xxxxxxxx')"},
        Call{"Reverse", "s = ('x'):rep(1e6)", "s:reverse()"},
        Call{"Upper", "s = ('x'):rep(1e6)", "s:upper()"},
        Call{"Lower", "s = ('x'):rep(1e6)", "s:lower()"},
        Call{"Byte", "s = ('x'):rep(1.5e5)", "s:byte(1, -1) s:byte(1, -1)"},
        Call{"Char", "t = {} for i = 1, 9e4 do t[i] = 65 end", "string.char(table.unpack(t))"},
        Call{"FindPlain", "s = ('a'):rep(1e6) p = ('a'):rep(5e5) .. 'b'", "s:find(p, 1, true)"},
        Call{"FindWithoutSpecials", "s = ('a'):rep(1e6) p = ('a'):rep(5e5) .. 'b'", "s:find(p)"},
        Call{"FindInALongString", "s = ('a'):rep(5e6)", "s:find('b', 1, true)"},
        Call{"PatternThatBacktracks", "s = ('a'):rep(300)", "s:find(('a-'):rep(20) .. 'b')"},
        Call{"PatternOfStars", "s = ('a'):rep(200)", "s:match(('.*'):rep(12) .. 'x')"},
        Call{"PatternWithOptionals", "s = ('a'):rep(64)",
             "s:find(('a?'):rep(64) .. ('a'):rep(65))"},
        Call{"PatternOverALongString", "s = ('a'):rep(1e6)", "s:find('%d')"},
        Call{"PatternWithALongSet", "s = ('a'):rep(2e5) p = '[' .. ('b'):rep(1e5) .. ']'",
             "s:find(p)"},
        Call{"PatternWithALongSetRepeated",
             "s = ('a'):rep(1e5) p = '^[' .. ('b'):rep(1e4) .. 'a]*'", "s:find(p)"},
        Call{"Balanced", "s = ('('):rep(1e6)", "s:find('%b()')"},
        Call{"Frontier", "s = ('a'):rep(1e6)", "s:find('%f[b]')"},
        Call{"BackReference", "s = ('a'):rep(1e5)", "s:find('^(a*)b*%1%1%1c')"},
        Call{"Gmatch", "s = ('a'):rep(1e6)", "for w in s:gmatch('b') do end"},
        Call{"Gsub", "s = ('a'):rep(1e5)", "s:gsub('a', 'b')"},
        Call{"GsubOfEmptyMatches", "s = ('a'):rep(1e6)", "s:gsub('', 'b')"},
        Call{"GsubWithLongReplacement", "s = ('a'):rep(100) r = ('%1'):rep(1e4)",
             "s:gsub('(a)', r)"},
        Call{"Format", "f = ('x'):rep(1e6)", "f:format()"},
        Call{"FormatOfManyNumbers",
             "f = ('%99.99f'):rep(2e3) t = {} for i = 1, 2e3 do t[i] = 1e308 end",
             "f:format(table.unpack(t))"},
        Call{"FormatQuoted", "s = ('\\0'):rep(1e6)", "('%q'):format(s)"},
        Call{"PackOfPadding", "", "string.pack('c2000000', '')"},
        Call{"PackSize", "f = ('b'):rep(1e6)", "string.packsize(f)"},
        Call{"UnpackOfMany", "f = ('b'):rep(9e4) s = ('x'):rep(9e4)", "string.unpack(f, s)"},
        Call{"UnpackOfAString", "s = ('x'):rep(4e6) .. '\\0'", "string.unpack('z', s)"},
        Call{"ToNumber", "s = ('9'):rep(1e6)", "tonumber(s, 10)"}),
    NameOf);

INSTANTIATE_TEST_SUITE_P(
    Others, FuelLibraryTest,
    ::testing::Values(
        Call{"Utf8Len", "s = ('x'):rep(1e6)", "utf8.len(s)"},
        Call{"Utf8Codepoint", "s = ('x'):rep(1.5e5)", "utf8.codepoint(s, 1, -1)"},
        Call{"Utf8Offset", "s = ('x'):rep(1e6)", "utf8.offset(s, 1e6)"},
        Call{"Utf8OffsetBack", "s = ('x'):rep(1e6)", "utf8.offset(s, -1e6)"},
        Call{"Utf8OffsetOverContinuations", "s = 'x' .. ('\\x80'):rep(1e6)", "utf8.offset(s, 2)"},
        Call{"Utf8Char", "t = {} for i = 1, 1e4 do t[i] = 0x10FFFF end",
             "utf8.char(table.unpack(t))"},
        Call{"Utf8Codes", "s = ('x'):rep(1e6)", "for p, c in utf8.codes(s) do end"},
        Call{"Load", "s = ('x=1 '):rep(1e5)", "load(s)"},
        Call{"LoadOfAComment", "s = '--' .. ('x'):rep(1e6)", "load(s)"},
        Call{"Print", "", "while true do print('') end"},
        Call{"JsonEncode", "t = {} for i = 1, 5e4 do t[i] = i end", "ui.json_encode(t)"},
        Call{"JsonEncodeOfAString", "s = ('x'):rep(1e6)", "ui.json_encode(s)"},
        Call{"JsonEncodeOfATableManyTimes", "t = {1} for i = 1, 40 do t = {t, t} end",
             "ui.json_encode(t)"},
        Call{"JsonDecode", "s = '[' .. ('1,'):rep(1e5) .. '1]'", "ui.json_decode(s)"},
        Call{"OsDate", "f = ('%c'):rep(1e5)", "os.date(f)"}),
    NameOf);

class FuelLua51Test : public FuelLibraryTest {
 protected:
  FuelLua51Test() { Do(&InstallLua51); }
};

TEST_P(FuelLua51Test, IsStopped) { ExpectStopped(); }

INSTANTIATE_TEST_SUITE_P(
    Lua51, FuelLua51Test,
    ::testing::Values(Call{"Sort", "t = {} for i = 1, 3e4 do t[i] = -i end", "table.sort(t)"},
                      Call{"SortOfALength", kEndless,
                           "table.sort(setmetatable({}, {__len = function() return 1e9 end}))"},
                      Call{"Format", "f = ('x'):rep(1e6)", "f:format()"},
                      Call{"FormatQuoted", "s = ('x'):rep(1e6)", "('%q'):format(s)"},
                      Call{"Gsub", "r = ('%%'):rep(1e5)", "('a'):gsub('a', r)"},
                      Call{"Insert", kEndless, "table.insert(hollow, 1, 'x')"}),
    NameOf);

}  // namespace
}  // namespace tandem::testing
