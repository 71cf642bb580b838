// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// Event logs in memory, one for each session that lives: for a recording that somebody may ask for
// later, and for tests.

#ifndef TANDEM_CORE_LOG_MEMORY_EVENT_LOG_H_
#define TANDEM_CORE_LOG_MEMORY_EVENT_LOG_H_

#include <cstddef>
#include <limits>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "core/base/ids.h"
#include "core/log/event_log.h"

namespace tandem {

class MemoryEventLogs : public EventLogs {
 public:
  struct Options {
    // A log that grows beyond is dropped: without its beginning it would be of no use.
    size_t max_bytes = std::numeric_limits<size_t>::max();
    bool keeps_frames = false;
    // Whether the log of a session stays when it ends.
    bool keeps_ended = false;
  };

  explicit MemoryEventLogs(const Options& options) : options_(options) {}
  MemoryEventLogs(const MemoryEventLogs&) = delete;
  MemoryEventLogs& operator=(const MemoryEventLogs&) = delete;

  std::unique_ptr<EventLog> Open(const SessionId& session, VendedId number) override;
  bool keeps_frames() const override { return options_.keeps_frames; }

  // What was recorded so far. kNotFound for a session that is not here, kResourceExhausted if its
  // log grew too large.
  absl::StatusOr<std::string> Find(const SessionId& session) const;

  std::vector<SessionId> sessions() const;

 private:
  // Bytes that are only appended to, and stay where they are: a log is long, and recording has no
  // time to copy it when it grows.
  class Pieces {
   public:
    void Append(absl::string_view bytes);
    void Clear();
    size_t size() const { return size_; }
    std::string Joined() const;

   private:
    std::vector<std::string> pieces_;  // Each filled up to its capacity; the last one in part.
    size_t size_ = 0;
  };

  struct Kept {
    Pieces bytes;
    bool is_too_large = false;
  };
  class Log;

  const Options options_;
  std::map<SessionId, Kept> kept_;  // Stay where they are.
};

}  // namespace tandem

#endif  // TANDEM_CORE_LOG_MEMORY_EVENT_LOG_H_
