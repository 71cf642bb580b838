// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// Writes a session's event log: the header, then for each event what came, before it is handled,
// and what was asked and said, afterwards. A text that occurs again, such as a file of the site
// or a template, is written once.
//
// Not thread-safe; belongs to one session.

#ifndef TANDEM_CORE_LOG_LOG_WRITER_H_
#define TANDEM_CORE_LOG_LOG_WRITER_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "core/base/ids.h"
#include "core/log/event_log.h"
#include "core/log/log_bytes.h"
#include "core/log/log_format.h"
#include "core/log/log_header.h"
#include "core/log/record.h"

namespace tandem {

class LogWriter {
 public:
  // Appends the header. `log` must outlive this.
  LogWriter(EventLog& log, const LogHeader& header, bool keeps_frames);
  LogWriter(const LogWriter&) = delete;
  LogWriter& operator=(const LogWriter&) = delete;

  // Appends what has come; `time` by Clock::Ticks.
  void Begin(const Record& record, absl::Duration time);

  // What is asked and said, also before the first record.
  void Writable(bool is_writable);
  void Monotonic(absl::Duration time);
  void Wall(absl::Time time);
  void Entropy(absl::string_view bytes);
  void Canonical(absl::string_view path, const absl::StatusOr<std::string>& key);
  void Read(absl::string_view path, const absl::StatusOr<std::string>& text);
  void Sent(ConnectionId connection, absl::string_view frame);
  void Closed(ConnectionId connection, uint16_t code, absl::string_view reason);

  // Appends the outcome, if there is any. `templates` are those that came or changed since the
  // last Finish.
  using Texts = std::vector<std::pair<std::string, std::string>>;
  void Finish(const Texts& templates);

 private:
  // An entry's first byte, into a buffer of its own; its length and checksum come last.
  static void BeginEntry(uint8_t kind, LogBuffer* entry);
  void AppendEntry(LogBuffer* entry);
  void PutItem(log_format::Item item) { outcome_.Byte(static_cast<uint8_t>(item)); }
  template <typename Id>
  static void PutId(Id id, LogBuffer* out);
  void PutSharedText(absl::string_view text, LogBuffer* out);
  void PutTexts(const Texts& texts, LogBuffer* out);
  static void PutStatus(const absl::Status& status, LogBuffer* out);

  EventLog& log_;
  const bool keeps_frames_;
  uint32_t checksum_ = 0;

  // What times are counted from.
  uint64_t ticks_us_ = 0;
  uint64_t monotonic_ns_ = 0;
  uint64_t wall_ns_ = 0;

  // Texts written, by hash and size: 1, 2, 3 …
  absl::flat_hash_map<std::pair<uint64_t, size_t>, uint64_t> texts_;

  // Kept for their capacity.
  LogBuffer record_;
  LogBuffer outcome_;  // Being written: what was asked and said so far.
};

}  // namespace tandem

#endif  // TANDEM_CORE_LOG_LOG_WRITER_H_
