// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// The world of a session that is replayed: it gives the recorded answers. What the log does not
// have gets some harmless answer; the divergence is noted. Nothing ever comes due by itself: the
// log says what did.

#ifndef TANDEM_CORE_REPLAY_REPLAY_HOST_H_
#define TANDEM_CORE_REPLAY_REPLAY_HOST_H_

#include <cstdint>
#include <string>
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
#include "core/log/log_header.h"
#include "core/replay/answers.h"

namespace tandem {

class ReplayHost {
 public:
  // All must outlive this; `site` and `log` may be null: files are as recorded, no lines.
  ReplayHost(const LogHeader& header, Answers& answers, FileSource* site, LogSink* log);
  ReplayHost(const ReplayHost&) = delete;
  ReplayHost& operator=(const ReplayHost&) = delete;

  Host& host() { return host_; }

 private:
  class AnsweringClock : public Clock {
   public:
    explicit AnsweringClock(Answers& answers) : answers_(answers) {}
    absl::Duration Monotonic() const override;
    absl::Duration Ticks() const override { return answers_.time(); }
    absl::Time Wall() const override;

   private:
    Answers& answers_;
  };

  class SilentScheduler : public Scheduler {
   public:
    Timer RunAfter(absl::Duration, absl::AnyInvocable<void() &&>) override { return Timer(); }
  };

  // Gives the session's own id first, which is drawn before the log begins.
  class AnsweringEntropy : public Entropy {
   public:
    AnsweringEntropy(const LogHeader& header, Answers& answers);
    void Fill(absl::Span<uint8_t> bytes) override;

   private:
    std::string id_;  // As bytes; empty once it was given.
    Answers& answers_;
  };

  class AnsweringFiles : public FileSource {
   public:
    explicit AnsweringFiles(Answers& answers) : answers_(answers) {}
    absl::StatusOr<std::string> Read(absl::string_view path) override;
    // Templates are told by the log, not asked for.
    std::vector<std::string> List(absl::string_view) override { return {}; }
    absl::StatusOr<std::string> Canonical(absl::string_view path) override;

   private:
    Answers& answers_;
  };

  class NoLog : public LogSink {
   public:
    bool Wants(LogLevel) const override { return false; }
    void Write(LogLevel, absl::string_view) override {}
  };

  class OneNumber : public SessionNumbers {
   public:
    explicit OneNumber(VendedId number) : number_(number) {}
    VendedId Next() override { return number_; }

   private:
    const VendedId number_;
  };

  AnsweringClock clock_;
  SilentScheduler scheduler_;
  AnsweringEntropy entropy_;
  AnsweringFiles files_;
  NoLog no_log_;
  OneNumber numbers_;
  Host host_;
};

}  // namespace tandem

#endif  // TANDEM_CORE_REPLAY_REPLAY_HOST_H_
