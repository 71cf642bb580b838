// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// The calls of the browser home against the real core, natively: what a wrong call answers, and
// that frames, closings and timers cross. What only the module itself can show is in
// tandem_core_test.mjs.

#include "wasm/shell.h"

#include <cstdint>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "core/base/error.h"
#include "core/base/ids.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/wasm/fake_js_functions.h"

namespace tandem::wasm {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr char kMain[] = R"(
Counter = session:prototype("Counter", {count = 0})
function Counter:add() self.count = self.count + 1 end
session:createAppVariable(session:create(Counter))
)";

class ShellTest : public ::testing::Test {
 protected:
  void Start(const std::string& options = "{}") {
    ASSERT_TRUE(shell_.AddFile("lua/main.lua", kMain).ok());
    const absl::Status status = shell_.Start(options);
    ASSERT_TRUE(status.ok()) << status;
  }

  // Fires every timer that is set now, lowest id first.
  void FireAll() {
    const auto timers = std::exchange(js_.timers, {});
    for (const auto& [id, ms] : timers) shell_.FireTimer(id);
  }

  FakeJsFunctions js_;
  Shell shell_{js_};
};

// D-39: nothing of that kind is in a browser, and the page should say so, not the first call.
TEST_F(ShellTest, ASiteThatOpensLibrariesIsRefused) {
  ASSERT_TRUE(shell_.AddFile("lua/main.lua", kMain).ok());
  ASSERT_TRUE(shell_.AddFile("config/config.json", R"({"lua":{"libraries":["io"]}})").ok());
  const absl::Status status = shell_.Start("{}");
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(status.message(), HasSubstr("the browser has no \"io\" to open"));
}

TEST_F(ShellTest, ASiteThatTakesTemporaryFilesIsRefused) {
  ASSERT_TRUE(shell_.AddFile("lua/main.lua", kMain).ok());
  ASSERT_TRUE(shell_.AddFile("config/config.json", R"({"files":{"temporary":true}})").ok());
  const absl::Status status = shell_.Start("{}");
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(status.message(), HasSubstr("the browser has no disk for them"));
}

TEST_F(ShellTest, NothingWorksBeforeTheStart) {
  EXPECT_TRUE(absl::IsFailedPrecondition(shell_.Create().status()));
  EXPECT_TRUE(absl::IsFailedPrecondition(shell_.Connect("x").status()));
  shell_.Receive(1, "[]");
  shell_.Disconnect(1);
  shell_.Destroy("x");
  shell_.FireTimer(1);
}

TEST_F(ShellTest, StartsOnce) {
  Start();
  EXPECT_TRUE(absl::IsFailedPrecondition(shell_.Start("{}")));
}

TEST_F(ShellTest, WrongOptionsAreNamed) {
  for (const char* options : {R"({"verbose":1})", R"({"dev":1})", R"({"verbosity":"2"})", "[]",
                              "nonsense", R"({"verbosity":1.5})"}) {
    EXPECT_TRUE(absl::IsInvalidArgument(shell_.Start(options))) << options;
  }
  EXPECT_THAT(std::string(shell_.Start(R"({"verbose":1})").message()), HasSubstr("verbose"));
}

TEST_F(ShellTest, AWrongConfigurationIsNamed) {
  ASSERT_TRUE(shell_.AddFile("config/config.json", R"({"session":{"timeou":1}})").ok());
  const absl::Status status = shell_.Start("{}");
  EXPECT_TRUE(absl::IsInvalidArgument(status)) << status;
  EXPECT_THAT(std::string(status.message()), HasSubstr("config/config.json"));
  EXPECT_THAT(std::string(status.message()), HasSubstr("timeou"));
}

TEST_F(ShellTest, ABrokenConfigurationIsNamed) {
  ASSERT_TRUE(shell_.AddFile("config/config.json", "{").ok());
  const absl::Status status = shell_.Start("{}");
  EXPECT_TRUE(absl::IsInvalidArgument(status)) << status;
  EXPECT_THAT(std::string(status.message()), HasSubstr("config/config.json"));
}

TEST_F(ShellTest, AFrameIsAnsweredOnItsConnection) {
  Start();
  const std::string session = *shell_.Create();
  EXPECT_TRUE(SessionId::IsWellFormed(session)) << session;
  const int64_t first = *shell_.Connect(session);
  const int64_t second = *shell_.Connect(session);
  EXPECT_EQ(first, 1);
  EXPECT_EQ(second, 2);
  shell_.Receive(second, R"({"userEvent":true,"messages":[{"type":"watch","data":{"varId":1}}]})");
  ASSERT_THAT(js_.sent, SizeIs(1));
  EXPECT_EQ(js_.sent[0].first, second);
  EXPECT_THAT(js_.sent[0].second, HasSubstr("\"Counter\""));
}

// P-99: what no person waits for leaves with a timer.
TEST_F(ShellTest, UnhurriedOutputLeavesWithATimer) {
  Start();
  const int64_t connection = *shell_.Connect(*shell_.Create());
  shell_.Receive(connection, R"([{"type":"watch","data":{"varId":1}}])");
  EXPECT_THAT(js_.sent, IsEmpty());
  FireAll();
  EXPECT_THAT(js_.sent, SizeIs(1));
}

TEST_F(ShellTest, AnUnknownSessionCannotBeConnectedTo) {
  Start();
  EXPECT_EQ(ErrorKindOf(shell_.Connect("nonsense").status()), ErrorKind::kNoSession);
  EXPECT_EQ(ErrorKindOf(shell_.Connect("").status()), ErrorKind::kNoSession);
  EXPECT_EQ(*shell_.Connect(*shell_.Create()), 1);
}

TEST_F(ShellTest, AClosedConnectionHearsNothing) {
  Start();
  const int64_t connection = *shell_.Connect(*shell_.Create());
  shell_.Disconnect(connection);
  shell_.Disconnect(connection);
  shell_.Receive(connection, R"([{"type":"watch","data":{"varId":1}}])");
  FireAll();
  EXPECT_THAT(js_.sent, IsEmpty());
}

// S-89.
TEST_F(ShellTest, DestroyingASessionClosesItsConnections) {
  Start();
  const std::string session = *shell_.Create();
  const int64_t connection = *shell_.Connect(session);
  shell_.Destroy(session);
  ASSERT_THAT(js_.closed, SizeIs(1));
  EXPECT_EQ(js_.closed[0].connection, connection);
  EXPECT_EQ(js_.closed[0].code, 1001);
  shell_.Receive(connection, "[]");
  shell_.Disconnect(connection);
  shell_.Destroy(session);
  EXPECT_EQ(ErrorKindOf(shell_.Connect(session).status()), ErrorKind::kNoSession);
}

// H-40.
TEST_F(ShellTest, ReplacedFilesAreTakenUp) {
  EXPECT_TRUE(absl::IsFailedPrecondition(shell_.Reload()));
  Start();
  const int64_t connection = *shell_.Connect(*shell_.Create());
  shell_.Receive(connection, R"({"userEvent":true,"messages":[{"type":"create","data":{
      "id":2,"parentId":1,"properties":{"path":"count"}}}]})");
  js_.sent.clear();
  EXPECT_TRUE(absl::IsInvalidArgument(shell_.AddFile("lua/../x.lua", "")));
  ASSERT_TRUE(shell_.AddFile("lua/main.lua", "session:prototype('Counter', {count = 7})").ok());
  FireAll();
  EXPECT_THAT(js_.sent, IsEmpty());  // Not before Reload.
  ASSERT_TRUE(shell_.Reload().ok());
  FireAll();
  ASSERT_THAT(js_.sent, SizeIs(1));
  EXPECT_THAT(js_.sent[0].second, HasSubstr(R"("value":7)"));
}

TEST_F(ShellTest, TheConfigurationOfTheSiteIsUsed) {
  ASSERT_TRUE(shell_.AddFile("config/config.json", R"({"limits":{"sessions":1}})").ok());
  Start();
  EXPECT_TRUE(shell_.Create().ok());
  EXPECT_TRUE(absl::IsResourceExhausted(shell_.Create().status()));
}

}  // namespace
}  // namespace tandem::wasm
