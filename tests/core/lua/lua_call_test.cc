// Copyright (c) the Tandem authors. Licensed under the MIT License.

#include "core/lua/lua_call.h"

#include <stdexcept>
#include <string>

#include "core/base/error.h"
#include "core/lua/lua_ref.h"
#include "core/lua/lua_stack.h"
#include "core/testing/matchers.h"
#include "gtest/gtest.h"
#include "tests/core/lua/bare_lua.h"

namespace tandem::testing {
namespace {

using LuaCallTest = BareLua;

TEST_F(LuaCallTest, AnErrorHasItsPositionInTheMessageAndTheTracebackBeside) {
  const absl::Status error = Run("local function f() error('boom') end\nf()");
  EXPECT_THAT(error, StatusIs(absl::StatusCode::kAborted, "test:1: boom"));
  EXPECT_THAT(TracebackOf(error), AllOf(StartsWith("stack traceback:"), HasSubstr("test:2:")));
  EXPECT_THAT(WithTraceback(error), StartsWith("test:1: boom\nstack traceback:"));
}

TEST_F(LuaCallTest, ATracebackNobodyWantsIsNotTaken) {
  const absl::Status error = Protect(
      L(), [](lua_State* L) { luaL_error(L, "boom"); }, Traceback::kSkip);
  EXPECT_THAT(error, StatusIs(absl::StatusCode::kAborted, "boom"));
  EXPECT_EQ(TracebackOf(error), "");
  EXPECT_EQ(WithTraceback(error), "boom");
}

TEST_F(LuaCallTest, ErrorsThatAreNotStringsBecomeText) {
  EXPECT_THAT(Run("error(42)"), StatusIs(absl::StatusCode::kAborted, "42"));
  EXPECT_THAT(Run("error({})"),
              StatusIs(absl::StatusCode::kAborted, "(error object is a table value)"));
  EXPECT_THAT(Run("error(nil)"),
              StatusIs(absl::StatusCode::kAborted, "(error object is a nil value)"));
  EXPECT_THAT(Run("error(setmetatable({}, {__tostring = function() return 'mine' end}))"),
              StatusIs(absl::StatusCode::kAborted, "mine"));
  EXPECT_THAT(Run("error(setmetatable({}, {__tostring = function() error('again') end}))"),
              StatusIs(absl::StatusCode::kAborted));
}

TEST_F(LuaCallTest, BytesOfAMessageArriveAsTheyAre) {
  EXPECT_EQ(Run("error('a\\0b', 0)").message(), absl::string_view("a\0b", 3));
}

TEST_F(LuaCallTest, ResultsTakeThePlaceOfFunctionAndArguments) {
  Do([](lua_State* L) {
    lua_pushliteral(L, "below");
    PushExpression(L, "function(a, b) return b, a end");
    lua_pushinteger(L, 1);
    lua_pushinteger(L, 2);
    ASSERT_THAT(CallLua(L, 2, 2), IsOk());
    EXPECT_EQ(lua_gettop(L), 3);
    EXPECT_EQ(lua_tointeger(L, 2), 2);
    EXPECT_EQ(lua_tointeger(L, 3), 1);
  });
}

TEST_F(LuaCallTest, AnErrorLeavesNothingBehind) {
  Do([](lua_State* L) {
    lua_pushliteral(L, "below");
    PushExpression(L, "error");
    lua_pushinteger(L, 1);
    lua_pushinteger(L, 2);
    EXPECT_THAT(CallLua(L, 2, 5), Not(IsOk()));
    EXPECT_EQ(lua_gettop(L), 1);
  });
  EXPECT_EQ(lua_gettop(L()), 0);
}

TEST_F(LuaCallTest, CppExceptionsAreNamed) {
  EXPECT_THAT(Protect(L(), [](lua_State*) { throw std::runtime_error("from C++"); }),
              StatusIs(absl::StatusCode::kAborted, HasSubstr("from C++")));
  EXPECT_THAT(Protect(L(), [](lua_State*) { throw 5; }),
              StatusIs(absl::StatusCode::kAborted, HasSubstr("unexpected C++ exception")));
  EXPECT_EQ(Text("1 + 1"), "2");
}

TEST_F(LuaCallTest, LuaErrorsUnwindTheLocalsOfABody) {
  bool destroyed = false;
  struct Flag {
    bool& flag;
    ~Flag() { flag = true; }
  };
  EXPECT_THAT(Protect(L(),
                      [&](lua_State* L) {
                        Flag flag{destroyed};
                        StackGuard guard(L);
                        lua_pushinteger(L, 1);
                        luaL_error(L, "boom");
                      }),
              StatusIs(absl::StatusCode::kAborted, "boom"));
  EXPECT_TRUE(destroyed);
}

TEST_F(LuaCallTest, DeepRecursionIsAnError) {
  EXPECT_THAT(Run("local function f() local a, b, c, d, e, g, h, i return 1 + f() end f()"),
              StatusIs(absl::StatusCode::kAborted, HasSubstr("stack overflow")));
  // Each level of these uses the C stack as well.
  EXPECT_THAT(Run("local function f() return (string.gsub('a', 'a', f)) end f()"),
              StatusIs(absl::StatusCode::kAborted, HasSubstr("C stack overflow")));
  EXPECT_THAT(Run("local t = setmetatable({}, {}) "
                  "getmetatable(t).__index = function(_, k) return t[k] end return t.x"),
              StatusIs(absl::StatusCode::kAborted, HasSubstr("stack overflow")));
  EXPECT_THAT(Run("local function f() return coroutine.wrap(f)() end f()"),
              StatusIs(absl::StatusCode::kAborted, HasSubstr("C stack overflow")));
  EXPECT_EQ(Text("1 + 1"), "2");
}

// A C function that enters the main thread anew, as resolvers do, called from coroutines.
int EnterMainThread(lua_State* L) {
  lua_State* main = LuaState::Of(L).get();
  const absl::Status status = Protect(main, [](lua_State* inner) {
    lua_getglobal(inner, "descend");
    lua_call(inner, 0, 0);
  });
  lua_pushstring(L, std::string(status.message()).c_str());
  return 1;
}

TEST_F(LuaCallTest, EnteringTheMainThreadFromCoroutinesIsBounded) {
  Do([](lua_State* L) { lua_register(L, "enter", &EnterMainThread); });
  EXPECT_THAT(Run("depth = 0 function descend() depth = depth + 1 "
                  "local message = coroutine.wrap(enter)() "
                  "if message ~= '' then deepest = deepest or message end end descend()"),
              IsOk());
  EXPECT_EQ(Text("depth"), "10");
  EXPECT_THAT(Text("deepest"), HasSubstr("nested too deeply"));
}

TEST_F(LuaCallTest, AReferenceHoldsItsValueUntilItGoes) {
  Do([&](lua_State* L) {
    PushExpression(L, "setmetatable({}, {__mode = 'v'})");
    lua_setglobal(L, "weak");
    lua_createtable(L, 0, 0);
    lua_pushvalue(L, -1);
    LuaRef held(L);
    lua_getglobal(L, "weak");
    lua_insert(L, -2);
    lua_rawseti(L, -2, 1);
    lua_settop(L, 0);
    lua_gc(L, LUA_GCCOLLECT);
    held.Push(L);
    EXPECT_EQ(lua_type(L, -1), LUA_TTABLE);
    LuaRef moved = std::move(held);
    EXPECT_FALSE(held);
    EXPECT_TRUE(moved);
    held.Push(L);
    EXPECT_EQ(lua_type(L, -1), LUA_TNIL);
  });
  lua_gc(L(), LUA_GCCOLLECT);
  EXPECT_EQ(Text("weak[1]"), "nil");
}

}  // namespace
}  // namespace tandem::testing
