// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// WebSockets as browsers and others use them: joining, frames both ways, limits, every way to
// leave.

#include "native_server/websocket_session.h"

#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "core/base/ids.h"
#include "core/session/server.h"
#include "core/session/session_manager.h"
#include "core/testing/matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "native_server/progress.h"
#include "tests/native_server/server_fixture.h"
#include "tests/native_server/test_client.h"

namespace tandem::native {
namespace {

using ::tandem::testing::IsOk;
using ::tandem::testing::IsOkAndHolds;
using ::tandem::testing::StatusIs;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::SizeIs;

constexpr absl::Duration kLimit = absl::Seconds(20);

constexpr char kWatch[] = R"({"userEvent":true,"messages":[{"type":"watch","data":{"varId":1}}]})";

class WebsocketSessionTest : public ServerFixture {
 protected:
  std::string Target(const std::string& session) { return absl::StrCat("/ws/", session); }

  bool AwaitReceived(int64_t frames) {
    return server().AwaitProgress(
        0,
        [frames](const Progress& progress) {
          return progress.size() == 1 && progress[0].frames_received == frames;
        },
        kLimit);
  }

  // Creates variable 2 at `path` of the app and watches it; returns the first answer about it.
  void WatchCount(WebSocketClient& client) {
    ASSERT_THAT(client.Send(R"({"userEvent":true,"messages":[
        {"type":"create","data":{"id":2,"parentId":1,"properties":{"path":"count"}}},
        {"type":"watch","data":{"varId":2}}]})"),
                IsOk());
    EXPECT_THAT(client.Receive(), IsOkAndHolds(HasSubstr("\"varId\":2")));
  }
};

TEST_F(WebsocketSessionTest, FramesGoBothWays) {
  StartServer();
  auto client = Join(NewSession());
  ASSERT_NE(client, nullptr);
  ASSERT_THAT(client->Send(kWatch), IsOk());
  EXPECT_THAT(client->Receive(), IsOkAndHolds(HasSubstr("\"type\":\"update\"")));
  EXPECT_TRUE(client->got_text());  // P-5
}

// P-5: inbound text and binary are alike. P-6: and so are fragments.
TEST_F(WebsocketSessionTest, AcceptsBinaryAndFragments) {
  StartServer();
  const std::string session = NewSession();
  auto binary = Join(session);
  ASSERT_THAT(binary->SendBinary(kWatch), IsOk());
  EXPECT_THAT(binary->Receive(), IsOkAndHolds(HasSubstr("update")));
  auto fragments = Join(session);
  ASSERT_THAT(fragments->SendFragmented(kWatch, 7), IsOk());
  EXPECT_THAT(fragments->Receive(), IsOkAndHolds(HasSubstr("update")));
}

// P-4: what a client offers beyond the bare protocol is not taken up.
TEST_F(WebsocketSessionTest, NoSubProtocolAndNoCompression) {
  StartServer();
  RawClient client(port());
  ASSERT_TRUE(
      client
          .Send(absl::StrCat("GET ", Target(NewSession()), " HTTP/1.1\r\nHost: 127.0.0.1:", port(),
                             "\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                             "Sec-WebSocket-Version: 13\r\n"
                             "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
                             "Sec-WebSocket-Protocol: chat\r\n"
                             "Sec-WebSocket-Extensions: permessage-deflate\r\n\r\n"))
          .ok());
  const auto reply = client.ReadReply();
  ASSERT_TRUE(reply.ok()) << reply.status();
  EXPECT_EQ(reply->status, 101);
  EXPECT_EQ(reply->Header("sec-websocket-protocol"), "");
  EXPECT_EQ(reply->Header("sec-websocket-extensions"), "");
}

// P-7: whoever pings is answered.
TEST_F(WebsocketSessionTest, APingIsAnswered) {
  StartServer();
  auto client = Join(NewSession());
  ASSERT_THAT(client->Ping("are you there?"), IsOk());
  ASSERT_THAT(client->Send(kWatch), IsOk());
  EXPECT_THAT(client->Receive(), IsOkAndHolds(HasSubstr("update")));
  EXPECT_EQ(client->last_pong(), "are you there?");
}

// P-76, S-73: frames that are sent without waiting are handled in the order they were sent.
TEST_F(WebsocketSessionTest, FramesAreHandledInTheOrderTheyCome) {
  disk_.Write("site/lua/main.lua", R"lua(
    local App = { type = "App", seen = 0, missed = 0 }
    App.__index = App
    function App:take(n)
      if n ~= self.seen + 1 then self.missed = self.missed + 1 end
      self.seen = n
    end
    session:createAppVariable(setmetatable({}, App))
  )lua");
  StartServer();
  auto client = Join(NewSession());
  ASSERT_THAT(client->Send(R"json([
      {"type":"create","data":{"id":2,"parentId":1,
                               "properties":{"path":"take(_)","access":"action"}}},
      {"type":"create","data":{"id":3,"parentId":1,"properties":{"path":"missed"}}}])json"),
              IsOk());
  constexpr int kFrames = 500;
  for (int n = 1; n <= kFrames; ++n) {
    ASSERT_THAT(
        client->Send(absl::StrCat(R"({"type":"update","data":{"varId":2,"value":)", n, "}}")),
        IsOk());
  }
  ASSERT_THAT(client->Send(
                  R"({"type":"create","data":{"id":4,"parentId":1,"properties":{"path":"seen"}}})"),
              IsOk());
  std::string told;
  while (!absl::StrContains(told, "\"varId\":4")) {
    const auto frame = client->Receive();
    ASSERT_THAT(frame, IsOk());
    told += *frame;
  }
  EXPECT_THAT(told, HasSubstr(R"({"varId":4,"value":500})"));
  EXPECT_THAT(told, HasSubstr(R"({"varId":3,"value":0})"));
  EXPECT_THAT(told, Not(HasSubstr(R"({"varId":3,"value":1)")));
}

// P-8.
TEST_F(WebsocketSessionTest, TheServerNeverSpeaksFirst) {
  StartServer();
  auto client = Join(NewSession());
  ASSERT_TRUE(AwaitConnections(1));
  EXPECT_EQ(server().ProgressOf(0)[0].frames_sent, 0);
}

// P-3.
TEST_F(WebsocketSessionTest, AnUnknownSessionIsRefusedBeforeTheUpgrade) {
  StartServer();
  EXPECT_THAT(WebSocketClient::Connect(port(), "/ws/0123456789abcdef0123456789abcdef"),
              StatusIs(absl::StatusCode::kFailedPrecondition, "status 404: Session not found\n"));
  EXPECT_EQ(Get(port(), "/ws/" + NewSession()).status, 400);
}

TEST_F(WebsocketSessionTest, OnlyThePagesOwnOriginMayJoin) {
  StartServer();
  const std::string target = Target(NewSession());
  EXPECT_THAT(WebSocketClient::Connect(port(), target, {{"Origin", "http://evil.example"}}),
              StatusIs(absl::StatusCode::kFailedPrecondition, HasSubstr("status 403")));
  EXPECT_THAT(WebSocketClient::Connect(port(), target, {{"Origin", "null"}}),
              StatusIs(absl::StatusCode::kFailedPrecondition, HasSubstr("status 403")));
  EXPECT_THAT(WebSocketClient::Connect(port(), target,
                                       {{"Origin", absl::StrCat("http://127.0.0.1:", port())}}),
              IsOk());
}

TEST_F(WebsocketSessionTest, OtherOriginsCanBeAllowed) {
  options_.allowed_origins = {"http://friend.example"};
  StartServer();
  EXPECT_THAT(
      WebSocketClient::Connect(port(), Target(NewSession()), {{"Origin", "http://friend.example"}}),
      IsOk());
}

// P-6: at least 64 MiB by default; here a few are enough.
TEST_F(WebsocketSessionTest, TakesBigMessages) {
  StartServer();
  auto client = Join(NewSession());
  ASSERT_THAT(client->Send(absl::StrCat(R"({"type":"watch","data":{"varId":1,"x":")",
                                        std::string(2 << 20, 'x'), "\"}}")),
              IsOk());
  EXPECT_THAT(client->Receive(), IsOkAndHolds(HasSubstr("update")));
}

TEST_F(WebsocketSessionTest, AMessageOverTheLimitEndsTheConnectionNotTheSession) {
  options_.config.session.frame_limits.max_bytes = 1000;
  StartServer();
  const std::string session = NewSession();
  auto client = Join(session);
  ASSERT_THAT(client->Send(std::string(1001, ' ')), IsOk());
  EXPECT_THAT(client->Receive(), StatusIs(absl::StatusCode::kAborted));
  EXPECT_EQ(client->close_code(), 1009);
  auto again = Join(session);
  ASSERT_THAT(again->Send(kWatch), IsOk());
  EXPECT_THAT(again->Receive(), IsOk());
}

TEST_F(WebsocketSessionTest, TextThatIsNotUtf8EndsTheConnection) {
  StartServer();
  auto client = Join(NewSession());
  ASSERT_THAT(client->Send("\"\xff\xfe\""), IsOk());
  EXPECT_THAT(client->Receive(), StatusIs(absl::StatusCode::kAborted));
  EXPECT_EQ(client->close_code(), 1007);
}

// P-15: malformed frames are ignored; D-47: ten in a row are not.
TEST_F(WebsocketSessionTest, MalformedFramesAreIgnoredUpToTen) {
  StartServer();
  auto client = Join(NewSession());
  for (int i = 0; i < 9; ++i) ASSERT_THAT(client->Send("{nonsense"), IsOk());
  ASSERT_THAT(client->Send(kWatch), IsOk());
  EXPECT_THAT(client->Receive(), IsOkAndHolds(HasSubstr("update")));
  for (int i = 0; i < 10; ++i) ASSERT_THAT(client->Send("{nonsense"), IsOk());
  EXPECT_THAT(client->Receive(), StatusIs(absl::StatusCode::kAborted));
  EXPECT_EQ(client->close_code(), 1007);
}

TEST_F(WebsocketSessionTest, TwoTabsSeeOneSession) {
  StartServer();
  const std::string session = NewSession();
  auto a = Join(session), b = Join(session);
  WatchCount(*a);
  WatchCount(*b);
  ASSERT_THAT(a->Send(R"json({"userEvent":true,"messages":[
      {"type":"create","data":{"id":3,"parentId":1,"properties":{"path":"add()","access":"action"}}},
      {"type":"update","data":{"varId":3,"value":null}}]})json"),
              IsOk());
  EXPECT_THAT(a->Receive(), IsOkAndHolds(HasSubstr("\"value\":1")));
  EXPECT_THAT(b->Receive(), IsOkAndHolds(HasSubstr("\"value\":1")));
}

TEST_F(WebsocketSessionTest, LeavingWithAndWithoutAWord) {
  StartServer();
  const std::string session = NewSession();
  auto polite = Join(session), rude = Join(session);
  ASSERT_TRUE(AwaitConnections(2));
  EXPECT_THAT(polite->Close(), IsOk());
  EXPECT_TRUE(AwaitConnections(1));
  rude->Reset();
  EXPECT_TRUE(AwaitConnections(0));
  // The session lives on.
  auto back = Join(session);
  ASSERT_THAT(back->Send(kWatch), IsOk());
  EXPECT_THAT(back->Receive(), IsOk());
}

TEST_F(WebsocketSessionTest, VanishingWhileFramesAreUnderWay) {
  StartServer();
  const std::string session = NewSession();
  for (int i = 0; i < 20; ++i) {
    auto client = Join(session);
    ASSERT_THAT(client->Send(kWatch), IsOk());
    ASSERT_THAT(client->Send(kWatch), IsOk());
    client->Reset();
  }
  EXPECT_TRUE(AwaitConnections(0));
  EXPECT_EQ(Get(port(), "/" + session).status, 200);
}

TEST_F(WebsocketSessionTest, AClientThatNeverAnswersAPingIsGivenUp) {
  options_.limits.websocket_idle = absl::Milliseconds(100);
  StartServer();
  auto client = Join(NewSession());  // Reads nothing, so it answers no ping either.
  ASSERT_TRUE(AwaitConnections(1));
  EXPECT_TRUE(AwaitConnections(0));
}

// S-89.
TEST_F(WebsocketSessionTest, ADestroyedSessionClosesItsConnections) {
  StartServer();
  const std::string session = NewSession();
  auto client = Join(session);
  ASSERT_TRUE(AwaitConnections(1));
  server().RunOnShard(0, [&](Server* core) { core->sessions().Destroy(SessionId(session)); });
  EXPECT_THAT(client->Receive(), StatusIs(absl::StatusCode::kAborted));
  EXPECT_EQ(client->close_code(), 1001);
  EXPECT_EQ(client->close_reason(), "session ended");
  EXPECT_TRUE(AwaitConnections(0));
  EXPECT_THAT(WebSocketClient::Connect(port(), Target(session)),
              StatusIs(absl::StatusCode::kFailedPrecondition, HasSubstr("status 404")));
}

// 2.12: while a frame is being written its reader's changes stay marked, so what a slow reader has
// missed comes in one frame, and memory does not grow.
TEST_F(WebsocketSessionTest, ASlowReaderGetsFewFramesAndTheLatestState) {
  disk_.Write("site/lua/main.lua", R"lua(
    local App = {}
    App.__index = App
    function App:grow() self.n = self.n + 1; self.text = string.rep("x", 300000) .. self.n end
    session:createAppVariable(setmetatable({ type = "App", n = 0, text = "" }, App))
  )lua");
  StartServer();
  const std::string session = NewSession();
  auto slow = Join(session);
  ASSERT_THAT(slow->Send(R"({"userEvent":true,"messages":[
      {"type":"create","data":{"id":2,"parentId":1,"properties":{"path":"text"}}},
      {"type":"watch","data":{"varId":2}}]})"),
              IsOk());
  ASSERT_THAT(slow->Receive(), IsOk());
  auto busy = Join(session);
  ASSERT_TRUE(AwaitConnections(2));
  ASSERT_THAT(busy->Send(R"json({"userEvent":true,"messages":[
      {"type":"create","data":{"id":2,"parentId":1,"properties":{"path":"grow()","access":"action"}}}]})json"),
              IsOk());
  constexpr int kTurns = 100;
  for (int i = 0; i < kTurns; ++i) {
    ASSERT_THAT(
        busy->Send(
            R"({"userEvent":true,"messages":[{"type":"update","data":{"varId":2,"value":null}}]})"),
        IsOk());
  }
  ASSERT_TRUE(server().AwaitProgress(
      0,
      [](const Progress& progress) {
        return progress.size() == 2 && progress[1].frames_received == kTurns + 1;
      },
      kLimit));
  // The system holds what is on its way and little more; the rest was never rendered.
  EXPECT_LE(server().ProgressOf(0)[0].frames_sent, 8);
  std::string last;
  do {
    auto frame = slow->Receive();
    ASSERT_THAT(frame, IsOk());
    last = *std::move(frame);
  } while (last.find(absl::StrCat("x", kTurns, "\"")) == std::string::npos);
}

TEST_F(WebsocketSessionTest, AReaderThatIsTooSlowIsDisconnected) {
  options_.limits.websocket_write = absl::Milliseconds(50);
  disk_.Write(
      "site/lua/main.lua",
      R"lua(session:createAppVariable({ type = "App", text = string.rep("x", 16000000) }))lua");
  StartServer();
  auto client = Join(NewSession());
  ASSERT_THAT(client->Send(R"({"userEvent":true,"messages":[
      {"type":"create","data":{"id":2,"parentId":1,"properties":{"path":"text"}}},
      {"type":"watch","data":{"varId":2}}]})"),
              IsOk());
  ASSERT_TRUE(AwaitReceived(1));
  EXPECT_TRUE(AwaitConnections(0));
  EXPECT_THAT(log_.Text(), HasSubstr("reads too slowly"));
}

TEST_F(WebsocketSessionTest, SessionsOfEveryShardCanBeJoined) {
  options_.threads = 4;
  StartServer();
  std::vector<std::unique_ptr<WebSocketClient>> clients;
  for (int i = 0; i < 12; ++i) {
    clients.push_back(Join(NewSession()));
    ASSERT_NE(clients.back(), nullptr);
    ASSERT_THAT(clients.back()->Send(kWatch), IsOk());
    EXPECT_THAT(clients.back()->Receive(), IsOk());
  }
  EXPECT_TRUE(AwaitConnections(12));
}

}  // namespace
}  // namespace tandem::native
