// Copyright (c) the Tandem authors. Licensed under the MIT License.

#include "tests/native_server/hostile_sessions.h"

#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "core/base/status_macros.h"

namespace tandem::native {

const char kHostileApp[] = R"lua(
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
  self.ticks = not self.ticks
  local function again() if self.ticks then session:setTimeout(again, 0) end end
  for i = 1, 500 do again() end
end
function App:recurse() return 1 + self:recurse() end
function App:hoard()
  self.items = self.items or {}
  if #self.items == 0 then
    for i = 1, 1000000 do self.items[i] = i end
  end
  self.items[1] = self.items[1] + 1
end
function App:grow() self.big = ("x"):rep(100000 + #self.big % 7) end

session:createAppVariable(App:new())
)lua";

const char kPress[] =
    R"({"userEvent":true,"messages":[{"type":"update","data":{"varId":3,"value":null}}]})";

std::string CreateVariable(int id, absl::string_view path, absl::string_view access) {
  return absl::StrCat(R"({"type":"create","data":{"id":)", id,
                      R"(,"parentId":1,"properties":{"path":")", path, R"(","access":")", access,
                      R"("}}})");
}

absl::StatusOr<std::unique_ptr<WebSocketClient>> OpenApp(int port, absl::string_view method) {
  const std::string page = Get(port, "/").Header("location");
  if (page.empty()) return absl::UnavailableError("no session");
  ASSIGN_OR_RETURN(auto client, WebSocketClient::Connect(port, absl::StrCat("/ws", page)));
  RETURN_IF_ERROR(client->Send(absl::StrCat("[", CreateVariable(2, "count", "rw"), ",",
                                            CreateVariable(3, method, "action"), "]")));
  ASSIGN_OR_RETURN(const std::string first, client->Receive());
  if (first == R"({"type":"update","data":{"varId":2,"value":0}})") return client;
  return absl::InternalError(absl::StrCat("the first frame is ", first));
}

void Attacker::Start() {
  thread_ = std::thread([this] {
    while (!stop_.load() && client_->Send(frame_).ok()) {
      ++presses_;
      if (reads_ && !client_->Receive().ok()) return;
    }
  });
}

void Attacker::BeginStop() {
  stop_ = true;
  // What it has not read keeps nobody waiting, nor what is not read of it.
  if (!reads_ && thread_.joinable()) client_->ShutDown();
}

void Attacker::Stop() {
  BeginStop();
  if (thread_.joinable()) thread_.join();
}

absl::StatusOr<std::vector<std::unique_ptr<Attacker>>> AttackWithMuch(int port) {
  std::vector<std::unique_ptr<Attacker>> attackers;
  ASSIGN_OR_RETURN(auto hoard, OpenApp(port, "hoard()"));
  RETURN_IF_ERROR(hoard->Send(absl::StrCat("[", CreateVariable(4, "items", "r"), "]")));
  attackers.push_back(std::make_unique<Attacker>(std::move(hoard), true));
  ASSIGN_OR_RETURN(auto bulk, OpenApp(port, "add()"));
  RETURN_IF_ERROR(bulk->Send(absl::StrCat("[", CreateVariable(4, "bulk", "rw"), "]")));
  std::string frame =
      R"({"userEvent":true,"messages":[{"type":"update","data":{"varId":4,"value":[0)";
  for (int i = 0; i < 1'000'000; ++i) absl::StrAppend(&frame, ",", i);
  frame += "]}},{\"type\":\"update\",\"data\":{\"varId\":3,\"value\":null}}]}";
  attackers.push_back(std::make_unique<Attacker>(std::move(bulk), true, std::move(frame)));
  for (const auto& attacker : attackers) attacker->Start();
  return attackers;
}

void StopAll(absl::Span<const std::unique_ptr<Attacker>> attackers) {
  for (const auto& attacker : attackers) attacker->BeginStop();
  for (const auto& attacker : attackers) attacker->Stop();
}

absl::StatusOr<std::vector<std::unique_ptr<Attacker>>> Attack(int port) {
  std::vector<std::unique_ptr<Attacker>> attackers;
  // All of these are answered, if only by an error, so the attacker can wait for it and press
  // again.
  for (const char* method : {"loop()", "loopInCoroutine()", "pattern()", "allocate()", "move()",
                             "fail()", "recurse()"}) {
    ASSIGN_OR_RETURN(auto client, OpenApp(port, method));
    attackers.push_back(std::make_unique<Attacker>(std::move(client), true));
  }
  ASSIGN_OR_RETURN(auto flood, OpenApp(port, "add()"));
  attackers.push_back(std::make_unique<Attacker>(std::move(flood), false));
  ASSIGN_OR_RETURN(auto deaf, OpenApp(port, "grow()"));
  RETURN_IF_ERROR(deaf->Send(absl::StrCat("[", CreateVariable(4, "big", "r"), "]")));
  attackers.push_back(std::make_unique<Attacker>(std::move(deaf), false));
  for (const auto& attacker : attackers) attacker->Start();
  // This one needs no more than a beginning.
  ASSIGN_OR_RETURN(auto clock, OpenApp(port, "timers()"));
  RETURN_IF_ERROR(clock->Send(kPress));
  attackers.push_back(std::make_unique<Attacker>(std::move(clock), false));
  return attackers;
}

}  // namespace tandem::native
