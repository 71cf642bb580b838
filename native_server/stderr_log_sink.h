// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// Log lines on stderr, in the form of S-13. Stdout stays free (S-12). Shared by all shards: a
// message is one write to the system, so lines of different threads do not mix.

#ifndef TANDEM_NATIVE_SERVER_STDERR_LOG_SINK_H_
#define TANDEM_NATIVE_SERVER_STDERR_LOG_SINK_H_

#include <string>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "core/host/log_sink.h"

namespace tandem::native {

class StderrLogSink : public LogSink {
 public:
  // Prints levels up to `verbosity`; 0 is always printed.
  explicit StderrLogSink(LogLevel verbosity) : verbosity_(verbosity) {}

  bool Wants(LogLevel level) const override { return level <= verbosity_; }
  void Write(LogLevel level, absl::string_view text) override;

 private:
  const LogLevel verbosity_;
};

// "2024/03/01 12:00:00 [v1]  text\n": the level, as many spaces as the level, one more (S-13).
// Further lines of `text` are indented, and control characters become \xNN: what a peer sends can
// neither forge a line nor reach a terminal.
std::string FormatLogLine(absl::Time time, absl::TimeZone zone, LogLevel level,
                          absl::string_view text);

}  // namespace tandem::native

#endif  // TANDEM_NATIVE_SERVER_STDERR_LOG_SINK_H_
