// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// The server as a whole: starting, what stops it from starting, stopping.

#include "native_server/native_server.h"

#include <memory>
#include <string>
#include <thread>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "core/session/server.h"
#include "core/session/session_manager.h"
#include "core/testing/fake_host.h"
#include "core/testing/matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "native_server/native_server_options.h"
#include "native_server/progress.h"
#include "tests/native_server/server_fixture.h"
#include "tests/native_server/test_client.h"

namespace tandem::native {
namespace {

using ::tandem::testing::IsOk;
using ::tandem::testing::StatusIs;
using ::testing::AllOf;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::Not;

class NativeServerTest : public ServerFixture {
 protected:
  // Before the fakes go, which it may be using.
  ~NativeServerTest() override { StopServer(); }

  tandem::testing::FakeHost fakes_;
};

// S-4.
TEST_F(NativeServerTest, PortZeroIsAnyFreeOne) {
  StartServer();
  EXPECT_GT(port(), 0);
  EXPECT_EQ(server().url(), absl::StrCat("http://127.0.0.1:", port()));
  EXPECT_EQ(Get(port(), "/style.css").status, 200);
}

// S-2: the first request for a page makes the first session, and nothing else does.
TEST_F(NativeServerTest, ThereIsNoSessionBeforeTheFirstRequest) {
  StartServer();
  const auto sessions = [this] {
    size_t count = 0;
    server().RunOnShard(0, [&](Server* core) { count = core->sessions().size(); });
    return count;
  };
  EXPECT_EQ(sessions(), 0u);
  EXPECT_EQ(Get(port(), "/style.css").status, 200);
  EXPECT_EQ(sessions(), 0u);
  EXPECT_EQ(Get(port(), "/").status, 302);
  EXPECT_EQ(sessions(), 1u);
}

TEST_F(NativeServerTest, SaysWhenThePortIsTaken) {  // S-3
  StartServer();
  options_.port = port();
  EXPECT_THAT(NativeServer::Create(options_),
              StatusIs(absl::StatusCode::kUnavailable,
                       AllOf(HasSubstr(absl::StrCat("127.0.0.1:", port())), HasSubstr("taken"))));
}

TEST_F(NativeServerTest, SaysWhenTheAddressIsNoneOfOurs) {
  options_.host = "192.0.2.1";  // Kept free for documentation.
  EXPECT_THAT(NativeServer::Create(options_),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("192.0.2.1")));
  options_.host = "not an address";
  EXPECT_THAT(NativeServer::Create(options_),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("not an address")));
}

// D-2.
TEST_F(NativeServerTest, ListeningForEverybodyIsADeliberateActAndLogged) {
  options_.host = "0.0.0.0";
  StartServer();
  EXPECT_EQ(server().url(), absl::StrCat("http://127.0.0.1:", port()));
  EXPECT_THAT(log_.Text(), HasSubstr("0 Listening on 0.0.0.0: whoever reaches"));
}

TEST_F(NativeServerTest, AMissingSiteIsServedWithItsError) {
  options_.site = disk_ / "nowhere";
  StartServer();
  EXPECT_THAT(log_.Text(),
              HasSubstr(absl::StrCat("0 Warning: the site folder ", disk_ / "nowhere")));
  const Reply redirect = Get(port(), "/");
  EXPECT_EQ(redirect.status, 302);
  EXPECT_THAT(std::string(Get(port(), redirect.Header("location")).body), EndsWith("stock page"));
  auto client = Join(redirect.Header("location").substr(1));
  ASSERT_THAT(client->Send(R"([{"type":"watch","data":{"varId":1}}])"), IsOk());
  const auto frame = client->Receive();
  ASSERT_THAT(frame, IsOk());
  EXPECT_THAT(*frame, HasSubstr("main.lua"));
}

TEST_F(NativeServerTest, ABrokenMainLuaIsShownAndLoggedWithItsLine) {
  disk_.Write("site/lua/main.lua", "local a = 1\nerror('oops')\n");
  options_.config.mode = Mode::kDevelopment;
  StartServer();
  auto client = Join(NewSession());
  ASSERT_THAT(client->Send(R"([{"type":"watch","data":{"varId":1}}])"), IsOk());
  const auto frame = client->Receive();
  ASSERT_THAT(frame, IsOk());
  EXPECT_THAT(*frame, HasSubstr("oops"));
  EXPECT_THAT(log_.Text(), AllOf(HasSubstr("main.lua:2: oops"), HasSubstr("traceback")));
  EXPECT_EQ(Get(port(), "/style.css").status, 200);
}

TEST_F(NativeServerTest, ASiteThatIsAFileIsAnError) {
  options_.site = disk_ / "site/lua/main.lua";
  EXPECT_THAT(NativeServer::Create(options_),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("is not a folder")));
}

TEST_F(NativeServerTest, WarnsWithoutAssets) {
  options_.assets = disk_ / "nothing";
  StartServer();
  EXPECT_THAT(log_.Text(), HasSubstr("is --assets right?"));
}

TEST_F(NativeServerTest, LocallyThereAreNoSessions) {
  options_.local = true;
  options_.threads = 2;
  StartServer();
  EXPECT_THAT(std::string(Get(port(), "/").body), EndsWith("local page"));
  EXPECT_THAT(Get(port(), "/site.json").body, HasSubstr("lua/main.lua"));
  EXPECT_THAT(WebSocketClient::Connect(port(), "/ws/0123456789abcdef0123456789abcdef"),
              StatusIs(absl::StatusCode::kFailedPrecondition, HasSubstr("status 404")));
  server().RunOnShard(0, [](Server* core) { EXPECT_EQ(core, nullptr); });
}

// S-111, S-112.
TEST_F(NativeServerTest, StopsGracefully) {
  options_.threads = 2;
  StartServer();
  RawClient idle(port());
  ASSERT_TRUE(idle.Send("GET /style.css HTTP/1.1\r\nHost: localhost\r\n\r\n").ok());
  ASSERT_TRUE(idle.ReadReply().ok());
  auto client = Join(NewSession());
  ASSERT_TRUE(AwaitConnections(1));
  const int port_then = port();
  std::thread stopping([this] { StopServer(); });
  EXPECT_THAT(client->Receive(), StatusIs(absl::StatusCode::kAborted));
  EXPECT_EQ(client->close_code(), 1001);
  EXPECT_EQ(client->close_reason(), "server is shutting down");
  EXPECT_TRUE(idle.IsClosedByServer());
  stopping.join();
  EXPECT_EQ(Get(port_then, "/").status, 0);
  EXPECT_THAT(log_.Text(), AllOf(HasSubstr("0 Shutting down"), HasSubstr("session 1 destroyed")));
}

TEST_F(NativeServerTest, AnswersWhatIsUnderWayBeforeItStops) {
  disk_.Write("site/html/big.bin", std::string(20'000'000, 'x'));
  StartServer();
  RawClient client(port());
  ASSERT_TRUE(client.Send("GET /big.bin HTTP/1.1\r\nHost: localhost\r\n\r\n").ok());
  // The connection is taken over once the shard has seen to it.
  while (log_.Text().find("GET /big.bin 200") == std::string::npos)
    server().RunOnShard(0, [](Server*) {});
  server().Stop();
  const auto reply = client.ReadReply();
  ASSERT_THAT(reply, IsOk());
  EXPECT_EQ(reply->body.size(), 20'000'000u);
  server().Wait();
}

TEST_F(NativeServerTest, CutsOffWhoeverDoesNotLeave) {
  options_.stop_limit = absl::Milliseconds(50);
  StartServer();
  auto client = Join(NewSession());  // Never reads, so it never answers the close frame.
  ASSERT_TRUE(AwaitConnections(1));
  server().Stop();
  server().Stop();
  server().Wait();
  EXPECT_THAT(client->Receive(), Not(IsOk()));
}

TEST_F(NativeServerTest, MayNeverBeStarted) { EXPECT_THAT(NativeServer::Create(options_), IsOk()); }

// D-39: by name, with a line in the log; in the VM that compat C-10 is about, too.
TEST_F(NativeServerTest, OpensTheLibrariesThatTheSiteNames) {
  disk_.Write("site/lua/main.lua", R"lua(
    local app = { type = "App" }
    app.shown = io.popen("echo hi"):read("*a") .. os.execute("exit 3") .. tostring(debug.getinfo)
    session:createAppVariable(app)
  )lua");
  options_.config.lua.libraries = {"io", "os"};
  options_.config.lua.lua51 = true;
  StartServer();
  EXPECT_THAT(log_.Text(), HasSubstr("The site opens Lua libraries: io, os;"));
  auto client = Join(NewSession());
  ASSERT_THAT(client->Send(R"({"userEvent":true,"messages":[
      {"type":"create","data":{"id":2,"parentId":1,"properties":{"path":"shown"}}}]})"),
              IsOk());
  EXPECT_THAT(*client->Receive(), HasSubstr(R"("value":"hi\n1nil")"));
}

// The seams for tests: a shard's Host in parts of the test's own.
TEST_F(NativeServerTest, TimeMovesWhenTheTestMovesIt) {
  disk_.Write("site/lua/main.lua", R"lua(
    local app = { type = "App", ticks = 0 }
    session:createAppVariable(app)
    session:setInterval(function() app.ticks = app.ticks + 1 end, 60000)
  )lua");
  options_.overrides = [&](int) {
    HostOverrides overrides;
    overrides.clock = &fakes_.clock;
    overrides.scheduler = &fakes_.scheduler;
    overrides.entropy = &fakes_.entropy;
    overrides.numbers = &fakes_.numbers;
    return overrides;
  };
  StartServer();
  auto client = Join(NewSession());
  ASSERT_THAT(client->Send(R"({"userEvent":true,"messages":[
      {"type":"create","data":{"id":2,"parentId":1,"properties":{"path":"ticks"}}},
      {"type":"watch","data":{"varId":2}}]})"),
              IsOk());
  EXPECT_THAT(*client->Receive(), HasSubstr("\"value\":0"));
  // What the client has read, the server may still have to notice that it is written.
  ASSERT_TRUE(server().AwaitProgress(
      0, [](const Progress& progress) { return progress[0].frames_written == 1; },
      absl::Seconds(20)));
  server().RunOnShard(0,
                      [&](Server*) { fakes_.Advance(absl::Minutes(1) + absl::Milliseconds(10)); });
  EXPECT_THAT(*client->Receive(), HasSubstr("\"value\":1"));
}

}  // namespace
}  // namespace tandem::native
