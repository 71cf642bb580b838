// Copyright (c) the Tandem authors. Licensed under the MIT License.

#include "core/replay/revival.h"

#include <algorithm>
#include <optional>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include "absl/container/btree_map.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "core/base/status_macros.h"
#include "core/log/log_event.h"
#include "core/log/log_header.h"
#include "core/log/log_reader.h"
#include "core/log/record.h"
#include "core/replay/answers.h"
#include "core/replay/replay_outbox.h"
#include "core/replay/returning_world.h"
#include "core/session/session.h"

namespace tandem {
namespace {

// What the session's recorder writes to: compares as long as there is something to compare with,
// then hands on. It also owns what must outlive the session: the recorder has it to the end.
class ReturningEventLog : public EventLog {
 public:
  ReturningEventLog(Host& real, absl::string_view recorded, std::unique_ptr<EventLog> onward)
      : recorded_(recorded), onward_(std::move(onward)), world_(real, answers_) {}

  void Append(absl::string_view entry) override {
    if (is_real_) return onward_->Append(entry);
    is_same_ = is_same_ && recorded_.substr(0, entry.size()) == entry;
    recorded_.remove_prefix(std::min(entry.size(), recorded_.size()));
  }
  void OnSessionOver() override {
    if (is_real_) onward_->OnSessionOver();
  }

  bool is_all_the_same() const { return is_same_ && recorded_.empty(); }

  void GoOn() {
    is_real_ = true;
    answers_.Stop();
    world_.GoOn();
  }

  Answers& answers() { return answers_; }
  Host& world() { return world_.host(); }

 private:
  absl::string_view recorded_;  // What is still to come. Valid until GoOn.
  bool is_same_ = true;
  bool is_real_ = false;
  std::unique_ptr<EventLog> onward_;
  Answers answers_{/*passes_files=*/false};
  ReturningWorld world_;
};

absl::StatusOr<std::vector<LogEvent>> ReadAll(LogReader& reader) {
  std::vector<LogEvent> events;
  for (;;) {
    ASSIGN_OR_RETURN(std::optional<LogEvent> event, reader.Next());
    if (!event) return events;
    events.push_back(*std::move(event));
  }
}

// Everything that decides what a session does, and is not in its log: present files and templates
// are those of the site, for all sessions.
absl::Status CheckHeader(const LogHeader& header, const LogHeader& ours) {
  const auto refuse = [](absl::string_view why) { return absl::FailedPreconditionError(why); };
  if (header.core != ours.core) {
    return refuse(absl::StrCat("it ran in Tandem ", header.core, ", and this is ", ours.core));
  }
  if (header.site != ours.site) return refuse("the site has changed");
  if (header.options != ours.options) return refuse("the site's settings have changed");
  const auto libraries = header.options.find("lua.libraries");
  if (libraries != header.options.end() && !libraries->empty()) {
    return refuse("the site opens libraries that reach outside, and what they did is in no log");
  }
  if (header.options.value("lua.temporary_files", false)) {
    return refuse("the site takes temporary files, and those of its time are gone");
  }
  return absl::OkStatus();
}

absl::Status CheckEvents(const std::vector<LogEvent>& events) {
  if (events.empty() || !std::holds_alternative<StartRecord>(events.front().record)) {
    return absl::DataLossError("its log does not begin with its start");
  }
  for (const LogEvent& event : events) {
    const bool is_edit = std::holds_alternative<ReloadRecord>(event.record) ||
                         (event.number > 1 && !event.templates.empty());
    if (is_edit) return absl::FailedPreconditionError("the site was edited while it lived");
    if (std::holds_alternative<EndRecord>(event.record)) {
      return absl::FailedPreconditionError("it had ended");
    }
  }
  return absl::OkStatus();
}

ConnectionId LastConnection(const std::vector<LogEvent>& events) {
  ConnectionId last;
  for (const LogEvent& event : events) {
    if (const auto* join = std::get_if<JoinRecord>(&event.record)) {
      last = std::max(last, join->connection);
    }
  }
  return last;
}

class Returning {
 public:
  Returning(Server& server, const LogHeader& header, ReturningEventLog& log)
      : server_(server), header_(header), log_(log) {}

  // `owned` is the log.
  absl::Status Play(const std::vector<LogEvent>& events, std::unique_ptr<EventLog> owned) {
    for (const LogEvent& event : events) {
      log_.answers().Begin(event, /*is_unfinished=*/false);
      if (session_ == nullptr) {
        // Starts it, and asks some things before.
        session_ =
            &server_.Restore(header_, log_.world(), std::move(owned), LastConnection(events));
      } else {
        std::visit([this](const auto& record) { Run(record); }, event.record);
      }
      log_.answers().End();
      if (const std::optional<Divergence>& divergence = log_.answers().divergence()) {
        const std::string why =
            absl::StrCat("played again, it is another from event ", divergence->event, " on (",
                         divergence->record, "; recorded: ", divergence->recorded,
                         "; now: ", divergence->replayed, ")");
        return GiveUp(why);
      }
    }
    if (!log_.is_all_the_same()) return GiveUp("played again, it does not come to the same log");
    log_.GoOn();
    // Each is told like any that is cut, and leaves its page waiting.
    for (const auto& [connection, outbox] : outboxes_) session_->Disconnect(connection);
    return absl::OkStatus();
  }

 private:
  absl::Status GiveUp(absl::string_view why) {
    const absl::Status status = absl::AbortedError(why);
    log_.answers().Stop();
    server_.sessions().Abandon(header_.session);
    return status;
  }

  void Run(const JoinRecord& join) {
    std::unique_ptr<ReplayOutbox>& outbox = outboxes_[join.connection];
    // A log in which one joins twice is not of a session; the outbox stays where it is.
    if (outbox == nullptr) {
      outbox = std::make_unique<ReplayOutbox>(join.connection, log_.answers(), on_frame_);
    }
    session_->Connect(join.connection, *outbox);
  }
  void Run(const LeaveRecord& leave) {
    session_->Disconnect(leave.connection);
    outboxes_.erase(leave.connection);
  }
  template <typename Other>
  void Run(const Other& other) {
    session_->Play(other);
  }

  Server& server_;
  const LogHeader& header_;
  ReturningEventLog& log_;
  const ReplayOutbox::OnFrame on_frame_ = [](ConnectionId, absl::string_view) {};
  Session* session_ = nullptr;
  absl::btree_map<ConnectionId, std::unique_ptr<ReplayOutbox>> outboxes_;
};

}  // namespace

absl::Status Revive(Server& server, Host& host, absl::string_view log,
                    std::unique_ptr<EventLog> onward) {
  if (!server.sessions().has_room()) {
    return absl::ResourceExhaustedError("there are too many sessions at the moment");
  }
  ASSIGN_OR_RETURN(LogReader reader, LogReader::Open(log));
  const LogHeader header = reader.header();
  RETURN_IF_ERROR(CheckHeader(header, server.HeaderFor(header.session, header.number)));
  ASSIGN_OR_RETURN(const std::vector<LogEvent> events, ReadAll(reader));
  RETURN_IF_ERROR(CheckEvents(events));
  auto returning = std::make_unique<ReturningEventLog>(host, log, std::move(onward));
  Returning player(server, header, *returning);
  return player.Play(events, std::move(returning));
}

}  // namespace tandem
