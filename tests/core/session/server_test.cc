// Copyright (c) the Tandem authors. Licensed under the MIT License.

#include "core/session/server.h"

#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/core/session/session_fixture.h"

namespace tandem {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

class ServerTest : public SessionFixture {
 protected:
  // What a fresh page gets for watching variable 1.
  std::vector<std::string> FirstLook() {
    Page page(*this, NewSession());
    page.Watch(1);
    return page.Messages();
  }
};

// L-10, L-21, P-25
TEST_F(ServerTest, MainLuaCreatesTheAppVariable) {
  Main(R"(session:createAppVariable(session:prototype("Greeter", {}):new()))");
  EXPECT_THAT(FirstLook(), ElementsAre(AllOf(HasSubstr(R"("properties":{"type":"Greeter"})"),
                                             HasSubstr(R"("value":{"obj":)"))));
}

// L-12, TC-2
TEST_F(ServerTest, WithoutMainLuaTheSessionSaysSo) {
  Site("html/index.html", "");
  EXPECT_THAT(FirstLook(),
              ElementsAre(AllOf(HasSubstr("\"code\":\"not-found\""),
                                HasSubstr("variable 1 not found"), HasSubstr("main.lua"))));
}

TEST_F(ServerTest, WithoutAnAppVariableTheSessionSaysSo) {
  Main("local nothing = 1");
  EXPECT_THAT(FirstLook(), ElementsAre(HasSubstr("did not call session:createAppVariable")));
}

// D-22
TEST_F(ServerTest, ABrokenMainLuaIsShownWithItsPlaceInDevelopment) {
  config_.mode = Mode::kDevelopment;
  Main("local x = 1\nerror('boom')");
  EXPECT_THAT(FirstLook(),
              ElementsAre(AllOf(HasSubstr("\"code\":\"app-failure\""),
                                HasSubstr("lua/main.lua:2: boom"), HasSubstr("traceback"))));
  EXPECT_TRUE(host_.log.Contains(kLogAlways, "lua/main.lua:2: boom"));
}

TEST_F(ServerTest, InProductionTheReasonStaysInTheLog) {
  Main("this is not Lua");
  EXPECT_THAT(FirstLook(), ElementsAre(AllOf(HasSubstr("\"code\":\"app-failure\""),
                                             Not(HasSubstr("main.lua:1")))));
  EXPECT_TRUE(host_.log.Contains(kLogAlways, "lua/main.lua:1:"));
}

// D-35: written by the app itself it always acts.
TEST_F(ServerTest, TheLuaPropertyOfTheAppVariableRunsCode) {
  Main(R"(session:createAppVariable({ type = "App", n = 0 }, { lua = "session:getApp().n = 7" }))");
  Page page(*this, NewSession());
  page.Create(2, 1, "n");
  EXPECT_THAT(page.Messages(), ElementsAre(ValueUpdate(2, "7")));
}

TEST_F(ServerTest, TheLuaPropertyLoadsAFile) {
  Main(R"(session:createAppVariable({ type = "App", n = 0 }, { lua = "more.lua" }))");
  Site("lua/more.lua", "session:getApp().n = 8");
  Page page(*this, NewSession());
  page.Create(2, 1, "n");
  EXPECT_THAT(page.Messages(), ElementsAre(ValueUpdate(2, "8")));
}

constexpr char kWriteCode[] =
    R"({"type":"update","data":{"varId":1,"properties":{"lua":"session:getApp().n = 9"}}})";

// D-35: written by a browser it is remote code.
TEST_F(ServerTest, ABrowserMayNotWriteTheLuaProperty) {
  Main(R"(session:createAppVariable({ type = "App", n = 0 }))");
  Page page(*this, NewSession());
  page.Create(2, 1, "n");
  page.Messages();
  page.Send(kWriteCode);
  EXPECT_THAT(page.Messages(),
              ElementsAre(AllOf(HasSubstr("\"code\":\"unauthorized\""), HasSubstr("\"varId\":1"))));
  EXPECT_TRUE(host_.log.Contains(kLogAlways, "property lua of variable 1 is code"));
}

TEST_F(ServerTest, WhereTheSiteSaysSoABrowserMayWriteCode) {
  config_.remote_code = true;
  Main(R"(session:createAppVariable({ type = "App", n = 0 }))");
  Page page(*this, NewSession());
  page.Create(2, 1, "n");
  page.Messages();
  page.Send(kWriteCode);
  EXPECT_THAT(page.Messages(), ElementsAre(ValueUpdate(2, "9")));
}

// P-89, P-90, P-94: each page gets every template once, before anything else.
TEST_F(ServerTest, TemplatesGoToEachPageOnce) {
  Main(R"(session:createAppVariable({ type = "App" }))");
  Site("viewdefs/App.DEFAULT.html", "<template><p></p></template>");
  const SessionId id = NewSession();
  for (int tab = 0; tab < 2; ++tab) {
    Page page(*this, id);
    page.Watch(1);
    std::vector<std::string> messages = page.Messages();
    ASSERT_EQ(messages.size(), 2u);
    EXPECT_THAT(messages[0], HasSubstr(R"("viewdefs":"{\"App.DEFAULT\":)"));
    EXPECT_THAT(messages[1], HasSubstr(R"("type":"App")"));
    page.Watch(1);
    EXPECT_THAT(page.Messages(), ElementsAre(Not(HasSubstr("App.DEFAULT"))));
  }
}

// H-55, P-97, TC-170: an app may write a template and show it in one turn, without hot reload.
TEST_F(ServerTest, TemplatesOfANewTypeAreLookedForOnDemand) {
  Main(R"(
    local app = { type = "App" }
    function app.show() app.part = { type = "Part" } end
    session:createAppVariable(app))");
  Site("viewdefs/App.DEFAULT.html", "<template>app</template>");
  Page page(*this, NewSession());
  page.Watch(1);
  page.Create(2, 1, "part");
  page.Create(3, 1, "show()", "action");
  page.Messages();
  Site("viewdefs/Part.DEFAULT.html", "<template>part</template>");
  page.Act(3);
  const std::vector<std::string> messages = page.Messages();
  ASSERT_EQ(messages.size(), 2u);
  EXPECT_THAT(messages[0], HasSubstr(R"("viewdefs":"{\"Part.DEFAULT\":)"));
  EXPECT_THAT(messages[1], HasSubstr(R"("type":"Part")"));
}

// S-93: edits are picked up with the next batch, whatever made the page wait for it.
TEST_F(ServerTest, RefreshedTemplatesComeWithTheNextBatch) {
  Main(R"(session:createAppVariable({ type = "App" }))");
  Site("viewdefs/App.DEFAULT.html", "<template>one</template>");
  Page page(*this, NewSession());
  page.Watch(1);
  page.Messages();
  Site("viewdefs/App.DEFAULT.html", "<template>two</template>");
  server().RefreshTemplates();
  EXPECT_THAT(page.Messages(), IsEmpty());
  page.Send("[]");
  EXPECT_THAT(page.Messages(), ElementsAre(HasSubstr("two")));
}

// H-36, H-37: one look at each file, whatever leads to it and however many sessions there are.
TEST_F(ServerTest, AnEditedFileIsReadOnce) {
  Site("apps/shop/app.lua", "n = (n or 0) + 1 session:getApp().n = n");
  host_.files.Link("lua/shop.lua", "apps/shop/app.lua");
  Main("session:createAppVariable({ type = 'App' }) require('shop')");
  Page one(*this, NewSession()), two(*this, NewSession());
  one.Create(2, 1, "n");
  two.Create(2, 1, "n");
  one.Messages();
  two.Messages();
  const int reads = host_.files.reads();
  server().FilesChanged(
      {"lua/shop.lua", "apps/shop/app.lua", "lua/gone.lua", "lua/notes.txt", "../outside.lua"});
  EXPECT_EQ(host_.files.reads(), reads + 1);
  EXPECT_THAT(one.Messages(), ElementsAre(ValueUpdate(2, "2")));
  EXPECT_THAT(two.Messages(), ElementsAre(ValueUpdate(2, "2")));
  EXPECT_TRUE(host_.log.Contains(kLogMessages, "lua/gone.lua"));
  EXPECT_FALSE(host_.log.Contains(kLogAlways, "gone"));
}

// H-35: in the order in which they are named, in one turn.
TEST_F(ServerTest, FilesThatChangedTogetherAreTakenUpInOrder) {
  Site("lua/a.lua", "");
  Site("lua/b.lua", "");
  Main("app = { log = '' } session:createAppVariable(app) require('a') require('b')");
  Page page(*this, NewSession());
  page.Create(2, 1, "log");
  page.Messages();
  Site("lua/a.lua", "app.log = app.log .. 'a'");
  Site("lua/b.lua", "app.log = app.log .. 'b' error('after it')");
  server().FilesChanged({"lua/b.lua", "lua/a.lua"});
  EXPECT_THAT(page.Messages(), ElementsAre(ValueUpdate(2, R"("ba")")));
}

// D-22: variable 1 that comes late for another reason is shown to who asked for it as well.
TEST_F(ServerTest, APageThatAskedTooEarlyGetsVariableOneWhenItComes) {
  Main("session:setTimeout(function() session:createAppVariable({ type = 'Late' }) end, 100)");
  Page page(*this, NewSession());
  page.Watch(1);
  EXPECT_THAT(page.Messages(), ElementsAre(HasSubstr("did not call session:createAppVariable")));
  host_.Advance(absl::Milliseconds(100));
  EXPECT_THAT(page.Messages(), ElementsAre(HasSubstr(R"("type":"Late")")));
}

// A session that cannot have a VM still answers.
TEST_F(ServerTest, WithoutMemoryForAVmTheSessionSaysSo) {
  config_.lua.memory_limit_bytes = 1000;
  Main("");
  EXPECT_THAT(FirstLook(), ElementsAre(AllOf(HasSubstr("\"code\":\"no-session\""),
                                             HasSubstr("does not fit into 1000 bytes"))));
}

}  // namespace
}  // namespace tandem
