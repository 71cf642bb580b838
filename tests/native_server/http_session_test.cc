// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// HTTP as it goes over the wire: what well-behaved and ill-behaved clients get.

#include "native_server/http_session.h"

#include <memory>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "core/session/server.h"
#include "core/session/session_manager.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/native_server/server_fixture.h"
#include "tests/native_server/test_client.h"

namespace tandem::native {
namespace {

using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

class HttpSessionTest : public ServerFixture {
 protected:
  // The reply to these bytes, on a connection of their own.
  Reply Raw(absl::string_view bytes) {
    RawClient client(port());
    EXPECT_TRUE(client.Send(bytes).ok());
    auto reply = client.ReadReply();
    EXPECT_TRUE(reply.ok()) << reply.status();
    return reply.ok() ? *reply : Reply();
  }

  std::string Request(absl::string_view target, absl::string_view more = "") const {
    return absl::StrCat("GET ", target, " HTTP/1.1\r\nHost: 127.0.0.1:", port(), "\r\n", more,
                        "\r\n");
  }

  bool StillServes() { return Get(port(), "/style.css").status == 200; }
};

TEST_F(HttpSessionTest, RedirectsToANewSessionAndServesItsPage) {
  StartServer();
  const Reply redirect = Get(port(), "/");
  EXPECT_EQ(redirect.status, 302);
  EXPECT_EQ(redirect.Header("cache-control"), "no-store");
  EXPECT_EQ(redirect.Header("content-length"), "0");
  const Reply page = Get(port(), redirect.Header("location"));
  EXPECT_EQ(page.status, 200);
  EXPECT_THAT(std::string(page.body), EndsWith("stock page"));
  EXPECT_EQ(page.Header("referrer-policy"), "same-origin");
  EXPECT_TRUE(absl::EndsWith(page.Header("date"), " GMT"));
}

TEST_F(HttpSessionTest, HeadHasTheHeadersAndNoBody) {
  StartServer();
  RawClient client(port());
  ASSERT_TRUE(client
                  .Send(absl::StrCat(
                      "HEAD /style.css HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"))
                  .ok());
  const std::string all = client.ReadAll();
  EXPECT_THAT(all, StartsWith("HTTP/1.1 200 OK\r\n"));
  EXPECT_THAT(all, HasSubstr("Content-Length: 6\r\n"));
  EXPECT_TRUE(absl::EndsWith(all, "\r\n\r\n")) << all;
}

TEST_F(HttpSessionTest, ServesBigFilesWhole) {
  std::string big(3'000'001, 'x');
  for (size_t i = 0; i < big.size(); i += 1000) big[i] = static_cast<char>('a' + i / 1000 % 26);
  disk_.Write("site/html/big.bin", big);
  StartServer();
  const Reply reply = Get(port(), "/big.bin");
  EXPECT_EQ(reply.status, 200);
  EXPECT_TRUE(reply.body == big);
  const Reply part = Get(port(), "/big.bin", {{"Range", "bytes=2999990-"}});
  EXPECT_EQ(part.status, 206);
  EXPECT_EQ(part.body, big.substr(2999990));
}

TEST_F(HttpSessionTest, AnUnchangedFileIsNotSentAgain) {  // S-42
  StartServer();
  RawClient client(port());
  ASSERT_TRUE(client.Send(Request("/style.css")).ok());
  const auto first = client.ReadReply();
  ASSERT_TRUE(first.ok());
  ASSERT_TRUE(client
                  .Send(Request("/style.css",
                                absl::StrCat("If-None-Match: ", first->headers.at("etag"), "\r\n")))
                  .ok());
  const auto second = client.ReadReply();
  ASSERT_TRUE(second.ok()) << second.status();
  EXPECT_EQ(second->status, 304);
  // The connection is still in step.
  ASSERT_TRUE(client.Send(Request("/style.css")).ok());
  EXPECT_EQ(client.ReadReply()->body, "body{}");
}

TEST_F(HttpSessionTest, KeepsTheConnectionAsTheClientWishes) {
  StartServer();
  RawClient client(port());
  for (int i = 0; i < 3; ++i) {
    ASSERT_TRUE(client.Send(Request("/style.css")).ok());
    EXPECT_EQ(client.ReadReply()->Header("connection"), "keep-alive");
  }
  ASSERT_TRUE(client.Send(Request("/style.css", "Connection: close\r\n")).ok());
  EXPECT_EQ(client.ReadReply()->Header("connection"), "close");
  EXPECT_TRUE(client.IsClosedByServer());

  RawClient old(port());
  ASSERT_TRUE(old.Send("GET /style.css HTTP/1.0\r\n\r\n").ok());
  EXPECT_EQ(old.ReadReply()->body, "body{}");
  EXPECT_TRUE(old.IsClosedByServer());
}

// Many requests at once are answered in order, though only one is looked at at a time.
TEST_F(HttpSessionTest, AnswersAPipelineInOrder) {
  StartServer();
  RawClient client(port());
  std::string bytes;
  for (int i = 0; i < 500; ++i)
    absl::StrAppend(&bytes, Request(i % 2 ? "/style.css" : "/missing.css"));
  ASSERT_TRUE(client.Send(bytes).ok());
  for (int i = 0; i < 500; ++i) {
    const auto reply = client.ReadReply();
    ASSERT_TRUE(reply.ok()) << i;
    ASSERT_EQ(reply->status, i % 2 ? 200 : 404) << i;
  }
}

TEST_F(HttpSessionTest, RefusesWhatIsNotHttp) {
  StartServer();
  for (const std::string& bytes :
       {std::string("\r\n\r\nhello\r\n\r\n"), std::string("GET\r\n\r\n"),
        std::string("\x16\x03\x01\x02\x00\x01\x00", 7), std::string("GET / HTTP/9.9\r\n\r\n"),
        std::string("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"),
        std::string("GET /a b HTTP/1.1\r\nHost: localhost\r\n\r\n"),
        std::string("GET / HTTP/1.1\r\nHost: localhost\r\nBad\r\n\r\n"),
        std::string("GET / HTTP/1.1\r\n\r\n"),
        std::string("GET / HTTP/1.1\r\nHost: localhost\r\nHost: y\r\n\r\n"),
        std::string("GET / HTTP/1.1\r\nHost: localhost\r\nContent-Length: -1\r\n\r\n"),
        std::string("GET \0 HTTP/1.1\r\n\r\n", 18)}) {
    RawClient client(port());
    ASSERT_TRUE(client.Send(bytes).ok());
    client.ShutDownSending();
    const std::string all = client.ReadAll();
    if (!all.empty()) {
      EXPECT_THAT(all, StartsWith("HTTP/1.1 400 ")) << bytes;
    }
    EXPECT_THAT(all, Not(HasSubstr(" 302 "))) << bytes;
  }
  EXPECT_TRUE(StillServes());
}

TEST_F(HttpSessionTest, RefusesOversizeHeaders) {
  StartServer();
  EXPECT_EQ(Raw(Request("/", absl::StrCat("X: ", std::string(20'000, 'x'), "\r\n"))).status, 431);
  EXPECT_EQ(Raw(Request(absl::StrCat("/", std::string(20'000, 'x')))).status, 431);
  // Without end, too; and the client gets to read why although it goes on sending.
  EXPECT_EQ(Raw(absl::StrCat("GET / HTTP/1.1\r\nX: ", std::string(200'000, 'x'))).status, 431);
  EXPECT_EQ(
      Raw(Request("/style.css", absl::StrCat("X: ", std::string(15'000, 'x'), "\r\n"))).status,
      200);
  EXPECT_TRUE(StillServes());
}

TEST_F(HttpSessionTest, BoundsBodies) {
  StartServer();
  EXPECT_EQ(Raw("POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\n\r\nhello").status,
            405);
  EXPECT_EQ(Raw("POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 99999999999\r\n\r\n").status,
            413);
  EXPECT_EQ(
      Raw(absl::StrCat(
              "POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n20000\r\n",
              std::string(0x20000, 'x'), "\r\n0\r\n\r\n"))
          .status,
      413);
  EXPECT_TRUE(StillServes());
}

TEST_F(HttpSessionTest, NeverServesWhatIsOutside) {
  disk_.Write("site/config/config.toml", "secret = 1").Write("secret.txt", "secret");
  disk_.Link("site/html/link.txt", disk_ / "secret.txt").Link("site/html/up", "../..");
  StartServer();
  for (const char* target :
       {"/../config/config.toml", "/%2e%2e/config/config.toml", "/..%2fconfig%2fconfig.toml",
        "/%2e%2e%2fconfig/config.toml", "/config/config.toml", "/link.txt", "/up/secret.txt",
        "/style.css%00", "//etc/passwd", "/etc/passwd", "/%2fetc%2fpasswd", "/..%5c..%5csecret.txt",
        "/_tandem/../../secret.txt", "/_tandem/%2e%2e/secret.txt", "/_tandem/..%2fsecret.txt",
        "http://127.0.0.1/../secret.txt", "/./.././secret.txt", "/lua/main.lua"}) {
    const Reply reply = Get(port(), target);
    EXPECT_TRUE(reply.status == 301 || reply.status == 400 || reply.status == 404)
        << target << ": " << reply.status;
    EXPECT_THAT(reply.body, Not(HasSubstr("secret"))) << target;
  }
}

TEST_F(HttpSessionTest, GivesUpOnAClientThatSaysNothing) {
  options_.limits.http_timeout = absl::Milliseconds(50);
  StartServer();
  RawClient silent(port());
  RawClient halfway(port());
  ASSERT_TRUE(halfway.Send("GET / HTTP/1.1\r\nHo").ok());
  RawClient idle(port());
  ASSERT_TRUE(idle.Send(Request("/style.css")).ok());
  EXPECT_TRUE(idle.ReadReply().ok());
  EXPECT_TRUE(silent.IsClosedByServer());
  EXPECT_TRUE(halfway.IsClosedByServer());
  EXPECT_TRUE(idle.IsClosedByServer());
}

TEST_F(HttpSessionTest, SurvivesClientsThatLeave) {
  disk_.Write("site/html/big.bin", std::string(20'000'000, 'x'));
  StartServer();
  for (int i = 0; i < 20; ++i) {
    RawClient half_request(port());
    ASSERT_TRUE(half_request.Send("GET / HT").ok());
    RawClient reader(port());
    ASSERT_TRUE(reader.Send(Request("/big.bin")).ok());
    RawClient half_open(port());
    half_open.ShutDownSending();
    half_request.Reset();
    reader.Reset();
  }
  EXPECT_TRUE(StillServes());
}

// A client may shut down its sending side and still wants its answer.
TEST_F(HttpSessionTest, AnswersAHalfClosedConnection) {
  StartServer();
  RawClient client(port());
  ASSERT_TRUE(client.Send(Request("/style.css", "Connection: close\r\n")).ok());
  client.ShutDownSending();
  EXPECT_THAT(client.ReadAll(), HasSubstr("body{}"));
}

// Session ids stay out of the log at every level.
TEST_F(HttpSessionTest, LogsRequestsWithoutTheirSecrets) {
  StartServer();
  const std::string id = NewSession();
  Get(port(), "/" + id);
  StopServer();
  EXPECT_THAT(log_.Text(), HasSubstr("2 HTTP GET / 302\n"));
  EXPECT_THAT(log_.Text(), HasSubstr("2 HTTP GET /SESSION 200\n"));
  EXPECT_THAT(log_.Text(), Not(HasSubstr(id)));
}

// One connection, sessions everywhere: it moves to wherever the session lives.
TEST_F(HttpSessionTest, AConnectionFollowsItsRequestsFromShardToShard) {
  options_.threads = 4;
  StartServer();
  std::vector<std::string> ids;
  for (int i = 0; i < 16; ++i) ids.push_back(NewSession());
  RawClient client(port());
  for (const std::string& id : ids) {
    ASSERT_TRUE(client.Send(Request("/" + id)).ok());
    const auto reply = client.ReadReply();
    ASSERT_TRUE(reply.ok()) << reply.status();
    EXPECT_EQ(reply->status, 200);
    EXPECT_THAT(std::string(reply->body), EndsWith("stock page"));
  }
  // Also with the next ones read ahead.
  std::string pipeline;
  for (const std::string& id : ids)
    absl::StrAppend(&pipeline, Request("/" + id), Request("/style.css"));
  ASSERT_TRUE(client.Send(pipeline).ok());
  for (size_t i = 0; i < ids.size(); ++i) {
    EXPECT_THAT(std::string(client.ReadReply()->body), EndsWith("stock page"));
    EXPECT_EQ(client.ReadReply()->body, "body{}");
  }
}

TEST_F(HttpSessionTest, SessionsAreSpreadOverTheShards) {
  options_.threads = 2;
  StartServer();
  for (int i = 0; i < 8; ++i) NewSession();
  size_t total = 0;
  for (int shard = 0; shard < 2; ++shard) {
    size_t here = 0;
    server().RunOnShard(shard, [&](Server* core) { here = core->sessions().size(); });
    EXPECT_EQ(here, 4u);  // Connections are handed out in turn.
    total += here;
  }
  EXPECT_EQ(total, 8u);
}

}  // namespace
}  // namespace tandem::native
