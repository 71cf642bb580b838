// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// The debug paths of a session over real sockets: variables.json, and the WebSocket of inspector
// pages. What the page makes of it is in tests/browser/inspector_test.mjs.

#include "native_server/inspector.h"

#include <functional>
#include <map>
#include <memory>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "core/base/ids.h"
#include "core/base/json.h"
#include "core/host/log_sink.h"
#include "core/session/server.h"
#include "core/session/session.h"
#include "core/session/session_manager.h"
#include "core/session/site_config.h"
#include "core/testing/matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "native_server/native_server.h"
#include "native_server/native_server_options.h"
#include "tests/native_server/server_fixture.h"
#include "tests/native_server/test_client.h"

namespace tandem::native {
namespace {

using ::tandem::testing::IsOk;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr char kApp[] = R"lua(
local App = session:prototype("App", { count = 0, name = "Ann" })
function App:add() self.count = self.count + 1 end
function App:noted() diag(2, "looked") return self.count end
-- Until the file `go` is there.
function App:work() while not io.open(SITE .. "/go") do end end
session:createAppVariable(session:create(App))
)lua";

// What a page shows of it: 2 is the count, 3 adds to it, 4 the name, 5 takes long, 6 makes notes.
constexpr char kPage[] = R"x([
  {"type":"watch","data":{"varId":1}},
  {"type":"create","data":{"id":2,"parentId":1,"properties":{"path":"count","access":"r"}}},
  {"type":"create","data":{"id":3,"parentId":1,"properties":{"path":"add()","access":"action"}}},
  {"type":"create","data":{"id":4,"parentId":1,"properties":{"path":"name","elementId":"ui-4"}}},
  {"type":"create","data":{"id":5,"parentId":1,"properties":{"path":"work()","access":"action"}}},
  {"type":"create","data":{"id":6,"parentId":1,"properties":{"path":"noted()","access":"r"}}}])x";
constexpr char kAdd[] =
    R"({"userEvent":true,"messages":[{"type":"update","data":{"varId":3,"value":null}}]})";
constexpr char kWork[] =
    R"({"userEvent":true,"messages":[{"type":"update","data":{"varId":5,"value":null}}]})";

// An inspector page: what it knows by now.
struct InspectorPage {
  std::unique_ptr<WebSocketClient> socket;
  std::map<int64_t, Json> variables;
  std::map<int64_t, int64_t> times;
  Json frames = Json::array();
  Json handled = Json::array();
  Json answers = Json::array();
  Json stats;
  int reports = 0;

  // Reads on until `is_enough`; false if the server has gone before.
  bool ReadUntil(const std::function<bool()>& is_enough) {
    while (!is_enough()) {
      const absl::StatusOr<std::string> text = socket->Receive();
      if (!text.ok()) return false;
      const absl::StatusOr<Json> report = ParseJson(*text);
      EXPECT_THAT(report.status(), IsOk()) << *text;
      Take(*report);
    }
    return true;
  }
  bool KnowsValue(int64_t id, const Json& value) {
    return ReadUntil([&] {
      const auto known = variables.find(id);
      return known != variables.end() && known->second.value("value", Json()) == value;
    });
  }

 private:
  void Take(const Json& report) {
    EXPECT_EQ(report.contains("reset"), reports == 0);
    ++reports;
    for (const Json& variable : report.value("variables", Json::array())) {
      variables[variable["id"].get<int64_t>()] = variable;
    }
    for (const Json& id : report.value("gone", Json::array())) variables.erase(id.get<int64_t>());
    const Json list = report.value("times", Json::array());
    for (size_t i = 0; i + 2 < list.size(); i += 3)
      times[list[i].get<int64_t>()] = list[i + 1].get<int64_t>();
    for (const Json& one : report.value("frames", Json::array())) frames.push_back(one);
    for (const Json& one : report.value("handled", Json::array())) handled.push_back(one);
    for (const Json& one : report.value("answers", Json::array())) answers.push_back(one);
    stats = report["stats"];
  }
};

// Wants nothing beyond what everybody wants.
struct QuietLog : SharedLog {
  bool Wants(LogLevel level) const override { return level <= kLogAlways; }
};

class InspectorTest : public ServerFixture {
 protected:
  // Before its log goes.
  ~InspectorTest() override { StopServer(); }

  InspectorTest() {
    disk_.Write("site/lua/main.lua", absl::StrCat("SITE = '", disk_ / "site", "'\n", kApp));
    disk_.Write("assets/inspector.html", "the inspector's page");
    options_.config.mode = Mode::kDevelopment;
    options_.config.lua.libraries = {"io"};
    options_.config.lua.turn_steps = int64_t{1} << 40;
    options_.config.lua.turn_time = absl::Seconds(30);
  }

  void Start() {
    StartServer();
    session_ = NewSession();
  }
  std::string Path(absl::string_view rest) const { return absl::StrCat("/", session_, "/", rest); }

  // A page of the app that shows what there is.
  std::unique_ptr<WebSocketClient> ShowApp() {
    auto page = Join(session_);
    EXPECT_THAT(page->Send(kPage), IsOk());
    EXPECT_THAT(page->Receive().status(), IsOk());
    return page;
  }

  InspectorPage Inspect(const ClientHeaders& headers = {}) {
    auto socket = WebSocketClient::Connect(port(), Path("variables"), headers);
    EXPECT_THAT(socket.status(), IsOk());
    InspectorPage page;
    if (socket.ok()) page.socket = *std::move(socket);
    return page;
  }

  // By path.
  std::map<std::string, Json> Variables(absl::string_view query = "") {
    const Reply reply = Get(port(), Path(absl::StrCat("variables.json", query)));
    EXPECT_EQ(reply.status, 200) << reply.body;
    std::map<std::string, Json> variables;
    const absl::StatusOr<Json> json = ParseJson(reply.body);
    EXPECT_THAT(json.status(), IsOk()) << reply.body;
    for (const Json& variable : json.value_or(Json::array())) {
      variables[variable.value("path", "")] = variable;
    }
    return variables;
  }

  void OnSession(const std::function<void(SessionManager&, const SessionId&)>& task) {
    server().RunOnShard(0, [&](Server* core) { task(core->sessions(), SessionId(session_)); });
  }

  // Waits until the session is in the middle of a turn, or is not.
  void AwaitBusy(bool wanted) {
    for (bool is_busy = !wanted; is_busy != wanted;) {
      OnSession([&](SessionManager& sessions, const SessionId& id) {
        is_busy = sessions.Find(id)->is_busy();
      });
    }
  }

  QuietLog quiet_;
  std::string session_;
};

// S-46: a page of ours, which lets nothing in and out but our own scripts and styles.
TEST_F(InspectorTest, ThePageIsServed) {
  Start();
  const Reply reply = Get(port(), Path("variables"));
  EXPECT_EQ(reply.status, 200);
  EXPECT_EQ(reply.body, "the inspector's page");
  EXPECT_EQ(reply.Header("content-type"), "text/html; charset=utf-8");
  EXPECT_EQ(reply.Header("cache-control"), "no-store");
  EXPECT_EQ(reply.Header("referrer-policy"), "same-origin");
  EXPECT_THAT(reply.Header("content-security-policy"), HasSubstr("default-src 'none'"));
  EXPECT_THAT(reply.Header("content-security-policy"), Not(HasSubstr("unsafe")));
}

// S-47, S-51
TEST_F(InspectorTest, VariablesJsonSaysWhatThereIs) {
  Start();
  auto page = ShowApp();
  const Reply reply = Get(port(), Path("variables.json"));
  EXPECT_EQ(reply.Header("content-type"), "application/json");
  EXPECT_EQ(reply.Header("x-change-count"), "1");
  auto variables = Variables();
  EXPECT_EQ(variables.size(), 6u);
  EXPECT_EQ(variables["name"]["value"], "Ann");
  EXPECT_EQ(variables["name"]["goType"], "string");
  EXPECT_EQ(variables["name"]["elementId"], "ui-4");
  EXPECT_EQ(variables[""]["type"], "App");
}

TEST_F(InspectorTest, AnAppWithoutVariablesHasNone) {
  disk_.Write("site/lua/main.lua", "");
  Start();
  EXPECT_EQ(Get(port(), Path("variables.json")).body, "[]\n");
}

// S-48: a session that could not be given a VM has nothing to show.
TEST_F(InspectorTest, WithoutAVmItSaysWhy) {
  options_.config.lua.memory_limit_bytes = 1000;
  Start();
  const Reply reply = Get(port(), Path("variables.json"));
  EXPECT_EQ(reply.status, 500);
  EXPECT_THAT(reply.body, HasSubstr(R"({"error":"the session has no Lua VM)"));
}

// S-46, S-47: in production neither is there, and for no session they are what any path is.
TEST_F(InspectorTest, InProductionThereIsNone) {
  options_.config.mode = Mode::kProduction;
  Start();
  EXPECT_EQ(Get(port(), Path("variables")).status, 404);
  EXPECT_EQ(Get(port(), Path("variables.json")).status, 404);
  EXPECT_EQ(Get(port(), Path("variables/more")).status, 200) << "a place in the app";
  EXPECT_THAT(WebSocketClient::Connect(port(), Path("variables")).status().message(),
              HasSubstr("status 404"));
}

TEST_F(InspectorTest, OfNoSessionThereIsNone) {
  StartServer();
  session_ = "0123456789abcdef0123456789abcdef";
  EXPECT_EQ(Get(port(), Path("variables")).status, 404);
  EXPECT_EQ(Get(port(), Path("variables.json")).status, 404);
  EXPECT_THAT(WebSocketClient::Connect(port(), Path("variables")).status().message(),
              HasSubstr("status 404"));
}

// As the sockets of the app: a page of somebody else's does not get in.
TEST_F(InspectorTest, OtherOriginsAreRefused) {
  Start();
  const ClientHeaders foreign = {{"Origin", "http://example.com"}};
  EXPECT_EQ(Get(port(), Path("variables.json"), foreign).status, 403);
  EXPECT_THAT(WebSocketClient::Connect(port(), Path("variables"), foreign).status().message(),
              HasSubstr("status 403"));
  const ClientHeaders own = {{"Origin", server().url()}};
  EXPECT_EQ(Get(port(), Path("variables.json"), own).status, 200);
  EXPECT_NE(Inspect(own).socket, nullptr);
}

// S-49: what is looked at is not in the middle of a turn. Whoever asks waits for its end, for a
// while.
TEST_F(InspectorTest, ASessionThatIsBusyIsWaitedFor) {
  options_.limits.busy_session = absl::Milliseconds(50);
  Start();
  auto page = ShowApp();
  ASSERT_THAT(page->Send(kWork), IsOk());
  AwaitBusy(true);
  const Reply refused = Get(port(), Path("variables.json"));
  EXPECT_EQ(refused.status, 503);
  EXPECT_THAT(refused.body, HasSubstr(R"({"error":"the session is in the middle)"));
  disk_.Write("site/go", "");
  AwaitBusy(false);
  EXPECT_EQ(Get(port(), Path("variables.json")).status, 200);
}

TEST_F(InspectorTest, AndAnsweredWhenItHasEnded) {
  options_.limits.busy_session = absl::Seconds(20);
  Start();
  auto page = ShowApp();
  ASSERT_THAT(page->Send(kWork), IsOk());
  AwaitBusy(true);
  RawClient client(port());
  ASSERT_THAT(client.Send(absl::StrCat("GET ", Path("variables.json"),
                                       " HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")),
              IsOk());
  disk_.Write("site/go", "");
  const absl::StatusOr<Reply> reply = client.ReadReply();
  ASSERT_THAT(reply.status(), IsOk());
  EXPECT_EQ(reply->status, 200);
}

// S-52, F-285: for this session, from now on.
TEST_F(InspectorTest, TheLevelOfNotesCanBeAskedFor) {
  options_.log = &quiet_;
  Start();
  auto page = ShowApp();
  EXPECT_FALSE(Variables()["noted()"].contains("diags"));
  EXPECT_FALSE(Variables("?diag=2")["noted()"].contains("diags")) << "not yet computed again";
  ASSERT_THAT(page->Send(kAdd), IsOk());
  ASSERT_THAT(page->Receive().status(), IsOk());
  EXPECT_EQ(Variables()["noted()"]["diags"], Json::array({"looked"}));
}

// T-95: times are there for whoever comes back for them.
TEST_F(InspectorTest, VariablesJsonHasTimesOnceItIsReadNowAndThen) {
  options_.log = &quiet_;
  Start();
  auto page = ShowApp();
  EXPECT_FALSE(Variables()["count"].contains("computeTime"));
  ASSERT_THAT(page->Send(kAdd), IsOk());
  ASSERT_THAT(page->Receive().status(), IsOk());
  EXPECT_TRUE(Variables()["count"].contains("computeTime"));
  EXPECT_TRUE(Variables()["count"].contains("maxComputeTime"));
}

TEST_F(InspectorTest, AnInspectorIsToldEverythingAndThenWhatChanges) {
  Start();
  auto page = ShowApp();
  InspectorPage inspector = Inspect();
  ASSERT_TRUE(inspector.ReadUntil([&] { return inspector.variables.size() == 6; }));
  EXPECT_EQ(inspector.variables[4]["value"], "Ann");
  EXPECT_EQ(inspector.variables[4]["pages"][0]["elementId"], "ui-4");
  EXPECT_EQ(inspector.stats["variables"], 6);
  EXPECT_GT(inspector.stats["memory"], 1000);

  inspector.variables.erase(4);
  ASSERT_THAT(page->Send(kAdd), IsOk());
  ASSERT_TRUE(inspector.KnowsValue(2, 1));
  EXPECT_FALSE(inspector.variables.contains(4)) << "what is as it was is not told again";
  EXPECT_EQ(inspector.variables[2]["changeCount"], 2);

  ASSERT_THAT(page->Send(R"({"type":"destroy","data":{"varId":6}})"), IsOk());
  ASSERT_TRUE(inspector.ReadUntil([&] { return !inspector.variables.contains(6); }));
}

// T-95: measured while somebody looks.
TEST_F(InspectorTest, TimesAreToldWhileItIsOpen) {
  Start();
  auto page = ShowApp();
  InspectorPage inspector = Inspect();
  ASSERT_TRUE(inspector.ReadUntil([&] { return inspector.variables.size() == 6; }));
  for (int i = 1; inspector.times.empty(); ++i) {
    ASSERT_THAT(page->Send(kAdd), IsOk());
    ASSERT_TRUE(inspector.KnowsValue(2, i));
  }
  EXPECT_GT(inspector.times.begin()->second, 0);
}

TEST_F(InspectorTest, FramesAreSeenWithTheTimeTheyTook) {
  Start();
  InspectorPage inspector = Inspect();
  ASSERT_TRUE(inspector.ReadUntil([&] { return inspector.reports > 0; }));
  auto page = ShowApp();
  ASSERT_THAT(page->Send(kAdd), IsOk());
  ASSERT_TRUE(inspector.ReadUntil(
      [&] { return inspector.frames.size() >= 5 && inspector.handled.size() >= 4; }));
  std::string ways;
  for (const Json& frame : inspector.frames) {
    absl::StrAppend(&ways, frame["way"].get<std::string>(), " ");
  }
  EXPECT_EQ(ways, "joined in out in out ");
  const Json& add = inspector.frames[3];
  EXPECT_EQ(add["text"], kAdd);
  EXPECT_EQ(add["bytes"], absl::string_view(kAdd).size());
  EXPECT_GE(add["at"], inspector.frames[1]["at"]);
  EXPECT_THAT(inspector.frames[4]["text"].get<std::string>(), HasSubstr(R"("value":1)"));
  EXPECT_EQ(inspector.handled[2], add["n"]);
  EXPECT_GE(inspector.handled[3], 0);
  page->Reset();
  ASSERT_TRUE(inspector.ReadUntil([&] { return inspector.frames.back()["way"] == "left"; }));
}

TEST_F(InspectorTest, AnEditReachesThePage) {
  Start();
  auto page = ShowApp();
  InspectorPage inspector = Inspect();
  ASSERT_THAT(inspector.socket->Send(R"({"edit":4,"value":"Bea"})"), IsOk());
  EXPECT_THAT(*page->Receive(), HasSubstr(R"("value":"Bea")"));
  ASSERT_TRUE(inspector.KnowsValue(4, "Bea"));
  EXPECT_EQ(inspector.answers, Json::parse(R"([{"edited":4,"error":""}])"));
  // An action is done.
  ASSERT_THAT(inspector.socket->Send(R"({"edit":3,"value":null})"), IsOk());
  ASSERT_TRUE(inspector.KnowsValue(2, 1));
}

TEST_F(InspectorTest, WhatCannotBeDoneIsAnswered) {
  Start();
  auto page = ShowApp();
  InspectorPage inspector = Inspect();
  for (const char* request : {R"({"edit":2,"value":7})", R"({"edit":99,"value":7})",
                              R"({"edit":4})", R"({"read":99})", "[1]", "{", R"({"hello":1})"}) {
    ASSERT_THAT(inspector.socket->Send(request), IsOk());
  }
  ASSERT_TRUE(inspector.ReadUntil([&] { return inspector.answers.size() == 7; }));
  std::string errors;
  for (const Json& answer : inspector.answers) {
    absl::StrAppend(&errors, answer["error"].get<std::string>(), "\n");
  }
  for (const char* part :
       {"read-only", "the variable is gone", "an edit needs a value", "variable 99 is gone",
        "a message is an object", "there is edit, read and diag"}) {
    EXPECT_THAT(errors, HasSubstr(part));
  }
}

TEST_F(InspectorTest, ALongValueIsToldWholeWhenAskedFor) {
  Start();
  auto page = ShowApp();
  InspectorPage inspector = Inspect();
  const std::string text(5000, 'x');
  ASSERT_THAT(inspector.socket->Send(absl::StrCat(R"({"edit":4,"value":")", text, "\"}")), IsOk());
  ASSERT_TRUE(inspector.ReadUntil([&] { return inspector.variables[4].contains("cutFrom"); }));
  EXPECT_EQ(inspector.variables[4]["cutFrom"], 5000);
  EXPECT_LT(inspector.variables[4]["value"].get<std::string>().size(), 5000u);
  ASSERT_THAT(inspector.socket->Send(R"({"read":4})"), IsOk());
  ASSERT_TRUE(inspector.ReadUntil(
      [&] { return !inspector.answers.empty() && inspector.answers.back().contains("whole"); }));
  EXPECT_EQ(inspector.answers.back()["value"], text);
}

// S-85, S-87: it is no page, and keeps nothing alive.
TEST_F(InspectorTest, AnInspectorKeepsNoSessionAlive) {
  Start();
  InspectorPage inspector = Inspect();
  ASSERT_TRUE(inspector.ReadUntil([&] { return inspector.reports > 0; }));
  OnSession([](SessionManager& sessions, const SessionId& id) {
    EXPECT_FALSE(sessions.Find(id)->has_connections());
    sessions.Destroy(id);
  });
  EXPECT_FALSE(inspector.ReadUntil([] { return false; }));
  EXPECT_EQ(inspector.socket->close_code(), 1001);
  EXPECT_EQ(inspector.socket->close_reason(), "session ended");
}

// What pages are told is the same, byte for byte, whether or not somebody looks.
TEST_F(InspectorTest, PagesAreToldTheSame) {
  StartServer();
  const auto play = [&](bool is_inspected) {
    session_ = NewSession();
    InspectorPage inspector;
    if (is_inspected) {
      inspector = Inspect();
      EXPECT_TRUE(inspector.ReadUntil([&] { return inspector.reports > 0; }));
    }
    auto page = Join(session_);
    std::string frames;
    for (const char* frame : {kPage, kAdd, kAdd}) {
      EXPECT_THAT(page->Send(frame), IsOk());
      absl::StrAppend(&frames, *page->Receive(), "\n");
    }
    return frames;
  };
  EXPECT_EQ(play(true), play(false));
}

}  // namespace
}  // namespace tandem::native
