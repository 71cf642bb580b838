// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// A world made for tests: time stands still until a test moves it, files are strings, random
// bytes are the same on every run, and log lines can be asked for. FakeHost holds one of each
// and the Host that lends them out; everything built from it must go before it does.

#ifndef TANDEM_CORE_TESTING_FAKE_HOST_H_
#define TANDEM_CORE_TESTING_FAKE_HOST_H_

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/functional/any_invocable.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "core/base/ids.h"
#include "core/host/clock.h"
#include "core/host/entropy.h"
#include "core/host/file_source.h"
#include "core/host/host.h"
#include "core/host/log_sink.h"
#include "core/host/scheduler.h"
#include "core/host/session_numbers.h"

// Makes `testing::HasSubstr` mean GoogleTest's also inside namespace tandem.
namespace testing {}
namespace tandem::testing {
using namespace ::testing;  // NOLINT: see above.

class ManualClock : public Clock {
 public:
  absl::Duration Monotonic() const override { return monotonic_; }
  absl::Time Wall() const override { return wall_; }

  // Moves both readings. A scheduler on this clock notices only when it is advanced itself.
  void Advance(absl::Duration duration) {
    monotonic_ += duration;
    wall_ += duration;
  }
  void SetWall(absl::Time wall) { wall_ = wall; }

 private:
  absl::Duration monotonic_ = absl::Hours(1);
  absl::Time wall_ = absl::FromUnixSeconds(1'700'000'000);  // 2023-11-14 22:13:20 UTC
};

// Runs nothing by itself. Aborts the test program after a hundred thousand tasks without time
// passing: something reschedules itself for ever.
class ManualScheduler : public Scheduler {
 public:
  // `clock` must outlive this.
  explicit ManualScheduler(ManualClock& clock) : clock_(clock), tasks_(std::make_shared<Tasks>()) {}

  Timer RunAfter(absl::Duration delay, absl::AnyInvocable<void() &&> task) override;

  // Lets `duration` pass. What becomes due meanwhile runs, in order of due time, then of
  // scheduling, with the clock standing at its due time; so does what that schedules.
  void Advance(absl::Duration duration);

  // Runs what is due now, including what that schedules without delay.
  void RunDue() { Advance(absl::ZeroDuration()); }

  // How many tasks are waiting.
  size_t pending() const { return tasks_->size(); }

  // Until the next task is due; infinite when none is waiting.
  absl::Duration UntilNext() const;

 private:
  // Due time, then number in order of scheduling.
  using Key = std::pair<absl::Duration, int64_t>;
  using Tasks = std::map<Key, absl::AnyInvocable<void() &&>>;

  ManualClock& clock_;
  // Timers hold it weakly: one may outlive the scheduler.
  std::shared_ptr<Tasks> tasks_;
  int64_t scheduled_ = 0;
};

// The same bytes for the same seed, on every platform.
class SeededEntropy : public Entropy {
 public:
  explicit SeededEntropy(uint64_t seed = 1) : state_(seed) {}
  void Fill(absl::Span<uint8_t> bytes) override;

 private:
  uint64_t state_;
};

class MemoryFileSource : public FileSource {
 public:
  absl::StatusOr<std::string> Read(absl::string_view path) override;
  // Links are followed; one that leads nowhere is listed like a file.
  std::vector<std::string> List(absl::string_view prefix) override;
  absl::StatusOr<std::string> Canonical(absl::string_view path) override;

  // Adds or replaces a file. A link of that name is replaced as well.
  void Set(absl::string_view path, absl::string_view text);
  // A file or a link; absent is fine.
  void Remove(absl::string_view path);
  // Makes `path` a symbolic link to the file or folder `target`, which is relative to the site.
  // A target that begins with '/' or "../" is outside: kPermissionDenied.
  void Link(absl::string_view path, absl::string_view target);
  // From now on reading the file fails with kPermissionDenied.
  void MakeUnreadable(absl::string_view path);

  // How often Read was called, for tests of caches.
  int reads() const { return reads_; }

 private:
  // `path` with every link resolved, whether or not there is a file.
  absl::StatusOr<std::string> Resolve(absl::string_view path) const;

  std::map<std::string, std::string, std::less<>> files_;
  std::map<std::string, std::string, std::less<>> links_;
  std::set<std::string, std::less<>> unreadable_;
  int reads_ = 0;
};

class CapturingLogSink : public LogSink {
 public:
  struct Line {
    LogLevel level;
    std::string text;
  };

  bool Wants(LogLevel level) const override { return level <= verbosity_; }
  void Write(LogLevel level, absl::string_view text) override;

  // Everything is kept unless a test asks for less.
  void SetVerbosity(LogLevel verbosity) { verbosity_ = verbosity; }

  const std::vector<Line>& lines() const { return lines_; }
  // Whether some entry contains `part`.
  bool Contains(absl::string_view part) const;
  bool Contains(LogLevel level, absl::string_view part) const;
  // All entries, each as "LEVEL text\n": for failure messages.
  std::string Text() const;
  void Clear() { lines_.clear(); }

 private:
  LogLevel verbosity_ = kLogValues;
  std::vector<Line> lines_;
};

class CountingNumbers : public SessionNumbers {
 public:
  VendedId Next() override { return VendedId(++last_); }

 private:
  int64_t last_ = 0;
};

struct FakeHost {
  FakeHost() = default;
  FakeHost(const FakeHost&) = delete;
  FakeHost& operator=(const FakeHost&) = delete;

  void Advance(absl::Duration duration) { scheduler.Advance(duration); }

  ManualClock clock;
  ManualScheduler scheduler{clock};
  SeededEntropy entropy;
  MemoryFileSource files;
  CapturingLogSink log;
  CountingNumbers numbers;
  Host host{clock, scheduler, entropy, files, log, numbers};
};

}  // namespace tandem::testing

#endif  // TANDEM_CORE_TESTING_FAKE_HOST_H_
