// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// Where log lines go. Levels follow S-13: 0 is always printed, higher ones as the verbosity
// asks. May be called from inside Lua, so it must not call back.

#ifndef TANDEM_CORE_HOST_LOG_SINK_H_
#define TANDEM_CORE_HOST_LOG_SINK_H_

#include "absl/strings/string_view.h"

namespace tandem {

// 0 errors and life cycle, 1 connections, 2 messages, 3 variable operations, 4 values.
using LogLevel = int;
inline constexpr LogLevel kLogAlways = 0;
inline constexpr LogLevel kLogConnections = 1;
inline constexpr LogLevel kLogMessages = 2;
inline constexpr LogLevel kLogVariables = 3;
inline constexpr LogLevel kLogValues = 4;

class LogSink {
 public:
  virtual ~LogSink() = default;

  // Whether a line of this level would be kept; ask before building an expensive one.
  virtual bool Wants(LogLevel level) const = 0;

  // `text` may have several lines; no trailing newline.
  virtual void Write(LogLevel level, absl::string_view text) = 0;
};

}  // namespace tandem

#endif  // TANDEM_CORE_HOST_LOG_SINK_H_
