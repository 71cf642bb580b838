// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// Sessions that do whatever they can to keep a server from its work, one for each way, and an
// application that is good or hostile by what is pressed in it.

#ifndef TANDEM_TESTS_NATIVE_SERVER_HOSTILE_SESSIONS_H_
#define TANDEM_TESTS_NATIVE_SERVER_HOSTILE_SESSIONS_H_

#include <atomic>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "tests/native_server/test_client.h"

namespace tandem::native {

// lua/main.lua of the site.
extern const char kHostileApp[];

// A frame that creates a variable, as an element of an array.
std::string CreateVariable(int id, absl::string_view path, absl::string_view access);

// A frame that presses what variable 3 stands for.
extern const char kPress[];

// Joins a new session and creates variable 2, which shows the count, and variable 3, an action on
// `method`; the count has come, and is 0.
absl::StatusOr<std::unique_ptr<WebSocketClient>> OpenApp(int port, absl::string_view method);

// One attacker, on a thread of its own, until it is told to stop or the server has had enough of
// it.
class Attacker {
 public:
  // One that `reads` waits for an answer to each press.
  Attacker(std::unique_ptr<WebSocketClient> client, bool reads, std::string frame = kPress)
      : client_(std::move(client)), reads_(reads), frame_(std::move(frame)) {}

  void Start();
  // One that reads may wait some seconds for its last answer.
  void BeginStop();
  void Stop();

  bool reads() const { return reads_; }
  int presses() const { return presses_.load(); }
  WebSocketClient& client() { return *client_; }

 private:
  std::unique_ptr<WebSocketClient> client_;
  const bool reads_;
  const std::string frame_;  // Sent again and again.
  std::atomic<bool> stop_{false};
  std::atomic<int> presses_{0};
  std::thread thread_;
};

// Ten ways: an endless loop, one in coroutines, a pattern, allocation, a function of the table
// library, errors, recursion, a flood of frames, one that never reads what it makes grow, timers.
// They are at it when this returns, until their Stop; the last one until it is pressed once more.
// The first seven read.
absl::StatusOr<std::vector<std::unique_ptr<Attacker>>> Attack(int port);

// Two more, by the amount: an array of a million elements of which one changes, and frames of
// seven megabytes. Both read.
absl::StatusOr<std::vector<std::unique_ptr<Attacker>>> AttackWithMuch(int port);

void StopAll(absl::Span<const std::unique_ptr<Attacker>> attackers);

}  // namespace tandem::native

#endif  // TANDEM_TESTS_NATIVE_SERVER_HOSTILE_SESSIONS_H_
