// Copyright (c) the Tandem authors. Licensed under the MIT License.

#include "core/log/memory_event_log.h"

#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"

namespace tandem {

// Looks its bytes up each time: the map moves them.
class MemoryEventLogs::Log : public EventLog {
 public:
  Log(MemoryEventLogs& logs, SessionId session) : logs_(logs), session_(std::move(session)) {}
  ~Log() override {
    if (!logs_.options_.keeps_ended) logs_.kept_.erase(session_);
  }

  void Append(absl::string_view entry) override {
    Kept& kept = logs_.kept_[session_];
    if (kept.is_too_large) return;
    kept.is_too_large = kept.bytes.size() + entry.size() > logs_.options_.max_bytes;
    if (kept.is_too_large) {
      kept.bytes = std::string();
    } else {
      kept.bytes.append(entry.data(), entry.size());
    }
  }

 private:
  MemoryEventLogs& logs_;
  const SessionId session_;
};

std::unique_ptr<EventLog> MemoryEventLogs::Open(const SessionId& session, VendedId) {
  return std::make_unique<Log>(*this, session);
}

absl::StatusOr<std::string> MemoryEventLogs::Find(const SessionId& session) const {
  const auto entry = kept_.find(session);
  if (entry == kept_.end()) return absl::NotFoundError("no such session is recorded");
  if (entry->second.is_too_large) {
    return absl::ResourceExhaustedError(absl::StrCat("the session's log grew beyond ",
                                                     options_.max_bytes, " bytes and was dropped"));
  }
  return entry->second.bytes;
}

std::vector<SessionId> MemoryEventLogs::sessions() const {
  std::vector<SessionId> ids;
  for (const auto& [id, kept] : kept_) ids.push_back(id);
  return ids;
}

}  // namespace tandem
