// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// Ten sessions that do whatever they can to keep a server from its work, and two hundred that work,
// on two threads: each reply of a good one is right, in order and complete, and a hostile one that
// is asked something reasonable afterwards answers. And what is hostile by its amount.

#include <algorithm>
#include <atomic>
#include <memory>
#include <string>
#include <thread>
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

// Who has much: nothing goes wrong with it, or beside it.
TEST_F(HostileSessionsTest, MuchIsHandledBesideTheOthers) {
  options_.config.lua.turn_steps = 25'000'000;
  options_.config.lua.memory_limit_bytes = 64 << 20;
  StartServer();
  auto good = OpenApp(port(), "add()");
  ASSERT_THAT(good.status(), IsOk());
  auto attack = AttackWithMuch(port());
  ASSERT_THAT(attack.status(), IsOk());
  const auto has_all_pressed = [&] {
    return std::all_of(attack->begin(), attack->end(),
                       [](const auto& attacker) { return attacker->presses() >= 3; });
  };
  for (int press = 1; press <= kRounds || !has_all_pressed(); ++press) {
    ASSERT_THAT((*good)->Send(kPress), IsOk());
    ASSERT_EQ((*good)->Receive().value_or("nothing"),
              absl::StrCat(R"({"type":"update","data":{"varId":2,"value":)", press, "}}"));
  }
  StopAll(*attack);
  EXPECT_FALSE(absl::StrContains(log_.Text(), "over-budget")) << log_.Text();
}

// Or its frames would gather in memory: what is sent on a second connection while a turn lasts
// stays with whoever sends it, but for what fits into the buffers of two sockets.
TEST_F(HostileSessionsTest, WhoTalksToABusySessionWaits) {
  options_.config.lua.turn_steps = 50'000'000;
  StartServer();
  const std::string page = Get(port(), "/").Header("location");
  auto looping = WebSocketClient::Connect(port(), absl::StrCat("/ws", page));
  auto talking = WebSocketClient::Connect(port(), absl::StrCat("/ws", page));
  ASSERT_THAT(looping.status(), IsOk());
  ASSERT_THAT(talking.status(), IsOk());
  ASSERT_THAT((*looping)->Send(absl::StrCat("[", CreateVariable(3, "loop()", "action"), "]")),
              IsOk());
  ASSERT_THAT((*looping)->Send(kPress), IsOk());

  std::atomic<int> megabytes{0};
  std::atomic<bool> is_over{false};
  std::thread talker([&] {
    const std::string frame = "[" + std::string(1 << 20, ' ') + "]";
    while (!is_over && (*talking)->Send(frame).ok()) ++megabytes;
  });
  const std::string answer = (*looping)->Receive().value_or("nothing");
  const int sent = megabytes;
  is_over = true;
  talker.join();
  EXPECT_TRUE(absl::StrContains(answer, "too many steps")) << answer;
  EXPECT_LE(sent, 20);
}

}  // namespace
}  // namespace tandem::native
