// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// Reads an event log, whatever its bytes are: damage is found, by checksums that follow from one
// another, so that an entry which is missing or stands elsewhere is noticed too. What stands
// before the damage can be relied upon.

#ifndef TANDEM_CORE_LOG_LOG_READER_H_
#define TANDEM_CORE_LOG_LOG_READER_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "core/log/log_bytes.h"
#include "core/log/log_event.h"
#include "core/log/log_header.h"

namespace tandem {

class LogReader {
 public:
  // Borrows `log`. Errors as DecodeLogHeader.
  static absl::StatusOr<LogReader> Open(absl::string_view log);

  const LogHeader& header() const { return header_; }

  // The next event; none at the end of the log. kDataLoss if the log is cut off or damaged there:
  // the message says at which byte and after which event. The same again from then on.
  absl::StatusOr<std::optional<LogEvent>> Next();

 private:
  LogReader(absl::string_view log, DecodedLogHeader header);

  // A file that a log is being written to has zeros after its last entry: no entry begins with one.
  bool IsAtEnd() const;
  // The body of the entry at offset_; its size in all is put into `size`.
  absl::StatusOr<absl::string_view> Peek(size_t* size) const;
  void Accept(absl::string_view body, size_t size);
  bool ReadRecord(LogBytes& bytes, LogEvent* event);
  bool ReadOutcome(LogBytes& bytes, LogEvent* event);
  bool ReadItem(LogBytes& bytes, LogEvent* event);
  bool ReadTexts(LogBytes& bytes, std::vector<std::pair<std::string, std::string>>* texts);
  std::string ReadSharedText(LogBytes& bytes);
  absl::Status Damage(absl::string_view what) const;

  absl::string_view log_;
  LogHeader header_;
  size_t offset_ = 0;
  uint32_t checksum_ = 0;
  int64_t events_ = 0;
  absl::Status
      damage_;  // What was found; an entry that makes no sense may have been taken in part.

  // As LogWriter's.
  uint64_t ticks_us_ = 0;
  uint64_t monotonic_ns_ = 0;
  uint64_t wall_ns_ = 0;
  std::vector<absl::string_view> texts_;
};

}  // namespace tandem

#endif  // TANDEM_CORE_LOG_LOG_READER_H_
