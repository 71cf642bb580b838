// Copyright (c) the Tandem authors. Licensed under the MIT License.

#include "core/log/log_reader.h"

#include <limits>
#include <type_traits>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "core/log/hash64.h"
#include "core/log/log_format.h"

namespace tandem {
namespace {

using log_format::Item;

template <typename Id>
Id IdIn(LogBytes& bytes) {
  return Id(bytes.Id());
}

// What went wrong; none if a result follows.
absl::Status ErrorIn(LogBytes& bytes) {
  const uint64_t code = bytes.Number();
  if (code == 0) return absl::OkStatus();
  if (code > static_cast<uint64_t>(absl::StatusCode::kUnauthenticated)) bytes.Fail();
  return absl::Status(static_cast<absl::StatusCode>(code), bytes.Text());
}

// The alternative of Record with this index, made from nothing.
template <size_t kIndex = 0>
bool MakeRecord(size_t index, Record* record) {
  if constexpr (kIndex < std::variant_size_v<Record>) {
    if (index != kIndex) return MakeRecord<kIndex + 1>(index, record);
    record->emplace<kIndex>();
    return true;
  } else {
    return false;
  }
}

}  // namespace

absl::StatusOr<LogReader> LogReader::Open(absl::string_view log) {
  absl::StatusOr<DecodedLogHeader> header = DecodeLogHeader(log);
  if (!header.ok()) return header.status();
  return LogReader(log, *std::move(header));
}

LogReader::LogReader(absl::string_view log, DecodedLogHeader header)
    : log_(log),
      header_(std::move(header.header)),
      offset_(header.size),
      checksum_(header.checksum) {}

// A record and, if it stands next, its outcome. What is wrong with the latter is told when the
// next event is asked for: the record itself is sound.
absl::StatusOr<std::optional<LogEvent>> LogReader::Next() {
  if (!damage_.ok()) return damage_;
  if (IsAtEnd()) return std::nullopt;
  LogEvent event;
  event.number = events_ + 1;
  event.offset = offset_;
  size_t size = 0;
  absl::StatusOr<absl::string_view> body = Peek(&size);
  if (!body.ok()) return damage_ = body.status();
  LogBytes record(*body);
  if (!ReadRecord(record, &event)) return damage_ = Damage("holds no record");
  Accept(*body, size);
  ++events_;

  if (IsAtEnd()) return event;
  body = Peek(&size);
  if (!body.ok() || body->empty() || body->front() != log_format::kOutcome) return event;
  LogBytes outcome(*body);
  if (!ReadOutcome(outcome, &event)) {
    event.items.clear();
    event.templates.clear();
    return event;
  }
  Accept(*body, size);
  event.has_outcome = true;
  return event;
}

bool LogReader::IsAtEnd() const {
  return log_.find_first_not_of('\0', offset_) == absl::string_view::npos;
}

absl::StatusOr<absl::string_view> LogReader::Peek(size_t* size) const {
  LogBytes bytes(log_.substr(offset_));
  const absl::string_view body = bytes.Text();
  const auto checksum = static_cast<uint32_t>(bytes.Word(log_format::kChecksumSize));
  if (bytes.failed()) return Damage("is cut off");
  if (checksum != LogChecksum(body, checksum_)) return Damage("is damaged");
  *size = log_.size() - offset_ - bytes.rest().size();
  return body;
}

void LogReader::Accept(absl::string_view body, size_t size) {
  checksum_ = LogChecksum(body, checksum_);
  offset_ += size;
}

absl::Status LogReader::Damage(absl::string_view what) const {
  return absl::DataLossError(absl::StrCat("the log ", what, " at byte ", offset_, " of ",
                                          log_.size(), ", after event ", events_));
}

bool LogReader::ReadRecord(LogBytes& bytes, LogEvent* event) {
  const absl::string_view kind = bytes.Take(1);
  if (kind.empty()) return false;
  const auto index = static_cast<size_t>(static_cast<uint8_t>(kind[0])) - log_format::kFirstRecord;
  if (!MakeRecord(index, &event->record)) return false;
  ticks_us_ += static_cast<uint64_t>(bytes.Signed());
  event->time = absl::Microseconds(static_cast<int64_t>(ticks_us_));
  std::visit(
      [&](auto& one) {
        using Kind = std::decay_t<decltype(one)>;
        if constexpr (std::is_same_v<Kind, FrameRecord>) {
          one.connection = IdIn<ConnectionId>(bytes);
          one.bytes = std::string(bytes.Text());
        } else if constexpr (std::is_same_v<Kind, GraceRecord>) {
          one.page = IdIn<PageId>(bytes);
        } else if constexpr (std::is_same_v<Kind, TimerRecord>) {
          one.timer = IdIn<TimerHandle>(bytes);
        } else if constexpr (std::is_same_v<Kind, ReloadRecord>) {
          if (ReadTexts(bytes, &one.change.scripts)) ReadTexts(bytes, &one.change.templates);
        } else if constexpr (std::is_same_v<Kind, EndRecord>) {
          one.reason = std::string(bytes.Text());
        } else if constexpr (std::is_same_v<Kind, EditRecord>) {
          one.variable = VariableId(bytes.Signed());
          one.value = std::string(bytes.Text());
        } else if constexpr (!std::is_empty_v<Kind>) {
          one.connection = IdIn<ConnectionId>(bytes);
        }
      },
      event->record);
  return !bytes.failed() && bytes.at_end();
}

bool LogReader::ReadOutcome(LogBytes& bytes, LogEvent* event) {
  bytes.Take(1);
  while (!bytes.at_end()) {
    if (!ReadItem(bytes, event)) return false;
  }
  return !bytes.failed();
}

bool LogReader::ReadItem(LogBytes& bytes, LogEvent* event) {
  std::vector<LogItem>& items = event->items;
  switch (const auto item = static_cast<Item>(bytes.Take(1)[0])) {
    case Item::kNotWritable:
    case Item::kWritable:
      items.emplace_back(WritableAnswer{item == Item::kWritable});
      return true;
    case Item::kMonotonic:
      monotonic_ns_ += static_cast<uint64_t>(bytes.Signed());
      items.emplace_back(MonotonicAnswer{absl::Nanoseconds(static_cast<int64_t>(monotonic_ns_))});
      break;
    case Item::kWall:
      wall_ns_ += static_cast<uint64_t>(bytes.Signed());
      items.emplace_back(WallAnswer{absl::FromUnixNanos(static_cast<int64_t>(wall_ns_))});
      break;
    case Item::kEntropy:
      items.emplace_back(EntropyAnswer{std::string(bytes.Text())});
      break;
    case Item::kCanonical: {
      CanonicalAnswer answer{std::string(bytes.Text()), ""};
      const absl::Status error = ErrorIn(bytes);
      if (error.ok()) {
        answer.key = std::string(bytes.Text());
      } else {
        answer.key = error;
      }
      items.emplace_back(std::move(answer));
      break;
    }
    case Item::kRead: {
      ReadAnswer answer{std::string(bytes.Text()), ""};
      const absl::Status error = ErrorIn(bytes);
      if (error.ok()) {
        answer.text = ReadSharedText(bytes);
      } else {
        answer.text = error;
      }
      items.emplace_back(std::move(answer));
      break;
    }
    case Item::kTemplates:
      return ReadTexts(bytes, &event->templates);
    case Item::kSent: {
      SentOutput sent;
      sent.connection = IdIn<ConnectionId>(bytes);
      sent.size = bytes.Number();
      sent.hash = bytes.Word(log_format::kHashSize);
      items.emplace_back(std::move(sent));
      break;
    }
    case Item::kSentWhole: {
      SentOutput sent;
      sent.connection = IdIn<ConnectionId>(bytes);
      sent.text = std::string(bytes.Text());
      sent.size = sent.text.size();
      sent.hash = Hash64(sent.text);
      items.emplace_back(std::move(sent));
      break;
    }
    case Item::kClosed: {
      ClosedOutput closed;
      closed.connection = IdIn<ConnectionId>(bytes);
      const uint64_t code = bytes.Number();
      if (code > std::numeric_limits<uint16_t>::max()) return false;
      closed.code = static_cast<uint16_t>(code);
      closed.reason = std::string(bytes.Text());
      items.emplace_back(std::move(closed));
      break;
    }
    default:
      return false;
  }
  return !bytes.failed();
}

bool LogReader::ReadTexts(LogBytes& bytes,
                          std::vector<std::pair<std::string, std::string>>* texts) {
  for (uint64_t rest = bytes.Number(); rest > 0 && !bytes.failed(); --rest) {
    std::string key(bytes.Text());
    texts->emplace_back(std::move(key), ReadSharedText(bytes));
  }
  return !bytes.failed();
}

std::string LogReader::ReadSharedText(LogBytes& bytes) {
  const uint64_t place = bytes.Number();
  if (place > texts_.size()) bytes.Fail();
  if (bytes.failed()) return "";
  if (place > 0) return std::string(texts_[static_cast<size_t>(place) - 1]);
  texts_.push_back(bytes.Text());
  return std::string(texts_.back());
}

}  // namespace tandem
