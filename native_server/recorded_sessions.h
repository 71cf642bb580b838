// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// The event logs of one shard's sessions: with --record as files in a folder, each entry written as
// it comes; in development mode without it in memory, as long as the session lives, so that what
// somebody has just seen can be turned into a file (`tandem sessions record`).
//
// Not thread-safe; belongs to one shard.

#ifndef TANDEM_NATIVE_SERVER_RECORDED_SESSIONS_H_
#define TANDEM_NATIVE_SERVER_RECORDED_SESSIONS_H_

#include <cstddef>
#include <map>
#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "core/base/ids.h"
#include "core/host/log_sink.h"
#include "core/log/event_log.h"
#include "core/log/memory_event_log.h"

namespace tandem::native {

class RecordedSessions : public EventLogs {
 public:
  // Hours of one person's clicking. A log in memory that grows beyond is dropped.
  static constexpr size_t kMaxBytesInMemory = size_t{16} << 20;

  // An empty `folder` means memory. The folder exists; `log` must outlive this.
  RecordedSessions(std::string folder, LogSink& log);

  // A file that cannot be made or written is told in the log; the session goes on without.
  std::unique_ptr<EventLog> Open(const SessionId& session, VendedId number) override;

  // What was recorded of a session that lives. kNotFound if it is not recorded,
  // kResourceExhausted if its log grew too large.
  absl::StatusOr<std::string> Find(const SessionId& session) const;

 private:
  class File;

  const std::string folder_;
  LogSink& log_;
  MemoryEventLogs in_memory_;
  std::map<SessionId, const File*> files_;  // Of sessions that live.
};

}  // namespace tandem::native

#endif  // TANDEM_NATIVE_SERVER_RECORDED_SESSIONS_H_
