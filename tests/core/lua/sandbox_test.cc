// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// Ways in which a script might reach what is not its own, or bring the process down (D-37, D-39,
// D-48, D-49): one case for each idea. Each ends with the error that is written down, or with none,
// in a VM that goes on working within its memory limit.

#include <ostream>
#include <string>

#include "core/lua/lua_call.h"
#include "core/lua/lua_state.h"
#include "core/lua/ui_library.h"
#include "core/testing/matchers.h"
#include "gtest/gtest.h"
#include "tests/core/lua/bare_lua.h"

namespace tandem::testing {
namespace {

struct Idea {
  const char* name;
  const char* code;
  const char* error;  // A part of what is raised; "" if nothing is.
};

void PrintTo(const Idea& idea, std::ostream* out) { *out << idea.name; }

class SandboxTest : public BareLua, public ::testing::WithParamInterface<Idea> {
 protected:
  SandboxTest() { Do(&InstallUiLibrary); }
};

TEST_P(SandboxTest, EndsAsItShouldAndTheVmLives) {
  state_->fuel.Fill(50'000'000);
  const std::string error = GetParam().error;
  const absl::Status status = Run(GetParam().code);
  if (error.empty()) {
    EXPECT_TRUE(status.ok()) << status;
  } else {
    EXPECT_THAT(std::string(status.message()), HasSubstr(error));
  }
  EXPECT_LE(state_->memory_bytes(), state_->memory_limit_bytes());
  state_->fuel.Fill(50'000'000);
  Do([](lua_State* L) { lua_gc(L, LUA_GCCOLLECT); });
  EXPECT_EQ(Text("1 + 1"), "2");
}

std::string NameOf(const ::testing::TestParamInfo<Idea>& info) { return info.param.name; }

INSTANTIATE_TEST_SUITE_P(
    WaysOut, SandboxTest,
    ::testing::Values(
        Idea{"Io", "assert(io == nil)", ""},
        Idea{"Os",
             "for name in pairs(os) do assert(({time = 1, date = 1, clock = 1, difftime = "
             "1})[name], "
             "name) end",
             ""},
        Idea{"Debug", "for name in pairs(debug) do assert(name == 'traceback', name) end", ""},
        Idea{"Registry", "debug.getregistry()",
             "attempt to call a nil value (field 'getregistry')"},
        Idea{"Upvalues", "debug.setupvalue(print, 1, nil)", "attempt to call a nil value"},
        Idea{"Hook", "debug.sethook(function() end, '', 1)", "attempt to call a nil value"},
        Idea{"LoadLibrary", "assert(package == nil or package.loadlib == nil)", ""},
        Idea{"LoadFile", "loadfile('/etc/passwd')", "attempt to call a nil value"},
        Idea{"DoFile", "dofile('/etc/passwd')", "attempt to call a nil value"},
        Idea{"Bytecode", "assert(load(string.dump(function() end)))",
             "attempt to load a binary chunk"},
        Idea{"BytecodeByMode", "assert(load(string.dump(function() end), 'x', 'b'))",
             "attempt to load a binary chunk"},
        Idea{"BytecodeByBothModes", "assert(load(string.dump(function() end), 'x', 'bt'))",
             "attempt to load a binary chunk"},
        Idea{"BytecodeInPieces",
             "local s, i = string.dump(function() end), 0 "
             "assert(load(function() i = i + 1 return s:sub(i, i) end))",
             "attempt to load a binary chunk"},
        Idea{"ModeThatIsNoMode", "assert(load('return 1', 'x', 'q'))", ""},
        Idea{"MetatableOfAFunction", "assert(getmetatable(print) == nil)", ""},
        Idea{"Finalizer", "setmetatable({}, {__gc = function() end})", ""},
        Idea{"EnvironmentOfOthers", "assert(setfenv == nil and getfenv == nil)", ""},
        Idea{"Warnings", "warn('@on') warn('x')", ""},
        Idea{"TemporaryNames", "os.tmpname()", "attempt to call a nil value"},
        Idea{"Exit", "os.exit()", "attempt to call a nil value"},
        Idea{"Locale", "os.setlocale('C')", "attempt to call a nil value"}),
    NameOf);

INSTANTIATE_TEST_SUITE_P(
    WhatOthersRelyOn, SandboxTest,
    ::testing::Values(
        Idea{"MethodsOfStrings",
             "getmetatable('').__index = function() error('mine') end "
             "local x = ('x'):upper()",
             "mine"},
        Idea{"MetatableOfStringsGone",
             "local m = getmetatable('') for k in pairs(m) do m[k] = nil end "
             "assert(not pcall(function() return ('x'):upper() end))",
             ""},
        Idea{"CallingStrings",
             "getmetatable('').__call = function(s) return s end "
             "assert(('x')() == 'x')",
             ""},
        Idea{"AddingStrings", "getmetatable('').__add = nil local x = '1' + 1",
             "attempt to perform arithmetic on a string value"},
        Idea{"TextThatIsNoText",
             "tostring(setmetatable({}, {__tostring = function() return {} end}))",
             "'__tostring' must return a string"},
        Idea{"TextOfText", "print(setmetatable({}, {__tostring = function() error({}) end}))",
             "(error object is a table value)"},
        Idea{"NameThatIsNoName",
             "local t = setmetatable({}, {__name = {}}) tostring(t) local x = t + 1",
             "attempt to perform arithmetic on a table value (local 't')"},
        Idea{"NameOfAnother", "local x = setmetatable({}, {__name = 'FILE*'}) + 1",
             "attempt to perform arithmetic on a FILE* value"},
        Idea{"ProtectedMetatable",
             "local t = setmetatable({}, {__metatable = 1}) setmetatable(t, {})",
             "cannot change a protected metatable"},
        Idea{"GlobalsThatRaise",
             "setmetatable(_G, {__index = function(_, k) error('no ' .. k, 0) end, "
             "__newindex = function() error('no writing', 0) end}) x = 1",
             "no writing"},
        Idea{"NoGlobals", "local keep = _G for k in pairs(keep) do keep[k] = nil end", ""},
        Idea{"LibrariesReplaced",
             "string.format = error table.concat = error tostring = error "
             "local ok, e = pcall(error, 'x') assert(not ok)",
             ""},
        Idea{"EqualityThatLies",
             "local m = {__eq = function() return true end} "
             "local a, b = setmetatable({}, m), setmetatable({}, m) "
             "local t = {[a] = 1} assert(t[b] == nil)",
             ""},
        Idea{"LengthThatLies",
             "table.concat(setmetatable({}, {__len = function() return 'x' end}))",
             "object length is not an integer"},
        Idea{"LengthBelowNothing",
             "assert(#table.pack(table.unpack(setmetatable({}, "
             "{__len = function() return -5 end}))) == 0)",
             ""},
        Idea{"IndexThatChangesTheList",
             "local t = {} t = setmetatable({}, {__len = function() return 100 end, "
             "__index = function(_, i) if i == 50 then for k = 1, 1000 do rawset(t, k, k) end end "
             "return i end}) table.concat(t)",
             ""},
        Idea{"SortThatChangesTheList",
             "local t = {} for i = 1, 100 do t[i] = i end "
             "table.sort(t, function(a, b) for i = 1, 100 do t[i] = nil end return a < b end)",
             "attempt to compare"},
        Idea{"SortThatContradicts",
             "local t = {} for i = 1, 100 do t[i] = i end "
             "table.sort(t, function() return true end)",
             "invalid order function"},
        Idea{"GsubThatRaises", "('x'):rep(100):gsub('x', function() error('mine', 0) end)", "mine"},
        Idea{"GsubWithItself", "local function f(s) return (s:gsub('x', f)) end f('x')",
             "stack overflow"}),
    NameOf);

INSTANTIATE_TEST_SUITE_P(
    Depths, SandboxTest,
    ::testing::Values(
        Idea{"Recursion", "local function f() return 1 + f() end f()", "stack overflow"},
        Idea{"RecursionThroughPcall", "local function f() pcall(f) end f()", ""},
        Idea{"RecursionThroughMetamethods",
             "local t = setmetatable({}, {}) getmetatable(t).__index = function(s, k) return s[k] "
             "end "
             "return t.x",
             "C stack overflow"},
        Idea{"IndexThatLoops",
             "local t = {} setmetatable(t, {__index = t}) t.__index = t "
             "local a, b = {}, {} setmetatable(a, {__index = b}) "
             "setmetatable(b, {__index = a}) return a.x",
             "'__index' chain too long"},
        Idea{"RecursionThroughText",
             "local t = setmetatable({}, {__tostring = function(s) return tostring(s) end}) "
             "tostring(t)",
             "C stack overflow"},
        Idea{"RecursionThroughCoroutines", "local function f() return coroutine.wrap(f)() end f()",
             "C stack overflow"},
        Idea{"RecursionThroughErrorHandlers", "assert(not xpcall(error, function(e) error(e) end))",
             ""},
        Idea{"RecursionThroughLoad", "f = load('return load(\"return f()\")()') f()",
             "too many steps"},
        Idea{"RecursionThroughClose",
             "local function f() local x <close> = setmetatable({}, {__close = f}) end f()",
             "stack overflow"},
        Idea{"Parentheses", "assert(load(('('):rep(1e5)))", "C stack overflow"},
        Idea{"Braces", "assert(load('return ' .. ('{'):rep(1e5)))", "C stack overflow"},
        Idea{"Functions", "assert(load(('return function() '):rep(1e4)))", "C stack overflow"},
        Idea{"Blocks", "assert(load(('do '):rep(1e5)))", "C stack overflow"},
        Idea{"Negations", "assert(load('return ' .. ('not '):rep(1e5) .. '1'))",
             "C stack overflow"},
        Idea{"Powers", "assert(load('return ' .. ('2^'):rep(1e5) .. '1'))", "C stack overflow"},
        Idea{"Concatenations", "assert(load('return ' .. ('a..'):rep(1e4) .. 'a'))",
             "C stack overflow"},
        Idea{"LocalVariables", "assert(load(('local a '):rep(300)))", "too many local variables"},
        Idea{"Upvalues",
             "local s = {} for i = 1, 300 do s[i] = 'local v' .. i // 100 .. '_' .. i .. ' ' end "
             "assert(load(table.concat(s)))",
             "too many local variables"},
        Idea{"Pattern", "('x'):rep(1e4):find(('x?'):rep(1e4))", "pattern too complex"},
        Idea{"PatternOfCaptures", "('x'):find(('('):rep(40))", "too many captures"},
        Idea{"PatternTooComplex", "('x'):rep(300):match(('(x'):rep(30) .. ('x-'):rep(300))",
             "pattern"},
        Idea{"JsonOut",
             "local t = {} for i = 1, 1e5 do t = {t} end "
             "local text, message = ui.json_encode(t) error(message, 0)",
             "nested deeper than 200"},
        Idea{"JsonIn", "local value, message = ui.json_decode(('['):rep(1e5)) error(message, 0)",
             "nested deeper than 200"},
        Idea{"JsonOfItself",
             "local t = {} t.t = t local text, message = ui.json_encode(t) "
             "error(message, 0)",
             "a table contains itself"}),
    NameOf);

INSTANTIATE_TEST_SUITE_P(
    Sizes, SandboxTest,
    ::testing::Values(
        Idea{"LongString", "('x'):rep(1e9)", "not enough memory"},
        Idea{"StringBeyondAnything", "('x'):rep(math.maxinteger)", "resulting string too large"},
        Idea{"SeparatorBeyondAnything", "('x'):rep(1 << 31, 'xx')", "resulting string too large"},
        Idea{"DoublingString", "local s = 'x' while true do s = s .. s end", "not enough memory"},
        Idea{"DoublingStringCaught",
             "local s = 'x' while true do local ok, r = pcall(function() return s .. s end) "
             "if not ok then error(r, 0) end s = r end",
             "not enough memory"},
        Idea{"ManyStrings", "local t = {} for i = 1, 1e9 do t[i] = ('%d'):format(i) end",
             "not enough memory"},
        Idea{"ManyTables", "local t = {} while true do t = {t} end", "not enough memory"},
        Idea{"ManyCoroutines", "local t = {} while true do t[#t + 1] = coroutine.create(print) end",
             "not enough memory"},
        Idea{"ManyClosures", "local t = {} for i = 1, 1e9 do t[i] = function() return i end end",
             "not enough memory"},
        Idea{"FarIndex",
             "local t = {} t[math.maxinteger] = 1 t[math.mininteger] = 1 "
             "assert(#t == 0 or true) assert(next(t))",
             ""},
        Idea{"FarMove", "table.move({1}, 1, 1, math.maxinteger)", ""},
        Idea{"FarMoveWraps", "table.move({1, 2}, 1, 2, math.maxinteger)",
             "destination wrap around"},
        Idea{"FarUnpack", "table.unpack({}, 1, 1e8)", "too many results to unpack"},
        Idea{"FarUnpackWraps", "table.unpack({}, math.mininteger, math.maxinteger)",
             "too many results to unpack"},
        Idea{"FarConcat", "table.concat({}, '', math.maxinteger, math.maxinteger)",
             "invalid value (nil) at index 9223372036854775807"},
        Idea{"FarInsert", "table.insert({}, math.maxinteger, 1)", "position out of bounds"},
        Idea{"FarSelect", "select(math.mininteger, 1)", "index out of range"},
        Idea{"FarSub", "assert(('abc'):sub(math.mininteger, math.maxinteger) == 'abc')", ""},
        Idea{"FarByte", "assert(select('#', ('abc'):byte(math.mininteger, math.maxinteger)) == 3)",
             ""},
        Idea{"FarFind", "assert(('abc'):find('', math.maxinteger) == nil)", ""},
        Idea{"NotANumberAsKey", "local t = {} t[0/0] = 1", "index is NaN"},
        Idea{"WideFormat", "('%1000d'):format(1)", "invalid conversion"},
        Idea{"WideFormatOfText", "('%99.99s'):format('x')", ""},
        Idea{"FormatWithZeros", "('%10s'):format('x\\0y')", "string contains zeros"},
        Idea{"FormatOfNothing", "('%'):format(1)", "invalid conversion"},
        Idea{"PackWide", "string.pack('i17', 1)", "integral size (17) out of limits"},
        Idea{"PackAligned", "string.pack('!3 i4', 1)", "not power of 2"},
        Idea{"PackLong", "string.packsize(('c1000000000'):rep(3))", "too large"},
        Idea{"UnpackBeyond", "string.unpack('s8', ('\\xff'):rep(8))", "data string too short"},
        Idea{"UnpackFrom", "string.unpack('b', 'x', math.maxinteger)",
             "initial position out of string"},
        Idea{"CharBeyond", "string.char(256)", "value out of range"},
        Idea{"CodepointBeyond", "utf8.char(1 << 40)", "value out of range"},
        Idea{"CodepointsOfGarbage", "utf8.codepoint('\\xff')", "invalid UTF-8 code"},
        Idea{"RandomOfNothing", "math.random(0, -1)", "interval is empty"},
        Idea{"RandomOfAll", "math.random(math.mininteger, math.maxinteger)", ""},
        Idea{"DivisionByZero", "local x = 1 // 0", "attempt to divide by zero"},
        Idea{"DivisionThatOverflows", "assert(math.mininteger // -1 == math.mininteger)", ""},
        Idea{"ModuloThatOverflows", "assert(math.mininteger % -1 == 0)", ""},
        Idea{"ShiftBeyond", "assert(1 << 64 == 0 and 1 >> -64 == 0 and 1 << math.mininteger == 0)",
             ""},
        Idea{"ForThatOverflows",
             "local n = 0 for i = math.maxinteger - 1, math.maxinteger do n = n + 1 end "
             "assert(n == 2)",
             ""},
        Idea{"DateBeyond", "os.date('%c', math.maxinteger)", "date result cannot be represented"},
        Idea{"DateOfNothing", "os.date('%Ez')", "invalid conversion specifier"},
        Idea{"TimeBeyond", "os.time({year = 1 << 40, month = 1, day = 1})", "out-of-bound"},
        Idea{"TimeOfText", "os.time({year = 'x', month = 1, day = 1})", "not an integer"}),
    NameOf);

INSTANTIATE_TEST_SUITE_P(
    Errors, SandboxTest,
    ::testing::Values(
        Idea{"OfNothing", "error(nil)", "(error object is a nil value)"},
        Idea{"OfATable", "error({})", "(error object is a table value)"},
        Idea{"OfAFunction", "error(print)", "(error object is a function value)"},
        Idea{"WithText", "error(setmetatable({}, {__tostring = function() return 'said so' end}))",
             "said so"},
        Idea{"WithTextThatRaises",
             "error(setmetatable({}, {__tostring = function() error('inner') end}))", "inner"},
        Idea{"WithTextThatIsNone", "error(setmetatable({}, {__tostring = function() end}))",
             "(error object is a table value)"},
        Idea{"WithTextThatRaisesItself",
             "local e = setmetatable({}, {}) getmetatable(e).__tostring = function() error(e) end "
             "error(e)",
             "C stack overflow"},
        Idea{"WithZeros", "error('a\\0b', 0)", "a"},
        Idea{"YieldOutside", "coroutine.yield()", "attempt to yield from outside a coroutine"},
        Idea{"YieldInSort",
             "coroutine.wrap(function() table.sort({3, 2, 1}, coroutine.yield) end)()",
             "attempt to yield across a C-call boundary"},
        Idea{"YieldInGsub", "coroutine.wrap(function() ('x'):gsub('x', coroutine.yield) end)()",
             "attempt to yield across a C-call boundary"},
        Idea{"ResumeOfItself",
             "local c c = coroutine.create(function() return coroutine.resume(c) end) "
             "local _, ok, why = coroutine.resume(c) error(why, 0)",
             "cannot resume non-suspended coroutine"},
        Idea{"CloseOfItself", "coroutine.close(coroutine.running())",
             "cannot close a running coroutine"},
        Idea{"ErrorInClose",
             "local x <close> = setmetatable({}, {__close = function() error('closing', 0) "
             "end}) error('first', 0)",
             "closing"},
        Idea{"CloseOfWhatCannotBe", "local x <close> = 1", "got a non-closable value"},
        Idea{"CoroutineDies", "local c = coroutine.wrap(function() error('dead', 0) end) c()",
             "dead"}),
    NameOf);

}  // namespace
}  // namespace tandem::testing
