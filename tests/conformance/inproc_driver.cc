// Copyright (c) the Tandem authors. Licensed under the MIT License.

#include "tests/conformance/inproc_driver.h"

#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "core/log/event_log.h"
#include "core/replay/revival.h"
#include "core/session/site_config.h"

namespace tandem::conformance {

class InprocDriver::RecordingOutbox final : public Outbox {
 public:
  RecordingOutbox(std::string connection, std::vector<Event>& events)
      : connection_(std::move(connection)), events_(events) {}

  bool Writable() const override { return !is_closed_; }
  void Send(std::string frame) override {
    events_.push_back(Event{Event::Kind::kFrame, connection_, std::move(frame)});
  }
  void Close(CloseCode code, absl::string_view) override {
    is_closed_ = true;
    events_.push_back(Event{Event::Kind::kClosed, connection_, "", static_cast<int>(code)});
  }

  bool is_closed() const { return is_closed_; }

 private:
  const std::string connection_;
  std::vector<Event>& events_;
  bool is_closed_ = false;
};

// What a session that is back does from then on is of no interest.
class InprocDriver::NoLog : public EventLog {
 public:
  void Append(absl::string_view) override {}
};

InprocDriver::InprocDriver(bool records, bool keeps_frames)
    : records_(records), keeps_frames_(keeps_frames) {}
InprocDriver::~InprocDriver() = default;

absl::Status InprocDriver::Start(const Site& site) {
  server_.reset();
  links_.clear();
  sessions_.clear();
  events_.clear();
  log_lines_taken_ = 0;

  absl::StatusOr<SiteConfig> config = SiteConfigFromJson(site.config);
  if (!config.ok()) return config.status();
  config->mode = site.development ? Mode::kDevelopment : Mode::kProduction;

  host_ = std::make_unique<testing::FakeHost>();
  for (const auto& [path, content] : site.files) host_->files.Set(path, content);
  MemoryEventLogs::Options kept;
  kept.keeps_frames = keeps_frames_;
  kept.keeps_ended = true;
  logs_ = records_ ? std::make_unique<MemoryEventLogs>(kept) : nullptr;
  server_ = std::make_unique<Server>(host_->host, *config, logs_.get());
  return absl::OkStatus();
}

absl::Status InprocDriver::CreateSession(const std::string& session) {
  absl::StatusOr<SessionId> id = server_->sessions().CreateSession();
  if (id.ok()) sessions_[session] = *id;
  return id.status();
}

absl::Status InprocDriver::DestroySession(const std::string& session) {
  server_->sessions().Destroy(sessions_[session]);
  DropClosed();
  return absl::OkStatus();
}

absl::Status InprocDriver::Connect(const std::string& connection, const std::string& session) {
  auto outbox = std::make_unique<RecordingOutbox>(connection, events_);
  absl::StatusOr<ConnectionId> id = server_->sessions().Connect(sessions_[session], *outbox);
  if (!id.ok()) return id.status();
  links_[connection] = Link{*id, std::move(outbox)};
  return absl::OkStatus();
}

absl::Status InprocDriver::Disconnect(const std::string& connection) {
  const auto link = links_.find(connection);
  if (link == links_.end()) {
    return absl::NotFoundError(absl::StrCat("'", connection, "' is not connected"));
  }
  server_->sessions().Disconnect(link->second.id);
  links_.erase(link);
  return absl::OkStatus();
}

absl::Status InprocDriver::Send(const std::string& connection, const std::string& frame) {
  const auto link = links_.find(connection);
  if (link == links_.end()) {
    return absl::NotFoundError(absl::StrCat("'", connection, "' is not connected"));
  }
  server_->sessions().Receive(link->second.id, frame);
  DropClosed();
  return absl::OkStatus();
}

absl::Status InprocDriver::Advance(absl::Duration duration) {
  host_->Advance(duration);
  DropClosed();
  return absl::OkStatus();
}

absl::Status InprocDriver::WriteFile(const std::string& path, const std::string& text) {
  host_->files.Set(path, text);
  server_->FilesChanged({path});
  DropClosed();
  return absl::OkStatus();
}

std::vector<Event> InprocDriver::TakeEvents() {
  std::vector<Event> events = std::exchange(events_, {});
  const auto& lines = host_->log.lines();
  for (; log_lines_taken_ < lines.size(); ++log_lines_taken_) {
    const auto& line = lines[log_lines_taken_];
    events.push_back(Event{Event::Kind::kLog, "", absl::StrCat(line.level, " ", line.text)});
  }
  return events;
}

std::vector<std::string> InprocDriver::Logs() const {
  std::vector<std::string> logs;
  if (logs_ == nullptr) return logs;
  for (const SessionId& session : logs_->sessions()) logs.push_back(*logs_->Find(session));
  return logs;
}

absl::Status InprocDriver::Revive(absl::string_view log) {
  return tandem::Revive(*server_, host_->host, log, std::make_unique<NoLog>());
}

void InprocDriver::DropClosed() {
  for (auto link = links_.begin(); link != links_.end();) {
    if (link->second.outbox->is_closed()) {
      server_->sessions().Disconnect(link->second.id);
      link = links_.erase(link);
    } else {
      ++link;
    }
  }
}

}  // namespace tandem::conformance
