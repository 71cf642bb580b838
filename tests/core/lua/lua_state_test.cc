// Copyright (c) the Tandem authors. Licensed under the MIT License.

#include "core/lua/lua_state.h"

#include "core/base/error.h"
#include "core/lua/lua_call.h"
#include "core/testing/matchers.h"
#include "gtest/gtest.h"
#include "tests/core/lua/bare_lua.h"

namespace tandem::testing {
namespace {

TEST(LuaStateTest, CountsWhatTheVmHolds) {
  auto state = *LuaState::Create(1 << 20);
  const int64_t before = state->memory_bytes();
  EXPECT_GT(before, 1000);
  ASSERT_THAT(Protect(state->get(),
                      [](lua_State* L) {
                        lua_newuserdatauv(L, 100'000, 0);
                        EXPECT_GE(LuaState::Of(L).memory_bytes(), 100'000);
                      }),
              IsOk());
  lua_gc(state->get(), LUA_GCCOLLECT);
  EXPECT_LT(state->memory_bytes(), before + 2'000);
}

TEST(LuaStateTest, RefusesALimitThatHoldsNoVm) {
  for (int64_t limit : {int64_t{-1}, int64_t{0}, int64_t{100}, int64_t{2'000}}) {
    EXPECT_THAT(LuaState::Create(limit),
                StatusIs(absl::StatusCode::kResourceExhausted, HasSubstr("does not fit")));
  }
}

TEST(LuaStateTest, AllocationBeyondTheLimitIsAnErrorAndTheVmLivesOn) {
  auto state = *LuaState::Create(1 << 20);
  EXPECT_THAT(Protect(state->get(), [](lua_State* L) { lua_newuserdatauv(L, 2 << 20, 0); }),
              IsError(ErrorKind::kOverBudget, "not enough memory"));
  EXPECT_THAT(Protect(state->get(), [](lua_State* L) { lua_newuserdatauv(L, 1 << 19, 0); }),
              IsOk());
}

using LuaStateWithLibrariesTest = BareLua;

TEST_F(LuaStateWithLibrariesTest, AScriptThatEatsMemoryStopsAtTheLimit) {
  EXPECT_THAT(Run("local t = {} while true do t[#t + 1] = {} end"),
              IsError(ErrorKind::kOverBudget));
  EXPECT_THAT(Run("local s = 'x' while true do s = s .. s end"), IsError(ErrorKind::kOverBudget));
  EXPECT_LE(state_->memory_bytes(), state_->memory_limit_bytes());
  EXPECT_EQ(Text("1 + 1"), "2");
}

TEST_F(LuaStateWithLibrariesTest, AScriptMayCatchIt) {
  EXPECT_THAT(Run("local ok, e = pcall(string.rep, 'x', 1 << 40) assert(not ok)"), IsOk());
  EXPECT_THAT(Run("local ok, e = pcall(function() local t = {} while true do t[#t+1]={} end end)"
                  " assert(not ok and e == 'not enough memory', e)"),
              IsOk());
}

TEST_F(LuaStateWithLibrariesTest, IsFoundFromACoroutine) {
  Do([&](lua_State* L) {
    lua_State* coroutine = lua_newthread(L);
    EXPECT_EQ(&LuaState::Of(coroutine), state_.get());
  });
}

}  // namespace
}  // namespace tandem::testing
