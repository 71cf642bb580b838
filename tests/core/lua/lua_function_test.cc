// Copyright (c) the Tandem authors. Licensed under the MIT License.

#include "core/lua/lua_function.h"

#include <stdexcept>
#include <string>

#include "absl/status/status.h"
#include "core/testing/matchers.h"
#include "gtest/gtest.h"
#include "tests/core/lua/bare_lua.h"

namespace tandem::testing {
namespace {

int destroyed = 0;
struct Counted {
  ~Counted() { ++destroyed; }
};

absl::StatusOr<int> Double(lua_State* L) {
  lua_pushinteger(L, 2 * luaL_checkinteger(L, 1));
  return 1;
}

absl::StatusOr<int> Fail(lua_State*) {
  Counted local;
  return absl::NotFoundError("nothing there");
}

absl::StatusOr<int> Throw(lua_State*) { throw std::runtime_error("out of range"); }

class LuaFunctionTest : public BareLua {
 protected:
  LuaFunctionTest() {
    Do([](lua_State* L) {
      lua_register(L, "double", &LuaFunction<&Double>);
      lua_register(L, "fail", &LuaFunction<&Fail>);
      lua_register(L, "throw", &LuaFunction<&Throw>);
    });
  }
};

TEST_F(LuaFunctionTest, ResultsArriveInLua) { EXPECT_EQ(Text("double(21)"), "42"); }

TEST_F(LuaFunctionTest, AStatusBecomesAnErrorAtTheCallersLine) {
  destroyed = 0;
  EXPECT_THAT(Run("\n\nfail()"), StatusIs(absl::StatusCode::kAborted, "test:3: nothing there"));
  EXPECT_EQ(destroyed, 1);
}

TEST_F(LuaFunctionTest, ArgumentErrorsNameTheFunction) {
  EXPECT_THAT(Run("double('x')"),
              StatusIs(absl::StatusCode::kAborted,
                       "test:1: bad argument #1 to 'double' (number expected, got string)"));
}

TEST_F(LuaFunctionTest, ACppExceptionBecomesAnErrorWithItsText) {
  EXPECT_THAT(Run("throw()"), StatusIs(absl::StatusCode::kAborted, "test:1: out of range"));
  EXPECT_EQ(Text("select(2, pcall(throw))"), "out of range");
}

TEST_F(LuaFunctionTest, LuaCodeCanCatchIt) {
  EXPECT_EQ(Text("select(2, pcall(fail))"), "nothing there");
}

}  // namespace
}  // namespace tandem::testing
