// Copyright (c) the Tandem authors. Licensed under the MIT License.

#include "core/log/log_writer.h"

#include <cstddef>
#include <type_traits>
#include <variant>

#include "core/log/hash64.h"

namespace tandem {

using log_format::Item;

namespace {

// Before the body of an entry stands its length, which is known last: there is room for any, so
// that nothing has to be moved.
constexpr size_t kRoomForLength = LogBuffer::kLongestNumber;

// A buffer that held something big is not kept for what is small.
constexpr size_t kBufferToKeep = size_t{64} << 10;

}  // namespace

LogWriter::LogWriter(EventLog& log, const LogHeader& header, bool keeps_frames)
    : log_(log), keeps_frames_(keeps_frames) {
  BeginEntry(log_format::kOutcome, &outcome_);
  const std::string bytes = EncodeLogHeader(header);
  checksum_ = DecodeLogHeader(bytes)->checksum;
  log_.Append(bytes);
}

void LogWriter::Begin(const Record& record, absl::Duration time) {
  BeginEntry(static_cast<uint8_t>(log_format::kFirstRecord + record.index()), &record_);
  const auto now = static_cast<uint64_t>(absl::ToInt64Microseconds(time));
  record_.Signed(static_cast<int64_t>(now - std::exchange(ticks_us_, now)));
  std::visit(
      [&](const auto& one) {
        using Kind = std::decay_t<decltype(one)>;
        if constexpr (std::is_same_v<Kind, FrameRecord>) {
          PutId(one.connection, &record_);
          record_.Text(one.bytes);
        } else if constexpr (std::is_same_v<Kind, GraceRecord>) {
          PutId(one.page, &record_);
        } else if constexpr (std::is_same_v<Kind, TimerRecord>) {
          PutId(one.timer, &record_);
        } else if constexpr (std::is_same_v<Kind, ReloadRecord>) {
          PutTexts(one.change.scripts, &record_);
          PutTexts(one.change.templates, &record_);
        } else if constexpr (std::is_same_v<Kind, EndRecord>) {
          record_.Text(one.reason);
        } else if constexpr (std::is_same_v<Kind, EditRecord>) {
          record_.Signed(one.variable.value());
          record_.Text(one.value);
        } else if constexpr (!std::is_empty_v<Kind>) {
          PutId(one.connection, &record_);
        }
      },
      record);
  AppendEntry(&record_);
}

void LogWriter::Writable(bool is_writable) {
  PutItem(is_writable ? Item::kWritable : Item::kNotWritable);
}

void LogWriter::Monotonic(absl::Duration time) {
  PutItem(Item::kMonotonic);
  const auto now = static_cast<uint64_t>(absl::ToInt64Nanoseconds(time));
  outcome_.Signed(static_cast<int64_t>(now - std::exchange(monotonic_ns_, now)));
}

void LogWriter::Wall(absl::Time time) {
  PutItem(Item::kWall);
  const auto now = static_cast<uint64_t>(absl::ToUnixNanos(time));
  outcome_.Signed(static_cast<int64_t>(now - std::exchange(wall_ns_, now)));
}

void LogWriter::Entropy(absl::string_view bytes) {
  PutItem(Item::kEntropy);
  outcome_.Text(bytes);
}

void LogWriter::Canonical(absl::string_view path, const absl::StatusOr<std::string>& key) {
  PutItem(Item::kCanonical);
  outcome_.Text(path);
  PutStatus(key.status(), &outcome_);
  if (key.ok()) outcome_.Text(*key);
}

void LogWriter::Read(absl::string_view path, const absl::StatusOr<std::string>& text) {
  PutItem(Item::kRead);
  outcome_.Text(path);
  PutStatus(text.status(), &outcome_);
  if (text.ok()) PutSharedText(*text, &outcome_);
}

void LogWriter::Sent(ConnectionId connection, absl::string_view frame) {
  PutItem(keeps_frames_ ? Item::kSentWhole : Item::kSent);
  PutId(connection, &outcome_);
  outcome_.Number(frame.size());
  if (keeps_frames_) {
    outcome_.Raw(frame);
  } else {
    outcome_.Word<log_format::kHashSize>(Hash64(frame));
  }
}

void LogWriter::Closed(ConnectionId connection, uint16_t code, absl::string_view reason) {
  PutItem(Item::kClosed);
  PutId(connection, &outcome_);
  outcome_.Number(code);
  outcome_.Text(reason);
}

void LogWriter::Finish(const Texts& templates) {
  if (outcome_.size() == kRoomForLength + 1 && templates.empty()) return;
  if (!templates.empty()) {
    PutItem(Item::kTemplates);
    PutTexts(templates, &outcome_);
  }
  AppendEntry(&outcome_);
  BeginEntry(log_format::kOutcome, &outcome_);
}

void LogWriter::PutTexts(const Texts& texts, LogBuffer* out) {
  out->Number(texts.size());
  for (const auto& [key, text] : texts) {
    out->Text(key);
    PutSharedText(text, out);
  }
}

void LogWriter::PutSharedText(absl::string_view text, LogBuffer* out) {
  const auto [place, is_new] = texts_.try_emplace({Hash64(text), text.size()}, texts_.size() + 1);
  out->Number(is_new ? 0 : place->second);
  if (is_new) out->Text(text);
}

void LogWriter::PutStatus(const absl::Status& status, LogBuffer* out) {
  out->Number(static_cast<uint64_t>(status.code()));
  if (!status.ok()) out->Text(status.message());
}

template <typename Id>
void LogWriter::PutId(Id id, LogBuffer* out) {
  out->Number(static_cast<uint64_t>(id.value()));
}

void LogWriter::BeginEntry(uint8_t kind, LogBuffer* entry) {
  if (entry->capacity() > kBufferToKeep) entry->Free();
  entry->Reset(kRoomForLength);
  entry->Byte(kind);
}

void LogWriter::AppendEntry(LogBuffer* entry) {
  const absl::string_view body = entry->view().substr(kRoomForLength);
  const size_t begin = entry->NumberBefore(kRoomForLength, body.size());
  checksum_ = LogChecksum(body, checksum_);
  entry->Word<log_format::kChecksumSize>(checksum_);
  log_.Append(entry->view().substr(begin));
}

}  // namespace tandem
