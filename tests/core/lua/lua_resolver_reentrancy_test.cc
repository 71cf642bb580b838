// Copyright (c) the Tandem authors. Licensed under the MIT License.

// Application code that changes the variables under the resolver's feet.

#include <string>

#include "gtest/gtest.h"
#include "tests/core/lua/lua_session_fixture.h"

namespace tandem::testing {
namespace {

class LuaResolverReentrancyTest : public LuaSessionTest {
 protected:
  void SetUp() override {
    Start(
        "app = {title = 't'} session:createAppVariable(app) "
        "function app:suicide() session:destroyVariable(self.victim) return 'dead' end");
  }
};

TEST_F(LuaResolverReentrancyTest, AGetterMayDestroyItsOwnVariable) {
  const Slot slot = Open("suicide()");
  Open("title");
  Run("app.victim = " + std::to_string(At(slot).id.value()));
  EXPECT_THAT(Scan(), ElementsAre("title: \"t\""));
  EXPECT_THAT(destroyed_, ElementsAre(At(slot).id));
  EXPECT_THAT(Scan(), IsEmpty());
}

TEST_F(LuaResolverReentrancyTest, AGetterThatDestroysItsVariableAndRaisesFailsNobody) {
  const Slot slot = Open("bang()");
  Open("title");
  Run("app.victim = " + std::to_string(At(slot).id.value()) +
      " function app:bang() self:suicide() error('gone') end");
  EXPECT_THAT(Scan(), ElementsAre("title: \"t\""));
}

TEST_F(LuaResolverReentrancyTest, AGetterInTheMiddleOfAPathMayDestroyItsVariable) {
  const Slot slot = Open("suicide().x.y");
  Open("title");
  Run("app.victim = " + std::to_string(At(slot).id.value()));
  EXPECT_THAT(Scan(), ElementsAre("title: \"t\""));
}

TEST_F(LuaResolverReentrancyTest, AGetterMayDestroyItsParent) {
  Run("app.box = setmetatable({}, {type = 'Box'}) "
      "function app.box:kill() session:destroyVariable(app.box) return 1 end");
  const Slot box = Open("box");
  Open("kill()", {}, box);
  Open("title");
  EXPECT_THAT(Scan(), ElementsAre(StartsWith("box:"), "title: \"t\""));
  EXPECT_THAT(destroyed_, SizeIs(2));
}

TEST_F(LuaResolverReentrancyTest, AGetterMayDestroyTheAppVariable) {
  const Slot slot = Open("suicide()");
  Run("app.victim = 1");
  EXPECT_THAT(Scan(), IsEmpty());
  EXPECT_THAT(destroyed_, ElementsAre(At(slot).id, kAppVariable));
}

TEST_F(LuaResolverReentrancyTest, AMetamethodMayDestroyTheVariableWhoseTypeIsAsked) {
  const Slot slot = Open("odd");
  Open("title");
  Run("app.odd = setmetatable({}, {__index = function(_, k) "
      "  if k == 'type' then session:destroyVariable(" +
      std::to_string(At(slot).id.value()) + ") return 'T' end end})");
  EXPECT_THAT(Scan(), ElementsAre("title: \"t\""));
}

TEST_F(LuaResolverReentrancyTest, AGetterMayMakeVariables) {
  Run("function app:grow() for i = 1, 100 do session:createVariable(0, {i}) end return 'grown' "
      "end");
  Open("grow()");
  Open("title");
  EXPECT_THAT(Scan(), ElementsAre("grow(): \"grown\"", "title: \"t\""));
  EXPECT_EQ(variables_.size(), 103u);
}

TEST_F(LuaResolverReentrancyTest, ASetterMayDestroyItsOwnVariable) {
  const Slot slot = Open("v()");
  Run("function app:v() session:destroyVariable(" + std::to_string(At(slot).id.value()) +
      ") return 1 end");
  EXPECT_THAT(Assign(slot, "5"), IsOk());
  EXPECT_THAT(Scan(), IsEmpty());
}

TEST_F(LuaResolverReentrancyTest, AnElementsMetamethodMayChangeTheArrayBeingRead) {
  Run("app.list = {} "
      "for i = 1, 10 do app.list[i] = setmetatable({}, {__index = function(_, k) "
      "  if k == 'type' then for j = 1, 50 do app.list['x' .. j] = j end return 'T' end end}) end");
  Open("list");
  Open("title");
  // Whatever comes of it for the list, the other variable is served.
  EXPECT_THAT(Scan(), Contains("title: \"t\""));
  EXPECT_THAT(Scan(), Not(Contains(HasSubstr("title"))));
}

TEST_F(LuaResolverReentrancyTest, CoroutinesMayDestroyVariables) {
  const Slot slot = Open("co()");
  Open("title");
  Run("function app:co() return coroutine.wrap(function() session:destroyVariable(" +
      std::to_string(At(slot).id.value()) + ") session:createVariable(0, {}) return 1 end)() end");
  EXPECT_THAT(Scan(), ElementsAre("title: \"t\""));
}

TEST_F(LuaResolverReentrancyTest, AWrapperMayDestroyItsVariable) {
  Run("W = {} function W:new(v) session:destroyVariable(v._id) return {} end");
  Open("title", {{"wrapper", "W"}});
  Open("missing");
  EXPECT_THAT(Scan(), ElementsAre("title: null"));
  EXPECT_THAT(destroyed_, SizeIs(1));
  EXPECT_THAT(Scan(), IsEmpty());
}

TEST_F(LuaResolverReentrancyTest, APresenterMayDestroyTheListItIsMadeFor) {
  Run("app.list = {1, 2, 3} P = {} "
      "function P:new(item) session:destroyVariable(2) return {n = item.index} end");
  Open("list", {{"wrapper", "lua.ViewList"}, {"itemWrapper", "P"}});
  Open("title");
  EXPECT_THAT(Scan(), ElementsAre("list: null", "title: \"t\""));
}

TEST_F(LuaResolverReentrancyTest, AWrapperThatChangesItsWrapperEndsSomewhere) {
  Run("A, B = {}, {} "
      "function A:new(v) v:setProperty('wrapper', 'B') return {type = 'A'} end "
      "function B:new(v) v:setProperty('wrapper', 'A') return {type = 'B'} end");
  const Slot slot = Open("title", {{"wrapper", "A"}});
  EXPECT_THAT(Scan(), SizeIs(1));
  EXPECT_THAT(Type(slot), AnyOf("A", "B", ""));
  EXPECT_EQ(Eval("1 + 1"), "2");
}

TEST_F(LuaResolverReentrancyTest, ATypeThatMakesVariablesIsHarmless) {
  Run("app.odd = setmetatable({}, {__index = function(_, k) "
      "  if k == 'type' then session:createVariable(0, {}) return 'T' end end})");
  const Slot slot = Open("odd");
  EXPECT_THAT(Scan(), SizeIs(1));
  EXPECT_EQ(Type(slot), "T");
}

}  // namespace
}  // namespace tandem::testing
