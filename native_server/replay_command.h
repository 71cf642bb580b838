// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// `tandem replay LOG`: plays an event log again and says whether it does the same.

#ifndef TANDEM_NATIVE_SERVER_REPLAY_COMMAND_H_
#define TANDEM_NATIVE_SERVER_REPLAY_COMMAND_H_

#include <string>

#include "core/host/log_sink.h"

namespace tandem::native {

struct ReplayRequest {
  std::string path;
  // A site whose present files are run in place of the recorded ones; empty: those.
  std::string site;
};

// The process's exit status.
enum class ReplayVerdict {
  kSame = 0,
  kDiverges = 1,
  kNotReplayed = 2,  // Not all of it: the log is missing, foreign, of a later format, or damaged.
};

struct ReplayResult {
  ReplayVerdict verdict = ReplayVerdict::kSame;
  std::string text;  // For people; ends in a newline.
};

// `log` gets the session's log lines.
ReplayResult RunReplay(const ReplayRequest& request, LogSink& log);

}  // namespace tandem::native

#endif  // TANDEM_NATIVE_SERVER_REPLAY_COMMAND_H_
