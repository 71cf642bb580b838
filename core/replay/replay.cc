// Copyright (c) the Tandem authors. Licensed under the MIT License.

#include "core/replay/replay.h"

#include <memory>
#include <utility>
#include <variant>

#include "absl/container/btree_map.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "core/log/log_event.h"
#include "core/log/log_reader.h"
#include "core/log/record.h"
#include "core/replay/replay_host.h"
#include "core/replay/replay_outbox.h"
#include "core/session/server.h"
#include "core/session/session.h"
#include "core/session/session_settings.h"
#include "core/session/site_config.h"

namespace tandem {
namespace {

class Player {
 public:
  Player(LogReader& reader, const SiteConfig& config, const ReplayOptions& options)
      : reader_(reader),
        options_(options),
        answers_(/*passes_files=*/options.site != nullptr),
        host_(reader.header(), answers_, options.site, options.log),
        on_frame_([this](ConnectionId connection, absl::string_view frame) {
          ++report_.frames;
          if (options_.on_frame) options_.on_frame(report_.events, connection, frame);
        }),
        server_(host_.host(), config) {
    report_.header = reader.header();
  }

  // One event is read ahead: whether the log goes on says whether the present one is complete.
  ReplayReport Play() {
    std::optional<LogEvent> event = Read();
    while (event && !answers_.divergence()) {
      std::optional<LogEvent> next = Read();
      report_.is_unfinished = !next && !event->has_outcome;
      PlayOne(*event);
      event = std::move(next);
    }
    // What the session says as it goes is not the log's.
    answers_.Stop();
    report_.divergence = answers_.divergence();
    return std::move(report_);
  }

 private:
  std::optional<LogEvent> Read() {
    absl::StatusOr<std::optional<LogEvent>> event = reader_.Next();
    if (event.ok()) return *std::move(event);
    report_.log_status = event.status();
    return std::nullopt;
  }

  void PlayOne(const LogEvent& event) {
    report_.events = event.number;
    answers_.Begin(event, report_.is_unfinished);
    TakeTemplates(event);
    // Starts it, and asks some things before.
    if (session_ == nullptr) CreateSession();
    std::visit([this](const auto& record) { Run(record); }, event.record);
    answers_.End();
  }

  void CreateSession() {
    const absl::StatusOr<SessionId> id = server_.sessions().CreateSession();
    // There is room for one, and it takes no id but that of the log.
    session_ = server_.sessions().Find(*id);
  }

  // Those that the session began with are the site's, if there is one.
  void TakeTemplates(const LogEvent& event) {
    if (options_.site != nullptr && session_ == nullptr) return;
    for (const auto& [key, html] : event.templates) server_.viewdefs().Put(key, html);
  }

  // By CreateSession.
  void Run(const StartRecord&) {}
  void Run(const JoinRecord& join) {
    std::unique_ptr<ReplayOutbox>& outbox = outboxes_[join.connection];
    // A log in which one joins twice is not of a session; the outbox stays where it is.
    if (outbox == nullptr) {
      outbox = std::make_unique<ReplayOutbox>(join.connection, answers_, on_frame_);
    }
    session_->Connect(join.connection, *outbox);
  }
  void Run(const LeaveRecord& leave) { session_->Disconnect(leave.connection); }
  void Run(const EndRecord& end) {
    report_.is_over = true;
    session_->Play(end);
  }
  template <typename Other>
  void Run(const Other& other) {
    session_->Play(other);
  }

  LogReader& reader_;
  const ReplayOptions& options_;
  ReplayReport report_;
  Answers answers_;
  ReplayHost host_;
  const ReplayOutbox::OnFrame on_frame_;
  // Outlive the server, which closes them when it ends.
  absl::btree_map<ConnectionId, std::unique_ptr<ReplayOutbox>> outboxes_;
  Server server_;
  Session* session_ = nullptr;
};

}  // namespace

absl::StatusOr<ReplayReport> Replay(absl::string_view log, const ReplayOptions& options) {
  absl::StatusOr<LogReader> reader = LogReader::Open(log);
  if (!reader.ok()) return reader.status();
  absl::StatusOr<SiteConfig> config = ConfigFromSessionSettings(reader->header().options);
  if (!config.ok()) return config.status();
  if (!config->lua.libraries.empty()) {
    return absl::FailedPreconditionError(
        absl::StrCat("the session's site opens libraries that reach outside (",
                     absl::StrJoin(config->lua.libraries, ", "),
                     "): what they did is not in the log, and a replay would do it again"));
  }
  if (config->lua.temporary_files) {
    return absl::FailedPreconditionError(
        "the session's site takes temporary files ([files] temporary): what became of them is not "
        "in the log");
  }
  // Nothing comes due here.
  config->session.timeout = absl::InfiniteDuration();
  return Player(*reader, *config, options).Play();
}

}  // namespace tandem
