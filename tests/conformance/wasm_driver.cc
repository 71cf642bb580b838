// Copyright (c) the Tandem authors. Licensed under the MIT License.

#include "tests/conformance/wasm_driver.h"

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"

extern char** environ;

namespace tandem::conformance {
namespace {

constexpr char kScript[] = "tests/conformance/wasm_driver.mjs";

// Real time for one verb, far beyond what any takes.
constexpr int kLimitMs = 60'000;

Event EventFrom(const Json& json) {
  const std::string kind = json.at("kind").get<std::string>();
  Event event;
  event.connection = json.value("connection", "");
  event.text = json.value("text", "");
  event.close_code = json.value("code", 0);
  event.kind = kind == "frame"    ? Event::Kind::kFrame
               : kind == "closed" ? Event::Kind::kClosed
                                  : Event::Kind::kLog;
  return event;
}

}  // namespace

WasmDriver::~WasmDriver() { EndNode(); }

absl::Status WasmDriver::StartNode() {
  // A child that died is an answer that does not come, not the end of the test.
  std::signal(SIGPIPE, SIG_IGN);
  int to[2], from[2];
  if (pipe2(to, O_CLOEXEC) != 0 || pipe2(from, O_CLOEXEC) != 0) {
    return absl::UnavailableError("cannot make a pipe");
  }
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, to[0], STDIN_FILENO);
  posix_spawn_file_actions_adddup2(&actions, from[1], STDOUT_FILENO);
  // The module that the build made lies beside the sources only in this test's own tree of links.
  const char* argv[] = {"node", "--preserve-symlinks", "--preserve-symlinks-main", kScript,
                        nullptr};
  const int error =
      posix_spawnp(&node_, "node", &actions, nullptr, const_cast<char**>(argv), environ);
  posix_spawn_file_actions_destroy(&actions);
  close(to[0]);
  close(from[1]);
  to_node_ = fdopen(to[1], "w");
  from_node_ = fdopen(from[0], "r");
  if (error != 0) node_ = 0;
  return error == 0 ? absl::OkStatus()
                    : absl::NotFoundError("cannot start node; is it on the PATH?");
}

void WasmDriver::EndNode() {
  if (to_node_ != nullptr) std::fclose(std::exchange(to_node_, nullptr));
  if (from_node_ != nullptr) std::fclose(std::exchange(from_node_, nullptr));
  if (node_ == 0) return;
  kill(node_, SIGTERM);
  waitpid(std::exchange(node_, 0), nullptr, 0);
}

absl::StatusOr<Json> WasmDriver::Exchange(const std::string& line) {
  std::fwrite(line.data(), 1, line.size(), to_node_);
  std::fputc('\n', to_node_);
  std::fflush(to_node_);

  // Nothing is left over in the buffer of from_node_: each verb has one line of answer.
  pollfd ready = {fileno(from_node_), POLLIN, 0};
  if (poll(&ready, 1, kLimitMs) <= 0) return absl::DeadlineExceededError("node does not answer");
  char* text = nullptr;
  size_t capacity = 0;
  const ssize_t length = getline(&text, &capacity, from_node_);
  const std::string answer(text != nullptr && length > 0 ? text : "",
                           length > 0 ? static_cast<size_t>(length) : 0);
  std::free(text);
  Json json = Json::parse(answer, nullptr, /*allow_exceptions=*/false);
  if (json.is_discarded()) return absl::UnavailableError(absl::StrCat("node has ended: ", answer));
  return json;
}

absl::Status WasmDriver::Perform(const Json& verb) {
  if (node_ == 0) {
    if (absl::Status status = StartNode(); !status.ok()) return status;
  }
  absl::StatusOr<Json> answer = Exchange(verb.dump());
  if (!answer.ok()) {
    EndNode();
    return answer.status();
  }
  for (const Json& event : answer->at("events")) events_.push_back(EventFrom(event));
  if (answer->contains("error")) return absl::AbortedError(answer->at("error").get<std::string>());
  return absl::OkStatus();
}

absl::Status WasmDriver::Start(const Site& site) {
  events_.clear();
  return Perform({{"verb", "start"},
                  {"files", site.files},
                  {"config", site.config},
                  {"development", site.development}});
}

absl::Status WasmDriver::CreateSession(const std::string& session) {
  return Perform({{"verb", "createSession"}, {"session", session}});
}

absl::Status WasmDriver::DestroySession(const std::string& session) {
  return Perform({{"verb", "destroySession"}, {"session", session}});
}

absl::Status WasmDriver::Connect(const std::string& connection, const std::string& session) {
  return Perform({{"verb", "connect"}, {"connection", connection}, {"session", session}});
}

absl::Status WasmDriver::Disconnect(const std::string& connection) {
  return Perform({{"verb", "disconnect"}, {"connection", connection}});
}

absl::Status WasmDriver::Send(const std::string& connection, const std::string& frame) {
  return Perform({{"verb", "send"}, {"connection", connection}, {"frame", frame}});
}

absl::Status WasmDriver::Advance(absl::Duration duration) {
  return Perform({{"verb", "advance"}, {"ms", absl::ToDoubleMilliseconds(duration)}});
}

absl::Status WasmDriver::WriteFile(const std::string& path, const std::string& text) {
  return Perform({{"verb", "write"}, {"path", path}, {"text", text}});
}

std::vector<Event> WasmDriver::TakeEvents() { return std::exchange(events_, {}); }

}  // namespace tandem::conformance
