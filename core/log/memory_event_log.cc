// Copyright (c) the Tandem authors. Licensed under the MIT License.

#include "core/log/memory_event_log.h"

#include <algorithm>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

namespace tandem {
namespace {

// A short log takes little memory, and a long one few pieces.
constexpr size_t kSmallestPiece = 512;
constexpr size_t kLargestPiece = size_t{256} << 10;

}  // namespace

void MemoryEventLogs::Pieces::Append(absl::string_view bytes) {
  size_ += bytes.size();
  while (!bytes.empty()) {
    if (pieces_.empty() || pieces_.back().size() == pieces_.back().capacity()) {
      pieces_.emplace_back().reserve(std::clamp(size_, kSmallestPiece, kLargestPiece));
    }
    std::string& last = pieces_.back();
    const size_t count = std::min(bytes.size(), last.capacity() - last.size());
    last.append(bytes.data(), count);
    bytes.remove_prefix(count);
  }
}

void MemoryEventLogs::Pieces::Clear() { *this = Pieces(); }

std::string MemoryEventLogs::Pieces::Joined() const { return absl::StrJoin(pieces_, ""); }

class MemoryEventLogs::Log : public EventLog {
 public:
  Log(MemoryEventLogs& logs, SessionId session)
      : logs_(logs), session_(std::move(session)), kept_(logs.kept_[session_]) {}
  ~Log() override {
    if (!logs_.options_.keeps_ended) logs_.kept_.erase(session_);
  }

  void Append(absl::string_view entry) override {
    if (kept_.is_too_large) return;
    kept_.is_too_large = kept_.bytes.size() + entry.size() > logs_.options_.max_bytes;
    if (kept_.is_too_large) {
      kept_.bytes.Clear();
    } else {
      kept_.bytes.Append(entry);
    }
  }

 private:
  MemoryEventLogs& logs_;
  const SessionId session_;
  Kept& kept_;
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
  return entry->second.bytes.Joined();
}

std::vector<SessionId> MemoryEventLogs::sessions() const {
  std::vector<SessionId> ids;
  for (const auto& [id, kept] : kept_) ids.push_back(id);
  return ids;
}

}  // namespace tandem
