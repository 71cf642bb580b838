// Copyright (c) the Tandem authors. Licensed under the MIT License.

#include "native_server/stderr_log_sink.h"

#include <unistd.h>

#include <cerrno>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/strip.h"
#include "absl/time/clock.h"

namespace tandem::native {

std::string FormatLogLine(absl::Time time, absl::TimeZone zone, LogLevel level,
                          absl::string_view text) {
  std::string line = absl::StrCat(absl::FormatTime("%Y/%m/%d %H:%M:%S", time, zone), " [v", level,
                                  "]", std::string(static_cast<size_t>(level) + 1, ' '));
  absl::ConsumeSuffix(&text, "\n");
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '\n') {
      line += "\n    ";
    } else if (c == '\t' || (byte >= 0x20 && byte != 0x7f)) {
      line += c;
    } else {
      absl::StrAppendFormat(&line, "\\x%02x", byte);
    }
  }
  line += '\n';
  return line;
}

void StderrLogSink::Write(LogLevel level, absl::string_view text) {
  if (!Wants(level)) return;
  const std::string line = FormatLogLine(absl::Now(), absl::LocalTimeZone(), level, text);
  absl::string_view rest = line;
  while (!rest.empty()) {
    const ssize_t count = ::write(STDERR_FILENO, rest.data(), rest.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return;  // There is nowhere left to complain.
    rest.remove_prefix(static_cast<size_t>(count));
  }
}

}  // namespace tandem::native
