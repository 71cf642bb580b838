// Copyright (c) the Tandem authors. Licensed under the MIT License.

#include "tests/native_server/server_fixture.h"

#include <chrono>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "native_server/progress.h"

namespace tandem::native {
namespace {

// Real time, far beyond what anything takes.
constexpr absl::Duration kLimit = absl::Seconds(20);

constexpr char kCounter[] = R"lua(
local Counter = {}
Counter.__index = Counter
function Counter:add() self.count = self.count + 1 end
session:createAppVariable(setmetatable({ type = "Counter", count = 0 }, Counter))
)lua";

}  // namespace

void SharedLog::Write(LogLevel level, absl::string_view text) {
  std::lock_guard<std::mutex> lock(mutex_);
  absl::StrAppend(&text_, level, " ", text, "\n");
}

std::string SharedLog::Text() {
  std::lock_guard<std::mutex> lock(mutex_);
  return text_;
}

ServerFixture::ServerFixture() {
  disk_.Write("site/lua/main.lua", kCounter);
  disk_.Write("site/html/style.css", "body{}");
  disk_.Write("assets/index.html", "stock page").Write("assets/local.html", "local page");
  options_.site = disk_ / "site";
  options_.assets = disk_ / "assets";
  options_.threads = 1;
  options_.log = &log_;
}

ServerFixture::~ServerFixture() {
  if (HasFailure()) fprintf(stderr, "The server's log:\n%s", log_.Text().c_str());
}

void ServerFixture::StartServer() {
  auto server = NativeServer::Create(options_);
  ASSERT_TRUE(server.ok()) << server.status();
  server_ = *std::move(server);
  server_->Start();
}

std::string ServerFixture::NewSession() {
  const std::string location = Get(port(), "/").Header("location");
  EXPECT_EQ(location.size(), 33u) << location;
  return location.empty() ? "" : location.substr(1);
}

std::unique_ptr<WebSocketClient> ServerFixture::Join(const std::string& session) {
  auto client = WebSocketClient::Connect(port(), absl::StrCat("/ws/", session));
  EXPECT_TRUE(client.ok()) << client.status();
  return client.ok() ? *std::move(client) : nullptr;
}

bool ServerFixture::AwaitConnections(size_t count) {
  if (server_->shards() == 1) {
    return server_->AwaitProgress(
        0, [count](const Progress& progress) { return progress.size() == count; }, kLimit);
  }
  const auto deadline = std::chrono::steady_clock::now() + absl::ToChronoMilliseconds(kLimit);
  size_t joined = 0;
  while (joined != count && std::chrono::steady_clock::now() < deadline) {
    joined = 0;
    for (int shard = 0; shard < server_->shards(); ++shard) {
      joined += server_->ProgressOf(shard).size();
    }
  }
  return joined == count;
}

}  // namespace tandem::native
