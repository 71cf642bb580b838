// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// One event of a log: a record of the session's mailbox, and what the session asked and said while
// it was handled, in that order. What it asked is an input as well: the answers are here, and a
// replay gives them again. What it said is here to be compared, each frame as a hash.

#ifndef TANDEM_CORE_LOG_LOG_EVENT_H_
#define TANDEM_CORE_LOG_LOG_EVENT_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "core/base/ids.h"
#include "core/log/record.h"

namespace tandem {

// Whether an outbox takes a frame.
struct WritableAnswer {
  bool is_writable = false;
};
struct MonotonicAnswer {
  absl::Duration time;
};
struct WallAnswer {
  absl::Time time;
};
struct EntropyAnswer {
  std::string bytes;
};
struct CanonicalAnswer {
  std::string path;
  absl::StatusOr<std::string> key;
};
struct ReadAnswer {
  std::string path;
  absl::StatusOr<std::string> text;
};
// A frame left. `text` is there only if the log keeps frames.
struct SentOutput {
  ConnectionId connection;
  uint64_t size = 0;
  uint64_t hash = 0;
  std::string text;
};
// The session closed a connection.
struct ClosedOutput {
  ConnectionId connection;
  uint16_t code = 0;
  std::string reason;
};

using LogItem = std::variant<WritableAnswer, MonotonicAnswer, WallAnswer, EntropyAnswer,
                             CanonicalAnswer, ReadAnswer, SentOutput, ClosedOutput>;

struct LogEvent {
  int64_t number = 0;   // 1, 2, 3 …
  size_t offset = 0;    // Where in the log it begins.
  absl::Duration time;  // By Clock::Ticks, in microseconds.
  Record record;
  std::vector<LogItem> items;
  // Templates that came or changed since the event before, or meanwhile: sessions share them, so
  // they are not asked for one by one.
  std::vector<std::pair<std::string, std::string>> templates;
  // False if it asked and said nothing, or if the log was cut before it did.
  bool has_outcome = false;
};

}  // namespace tandem

#endif  // TANDEM_CORE_LOG_LOG_EVENT_H_
