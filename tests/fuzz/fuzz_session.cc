// Copyright (c) the Tandem authors. Licensed under the MIT License.

#include "tests/fuzz/fuzz_session.h"

#include <utility>

#include "absl/status/statusor.h"
#include "core/base/json.h"
#include "core/host/log_sink.h"
#include "core/session/outbox.h"
#include "tests/fuzz/fuzz.h"

namespace tandem::fuzz {
namespace {

// Big enough for the app, small enough that running out of it is tried.
constexpr int64_t kMemory = int64_t{8} << 20;

void ClaimMessage(const Json& message, const std::string& frame) {
  Claim(message.is_object() && message.contains("type") && message.at("type").is_string() &&
            message.contains("data") && message.at("data").is_object(),
        "a message has a type and data (P-22)", frame);
}

}  // namespace

class FuzzSession::CheckingOutbox final : public Outbox {
 public:
  bool Writable() const override { return !is_closed; }
  void Send(std::string frame) override {
    Claim(!is_closed, "nothing is sent after a close", frame);
    const absl::StatusOr<Json> json = ParseJson(frame);
    Claim(json.ok(), "a frame is JSON (P-10)", frame);
    if (json->is_array()) {
      for (const Json& message : *json) ClaimMessage(message, frame);
    } else {
      ClaimMessage(*json, frame);
    }
    frames.push_back(std::move(frame));
  }
  void Close(CloseCode, absl::string_view) override { is_closed = true; }

  bool is_closed = false;
  std::vector<std::string> frames;
};

FuzzSession::FuzzSession(absl::string_view main) {
  host_.log.SetVerbosity(kLogAlways);
  host_.files.Set("lua/main.lua", main);
  config_.lua.memory_limit_bytes = kMemory;
  server_ = std::make_unique<Server>(host_.host, config_);
  const absl::StatusOr<SessionId> session = server_->sessions().CreateSession();
  Claim(session.ok(), "a session can be made");
  session_ = *session;
  for (Link& link : links_) Connect(link);
}

FuzzSession::~FuzzSession() = default;

void FuzzSession::Connect(Link& link) {
  if (link.outbox != nullptr) server_->sessions().Disconnect(link.id);
  link.outbox = std::make_unique<CheckingOutbox>();
  const absl::StatusOr<ConnectionId> id = server_->sessions().Connect(session_, *link.outbox);
  Claim(id.ok(), "a live session can be connected to");
  link.id = *id;
}

void FuzzSession::Send(int connection, absl::string_view frame) {
  Link& link = links_[connection];
  if (link.outbox->is_closed) Connect(link);
  server_->sessions().Receive(link.id, frame);
}

void FuzzSession::Reconnect(int connection) { Connect(links_[connection]); }

void FuzzSession::Advance(absl::Duration duration) { host_.Advance(duration); }

std::vector<std::string> FuzzSession::Take(int connection) {
  return std::exchange(links_[connection].outbox->frames, {});
}

}  // namespace tandem::fuzz
