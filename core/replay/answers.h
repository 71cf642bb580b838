// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// What a log says was asked and said during the event that is being replayed, given out in that
// order. The first time something else is asked or said is the divergence.
//
// Not thread-safe; belongs to one replay.

#ifndef TANDEM_CORE_REPLAY_ANSWERS_H_
#define TANDEM_CORE_REPLAY_ANSWERS_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <variant>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "core/base/ids.h"
#include "core/log/log_event.h"

namespace tandem {

// Where a replay first differs from its log.
struct Divergence {
  int64_t event = 0;
  std::string record;    // What was being handled, in words.
  std::string recorded;  // What the log has at that point.
  std::string replayed;  // What came instead.
};

// In words, for people.
std::string Describe(const Record& record);
std::string Describe(const LogItem& item);

class Answers {
 public:
  // If `passes_files`, answers about files are passed over: the files are read elsewhere.
  explicit Answers(bool passes_files) : passes_files_(passes_files) {}
  Answers(const Answers&) = delete;
  Answers& operator=(const Answers&) = delete;

  // `event` stays valid until the next call. If `is_unfinished`, nothing is compared once its items
  // are used up.
  void Begin(const LogEvent& event, bool is_unfinished);
  // The event is over: whatever was not asked for is a divergence.
  void End();
  // The replay is over: nothing is compared any more.
  void Stop() { event_ = nullptr; }

  // The next item, if it is a Kind and `fits`; else null, and `replayed` is what diverges.
  template <typename Kind, typename Fits>
  const Kind* Take(Fits fits, absl::string_view replayed) {
    const LogItem* item = Next();
    const Kind* kind = item == nullptr ? nullptr : std::get_if<Kind>(item);
    if (kind == nullptr || !fits(*kind)) {
      Diverge(replayed);
      return nullptr;
    }
    ++place_;
    return kind;
  }

  // When the event happened, by Clock::Ticks.
  absl::Duration time() const { return event_ == nullptr ? absl::ZeroDuration() : event_->time; }

  const std::optional<Divergence>& divergence() const { return divergence_; }

 private:
  // The next item that is not passed over; null after the last.
  const LogItem* Next();
  void Diverge(absl::string_view replayed);

  const bool passes_files_;
  const LogEvent* event_ = nullptr;
  bool is_unfinished_ = false;
  size_t place_ = 0;
  std::optional<Divergence> divergence_;
};

}  // namespace tandem

#endif  // TANDEM_CORE_REPLAY_ANSWERS_H_
