// Copyright (c) the Tandem authors. Licensed under the MIT License.

#include "core/log/log_writer.h"

#include <algorithm>
#include <cstddef>
#include <type_traits>
#include <variant>

#include "core/log/hash64.h"

namespace tandem {

using log_format::Item;

namespace {

// Before the body of an entry stands its length, which is known last: there is room for any, so
// that nothing has to be moved. Recording has a few hundred nanoseconds of a turn.
constexpr size_t kRoomForLength = 10;

// A buffer that held something big is not kept for what is small.
constexpr size_t kBufferToKeep = size_t{64} << 10;

}  // namespace

LogWriter::LogWriter(EventLog& log, const LogHeader& header, bool keeps_frames)
    : log_(log), keeps_frames_(keeps_frames) {
  BeginOutcome();
  const std::string bytes = EncodeLogHeader(header);
  checksum_ = DecodeLogHeader(bytes)->checksum;
  log_.Append(bytes);
}

void LogWriter::Begin(const Record& record, absl::Duration time) {
  FewBytes head;
  head.Byte(static_cast<uint8_t>(log_format::kFirstRecord + record.index()));
  const auto now = static_cast<uint64_t>(absl::ToInt64Microseconds(time));
  head.Signed(static_cast<int64_t>(now - std::exchange(ticks_us_, now)));
  std::visit(
      [&](const auto& one) {
        using Kind = std::decay_t<decltype(one)>;
        if constexpr (std::is_same_v<Kind, FrameRecord>) {
          head.Number(static_cast<uint64_t>(one.connection.value()));
          head.Number(one.bytes.size());
          BeginEntry(head, &record_);
          record_.append(one.bytes);
        } else if constexpr (std::is_same_v<Kind, GraceRecord>) {
          head.Number(static_cast<uint64_t>(one.page.value()));
          BeginEntry(head, &record_);
        } else if constexpr (std::is_same_v<Kind, TimerRecord>) {
          head.Number(static_cast<uint64_t>(one.timer.value()));
          BeginEntry(head, &record_);
        } else if constexpr (std::is_same_v<Kind, ReloadRecord>) {
          BeginEntry(head, &record_);
          PutTexts(one.change.scripts, &record_);
          PutTexts(one.change.templates, &record_);
        } else if constexpr (std::is_same_v<Kind, EndRecord>) {
          BeginEntry(head, &record_);
          PutText(one.reason, &record_);
        } else if constexpr (std::is_same_v<Kind, EditRecord>) {
          BeginEntry(head, &record_);
          PutSigned(one.variable.value(), &record_);
          PutText(one.value, &record_);
        } else {
          if constexpr (!std::is_empty_v<Kind>) {
            head.Number(static_cast<uint64_t>(one.connection.value()));
          }
          BeginEntry(head, &record_);
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
  PutSigned(static_cast<int64_t>(now - std::exchange(monotonic_ns_, now)), &outcome_);
}

void LogWriter::Wall(absl::Time time) {
  PutItem(Item::kWall);
  const auto now = static_cast<uint64_t>(absl::ToUnixNanos(time));
  PutSigned(static_cast<int64_t>(now - std::exchange(wall_ns_, now)), &outcome_);
}

void LogWriter::Entropy(absl::string_view bytes) {
  PutItem(Item::kEntropy);
  PutText(bytes, &outcome_);
}

void LogWriter::Canonical(absl::string_view path, const absl::StatusOr<std::string>& key) {
  PutItem(Item::kCanonical);
  PutText(path, &outcome_);
  PutStatus(key.status(), &outcome_);
  if (key.ok()) PutText(*key, &outcome_);
}

void LogWriter::Read(absl::string_view path, const absl::StatusOr<std::string>& text) {
  PutItem(Item::kRead);
  PutText(path, &outcome_);
  PutStatus(text.status(), &outcome_);
  if (text.ok()) PutSharedText(*text, &outcome_);
}

void LogWriter::Sent(ConnectionId connection, absl::string_view frame) {
  FewBytes head;
  head.Byte(static_cast<uint8_t>(keeps_frames_ ? Item::kSentWhole : Item::kSent));
  head.Number(static_cast<uint64_t>(connection.value()));
  head.Number(frame.size());
  if (!keeps_frames_) head.Word(Hash64(frame), log_format::kHashSize);
  head.AppendTo(&outcome_);
  if (keeps_frames_) outcome_.append(frame.data(), frame.size());
}

void LogWriter::Closed(ConnectionId connection, uint16_t code, absl::string_view reason) {
  PutItem(Item::kClosed);
  PutNumber(static_cast<uint64_t>(connection.value()), &outcome_);
  PutNumber(code, &outcome_);
  PutText(reason, &outcome_);
}

void LogWriter::Finish(const Texts& templates) {
  if (outcome_.size() == kRoomForLength + 1 && templates.empty()) return;
  if (!templates.empty()) {
    PutItem(Item::kTemplates);
    PutTexts(templates, &outcome_);
  }
  AppendEntry(&outcome_);
  BeginOutcome();
}

void LogWriter::PutTexts(const Texts& texts, std::string* out) {
  PutNumber(texts.size(), out);
  for (const auto& [key, text] : texts) {
    PutText(key, out);
    PutSharedText(text, out);
  }
}

void LogWriter::PutSharedText(absl::string_view text, std::string* out) {
  const auto [place, is_new] = texts_.try_emplace({Hash64(text), text.size()}, texts_.size() + 1);
  PutNumber(is_new ? 0 : place->second, out);
  if (is_new) PutText(text, out);
}

void LogWriter::PutStatus(const absl::Status& status, std::string* out) {
  PutNumber(static_cast<uint64_t>(status.code()), out);
  if (!status.ok()) PutText(status.message(), out);
}

void LogWriter::BeginOutcome() {
  FewBytes head;
  head.Byte(log_format::kOutcome);
  BeginEntry(head, &outcome_);
}

void LogWriter::BeginEntry(const FewBytes& head, std::string* buffer) {
  if (buffer->capacity() > kBufferToKeep) *buffer = std::string();
  buffer->resize(kRoomForLength);
  head.AppendTo(buffer);
}

void LogWriter::AppendEntry(std::string* buffer) {
  FewBytes length;
  length.Number(buffer->size() - kRoomForLength);
  const absl::string_view size = length.view();
  checksum_ = LogChecksum(absl::string_view(*buffer).substr(kRoomForLength), checksum_);
  PutWord(checksum_, log_format::kChecksumSize, buffer);
  const size_t begin = kRoomForLength - size.size();
  std::copy(size.begin(), size.end(), buffer->begin() + static_cast<std::ptrdiff_t>(begin));
  log_.Append(absl::string_view(*buffer).substr(begin));
}

}  // namespace tandem
