// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// The world of a session that is brought back: while its log is played it gives the recorded
// answers and nothing comes due; from GoOn on it is the real one, and what the session had waiting
// for comes due when it would have. For that the readings of the real clock's Ticks must go on from
// those in the log.
//
// Not thread-safe; belongs to one session and outlives it.

#ifndef TANDEM_CORE_REPLAY_RETURNING_WORLD_H_
#define TANDEM_CORE_REPLAY_RETURNING_WORLD_H_

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/btree_map.h"
#include "absl/functional/any_invocable.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "core/host/clock.h"
#include "core/host/entropy.h"
#include "core/host/file_source.h"
#include "core/host/host.h"
#include "core/host/log_sink.h"
#include "core/host/scheduler.h"
#include "core/host/slow_lane.h"
#include "core/replay/answers.h"
#include "core/replay/replay_host.h"

namespace tandem {

class ReturningWorld {
 public:
  // Both must outlive this; `answers` only until GoOn.
  ReturningWorld(Host& real, Answers& answers);
  ReturningWorld(const ReturningWorld&) = delete;
  ReturningWorld& operator=(const ReturningWorld&) = delete;

  Host& host() { return host_; }

  // Once.
  void GoOn();

 private:
  // Each part asks `now()`, which is one of two hosts.
  const Host& now() const { return is_real_ ? real_ : recorded_; }

  struct ReturningClock : Clock {
    explicit ReturningClock(ReturningWorld& in) : world(in) {}
    absl::Duration Monotonic() const override { return world.now().clock.Monotonic(); }
    absl::Duration Ticks() const override { return world.now().clock.Ticks(); }
    absl::Time Wall() const override { return world.now().clock.Wall(); }
    ReturningWorld& world;
  };

  struct ReturningEntropy : Entropy {
    explicit ReturningEntropy(ReturningWorld& in) : world(in) {}
    void Fill(absl::Span<uint8_t> bytes) override { world.now().entropy.Fill(bytes); }
    ReturningWorld& world;
  };

  struct ReturningFiles : FileSource {
    explicit ReturningFiles(ReturningWorld& in) : world(in) {}
    absl::StatusOr<std::string> Read(absl::string_view path) override {
      return world.now().files.Read(path);
    }
    std::vector<std::string> List(absl::string_view prefix) override {
      return world.now().files.List(prefix);
    }
    absl::StatusOr<std::string> Canonical(absl::string_view path) override {
      return world.now().files.Canonical(path);
    }
    ReturningWorld& world;
  };

  // What it had to say while the log was written it has said.
  struct ReturningLog : LogSink {
    explicit ReturningLog(ReturningWorld& in) : world(in) {}
    bool Wants(LogLevel level) const override { return world.now().log.Wants(level); }
    void Write(LogLevel level, absl::string_view text) override {
      world.now().log.Write(level, text);
    }
    ReturningWorld& world;
  };

  // While it returns, somebody waits for that.
  struct ReturningLane : SlowLane {
    explicit ReturningLane(ReturningWorld& in) : world(in) {}
    bool StepAside(Reason reason) override {
      return world.is_real_ && world.real_.slow_lane->StepAside(reason);
    }
    void StepBack() override { world.real_.slow_lane->StepBack(); }
    void GiveWay() override { world.real_.slow_lane->GiveWay(); }
    ReturningWorld& world;
  };

  class ReturningScheduler : public Scheduler {
   public:
    explicit ReturningScheduler(ReturningWorld& world) : world_(world) {}
    Timer RunAfter(absl::Duration delay, absl::AnyInvocable<void() &&> task) override;
    void GoOn();

   private:
    struct Waiting {
      absl::AnyInvocable<void() &&> task;
      Timer timer;  // Once the world is real.
    };
    // By Ticks of the log, and in the order of scheduling.
    using Key = std::pair<absl::Duration, int64_t>;

    void Run(const Key& key);

    ReturningWorld& world_;
    absl::btree_map<Key, Waiting> waiting_;
    int64_t scheduled_ = 0;
  };

  Host& real_;
  ReplayHost replay_;
  Host recorded_;
  bool is_real_ = false;

  ReturningClock clock_;
  ReturningScheduler scheduler_;
  ReturningEntropy entropy_;
  ReturningFiles files_;
  ReturningLog log_;
  ReturningLane lane_;
  Host host_;
};

}  // namespace tandem

#endif  // TANDEM_CORE_REPLAY_RETURNING_WORLD_H_
