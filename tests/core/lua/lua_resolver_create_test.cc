// Copyright (c) the Tandem authors. Licensed under the MIT License.

// Property `create`: an instance where a new variable finds nil (D-15).

#include <string>

#include "core/lua/lua_resolver.h"
#include "gtest/gtest.h"
#include "tests/core/lua/lua_session_fixture.h"

namespace tandem::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

class LuaResolverCreateTest : public LuaSessionTest {
 protected:
  void SetUp() override {
    Start(R"lua(
      made = 0
      Note = session:prototype('Note', { text = '' })
      local new = Note.new
      function Note.new(...) made = made + 1; extra = select('#', ...) - 1; arg = select(2, ...); return new(...) end
      Plain = { new = function() return { text = 'plain' } end }
      app = { there = Note:new() }
      function app.setter(self, ...) if select('#', ...) > 0 then self._set = ... end return self._set end
      made = 0
      session:createAppVariable(app)
    )lua");
  }
};

// L-131, T-24: it is stored through the path, is the value, and gives the type.
TEST_F(LuaResolverCreateTest, NilIsReplacedByAnInstanceThroughThePath) {
  const Slot slot = Open("draft", {{"create", "Note"}});
  EXPECT_THAT(Scan(), ElementsAre(HasSubstr("draft: {\"obj\":")));
  EXPECT_EQ(Type(slot), "Note");
  EXPECT_EQ(Eval("getmetatable(app.draft) == Note and made"), "1");
  EXPECT_EQ(Eval("extra == 1 and arg == nil"), "true");  // L-130: the constructor gets nil.
  EXPECT_THAT(Scan(), IsEmpty());

  // Only the new variable's nil: what goes later stays away.
  Run("app.draft = nil");
  EXPECT_THAT(Scan(), ElementsAre("draft: null"));
  EXPECT_EQ(Eval("made"), "1");
}

TEST_F(LuaResolverCreateTest, WhatIsThereStays) {  // L-131
  Open("there", {{"create", "Note"}});
  Scan();
  EXPECT_EQ(Eval("made"), "0");
}

TEST_F(LuaResolverCreateTest, AMethodThatReadsAndWritesIsGivenIt) {  // L-78, L-131
  Open("setter()", {{"create", "Note"}});
  Scan();
  EXPECT_EQ(Eval("getmetatable(app._set) == Note and made"), "1");
}

TEST_F(LuaResolverCreateTest, AccessMustPermitWriting) {  // T-24
  Open("draft", {{"create", "Note"}, {"access", "r"}});
  EXPECT_THAT(Scan(), IsEmpty());
  EXPECT_EQ(Eval("tostring(app.draft) .. made"), "nil0");
}

TEST_F(LuaResolverCreateTest, AnInstanceWithoutATypeIsKnownByTheName) {  // L-131
  const Slot slot = Open("draft", {{"create", "Plain"}});
  Scan();
  EXPECT_EQ(Type(slot), "Plain");
  Run("app.draft = { text = 'another' }");
  Scan();
  EXPECT_EQ(Type(slot), "");
}

TEST_F(LuaResolverCreateTest, WhatCannotBeMadeIsLoggedAndNil) {  // L-130
  Run("Bad = { new = function() error('cannot') end } None = { new = function() end } "
      "app.setter = function(self, ...) if select('#', ...) > 0 then error('refused') end end");
  for (const char* type : {"Nope", "Bad", "lua.ViewListItem"}) {
    fake_.log.Clear();
    const Slot slot = Open("draft", {{"create", type}});
    EXPECT_THAT(Scan(), IsEmpty()) << type;
    EXPECT_THAT(Logged(), ElementsAre(HasSubstr(std::string("no ") + type + " created"))) << type;
    EXPECT_THAT(session_->DiagnosticsOf(At(slot).id), ElementsAre(HasSubstr("created")));
    EXPECT_THAT(Scan(), IsEmpty());
    EXPECT_EQ(Logged().size(), 1u) << "tried once";
    Close(slot);
  }
  fake_.log.Clear();
  Open("draft", {{"create", "None"}});
  EXPECT_THAT(Scan(), IsEmpty());
  EXPECT_THAT(Logged(), IsEmpty());
  Open("setter()", {{"create", "Note"}});
  EXPECT_THAT(Scan(), ElementsAre(HasSubstr("refused")));
  EXPECT_THAT(Scan(), IsEmpty());
}

// A constructor that closes the variable it is called for.
TEST_F(LuaResolverCreateTest, TheVariableMayGoMeanwhile) {
  Run("Gone = { new = function() session:destroyVariable(app.id) return {} end }");
  const Slot slot = Open("draft", {{"create", "Gone"}});
  Run("app.id = " + std::to_string(At(slot).id.value()));
  EXPECT_THAT(Scan(), IsEmpty());
  EXPECT_EQ(Eval("app.draft"), "nil");
}

}  // namespace
}  // namespace tandem::testing
