// Copyright (c) the Tandem authors. Licensed under the MIT License.

#include "tests/conformance/websocket_driver.h"

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <set>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "core/session/session_manager.h"
#include "core/session/site_config.h"
#include "native_server/native_server_options.h"

namespace tandem::conformance {
namespace {

namespace fs = std::filesystem;
using native::ConnectionProgress;
using native::Progress;

// Real time, far beyond what anything takes.
constexpr absl::Duration kLimit = absl::Seconds(60);

// One shard, so that virtual time passes in one place.
constexpr int kShard = 0;

const ConnectionProgress* Find(const Progress& progress, ConnectionId id) {
  for (const ConnectionProgress& one : progress) {
    if (one.connection == id) return &one;
  }
  return nullptr;
}

}  // namespace

void WebsocketDriver::LockedLog::Write(LogLevel level, absl::string_view text) {
  std::lock_guard<std::mutex> lock(mutex_);
  lines_.push_back(absl::StrCat(level, " ", text));
}

std::vector<std::string> WebsocketDriver::LockedLog::Take() {
  std::lock_guard<std::mutex> lock(mutex_);
  return std::exchange(lines_, {});
}

WebsocketDriver::~WebsocketDriver() { Stop(); }

void WebsocketDriver::Stop() {
  links_.clear();
  server_.reset();
  sessions_.clear();
  events_.clear();
  std::error_code ignored;
  if (!folder_.empty()) fs::remove_all(folder_, ignored);
}

absl::Status WebsocketDriver::WriteSite(const Site& site) {
  const char* tmp = std::getenv("TEST_TMPDIR");
  folder_ =
      (tmp != nullptr ? fs::path(tmp) : fs::temp_directory_path()) / "tandem_conformance_site";
  std::error_code error;
  fs::remove_all(folder_, error);
  fs::create_directories(folder_, error);
  for (const auto& [path, content] : site.files) {
    if (absl::Status status = WriteNew(folder_ / path, content); !status.ok()) return status;
  }
  return absl::OkStatus();
}

absl::Status WebsocketDriver::WriteNew(const fs::path& file, const std::string& content) {
  std::error_code error;
  fs::create_directories(file.parent_path(), error);
  std::ofstream(file, std::ios::binary) << content;
  if (fs::exists(file)) return absl::OkStatus();
  return absl::UnavailableError(absl::StrCat("cannot write ", file.string()));
}

absl::Status WebsocketDriver::Start(const Site& site) {
  Stop();
  if (absl::Status status = WriteSite(site); !status.ok()) return status;
  absl::StatusOr<SiteConfig> config = SiteConfigFromJson(site.config);
  if (!config.ok()) return config.status();

  host_ = std::make_unique<testing::FakeHost>();
  log_ = std::make_unique<LockedLog>();
  native::NativeServerOptions options;
  options.site = folder_.string();
  options.assets = folder_.string();
  options.threads = 1;
  options.config = *std::move(config);
  options.config.mode = site.development ? Mode::kDevelopment : Mode::kProduction;
  options.log = log_.get();
  options.hotload = true;
  // Files are renamed into place whole: there is nothing to wait for.
  options.reload_quiet = absl::ZeroDuration();
  // The clock stands still, and a rest would not end.
  options.rest = absl::ZeroDuration();
  options.overrides = [this](int) {
    native::HostOverrides overrides;
    overrides.clock = &host_->clock;
    overrides.scheduler = &host_->scheduler;
    overrides.entropy = &host_->entropy;
    overrides.numbers = &host_->numbers;
    return overrides;
  };
  absl::StatusOr<std::unique_ptr<native::NativeServer>> server =
      native::NativeServer::Create(std::move(options));
  if (!server.ok()) return server.status();
  server_ = *std::move(server);
  server_->Start();
  return absl::OkStatus();
}

absl::Status WebsocketDriver::CreateSession(const std::string& session) {
  absl::StatusOr<std::string> location = WebsocketClient::GetRedirect(server_->port(), "/");
  if (!location.ok()) return location.status();
  sessions_[session] = SessionId(std::string(absl::StripPrefix(*location, "/")));
  return absl::OkStatus();
}

absl::Status WebsocketDriver::DestroySession(const std::string& session) {
  server_->RunOnShard(kShard,
                      [&](Server* server) { server->sessions().Destroy(sessions_[session]); });
  return Settle();
}

absl::Status WebsocketDriver::Connect(const std::string& connection, const std::string& session) {
  std::set<ConnectionId> known;
  for (const auto& [name, link] : links_) known.insert(link.id);
  auto client = WebsocketClient::Open(server_->port(), absl::StrCat("/ws/", sessions_[session]));
  if (!client.ok()) return client.status();

  // The handshake may be over before the connection has joined.
  ConnectionId joined;
  absl::Status status = Await(
      [&](const Progress& progress) {
        for (const ConnectionProgress& one : progress) {
          if (known.count(one.connection) == 0) joined = one.connection;
        }
        return static_cast<bool>(joined);
      },
      "the connection does not join");
  if (status.ok()) links_[connection] = Link{*std::move(client), joined};
  return status;
}

absl::Status WebsocketDriver::Disconnect(const std::string& connection) {
  const auto link = links_.find(connection);
  if (link == links_.end())
    return absl::NotFoundError(absl::StrCat("'", connection, "' is not connected"));
  const ConnectionId id = link->second.id;
  absl::Status status = link->second.client->Close();
  links_.erase(link);
  if (!status.ok()) return status;
  status = Await([id](const Progress& progress) { return Find(progress, id) == nullptr; },
                 "the connection does not leave");
  return status.ok() ? Settle() : status;
}

absl::Status WebsocketDriver::Send(const std::string& connection, const std::string& frame) {
  const auto link = links_.find(connection);
  if (link == links_.end())
    return absl::NotFoundError(absl::StrCat("'", connection, "' is not connected"));
  if (absl::Status status = link->second.client->Write(frame); !status.ok()) return status;
  ++link->second.frames_sent;
  return Settle();
}

// From one due time to the next: a socket takes time that does not pass here, and a flush that
// finds the frame before still being written would join with the next one.
absl::Status WebsocketDriver::Advance(absl::Duration duration) {
  absl::Duration left = duration;
  do {
    absl::Duration step;
    server_->RunOnShard(kShard, [&](Server*) {
      step = std::min(left, host_->scheduler.UntilNext());
      host_->Advance(step);
    });
    left -= step;
    if (absl::Status status = Settle(); !status.ok()) return status;
  } while (left > absl::ZeroDuration());
  return absl::OkStatus();
}

// As careful editors do: the new file is written aside, under a name that is not watched, and
// renamed into place, so that exactly one event says so. So is the first folder that is new.
absl::Status WebsocketDriver::WriteFile(const std::string& path, const std::string& text) {
  fs::path place;  // What is renamed.
  for (const fs::path& part : fs::path(path)) {
    place /= part;
    if (!fs::exists(folder_ / place)) break;
  }
  const fs::path aside = folder_ / ".aside";
  std::error_code error;
  fs::remove_all(aside, error);
  const fs::path rest = fs::path(path).lexically_relative(place);
  absl::Status status = WriteNew(rest == "." ? aside : aside / rest, text);
  if (!status.ok()) return status;
  const int64_t reloads = server_->reloads();
  fs::rename(aside, folder_ / place, error);
  if (error) return absl::UnavailableError(absl::StrCat(path, ": ", error.message()));
  if (!server_->AwaitReloads(reloads + 1, kLimit)) {
    return absl::DeadlineExceededError(absl::StrCat("the server does not notice ", path));
  }
  return Settle();
}

// Ending the server also ends what still asks for the condition on its thread.
absl::Status WebsocketDriver::Await(const std::function<bool(const Progress&)>& condition,
                                    absl::string_view what) {
  if (server_->AwaitProgress(kShard, condition, kLimit)) return absl::OkStatus();
  server_.reset();
  return absl::DeadlineExceededError(what);
}

// A frame that the system cannot take whole is written while it is read.
absl::Status WebsocketDriver::Settle() {
  Progress settled;
  bool is_written = false;
  const auto is_settled = [&](const Progress& progress) {
    is_written = true;
    bool has_more = false;
    for (const auto& [name, link] : links_) {
      const ConnectionProgress* one = Find(progress, link.id);
      if (one == nullptr || one->is_closing) continue;
      if (one->frames_received < link.frames_sent) return false;
      if (one->frames_written < one->frames_sent) is_written = false;
      if (link.frames_read < one->frames_sent) has_more = true;
    }
    settled = progress;
    return is_written || has_more;
  };
  do {
    absl::Status status = Await(is_settled, "the server does not come to rest");
    for (auto link = links_.begin(); status.ok() && link != links_.end();) {
      const auto& [name, entry] = *link;
      const ConnectionProgress* one = Find(settled, entry.id);
      const bool is_open = one != nullptr && !one->is_closing;
      status =
          is_open ? ReadUpTo(name, link->second, one->frames_sent) : ReadClose(name, link->second);
      if (status.ok()) link = is_open ? std::next(link) : links_.erase(link);
    }
    if (!status.ok()) return status;
  } while (!is_written);
  return absl::OkStatus();
}

absl::Status WebsocketDriver::ReadUpTo(const std::string& name, Link& link, int64_t frames) {
  while (link.frames_read < frames) {
    absl::StatusOr<WebsocketClient::Message> message = link.client->Read();
    if (!message.ok()) return message.status();
    if (message->is_close)
      return absl::UnavailableError(absl::StrCat("'", name, "' was closed unexpectedly"));
    ++link.frames_read;
    events_.push_back(Event{Event::Kind::kFrame, name, std::move(message->text)});
  }
  return absl::OkStatus();
}

absl::Status WebsocketDriver::ReadClose(const std::string& name, Link& link) {
  while (true) {
    absl::StatusOr<WebsocketClient::Message> message = link.client->Read();
    if (!message.ok()) return message.status();
    if (message->is_close) {
      events_.push_back(Event{Event::Kind::kClosed, name, "", message->close_code});
      return absl::OkStatus();
    }
    events_.push_back(Event{Event::Kind::kFrame, name, std::move(message->text)});
  }
}

std::vector<Event> WebsocketDriver::TakeEvents() {
  std::vector<Event> events = std::exchange(events_, {});
  if (log_ == nullptr) return events;
  for (std::string& line : log_->Take()) {
    events.push_back(Event{Event::Kind::kLog, "", std::move(line)});
  }
  return events;
}

}  // namespace tandem::conformance
