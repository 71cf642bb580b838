// Copyright (c) the Tandem authors. Licensed under the MIT License.

#include "core/log/log_writer.h"

#include <type_traits>
#include <variant>

#include "core/log/hash64.h"
#include "core/log/log_bytes.h"

namespace tandem {

using log_format::Item;

LogWriter::LogWriter(EventLog& log, const LogHeader& header, bool keeps_frames)
    : log_(log), keeps_frames_(keeps_frames) {
  const std::string bytes = EncodeLogHeader(header);
  checksum_ = DecodeLogHeader(bytes)->checksum;
  log_.Append(bytes);
}

void LogWriter::Begin(const Record& record, absl::Duration time) {
  body_.clear();
  body_.push_back(static_cast<char>(log_format::kFirstRecord + record.index()));
  const auto now = static_cast<uint64_t>(absl::ToInt64Microseconds(time));
  PutSigned(static_cast<int64_t>(now - std::exchange(ticks_us_, now)), &body_);
  std::visit(
      [this](const auto& one) {
        using Kind = std::decay_t<decltype(one)>;
        if constexpr (std::is_same_v<Kind, FrameRecord>) {
          PutNumber(static_cast<uint64_t>(one.connection.value()), &body_);
          PutText(one.bytes, &body_);
        } else if constexpr (std::is_same_v<Kind, GraceRecord>) {
          PutNumber(static_cast<uint64_t>(one.page.value()), &body_);
        } else if constexpr (std::is_same_v<Kind, TimerRecord>) {
          PutNumber(static_cast<uint64_t>(one.timer.value()), &body_);
        } else if constexpr (std::is_same_v<Kind, ReloadRecord>) {
          PutTexts(one.change.scripts, &body_);
          PutTexts(one.change.templates, &body_);
        } else if constexpr (std::is_same_v<Kind, EndRecord>) {
          PutText(one.reason, &body_);
        } else if constexpr (!std::is_empty_v<Kind>) {
          PutNumber(static_cast<uint64_t>(one.connection.value()), &body_);
        }
      },
      record);
  AppendEntry(body_);
}

void LogWriter::Writable(bool is_writable) {
  PutItem(is_writable ? Item::kWritable : Item::kNotWritable);
}

void LogWriter::Monotonic(absl::Duration time) {
  PutItem(Item::kMonotonic);
  const auto now = static_cast<uint64_t>(absl::ToInt64Nanoseconds(time));
  PutSigned(static_cast<int64_t>(now - std::exchange(monotonic_ns_, now)), &items_);
}

void LogWriter::Wall(absl::Time time) {
  PutItem(Item::kWall);
  const auto now = static_cast<uint64_t>(absl::ToUnixNanos(time));
  PutSigned(static_cast<int64_t>(now - std::exchange(wall_ns_, now)), &items_);
}

void LogWriter::Entropy(absl::string_view bytes) {
  PutItem(Item::kEntropy);
  PutText(bytes, &items_);
}

void LogWriter::Canonical(absl::string_view path, const absl::StatusOr<std::string>& key) {
  PutItem(Item::kCanonical);
  PutText(path, &items_);
  PutStatus(key.status(), &items_);
  if (key.ok()) PutText(*key, &items_);
}

void LogWriter::Read(absl::string_view path, const absl::StatusOr<std::string>& text) {
  PutItem(Item::kRead);
  PutText(path, &items_);
  PutStatus(text.status(), &items_);
  if (text.ok()) PutSharedText(*text, &items_);
}

void LogWriter::Sent(ConnectionId connection, absl::string_view frame) {
  PutItem(keeps_frames_ ? Item::kSentWhole : Item::kSent);
  PutNumber(static_cast<uint64_t>(connection.value()), &items_);
  if (keeps_frames_) return PutText(frame, &items_);
  PutNumber(frame.size(), &items_);
  PutWord(Hash64(frame), log_format::kHashSize, &items_);
}

void LogWriter::Closed(ConnectionId connection, uint16_t code, absl::string_view reason) {
  PutItem(Item::kClosed);
  PutNumber(static_cast<uint64_t>(connection.value()), &items_);
  PutNumber(code, &items_);
  PutText(reason, &items_);
}

void LogWriter::Finish(const Texts& templates) {
  if (items_.empty() && templates.empty()) return;
  body_.clear();
  body_.push_back(static_cast<char>(log_format::kOutcome));
  if (!templates.empty()) {
    PutItem(Item::kTemplates);
    PutTexts(templates, &items_);
  }
  body_.append(items_);
  items_.clear();
  AppendEntry(body_);
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

void LogWriter::AppendEntry(absl::string_view body) {
  entry_.clear();
  PutText(body, &entry_);
  checksum_ = LogChecksum(body, checksum_);
  PutWord(checksum_, log_format::kChecksumSize, &entry_);
  log_.Append(entry_);
}

}  // namespace tandem
