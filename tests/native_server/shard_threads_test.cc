// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// A shard whose turns take long, on real threads and sockets: the others do not wait for them, and
// nothing of theirs is lost.

#include "native_server/shard_threads.h"

#include <sys/stat.h>

#include <memory>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "core/testing/matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/native_server/hostile_sessions.h"
#include "tests/native_server/server_fixture.h"
#include "tests/native_server/test_client.h"

namespace tandem::native {
namespace {

using ::tandem::testing::IsOk;
using ::tandem::testing::IsOkAndHolds;
using ::testing::HasSubstr;

constexpr char kApp[] = R"lua(
app = {count = 0, last = 0}
function app:add() self.count = self.count + 1 end
-- Until the file `go` is there.
function app:work()
  while not io.open(SITE .. "/go") do end
  self.count = self.count + 1
end
-- As long, without asking anybody.
function app:compute()
  for i = 1, 20000000 do self.last = i end
  self.count = self.count + 1
end
function app:logs()
  for i = 1, 200 do
    for j = 1, 30000 do end
    session:log("step " .. i)
  end
  self.count = self.count + 1
end
function app:listen()
  local process = io.popen("cat " .. SITE .. "/fifo")
  self.count = self.count + #process:read("a")
  process:close()
end
session:createAppVariable(app)
)lua";

std::string Count(int count) {
  return absl::StrCat(R"({"type":"update","data":{"varId":2,"value":)", count, "}}");
}

class ShardThreadsTest : public ServerFixture {
 protected:
  ShardThreadsTest() {
    disk_.Write("site/lua/main.lua", absl::StrCat("SITE = '", disk_ / "site", "'\n", kApp));
    options_.config.lua.libraries = {"io"};
    options_.config.lua.turn_steps = int64_t{1} << 40;
    options_.config.lua.turn_time = absl::Seconds(30);
    StartServer();
  }

  std::unique_ptr<WebSocketClient> Open(absl::string_view method) {
    auto client = OpenApp(port(), method);
    EXPECT_THAT(client.status(), IsOk());
    return *std::move(client);
  }
};

// On one shard, with one thread to begin with.
TEST_F(ShardThreadsTest, NobodyWaitsForATurnThatTakesLong) {
  auto slow = Open("work()"), good = Open("add()");
  ASSERT_THAT(slow->Send(kPress), IsOk());
  for (int i = 1; i <= 100; ++i) {
    ASSERT_THAT(good->Send(kPress), IsOk());
    ASSERT_THAT(good->Receive(), IsOkAndHolds(Count(i)));
  }
  // Only now can the other one end.
  disk_.Write("site/go", "");
  EXPECT_THAT(slow->Receive(), IsOkAndHolds(Count(1)));
}

TEST_F(ShardThreadsTest, NorForOneThatWaitsForAProcess) {
  ASSERT_EQ(::mkfifo((disk_ / "site/fifo").c_str(), 0600), 0);
  auto slow = Open("listen()"), good = Open("add()");
  ASSERT_THAT(slow->Send(kPress), IsOk());
  for (int i = 1; i <= 100; ++i) {
    ASSERT_THAT(good->Send(kPress), IsOk());
    ASSERT_THAT(good->Receive(), IsOkAndHolds(Count(i)));
  }
  disk_.Write("site/fifo", "12345");
  EXPECT_THAT(slow->Receive(), IsOkAndHolds(Count(5)));
}

TEST_F(ShardThreadsTest, ManyAtATime) {
  std::vector<std::unique_ptr<WebSocketClient>> clients;
  for (const char* method : {"compute()", "logs()", "compute()", "logs()", "compute()", "add()"}) {
    clients.push_back(Open(method));
  }
  for (int i = 1; i <= 3; ++i) {
    for (const auto& client : clients) ASSERT_THAT(client->Send(kPress), IsOk());
    for (const auto& client : clients) ASSERT_THAT(client->Receive(), IsOkAndHolds(Count(i)));
  }
  const std::string log = log_.Text();
  for (int i = 1; i <= 200; ++i)
    EXPECT_TRUE(absl::StrContains(log, absl::StrCat("step ", i, "\n")));
}

TEST_F(ShardThreadsTest, APageMayLeaveAndComeBackMeanwhile) {
  const std::string session = NewSession();
  auto first = Join(session);
  ASSERT_THAT(first->Send(absl::StrCat("[", CreateVariable(3, "work()", "action"), "]")), IsOk());
  ASSERT_THAT(first->Send(kPress), IsOk());
  auto good = Open("add()");
  ASSERT_THAT(good->Send(kPress), IsOk());
  ASSERT_THAT(good->Receive(), IsOkAndHolds(Count(1)));
  first->Reset();
  auto second = Join(session);
  ASSERT_THAT(second->Send(absl::StrCat("[", CreateVariable(2, "count", "r"), "]")), IsOk());
  disk_.Write("site/go", "");
  EXPECT_THAT(second->Receive(), IsOkAndHolds(Count(1)));
}

// The destructor of the server waits for turns to end, however they do.
TEST_F(ShardThreadsTest, AServerStopsAfterTheTurnsUnderWay) {
  auto slow = Open("compute()"), good = Open("add()");
  ASSERT_THAT(slow->Send(kPress), IsOk());
  ASSERT_THAT(good->Send(kPress), IsOk());
  ASSERT_THAT(good->Receive(), IsOkAndHolds(Count(1)));
  StopServer();
  EXPECT_THAT(log_.Text(), HasSubstr("session 1 destroyed"));
}

}  // namespace
}  // namespace tandem::native
