// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// Plays an event log again: a session built as Server builds it, in a world that gives the recorded
// answers, is given the recorded records; what it asks and says is compared with what was asked
// and said then. The first difference is the result: after it, nothing can be relied upon, so the
// replay ends there.

#ifndef TANDEM_CORE_REPLAY_REPLAY_H_
#define TANDEM_CORE_REPLAY_REPLAY_H_

#include <cstdint>
#include <functional>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "core/base/ids.h"
#include "core/host/file_source.h"
#include "core/host/log_sink.h"
#include "core/log/log_header.h"
#include "core/replay/answers.h"

namespace tandem {

struct ReplayOptions {
  // Where files are read: null: the texts in the log. A site in its place shows what its edits
  // change; edits that the log tells of are played all the same.
  FileSource* site = nullptr;

  // Where the session's log lines go. Null: nowhere.
  LogSink* log = nullptr;

  // Called with every frame that leaves. May be null.
  std::function<void(int64_t event, ConnectionId connection, absl::string_view frame)> on_frame;
};

struct ReplayReport {
  LogHeader header;
  int64_t events = 0;
  int64_t frames = 0;
  // Whether the log ends within its last event: what that asked was not written any more, so it is
  // not compared.
  bool is_unfinished = false;
  // Whether the session had ended.
  bool is_over = false;

  std::optional<Divergence> divergence;

  // OK if the log was read to its end; else why not, and where. Everything before was played.
  absl::Status log_status;
};

// Errors as LogReader::Open; kFailedPrecondition if the session's site takes temporary files, or
// opens libraries that reach outside (D-39): what they did is in no log, and would be done again.
absl::StatusOr<ReplayReport> Replay(absl::string_view log, const ReplayOptions& options = {});

}  // namespace tandem

#endif  // TANDEM_CORE_REPLAY_REPLAY_H_
