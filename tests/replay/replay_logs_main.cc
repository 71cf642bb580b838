// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// Replays event logs in WebAssembly, under Node. The argument is a file of them, each behind its
// length; one line comes out for each: how many frames were the same, or what was not.
// wasm_replay.cc runs it.

#include <cstdio>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "core/log/log_bytes.h"
#include "core/replay/replay.h"

namespace tandem {
namespace {

std::string Verdict(absl::string_view log) {
  const absl::StatusOr<ReplayReport> report = Replay(log);
  if (!report.ok()) return report.status().ToString();
  if (report->divergence) {
    return absl::StrCat("event ", report->divergence->event, " (", report->divergence->record,
                        ") recorded: ", report->divergence->recorded,
                        " replayed: ", report->divergence->replayed);
  }
  if (!report->log_status.ok()) return report->log_status.ToString();
  return absl::StrCat("same ", report->frames);
}

std::string ReadAll(const char* path) {
  std::string bytes;
  std::FILE* file = std::fopen(path, "rb");
  if (file == nullptr) return bytes;
  char buffer[1 << 16];
  for (size_t count; (count = std::fread(buffer, 1, sizeof buffer, file)) > 0;) {
    bytes.append(buffer, count);
  }
  std::fclose(file);
  return bytes;
}

}  // namespace
}  // namespace tandem

int main(int argc, char** argv) {
  if (argc != 2) return 2;
  const std::string bytes = tandem::ReadAll(argv[1]);
  tandem::LogBytes logs(bytes);
  while (!logs.at_end()) {
    const std::string line = absl::StrReplaceAll(tandem::Verdict(logs.Text()), {{"\n", "\\n"}});
    std::printf("%s\n", line.c_str());
  }
  return logs.failed() ? 2 : 0;
}
