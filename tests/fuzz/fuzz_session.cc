// Copyright (c) the Tandem authors. Licensed under the MIT License.

#include "tests/fuzz/fuzz_session.h"

#include <utility>

#include "absl/status/statusor.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "core/base/json.h"
#include "core/host/log_sink.h"
#include "core/session/outbox.h"
#include "tests/fuzz/fuzz.h"

namespace tandem::fuzz {
namespace {

// Big enough for the app, small enough that running out of it is tried.
constexpr int64_t kMemory = int64_t{8} << 20;

}  // namespace

class FuzzSession::CheckingOutbox final : public Outbox {
 public:
  explicit CheckingOutbox(std::string& last_page) : last_page_(last_page) {}

  bool Writable() const override { return !is_closed && !is_stalled; }
  void Send(std::string frame) override {
    Claim(Writable(), "nothing is sent to who takes nothing", frame);
    const absl::StatusOr<Json> json = ParseJson(frame);
    Claim(json.ok(), "a frame is JSON (P-10)", frame);
    if (json->is_array()) {
      for (const Json& message : *json) Look(message, frame);
    } else {
      Look(*json, frame);
    }
    frames.push_back(std::move(frame));
  }
  void Close(CloseCode, absl::string_view) override { is_closed = true; }

  bool is_closed = false;
  bool is_stalled = false;
  int64_t sent = 0;  // How often SEQ was said.
  int64_t got = 0;   // The number of the last frame.
  std::vector<std::string> frames;

 private:
  void Look(const Json& message, const std::string& frame) {
    Claim(message.is_object() && message.contains("type") && message.at("type").is_string() &&
              message.contains("data") && message.at("data").is_object(),
          "a message has a type and data (P-22)", frame);
    if (message.at("type") != "tandem") return;
    const Json& head = message.at("data");
    if (head.contains("page")) last_page_ = head.at("page").get<std::string>();
    if (head.contains("seq")) got = head.at("seq").get<int64_t>();
    // The numbers of a page that goes on, go on.
    if (head.value("resumed", false)) sent = head.at("ack").get<int64_t>();
  }

  std::string& last_page_;
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
  link.outbox = std::make_unique<CheckingOutbox>(last_page_);
  const absl::StatusOr<ConnectionId> id = server_->sessions().Connect(session_, *link.outbox);
  Claim(id.ok(), "a live session can be connected to");
  link.id = *id;
}

void FuzzSession::Send(int connection, absl::string_view frame) {
  Link& link = links_[connection];
  if (link.outbox->is_closed) Connect(link);
  CheckingOutbox& outbox = *link.outbox;
  if (absl::StrContains(frame, "SEQ")) ++outbox.sent;
  server_->sessions().Receive(link.id,
                              absl::StrReplaceAll(frame, {{"PAGE", last_page_},
                                                          {"SEQ", absl::StrCat(outbox.sent)},
                                                          {"ACK", absl::StrCat(outbox.got)}}));
}

void FuzzSession::Reconnect(int connection) { Connect(links_[connection]); }

void FuzzSession::ToggleStall(int connection) {
  Link& link = links_[connection];
  link.outbox->is_stalled = !link.outbox->is_stalled;
  if (link.outbox->Writable()) server_->sessions().Drained(link.id);
}

void FuzzSession::Advance(absl::Duration duration) { host_.Advance(duration); }

void FuzzSession::Edit(absl::string_view path, absl::string_view text) {
  host_.files.Set(path, text);
  server_->FilesChanged({std::string(path)});
}

std::vector<std::string> FuzzSession::Take(int connection) {
  return std::exchange(links_[connection].outbox->frames, {});
}

}  // namespace tandem::fuzz
