// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// Any bytes are an event log or an error. Random bytes never get past a checksum, so the input is
// also read as the bodies of entries, each behind its length in one byte, that somebody has made a
// log of: what stands in them is as arbitrary, and what was understood survives being written and
// read again.

#include <algorithm>
#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "core/base/ids.h"
#include "core/log/event_log.h"
#include "core/log/log_bytes.h"
#include "core/log/log_event.h"
#include "core/log/log_format.h"
#include "core/log/log_header.h"
#include "core/log/log_reader.h"
#include "core/log/log_writer.h"
#include "tests/fuzz/fuzz.h"

namespace tandem::fuzz {
namespace {

class StringLog : public EventLog {
 public:
  void Append(absl::string_view entry) override { bytes.append(entry.data(), entry.size()); }
  std::string bytes;
};

LogHeader Header() {
  LogHeader header;
  header.session = SessionId(std::string(SessionId::kLength, '0'));
  header.number = VendedId(1);
  return header;
}

// A log with these bodies, whose checksums are right.
std::string Forge(absl::string_view bodies) {
  const std::string header = EncodeLogHeader(Header());
  LogBuffer log;
  log.Raw(header);
  uint32_t checksum = DecodeLogHeader(header)->checksum;
  while (!bodies.empty()) {
    const size_t size = std::min<size_t>(static_cast<uint8_t>(bodies[0]), bodies.size() - 1);
    const absl::string_view body = bodies.substr(1, size);
    bodies.remove_prefix(1 + size);
    checksum = LogChecksum(body, checksum);
    log.Text(body);
    log.Word<log_format::kChecksumSize>(checksum);
  }
  return std::string(log.view());
}

// Reads all there is. What was understood is put into `again`, but for the items.
int64_t Read(absl::string_view log, LogWriter* again) {
  absl::StatusOr<LogReader> reader = LogReader::Open(log);
  if (!reader.ok()) return 0;
  for (int64_t count = 0;; ++count) {
    absl::StatusOr<std::optional<LogEvent>> event = reader->Next();
    if (!event.ok()) {
      Claim(reader->Next().status() == event.status(), "an error stays");
      return count;
    }
    if (!event->has_value()) return count;
    Claim((*event)->number == count + 1, "events are counted");
    Claim((*event)->offset < log.size(), "an event is somewhere");
    if (again != nullptr) again->Begin((*event)->record, (*event)->time);
  }
}

}  // namespace
}  // namespace tandem::fuzz

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace tandem::fuzz;  // NOLINT: names of a few lines.
  const absl::string_view text = Text(data, size);
  Read(text, nullptr);
  StringLog log;
  tandem::LogWriter writer(log, Header(), /*keeps_frames=*/false);
  const int64_t count = Read(Forge(text), &writer);
  Claim(Read(log.bytes, nullptr) == count, "what was read is written, and read again");
  return 0;
}
