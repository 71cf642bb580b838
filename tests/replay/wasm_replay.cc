// Copyright (c) the Tandem authors. Licensed under the MIT License.

#include "tests/replay/wasm_replay.h"

#include <cstdio>
#include <cstdlib>
#include <fstream>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "core/log/log_bytes.h"

namespace tandem {

absl::StatusOr<std::vector<std::string>> ReplayInWasm(const std::vector<std::string>& logs) {
  const char* folder = std::getenv("TEST_TMPDIR");
  const std::string path = absl::StrCat(folder == nullptr ? "/tmp" : folder, "/event_logs");
  LogBuffer bytes;
  for (const std::string& log : logs) bytes.Text(log);
  std::ofstream(path, std::ios::binary) << bytes.view();

  // The module lies beside its loader only in this test's own tree of links; and with fetch, the
  // loader would ask that for a path.
  const std::string command =
      absl::StrCat("node --preserve-symlinks --preserve-symlinks-main --no-experimental-fetch ",
                   "tests/replay/replay_logs.js '", path, "' 2>&1");
  std::FILE* output = popen(command.c_str(), "r");
  if (output == nullptr) return absl::UnavailableError("cannot start node");
  std::string text;
  char buffer[1 << 16];
  for (size_t count; (count = std::fread(buffer, 1, sizeof buffer, output)) > 0;) {
    text.append(buffer, count);
  }
  const int status = pclose(output);
  std::remove(path.c_str());
  std::vector<std::string> lines = absl::StrSplit(text, '\n', absl::SkipEmpty());
  if (status != 0 || lines.size() != logs.size()) {
    return absl::InternalError(absl::StrCat("node ended with ", status, " after ", lines.size(),
                                            " of ", logs.size(), " logs:\n", text.substr(0, 2000)));
  }
  return lines;
}

}  // namespace tandem
