// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// The session initialization sequence, arrow for arrow, during a real `GET /` to a real server.
// The arrows are recorded by the participants themselves, each at the head of the function that
// the arrow calls; the tail is whoever's function was running. A call that is left out, added or
// made in another order changes the list.

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <memory>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "core/base/ids.h"
#include "core/host/log_sink.h"
#include "core/testing/fake_host.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "native_server/native_server.h"
#include "native_server/native_server_options.h"
#include "tests/session_init/recorded_calls.h"

namespace tandem {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::StartsWith;

class NoLog : public LogSink {
 public:
  bool Wants(LogLevel) const override { return false; }
  void Write(LogLevel, absl::string_view) override {}
};

// Sends `request` to a loopback port and returns everything the server answers.
std::string Exchange(int port, const std::string& request) {
  const int fd = socket(AF_INET, SOCK_STREAM, 0);
  EXPECT_GE(fd, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<uint16_t>(port));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  EXPECT_EQ(connect(fd, reinterpret_cast<sockaddr*>(&address), sizeof address), 0);
  EXPECT_EQ(send(fd, request.data(), request.size(), 0), static_cast<ssize_t>(request.size()));
  std::string answer;
  char buffer[4096];
  for (ssize_t n; (n = recv(fd, buffer, sizeof buffer, 0)) > 0;) {
    answer.append(buffer, static_cast<size_t>(n));
  }
  close(fd);
  return answer;
}

class SessionInitSequenceTest : public ::testing::Test {
 protected:
  // What a browser gets for `GET /`, and the arrows it caused.
  std::string GetRoot(absl::string_view main_lua) {
    tandem::testing::MemoryFileSource files;
    files.Set("lua/main.lua", main_lua);
    native::NativeServerOptions options;
    options.threads = 1;
    options.site = ::testing::TempDir();
    options.log = &log_;
    options.overrides = [&](int) {
      native::HostOverrides overrides;
      overrides.files = &files;
      overrides.trace = &calls_;
      return overrides;
    };
    auto server = native::NativeServer::Create(options);
    EXPECT_TRUE(server.ok()) << server.status();
    (*server)->Start();
    const int port = (*server)->port();
    std::string answer = Exchange(port, absl::StrCat("GET / HTTP/1.1\r\nHost: 127.0.0.1:", port,
                                                     "\r\nConnection: close\r\n\r\n"));
    (*server)->Stop();
    (*server)->Wait();
    return answer;
  }

  NoLog log_;
  RecordedCalls calls_;
};

TEST_F(SessionInitSequenceTest, EveryArrowInOrder) {  // S-61, L-10, T-28
  const std::string answer = GetRoot(R"lua(
    session:createAppVariable({ type = "App" })
  )lua");

  EXPECT_THAT(answer, StartsWith("HTTP/1.1 302"));
  EXPECT_THAT(calls_.arrows,
              ElementsAre("Frontend -> HTTPEndpoint: GET /",                                     //
                          "HTTPEndpoint -> SessionManager: createSession()",                     //
                          "SessionManager -> Session: new(id)",                                  //
                          "SessionManager -> Server: onSessionCreated(vendedID, sess)",          //
                          "Server -> LuaSession: NewRuntime()",                                  //
                          "Server -> LuaBackend: NewLuaBackend()",                               //
                          "Server -> Session: SetBackend(backend)",                              //
                          "Server -> luaTrackerAdapter: SetBackend(id, lb)",                     //
                          "Server -> luaTrackerAdapter: SetLuaSession(id, ls)",                  //
                          "Server -> LuaSession: SetVariableStore(adapter)",                     //
                          "Server -> Server: luaSessions[id] = ls",                              //
                          "Server -> LuaSession: CreateLuaSession(vendedID)",                    //
                          "LuaSession -> luaTrackerAdapter: CreateSession(id)",                  //
                          "LuaSession -> LuaSession: createSessionTable()",                      //
                          "LuaSession -> LuaSession: setGlobal(\"session\")",                    //
                          "LuaSession -> LuaSession: loadMainLua()",                             //
                          "LuaSession -> LuaSession: session:createAppVariable(value, props)",   //
                          "LuaSession -> luaTrackerAdapter: CreateVariable(id, 0, obj, props)",  //
                          "LuaSession <- luaTrackerAdapter: variable 1",                         //
                          "Server <- LuaSession: luaSession",                                    //
                          "SessionManager <- Server: session",                                   //
                          "HTTPEndpoint <- SessionManager: sessionId",                           //
                          "Frontend <- HTTPEndpoint: 302 /sessionId"));
}

// D-22: a main.lua that raises still yields a session, and the redirect.
TEST_F(SessionInitSequenceTest, ABrokenMainLuaStillYieldsASession) {
  EXPECT_THAT(GetRoot("error('boom')"), StartsWith("HTTP/1.1 302"));
  EXPECT_EQ(calls_.arrows.back(), "Frontend <- HTTPEndpoint: 302 /sessionId");
  EXPECT_THAT(calls_.arrows, ::testing::Not(::testing::Contains(HasSubstr("CreateVariable"))));
}

// The redirect names the session, by its internal id and nothing else (D-1).
TEST_F(SessionInitSequenceTest, TheRedirectLeadsToTheSession) {
  const std::string answer = GetRoot("session:createAppVariable({})");
  const size_t at = answer.find("Location: /");
  ASSERT_NE(at, std::string::npos) << answer;
  EXPECT_TRUE(SessionId::IsWellFormed(answer.substr(at + 11, SessionId::kLength))) << answer;
  EXPECT_THAT(answer, HasSubstr("Cache-Control: no-store"));
}

}  // namespace
}  // namespace tandem
