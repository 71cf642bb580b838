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

// A session that cannot have a VM still answers.
TEST_F(ServerTest, WithoutMemoryForAVmTheSessionSaysSo) {
  config_.lua.memory_limit_bytes = 1000;
  Main("");
  EXPECT_THAT(FirstLook(), ElementsAre(AllOf(HasSubstr("\"code\":\"no-session\""),
                                             HasSubstr("does not fit into 1000 bytes"))));
}

}  // namespace
}  // namespace tandem
