// Copyright (c) the Tandem authors. Licensed under the MIT License.

#include "core/lua/wrappers.h"

#include <string>

#include "gtest/gtest.h"
#include "tests/core/lua/lua_session_fixture.h"

namespace tandem::testing {
namespace {

class WrappersTest : public LuaSessionTest {
 protected:
  void SetUp() override {
    Start(R"lua(
      app = {price = 5, list = {1, 2}}
      news, syncs, destroys = 0, 0, 0
      Money = {type = 'Money'} Money.__index = Money
      function Money:new(v)
        news = news + 1
        return setmetatable({variable = v, value = v:getValue()}, self)
      end
      function Money:text() return '$' .. self.value end
      function Money:sync() syncs = syncs + 1 synced = self.value end
      function Money:destroy() destroys = destroys + 1 end
      session:createAppVariable(app)
    )lua");
  }
};

TEST_F(WrappersTest, ATableStandsForTheValue) {  // L-123, TC-100
  const Slot price = Open("price", {{"wrapper", "Money"}});
  Open("text()", {}, price);
  EXPECT_THAT(Scan(), ElementsAre(StartsWith("price: {\"obj\":"), "text(): \"$5\""));
  EXPECT_EQ(Type(price), "Money");
  EXPECT_EQ(resolver().KindOf(price), ValueKind::kObject);
  EXPECT_EQ(Eval("syncs"), "1");  // T-51
}

TEST_F(WrappersTest, ItIsReusedForTheNextValue) {  // L-125, TC-101
  const Slot price = Open("price", {{"wrapper", "Money"}});
  Open("text()", {}, price);
  Scan();
  const std::string shown = Value(price);
  Run("app.price = 6");
  EXPECT_THAT(Scan(), ElementsAre("price kept", "text(): \"$6\""));
  EXPECT_EQ(Value(price), shown);
  EXPECT_EQ(Eval("news .. syncs .. synced"), "126");
}

TEST_F(WrappersTest, NilDropsIt) {  // L-125, L-126, TC-102
  const Slot price = Open("price", {{"wrapper", "Money"}});
  Scan();
  const std::string shown = Value(price);
  Run("app.price = nil");
  EXPECT_THAT(Scan(), ElementsAre("price: null"));
  EXPECT_EQ(Eval("destroys"), "1");
  Run("app.price = 7");
  EXPECT_THAT(Scan(), ElementsAre(AllOf(StartsWith("price: {"), Not(EndsWith(shown)))));
  EXPECT_EQ(Eval("news"), "2");
}

TEST_F(WrappersTest, ThereIsNoWayAroundIt) {  // L-123, TC-107
  Run("app.boxed = {x = 1}");
  const Slot boxed = Open("boxed", {{"wrapper", "Money"}});
  const Slot x = Open("x", {}, boxed);
  Scan();
  EXPECT_EQ(Value(x), "null");
}

TEST_F(WrappersTest, ATypelessTableIsKnownByTheNameAskedFor) {  // L-123, T-47
  Run("Plain = {} function Plain:new() return {} end");
  const Slot slot = Open("price", {{"wrapper", "Plain"}});
  Scan();
  EXPECT_EQ(Type(slot), "Plain");
}

TEST_F(WrappersTest, APrimitiveIsADisplayTransform) {  // L-124, TC-103
  Run("Count = {} function Count:new(v) return #v:getValue() .. ' things' end");
  const Slot slot = Open("list", {{"wrapper", "Count"}});
  EXPECT_THAT(Scan(), ElementsAre("list: \"2 things\""));
  EXPECT_EQ(Type(slot), "");
  EXPECT_EQ(resolver().KindOf(slot), ValueKind::kPrimitive);
  Run("table.insert(app.list, 3)");
  EXPECT_THAT(Scan(), ElementsAre("list: \"3 things\""));
  Run("function Count:new() return '3 things' end table.insert(app.list, 4)");
  EXPECT_THAT(Scan(), ElementsAre("list kept"));
  Run("function Count:new() return false end table.insert(app.list, 5)");
  EXPECT_THAT(Scan(), ElementsAre("list: false"));
  Run("function Count:new() return nil end table.insert(app.list, 6)");
  EXPECT_THAT(Scan(), ElementsAre("list: [1,2,3,4,5,6]"));
}

TEST_F(WrappersTest, AConstructorThatFailsLeavesTheValue) {  // L-122, TC-104
  Run("function Money:new() error('no money') end");
  fake_.log.Clear();
  Open("price", {{"wrapper", "Money"}});
  EXPECT_THAT(Scan(), ElementsAre("price: 5"));
  EXPECT_THAT(Logged(), IsEmpty());
  EXPECT_THAT(Logged(kLogConnections), ElementsAre(HasSubstr("no money")));
  EXPECT_THAT(session_->DiagnosticsOf(VariableId(2)), ElementsAre(HasSubstr("no money")));
}

TEST_F(WrappersTest, WhatIsNoWrapperLeavesTheValue) {  // L-121, TC-105
  Run("Number = 5 NoNew = {} Weird = {new = function() return print end}");
  for (const char* name : {"Nope", "Number", "NoNew", "Weird", "lua.ViewListItem", "a..b", "."}) {
    const Slot slot = Open("price", {{"wrapper", name}});
    EXPECT_THAT(Scan(), ElementsAre("price: 5")) << name;
    Close(slot);
  }
}

TEST_F(WrappersTest, ASyncThatFailsIsLogged) {  // L-125
  Run("function Money:sync() error('out of sync') end");
  fake_.log.Clear();
  Open("price", {{"wrapper", "Money"}});
  EXPECT_THAT(Scan(), ElementsAre(StartsWith("price: {")));
  EXPECT_THAT(Logged(kLogConnections), ElementsAre(HasSubstr("out of sync")));
}

TEST_F(WrappersTest, AnotherNameMakesAnotherWrapper) {  // L-120
  Run("Other = {type = 'Other'} function Other:new() return setmetatable({}, Other) end "
      "Other.__index = Other");
  const Slot price = Open("price", {{"wrapper", "Money"}});
  Scan();
  EXPECT_EQ(resolver().UpdateWrapper(price, "Other"), Resolver::Wrapping::kReplaced);
  EXPECT_EQ(Type(price), "Other");
  EXPECT_EQ(Eval("destroys"), "1");
  EXPECT_EQ(resolver().UpdateWrapper(price, ""), Resolver::Wrapping::kNone);
  EXPECT_EQ(Value(price), "5");
}

TEST_F(WrappersTest, DestroyIsCalledForVariablesThatClose) {  // L-126
  const Slot price = Open("price", {{"wrapper", "Money"}});
  Scan();
  Close(price);
  EXPECT_EQ(Eval("destroys"), "0");  // Not while the tracker is at work.
  Scan();
  EXPECT_EQ(Eval("destroys"), "1");
  Scan();
  EXPECT_EQ(Eval("destroys"), "1");
}

TEST_F(WrappersTest, TheVariableObject) {  // L-127, TC-106
  Run(R"lua(
    function Money:new(v)
      var = v
      seen = {v._id, v:getValue(), v.getValue(), v:getProperty('path'), v.getProperty('path'),
              tostring(v:getProperty('zzz')), tostring(v:getWrapper()), v:getID(), v.getId()}
      return setmetatable({}, self)
    end
  )lua");
  Open("price", {{"wrapper", "Money"}, {"note", "n"}});
  Scan();
  EXPECT_EQ(Eval("table.concat(seen, ' ')"), "2 5 5 price price nil nil 2 2");
  EXPECT_EQ(Eval("var:getWrapper() ~= nil"), "true");
  Run("app.price = 9");
  Scan();
  EXPECT_EQ(Eval("var.getValue()"), "9");  // L-128
  Run("var:setProperty('note:high', 'x') var.setProperty('note', 'y')");
  EXPECT_THAT(store_calls_, Contains("SetProperty 2 note:high=x"));
  EXPECT_EQ(Eval("var:getProperty('note')"), "y");
  Close(1);
  EXPECT_EQ(Eval("var:getValue()"), "nil");
  EXPECT_EQ(Eval("var:getProperty('note')"), "nil");
  EXPECT_EQ(Eval("pcall(var.setProperty, 'a', 'b')"), "false\tno such variable");
}

TEST_F(WrappersTest, NamesAreLookedUpInOrder) {  // L-121, T-49, Q-9
  Run(R"lua(
    local function make(name)
      local t = {} t.__index = t
      function t:new() return setmetatable({type = name}, t) end
      return t
    end
    _G['a.b'] = make('literal global')
    a = {b = make('dotted global'), c = make('dotted only')}
    session:prototype('a.b', make('prototype'))
    session:prototype('p.q', {})
    ui.registerWrapper('r', make('registered'))
    r = make('global r')
  )lua");
  const auto type_of = [&](const char* name) {
    const Slot slot = Open("price", {{"wrapper", name}});
    Scan();
    return Type(slot);
  };
  EXPECT_EQ(type_of("r"), "registered");
  EXPECT_EQ(type_of("a.b"), "literal global");
  EXPECT_EQ(type_of("a.c"), "dotted only");
  EXPECT_EQ(type_of("p.q"), "p.q");
  Run("_G['a.b'] = nil");
  EXPECT_EQ(type_of("a.b"), "a.b");  // The prototype's own type.
}

TEST_F(WrappersTest, AStrictGlobalTableDoesNotMatter) {
  Run("setmetatable(_G, {__index = function(_, k) error('undefined ' .. k) end})");
  Open("price", {{"wrapper", "Undefined"}});
  EXPECT_THAT(Scan(), ElementsAre("price: 5"));
}

}  // namespace
}  // namespace tandem::testing
