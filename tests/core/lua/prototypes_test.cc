// Copyright (c) the Tandem authors. Licensed under the MIT License.

#include "core/lua/prototypes.h"

#include <string>

#include "core/base/error.h"
#include "gtest/gtest.h"
#include "tests/core/lua/lua_session_fixture.h"

namespace tandem::testing {
namespace {

class PrototypesTest : public LuaSessionTest {
 protected:
  void SetUp() override { Start("app = {} session:createAppVariable(app)"); }
  std::string Raised(absl::string_view code) {
    return std::string(session_->RunLuaProperty(code).message());
  }
};

TEST_F(PrototypesTest, ADeclarationMakesAType) {  // H-2, TC-110
  Run("P = session:prototype('P', {a = 1})");
  EXPECT_EQ(Eval("P.type .. P.a .. tostring(P.__index == P)"), "P1true");
  EXPECT_EQ(Eval("type(P.new)"), "function");
  EXPECT_EQ(Eval("getmetatable(P)"), "nil");
}

TEST_F(PrototypesTest, TheInitTableBecomesThePrototype) {  // TC-111
  Run("t = {} same = session:prototype('Q', t) == t");
  EXPECT_EQ(Eval("same"), "true");
  EXPECT_EQ(Eval("type(session:prototype('R'))"), "table");
  EXPECT_EQ(Eval("session:prototype('S', nil, nil).type"), "S");  // H-11
  EXPECT_EQ(Eval("session:prototype(5).type"), "5");
}

TEST_F(PrototypesTest, WrongArgumentsAreErrors) {  // H-1
  EXPECT_THAT(Raised("session:prototype()"), HasSubstr("string expected"));
  EXPECT_THAT(Raised("session:prototype('P', 5)"), HasSubstr("table expected"));
  EXPECT_THAT(Raised("session:prototype('P', {}, 'Base')"), HasSubstr("table expected"));
  EXPECT_THAT(Raised("session:create(nil)"), HasSubstr("table expected"));
  EXPECT_THAT(Raised("session:create({}, 5)"), HasSubstr("table expected"));
  EXPECT_THAT(Raised("session:removePrototype(nil)"), HasSubstr("string expected"));
}

TEST_F(PrototypesTest, DefaultNewMakesInstances) {  // H-6, TC-112
  Run("P = session:prototype('P', {a = 1})");
  EXPECT_EQ(Eval("getmetatable(P:new{a = 2}) == P"), "true");
  EXPECT_EQ(Eval("P:new{a = 2}.a .. P:new().a"), "21");
  EXPECT_EQ(Eval("rawget(P:new(), 'a')"), "nil");
  EXPECT_EQ(Eval("getmetatable(P.new()) == P"), "true");
  EXPECT_THAT(Raised("P:new(5)"), HasSubstr("table expected"));
}

TEST_F(PrototypesTest, EmptyDeclaresAFieldThatIsNil) {  // H-4, TC-114
  Run("P = session:prototype('P', {pic = EMPTY, n = 1})");
  EXPECT_EQ(Eval("P.pic"), "nil");
  Run("P.pic = 'kept' session:prototype('P', {pic = EMPTY, n = 1})");
  EXPECT_EQ(Eval("P.pic"), "kept");  // The same init: nothing happens.
  EXPECT_EQ(Eval("session:create(P, {x = EMPTY}).x == EMPTY"), "true");
}

TEST_F(PrototypesTest, InstancesInheritDefaults) {  // H-7, TC-115
  Run("P = session:prototype('P', {a = 1})");
  EXPECT_EQ(Eval("session:create(P).a .. session:create(P, nil).a"), "11");
  EXPECT_EQ(Eval("session:create(P, {a = 3}).a"), "3");
  EXPECT_EQ(Eval("session:create({__index = {z = 26}}).z"), "26");  // Unregistered is fine.
}

TEST_F(PrototypesTest, ABaseIsInheritedFrom) {  // H-2, TC-116
  Run("B = session:prototype('B', {a = 1}) function B:hi() return 'hi ' .. self.type end "
      "D = session:prototype('D', {}, B) x = D:new()");
  EXPECT_EQ(Eval("getmetatable(x) == D and x:hi() .. x.a"), "hi D1");
  EXPECT_EQ(Eval("rawget(D, 'new')"), "nil");
}

TEST_F(PrototypesTest, ObjectIsTheDefaultBase) {  // H-2, TC-117
  Run("Before = session:prototype('Before', {}) "
      "Object = session:prototype('Object', {}) function Object:hi() return 'hi' end "
      "After = session:prototype('After', {})");
  EXPECT_EQ(Eval("After:new():hi()"), "hi");
  EXPECT_EQ(Eval("Before.hi"), "nil");
  EXPECT_EQ(Eval("getmetatable(After:new()) == After"), "true");
}

TEST_F(PrototypesTest, ACustomNewMayCallTheBases) {  // H-8, H-10
  Run("P = session:prototype('P', {}) local base = P.new count = 0 "
      "function P:new(i) i = base(self, i) i = session:create(P, i) i.id = count "
      "count = count + 1 return i end "
      "function P:mutate() mutated = (mutated or 0) + 1 end "
      "keep = P:new() session:prototype('P', {fresh = {}})");
  Run("");  // A code execution processes the queue (H-14).
  EXPECT_EQ(Eval("mutated"), "1");
}

TEST_F(PrototypesTest, RedeclaringKeepsTheTable) {  // H-5
  Run("P = session:prototype('P', {a = 1, b = 2}) x = P:new() P.counter = 5 "
      "same = session:prototype('P', {a = 10, c = 3}) == P");
  EXPECT_EQ(Eval("same"), "true");
  EXPECT_EQ(Eval("x.a .. x.c .. P.counter"), "1035");
  EXPECT_EQ(Eval("P.b"), "nil");
}

TEST_F(PrototypesTest, ARemovedFieldThatWasReplacedStays) {  // H-5 [FIX]
  Run("P = session:prototype('P', {b = 2}) P.b = 'mine' session:prototype('P', {})");
  EXPECT_EQ(Eval("P.b"), "mine");
}

TEST_F(PrototypesTest, RemovedFieldsGoFromInstancesAfterMutate) {  // H-15, H-17
  Run("P = session:prototype('P', {old = 1}) x = P:new{old = 7} "
      "function P:mutate() self.new_field = self.old end "
      "session:prototype('P', {})");
  EXPECT_EQ(Eval("x.new_field"), "7");
  EXPECT_EQ(Eval("rawget(x, 'old')"), "nil");
}

TEST_F(PrototypesTest, EqualInitsQueueNothing) {  // H-5 step 1
  Run("P = session:prototype('P', {a = 1, s = 'x'}) x = P:new() "
      "function P:mutate() mutated = true end");
  Run("session:prototype('P', {a = 1, s = 'x'}) session:prototype('P')");
  EXPECT_EQ(Eval("mutated"), "nil");
  Run("session:prototype('P', {a = 0/0})");
  Run("mutated = nil session:prototype('P', {a = 0/0})");
  EXPECT_EQ(Eval("mutated"), "true");  // NaN is never equal.
}

TEST_F(PrototypesTest, OnlyNamedFieldsAreDeclared) {  // H-3
  Run("P = session:prototype('P', {a = 1, 'first', new = print, type = 'x'}) p = session:create(P) "
      "function P:mutate() mutated = true end");
  EXPECT_EQ(Eval("P.type .. P[1]"), "Pfirst");
  Run("session:prototype('P', {a = 1, 'second', __index = {}, new = error, type = 'y'})");
  EXPECT_EQ(Eval("mutated"), "nil");
  Run("session:prototype('P', {a = 2, 'second', __index = {}, new = error, type = 'y'})");
  EXPECT_EQ(Eval("mutated, P.a, P.type .. P[1], P.__index == P, P.new == print"),
            "true\t2\tPfirst\ttrue\ttrue");
}

TEST_F(PrototypesTest, MutateRunsInOrderOfDeclaration) {  // H-15, TC-129
  Run("A = session:prototype('A', {}) B = session:prototype('B', {}) seen = {} "
      "a, b1, b2 = A:new(), B:new(), B:new() "
      "function A:mutate() seen[#seen + 1] = 'A' end function B:mutate() seen[#seen + 1] = 'B' "
      "end");
  Run("session:prototype('B', {x = 1}) session:prototype('A', {x = 1})");
  EXPECT_EQ(Eval("table.concat(seen)"), "BBA");
}

// The weak set of instances says nothing about their age, nor which of them are only still there.
TEST_F(PrototypesTest, MutateRunsFromTheOldestInstanceToTheNewest) {  // H-8
  Run("P = session:prototype('P', {}) kept, seen = {}, {} "
      "for i = 1, 100 do local p = P:new{i = i} if i % 7 == 0 then kept[#kept + 1] = p end end "
      "function P:mutate() seen[#seen + 1] = self.i end session:prototype('P', {x = 1})");
  EXPECT_EQ(Eval("table.concat(seen, ' ')"), "7 14 21 28 35 42 49 56 63 70 77 84 91 98");
}

TEST_F(PrototypesTest, AMutateThatFailsIsLogged) {  // H-15
  Run("P = session:prototype('P', {old = 1}) x = P:new{old = 2} "
      "function P:mutate() error('cannot') end session:prototype('P', {})");
  EXPECT_TRUE(fake_.log.Contains(kLogAlways, "cannot"));
  EXPECT_EQ(Eval("rawget(x, 'old')"), "nil");
}

TEST_F(PrototypesTest, MutateMayMakeInstancesAndRedeclare) {  // H-18
  Run("P = session:prototype('P', {}) Q = session:prototype('Q', {}) runs = 0 "
      "p, q = P:new(), Q:new() "
      "function P:mutate() runs = runs + 1 for _ = 1, 10 do keep = P:new() end "
      "  session:prototype('Q', {x = 1}) end "
      "function Q:mutate() runs = runs + 100 end "
      "session:prototype('P', {x = 1})");
  EXPECT_EQ(Eval("runs"), "101");
}

TEST_F(PrototypesTest, AMutateThatRedeclaresItselfEnds) {
  Run("P = session:prototype('P', {}) p = P:new() "
      "function P:mutate() session:prototype('P', {t = {}}) end session:prototype('P', {t = {}})");
  EXPECT_TRUE(fake_.log.Contains(kLogAlways, "without end"));
}

TEST_F(PrototypesTest, DeadInstancesAreForgotten) {  // H-8
  Run("P = session:prototype('P', {}) weak = setmetatable({P:new()}, {__mode = 'v'}) "
      "collectgarbage()");
  EXPECT_EQ(Eval("weak[1]"), "nil");
}

TEST_F(PrototypesTest, RemovedPrototypesStartFromScratch) {  // H-12
  Run("P = session:prototype('P', {}) x = P:new() function P:mutate() mutated = true end "
      "session:prototype('P', {a = {}}) session:removePrototype('P') "
      "R = session:prototype('P', {})");
  EXPECT_EQ(Eval("R == P"), "false");
  EXPECT_EQ(Eval("getmetatable(x) == P"), "true");
  EXPECT_EQ(Eval("mutated"), "nil");
  Run("session:removePrototype('unknown')");
}

TEST_F(PrototypesTest, ChildrenGoWithTheirParentIfAsked) {  // H-12
  Run("for _, n in ipairs{'A', 'A.B', 'A.B.C', 'AB', 'A.D'} do _G[n] = session:prototype(n) end "
      "session:removePrototype('A.B') "
      "gone = session:prototype('A.B') ~= _G['A.B'] kept = session:prototype('A.B.C') == "
      "_G['A.B.C'] "
      "session:removePrototype('A', 1) "
      "all = session:prototype('A.B.C') ~= _G['A.B.C'] other = session:prototype('AB') == AB");
  EXPECT_EQ(Eval("gone and kept and all and other"), "true");
}

TEST_F(PrototypesTest, TheMetatableFollowsAnotherBase) {  // D-21
  Run("A = session:prototype('A', {x = 'a'}) B = session:prototype('B', {x = 'b'}) "
      "D = session:prototype('D', {}, A) d = D:new() session:prototype('D', nil, B)");
  EXPECT_EQ(Eval("d.x"), "b");
  Run("session:prototype('D', {})");
  EXPECT_EQ(Eval("d.x"), "b");
}

TEST_F(PrototypesTest, FinalisersOfPrototypesHaveNoEffect) {  // D-48
  Run("P = session:prototype('P', {__gc = function() ran = true end}) P:new() "
      "collectgarbage() collectgarbage()");
  EXPECT_EQ(Eval("ran"), "nil");
}

TEST_F(PrototypesTest, TheOldVersionsAreKept) {  // L-28
  Run("v1 = session:newVersion() v2 = session:newVersion()");
  EXPECT_EQ(Eval("v1 .. v2 .. session:getVersion()"), "122");
  EXPECT_EQ(Eval("session:needsMutation({})"), "true");
  EXPECT_EQ(Eval("session:needsMutation({_mutationVersion = 2})"), "false");
  EXPECT_EQ(Eval("session:needsMutation({_mutationVersion = 'x'})"), "true");
}

}  // namespace
}  // namespace tandem::testing
