// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// Ten sessions that do whatever they can to keep a server from its work, and two hundred that work,
// on two threads: each reply of a good one is right, in order and complete, and a hostile one that
// is asked something reasonable afterwards answers.

#include <memory>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "core/testing/matchers.h"
#include "gtest/gtest.h"
#include "tests/native_server/hostile_sessions.h"
#include "tests/native_server/server_fixture.h"
#include "tests/native_server/test_client.h"

namespace tandem::native {
namespace {

using ::tandem::testing::IsOk;

constexpr int kGoodSessions = 200;
constexpr int kRounds = 3;

class HostileSessionsTest : public ServerFixture {
 protected:
  HostileSessionsTest() {
    disk_.Write("site/lua/main.lua", kHostileApp);
    options_.threads = 2;
    // A fraction of the default, so that many attacks fit into a test.
    options_.config.lua.turn_steps = 100'000;
    options_.config.lua.memory_limit_bytes = 8 << 20;
  }
};

TEST_F(HostileSessionsTest, DoNotDisturbTheOthers) {
  StartServer();
  std::vector<std::unique_ptr<WebSocketClient>> good;
  for (int i = 0; i < kGoodSessions; ++i) {
    auto client = OpenApp(port(), "add()");
    ASSERT_THAT(client.status(), IsOk());
    good.push_back(*std::move(client));
  }
  auto attack = Attack(port());
  ASSERT_THAT(attack.status(), IsOk());

  for (int round = 1; round <= kRounds; ++round) {
    for (const auto& client : good) ASSERT_THAT(client->Send(kPress), IsOk());
    for (const auto& client : good) {
      ASSERT_EQ(client->Receive().value_or("nothing"),
                absl::StrCat(R"({"type":"update","data":{"varId":2,"value":)", round, "}}"));
    }
  }

  StopAll(*attack);
  // The last good reply came after all of them had begun; now the answered ones behave.
  for (size_t i = 0; i < attack->size(); ++i) {
    Attacker& attacker = *(*attack)[i];
    if (!attacker.reads()) continue;
    EXPECT_GT(attacker.presses(), 0) << i;
    WebSocketClient& client = attacker.client();
    ASSERT_THAT(client.Send(R"({"type":"update","data":{"varId":2,"value":41}})"), IsOk());
    ASSERT_THAT(client.Send(absl::StrCat("[", CreateVariable(9, "count", "r"), "]")), IsOk());
    std::string frame;
    while (!absl::StrContains(frame, R"("varId":9)")) {
      auto next = client.Receive();
      ASSERT_TRUE(next.ok()) << i << ": " << next.status();
      frame = *std::move(next);
    }
    EXPECT_TRUE(absl::StrContains(frame, R"("value":41)")) << frame;
  }
  EXPECT_TRUE(absl::StrContains(log_.Text(), "too many steps in one turn"));
}

}  // namespace
}  // namespace tandem::native
