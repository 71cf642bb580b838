// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// The words of the command line sorted out: which command, which flags. What a flag's value means
// is decided by setting.h.

#ifndef TANDEM_NATIVE_SERVER_COMMAND_LINE_H_
#define TANDEM_NATIVE_SERVER_COMMAND_LINE_H_

#include <map>
#include <string>
#include <vector>

#include "absl/status/statusor.h"

namespace tandem::native {

struct CommandLine {
  enum class Command { kServe, kExport, kReplay, kRecordSession, kVersion, kHelp };

  Command command = Command::kServe;

  // By the name of the setting, as written; the last one of a repeated flag counts, except where
  // the setting is a list.
  std::map<std::string, std::vector<std::string>> flags;

  // How many v's the -v flags have together.
  int verbose = 0;

  // export --out, sessions record --out.
  std::string out;

  // replay LOG.
  std::string log;

  // sessions record SESSION: its id, or its address in a browser.
  std::string session;
};

// `arguments` without the program's name. No command, or a flag first, means serve; flags may have
// one dash or two (S-10); `serve SITE` is short for `serve --dir SITE`. kInvalidArgument with a
// suggestion.
absl::StatusOr<CommandLine> ParseCommandLine(const std::vector<std::string>& arguments);

// What `tandem help` prints.
std::string HelpText();

}  // namespace tandem::native

#endif  // TANDEM_NATIVE_SERVER_COMMAND_LINE_H_
