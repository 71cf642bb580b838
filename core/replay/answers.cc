// Copyright (c) the Tandem authors. Licensed under the MIT License.

#include "core/replay/answers.h"

#include <type_traits>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"

namespace tandem {
namespace {

// Enough to recognize a frame by.
constexpr size_t kMaxShown = 2000;

std::string Shown(absl::string_view text) {
  if (text.size() <= kMaxShown) return std::string(text);
  return absl::StrCat(text.substr(0, kMaxShown), "… (", text.size(), " bytes)");
}

std::string Outcome(const absl::StatusOr<std::string>& result, absl::string_view text) {
  return result.ok() ? std::string(text) : std::string(result.status().message());
}

}  // namespace

std::string Describe(const Record& record) {
  return std::visit(
      [](const auto& one) -> std::string {
        using Kind = std::decay_t<decltype(one)>;
        if constexpr (std::is_same_v<Kind, StartRecord>) {
          return "the start of the application";
        } else if constexpr (std::is_same_v<Kind, JoinRecord>) {
          return absl::StrCat("conn-", one.connection, " joined");
        } else if constexpr (std::is_same_v<Kind, SilenceRecord>) {
          return absl::StrCat("conn-", one.connection, " has said nothing");
        } else if constexpr (std::is_same_v<Kind, LeaveRecord>) {
          return absl::StrCat("conn-", one.connection, " left");
        } else if constexpr (std::is_same_v<Kind, FrameRecord>) {
          return absl::StrCat("conn-", one.connection, " sent ", Shown(one.bytes));
        } else if constexpr (std::is_same_v<Kind, DrainRecord>) {
          return absl::StrCat("conn-", one.connection, " can take a frame again");
        } else if constexpr (std::is_same_v<Kind, GraceRecord>) {
          return absl::StrCat("page ", one.page, " was not gone on with");
        } else if constexpr (std::is_same_v<Kind, FlushRecord>) {
          return "the flush delay is over";
        } else if constexpr (std::is_same_v<Kind, TimerRecord>) {
          return absl::StrCat("timer ", one.timer, " is due");
        } else if constexpr (std::is_same_v<Kind, ReloadRecord>) {
          std::string text = "edited:";
          for (const auto& [key, script] : one.change.scripts) absl::StrAppend(&text, " ", key);
          for (const auto& [key, html] : one.change.templates) absl::StrAppend(&text, " ", key);
          return text;
        } else if constexpr (std::is_same_v<Kind, EditRecord>) {
          return absl::StrCat("variable ", one.variable, " was given ", Shown(one.value));
        } else {
          static_assert(std::is_same_v<Kind, EndRecord>);
          return absl::StrCat("the end of the session: ", one.reason);
        }
      },
      record);
}

std::string Describe(const LogItem& item) {
  return std::visit(
      [](const auto& one) -> std::string {
        using Kind = std::decay_t<decltype(one)>;
        if constexpr (std::is_same_v<Kind, WritableAnswer>) {
          return absl::StrCat("asked whether a connection takes a frame: ",
                              one.is_writable ? "yes" : "no");
        } else if constexpr (std::is_same_v<Kind, MonotonicAnswer>) {
          return absl::StrCat("read the clock: ", absl::FormatDuration(one.time));
        } else if constexpr (std::is_same_v<Kind, WallAnswer>) {
          return absl::StrCat("read the time: ", absl::ToUnixMillis(one.time), " ms");
        } else if constexpr (std::is_same_v<Kind, EntropyAnswer>) {
          return absl::StrCat("drew ", one.bytes.size(), " random bytes");
        } else if constexpr (std::is_same_v<Kind, CanonicalAnswer>) {
          return absl::StrCat("looked for ", one.path, ": ",
                              Outcome(one.key, one.key.value_or("")));
        } else if constexpr (std::is_same_v<Kind, ReadAnswer>) {
          return absl::StrCat(
              "read ", one.path, ": ",
              Outcome(one.text, absl::StrCat(one.text.value_or("").size(), " bytes")));
        } else if constexpr (std::is_same_v<Kind, SentOutput>) {
          return absl::StrCat("sent conn-", one.connection, " ",
                              one.text.empty()
                                  ? absl::StrCat("a frame of ", one.size, " bytes, hash ",
                                                 absl::Hex(one.hash, absl::kZeroPad16))
                                  : Shown(one.text));
        } else {
          static_assert(std::is_same_v<Kind, ClosedOutput>);
          return absl::StrCat("closed conn-", one.connection, " with ", one.code, ": ", one.reason);
        }
      },
      item);
}

void Answers::Begin(const LogEvent& event, bool is_unfinished) {
  event_ = &event;
  is_unfinished_ = is_unfinished;
  place_ = 0;
}

void Answers::End() {
  if (Next() != nullptr) Diverge("nothing more");
}

const LogItem* Answers::Next() {
  if (event_ == nullptr) return nullptr;
  for (; place_ < event_->items.size(); ++place_) {
    const LogItem& item = event_->items[place_];
    const bool is_about_files =
        std::holds_alternative<ReadAnswer>(item) || std::holds_alternative<CanonicalAnswer>(item);
    if (!is_about_files || !passes_files_) return &item;
  }
  return nullptr;
}

void Answers::Diverge(absl::string_view replayed) {
  if (divergence_ || event_ == nullptr) return;
  const LogItem* item = Next();
  if (item == nullptr && is_unfinished_) return;
  divergence_ = Divergence{event_->number, Describe(event_->record),
                           item == nullptr ? "nothing more" : Describe(*item), Shown(replayed)};
}

}  // namespace tandem
