// Copyright (c) the Tandem authors. Licensed under the MIT License.

#include "core/session/server.h"

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "core/base/json.h"
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

// L-10, L-11, L-21, P-25
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

TEST_F(ServerTest, TheLuaPropertyLoadsAFile) {  // L-68, D-35
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

// P-89, P-90, P-92, P-94: each page gets every template once, before anything else.
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

// P-84, P-27, D-16: roots that Lua makes of its own are told of where they are asked for, whether
// or not there is a variable 1; nobody hears of their ids unasked.
TEST_F(ServerTest, WithoutAnAppVariableOthersAreToldOf) {
  Main(R"lua(
local Side = session:prototype("Side", { n = 1 })
function Side:bump() self.n = self.n + 1 end
session:createVariable(0, session:create(Side))
)lua");
  Page page(*this, NewSession());
  page.Send(R"({"userEvent":true,"messages":[]})");
  EXPECT_THAT(page.Messages(), IsEmpty());
  page.Create(2, -1, "n");
  page.Create(3, -1, "bump()", "action");
  EXPECT_THAT(page.Messages(), ElementsAre(ValueUpdate(2, "1")));
  page.Act(3);
  EXPECT_THAT(page.Messages(), ElementsAre(ValueUpdate(2, "2")));
  page.Watch(-1);
  EXPECT_THAT(page.Messages(), ElementsAre(AllOf(HasSubstr("\"varId\":-1"), HasSubstr("Side"))));
}

// P-27, P-24
TEST_F(ServerTest, PagesMakeNoVariablesWithTheServersIds) {
  Main(R"(session:createAppVariable({ type = "App", n = 4 }))");
  Page page(*this, NewSession());
  page.Create(-5, 1, "n");
  EXPECT_THAT(page.Messages(), ElementsAre(AllOf(HasSubstr("bad-request"), HasSubstr("reserved"))));
  page.Create(9007199254740991, 1, "n");
  EXPECT_THAT(page.Messages(), ElementsAre(HasSubstr("\"varId\":9007199254740991")));
}

// P-26, P-121, P-126: both tabs number their variables from 2, and a page that comes back does so
// again.
TEST_F(ServerTest, EveryPageCountsFromTwo) {
  Main(R"(session:createAppVariable({ type = "App", a = "A", b = "B", c = "C" }))");
  const SessionId id = NewSession();
  Page one(*this, id), two(*this, id);
  one.Create(2, 1, "a");
  two.Create(2, 1, "b");
  EXPECT_THAT(one.Messages(), ElementsAre(ValueUpdate(2, "\"A\"")));
  EXPECT_THAT(two.Messages(), ElementsAre(ValueUpdate(2, "\"B\"")));
  one.Leave();
  Page again(*this, id);
  again.Watch(1);
  again.Create(2, 1, "c");
  EXPECT_EQ(again.Messages().back(), ValueUpdate(2, "\"C\""));
}

// P-47, P-51, P-117: whom nobody watches is not looked at; watching it again tells what is so by
// then.
TEST_F(ServerTest, WatchingMakesAVariableActive) {
  Main(R"lua(
local App = session:prototype("App", { n = 0, looked = 0 })
function App:look() self.looked = self.looked + 1 return self.n end
function App:bump() self.n = self.n + 1 end
session:createAppVariable(session:create(App))
)lua");
  Page page(*this, NewSession());
  page.Create(2, 1, "bump()", "action");
  page.Create(3, 1, "look()");
  page.Create(4, 1, "looked");
  EXPECT_THAT(page.Messages(), ElementsAre(ValueUpdate(3, "0"), ValueUpdate(4, "2")));
  page.Send(R"({"type":"unwatch","data":{"varId":3}})");
  page.Act(2);
  EXPECT_THAT(page.Messages(), IsEmpty());
  page.Watch(3);
  EXPECT_THAT(
      page.Messages(),
      ElementsAre(AllOf(HasSubstr("\"value\":1"), HasSubstr("\"varId\":3")), ValueUpdate(4, "3")));
}

// P-60, P-41, P-131: a failure is an error message among the others; nothing else answers.
TEST_F(ServerTest, FailuresAreMessagesLikeAnyOther) {
  Main(R"(session:createAppVariable({ type = "App", n = 0, fail = function() error("no") end }))");
  Page page(*this, NewSession());
  page.Send(R"json({"userEvent":true,"messages":[
      {"type":"create","data":{"id":2,"parentId":1,"properties":{"path":"n"}}},
      {"type":"create","data":{"id":2,"parentId":1,"properties":{"path":"n"}}},
      {"type":"create","data":{"id":3,"parentId":1}},
      {"type":"create","data":{"id":4,"parentId":1,
                               "properties":{"path":"fail()","access":"action"}}},
      {"type":"update","data":{"varId":4,"value":null}},
      {"type":"create","data":{"id":5,"parentId":1,"properties":{"path":"n"}}}]})json");
  ASSERT_EQ(page.outbox().frames.size(), 1u);
  std::vector<std::string> told;
  for (const std::string& text : page.Messages()) {
    const Json message = *ParseJson(text);
    told.push_back(absl::StrCat(message.at("type").get<std::string>(), " ",
                                message.at("data").at("varId").get<int>(), " ",
                                message.at("data").value("code", "")));
  }
  EXPECT_THAT(told, ElementsAre("error 2 duplicate-id", "error 3 bad-request",
                                "error 4 method-failure", "update 2 ", "update 5 "));
}

// P-86, D-8: a client that shows a value is told it again with a property another page wrote.
TEST_F(ServerTest, PropertiesTravelWithTheValue) {
  Main(R"(session:createAppVariable({ type = "App" }))");
  const SessionId id = NewSession();
  Page one(*this, id), two(*this, id);
  one.Watch(1);
  two.Watch(1);
  one.Messages();
  two.Messages();
  one.Send(R"({"type":"update","data":{"varId":1,"properties":{"note":"x"}}})");
  EXPECT_THAT(one.Messages(), IsEmpty());
  EXPECT_THAT(two.Messages(), ElementsAre(AllOf(HasSubstr(R"("properties":{"note":"x"})"),
                                                HasSubstr(R"("value":{"obj":)"))));
}

// L-43, compat C-18: methods made in a loop and under a second name are methods.
TEST_F(ServerTest, MethodsMayBeMadeByLoops) {
  Main(R"lua(
local App = session:prototype("App", { last = "" })
for _, name in ipairs({ "red", "blue" }) do
  App["is_" .. name] = function(self) return self.last == name end
  App["pick_" .. name] = function(self) self.last = name end
end
App.choose = App.pick_blue
session:createAppVariable(session:create(App))
)lua");
  Page page(*this, NewSession());
  page.Create(2, 1, "is_red()");
  page.Create(3, 1, "is_blue()");
  page.Create(4, 1, "pick_red()", "action");
  page.Create(5, 1, "choose()", "action");
  page.Messages();
  page.Act(4);
  EXPECT_THAT(page.Messages(), ElementsAre(ValueUpdate(2, "true")));
  page.Act(5);
  EXPECT_THAT(page.Messages(), ElementsAre(ValueUpdate(2, "false"), ValueUpdate(3, "true")));
}

// S-79, S-80, S-81, L-7: code that runs out of memory or stack is an error of its message; the
// session and its neighbour go on.
TEST_F(ServerTest, WhatCodeDoesToItselfStaysWithItsMessage) {
  config_.lua.memory_limit_bytes = 4 << 20;
  Main(R"lua(
local App = session:prototype("App", { n = 0 })
function App:eat() local t = {} while true do t[#t + 1] = ("x"):rep(1000) .. #t end end
function App:dig() return 1 + self:dig() end
function App:bump() self.n = self.n + 1 end
session:createAppVariable(session:create(App))
)lua");
  Page page(*this, NewSession()), neighbour(*this, NewSession());
  for (Page* each : {&page, &neighbour}) {
    each->Create(2, 1, "eat()", "action");
    each->Create(3, 1, "dig()", "action");
    each->Create(4, 1, "bump()", "action");
    each->Create(5, 1, "n");
    EXPECT_THAT(each->Messages(), ElementsAre(ValueUpdate(5, "0")));
  }
  page.Act(2);
  EXPECT_THAT(page.Messages(),
              ElementsAre(AllOf(HasSubstr("over-budget"), HasSubstr("\"varId\":2"))));
  page.Act(3);
  EXPECT_THAT(page.Messages(),
              ElementsAre(AllOf(HasSubstr("\"type\":\"error\""), HasSubstr("\"varId\":3"))));
  for (Page* each : {&page, &neighbour}) {
    each->Act(4);
    EXPECT_THAT(each->Messages(), ElementsAre(ValueUpdate(5, "1")));
  }
}

// P-28, P-29: references are positive numbers, one for one object, those of list items too.
TEST_F(ServerTest, ReferencesArePositiveNumbers) {
  Main(R"lua(
local App = session:prototype("App", {})
local app = session:create(App)
app.rows = { { name = "a" }, { name = "b" } }
function App:first() return self.rows[1] end
session:createAppVariable(app)
)lua");
  Page page(*this, NewSession());
  page.Send(R"({"type":"create","data":{"id":2,"parentId":1,
      "properties":{"path":"rows","wrapper":"lua.ViewList"}}})");
  page.Create(3, 2, "items");
  page.Create(4, 1, "rows");
  page.Create(5, 1, "first()");
  std::map<int, Json> values;
  for (const std::string& text : page.Messages()) {
    const Json data = ParseJson(text)->at("data");
    if (data.contains("value")) values[data.at("varId").get<int>()] = data.at("value");
  }
  const auto number = [](const Json& reference) { return reference.at("obj").get<int64_t>(); };
  std::set<int64_t> numbers = {number(values[2])};
  for (const int list : {3, 4}) {
    ASSERT_EQ(values[list].size(), 2u);
    for (const Json& element : values[list]) numbers.insert(number(element));
  }
  EXPECT_EQ(numbers.size(), 5u);  // The list, two items, two rows.
  EXPECT_GT(*numbers.begin(), 0);
  EXPECT_EQ(values[5], values[4][0]);
}

// T-26, T-27: a variable below another has a path; it is not handed a value.
TEST_F(ServerTest, LuaGivesNoValueToAChild) {
  Main(R"lua(
app = { type = "App" }
session:createAppVariable(app)
app.byId = select(2, pcall(session.createVariable, session, 1, {}))
app.byObject = select(2, pcall(session.createVariable, session, app, {}))
)lua");
  Page page(*this, NewSession());
  page.Create(2, 1, "byId");
  page.Create(3, 1, "byObject");
  EXPECT_THAT(page.Messages(), ElementsAre(HasSubstr("cannot provide both parentID and value"),
                                           HasSubstr("cannot provide both parentID and value")));
}

// S-110: a session that cannot have a VM still answers.
TEST_F(ServerTest, WithoutMemoryForAVmTheSessionSaysSo) {
  config_.lua.memory_limit_bytes = 1000;
  Main("");
  EXPECT_THAT(FirstLook(), ElementsAre(AllOf(HasSubstr("\"code\":\"no-session\""),
                                             HasSubstr("does not fit into 1000 bytes"))));
}

}  // namespace
}  // namespace tandem
