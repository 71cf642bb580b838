// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// Ten sessions that do whatever they can to keep a server from its work, and two hundred that work,
// on two threads: each reply of a good one is right, in order and complete, and a hostile one that
// is asked something reasonable afterwards answers.

#include <atomic>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "core/testing/matchers.h"
#include "gtest/gtest.h"
#include "tests/native_server/server_fixture.h"
#include "tests/native_server/test_client.h"

namespace tandem::native {
namespace {

using ::tandem::testing::IsOk;

constexpr int kGoodSessions = 200;
constexpr int kRounds = 3;

// Every session has the same application: what is pressed decides what it is.
constexpr char kApp[] = R"lua(
local App = session:prototype("App", {count = 0, big = ""})
function App:add() self.count = self.count + 1 end

function App:loop() while true do end end
function App:loopInCoroutine()
  while true do coroutine.wrap(function() while true do end end)() end
end
function App:pattern() return (("a"):rep(200)):match((".*"):rep(12) .. "x") end
function App:allocate()
  local t = {}
  while true do t[#t + 1] = {} end
end
function App:move() table.move({}, 1, 1 << 60, 2) end
function App:fail()
  while true do pcall(error, ("x"):rep(1000)) end
end
function App:timers()
  local function again() session:setTimeout(again, 0) end
  for i = 1, 500 do again() end
end
function App:recurse() return 1 + self:recurse() end
function App:grow() self.big = ("x"):rep(100000 + #self.big % 7) end

session:createAppVariable(App:new())
)lua";

std::string Create(int id, absl::string_view path, absl::string_view access) {
  return absl::StrCat(R"({"type":"create","data":{"id":)", id,
                      R"(,"parentId":1,"properties":{"path":")", path, R"(","access":")", access,
                      R"("}}})");
}

constexpr char kPress[] =
    R"({"userEvent":true,"messages":[{"type":"update","data":{"varId":3,"value":null}}]})";

class HostileSessionsTest : public ServerFixture {
 protected:
  HostileSessionsTest() {
    disk_.Write("site/lua/main.lua", kApp);
    options_.threads = 2;
    // A fraction of the default, so that many attacks fit into a test.
    options_.config.lua.turn_steps = 100'000;
    options_.config.lua.memory_limit_bytes = 8 << 20;
  }

  // A session whose variable 2 shows the count and whose variable 3 is `method`.
  std::unique_ptr<WebSocketClient> Open(absl::string_view method) {
    auto client = Join(NewSession());
    if (client == nullptr) return nullptr;
    const std::string batch =
        absl::StrCat("[", Create(2, "count", "rw"), ",", Create(3, method, "action"), "]");
    EXPECT_THAT(client->Send(batch), IsOk());
    EXPECT_EQ(client->Receive().value_or("nothing"),
              R"({"type":"update","data":{"varId":2,"value":0}})");
    return client;
  }
};

// One attacker, on a thread of its own, until it is told to stop or the server has had enough of
// it.
class Attacker {
 public:
  Attacker(std::unique_ptr<WebSocketClient> client, bool reads)
      : client_(std::move(client)), reads_(reads) {}

  void Start() {
    thread_ = std::thread([this] {
      while (!stop_.load() && client_->Send(kPress).ok()) {
        ++presses_;
        if (reads_ && !client_->Receive().ok()) return;
      }
      // What it has not read keeps nobody waiting.
      if (!reads_) client_->Reset();
    });
  }

  void Stop() {
    stop_ = true;
    thread_.join();
  }

  int presses() const { return presses_.load(); }
  WebSocketClient& client() { return *client_; }

 private:
  std::unique_ptr<WebSocketClient> client_;
  const bool reads_;
  std::atomic<bool> stop_{false};
  std::atomic<int> presses_{0};
  std::thread thread_;
};

TEST_F(HostileSessionsTest, DoNotDisturbTheOthers) {
  StartServer();
  std::vector<std::unique_ptr<WebSocketClient>> good;
  for (int i = 0; i < kGoodSessions; ++i) good.push_back(Open("add()"));

  // All of these are answered, if only by an error, so the attacker can wait for it and press
  // again.
  std::vector<std::unique_ptr<Attacker>> attackers;
  for (const char* method : {"loop()", "loopInCoroutine()", "pattern()", "allocate()", "move()",
                             "fail()", "recurse()"}) {
    attackers.push_back(std::make_unique<Attacker>(Open(method), true));
  }
  // These are not: a flood, and one that never reads what it makes grow.
  attackers.push_back(std::make_unique<Attacker>(Open("add()"), false));
  auto deaf = Open("grow()");
  ASSERT_THAT(deaf->Send(absl::StrCat("[", Create(4, "big", "r"), "]")), IsOk());
  attackers.push_back(std::make_unique<Attacker>(std::move(deaf), false));
  for (const auto& attacker : attackers) attacker->Start();
  // This one needs no more than a beginning.
  auto clock = Open("timers()");
  ASSERT_THAT(clock->Send(kPress), IsOk());

  for (int round = 1; round <= kRounds; ++round) {
    for (const auto& client : good) ASSERT_THAT(client->Send(kPress), IsOk());
    for (const auto& client : good) {
      ASSERT_EQ(client->Receive().value_or("nothing"),
                absl::StrCat(R"({"type":"update","data":{"varId":2,"value":)", round, "}}"));
    }
  }

  for (size_t i = 0; i < attackers.size(); ++i) {
    attackers[i]->Stop();
    EXPECT_GT(attackers[i]->presses(), 0) << i;
  }
  // The last good reply came after all of them had begun; now the answered ones behave.
  for (size_t i = 0; i < 7; ++i) {
    WebSocketClient& client = attackers[i]->client();
    ASSERT_THAT(client.Send(R"({"type":"update","data":{"varId":2,"value":41}})"), IsOk());
    ASSERT_THAT(client.Send(absl::StrCat("[", Create(9, "count", "r"), "]")), IsOk());
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
