// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// The program: command line and environment to options, options to a server, signals to an orderly
// end. The only decisions about the process as a whole are here. Stdout has one line, for scripts:
// where the server is; everything else goes to stderr (S-12).

#include <signal.h>
#include <unistd.h>

#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "core/base/version.h"
#include "core/host/log_sink.h"
#include "native_server/command_line.h"
#include "native_server/export_site.h"
#include "native_server/fetch_log.h"
#include "native_server/heap_settings.h"
#include "native_server/native_server.h"
#include "native_server/options.h"
#include "native_server/replay_command.h"
#include "native_server/stderr_log_sink.h"
#include "native_server/whole_file.h"

namespace tandem::native {
namespace {

int Fail(const absl::Status& status) {
  const std::string line = absl::StrCat("tandem: ", status.message(), "\n");
  std::fputs(line.c_str(), stderr);
  return 1;
}

void Say(const std::string& text) {
  std::fputs(text.c_str(), stdout);
  std::fflush(stdout);
}

std::optional<std::string> FromEnvironment(const char* name) {
  const char* value = std::getenv(name);
  if (value == nullptr) return std::nullopt;
  return value;
}

// Beside the program, where an installation has them.
std::string DefaultAssets() {
  std::error_code error;
  const std::filesystem::path program = std::filesystem::read_symlink("/proc/self/exe", error);
  return error ? "assets" : (program.parent_path() / "assets").string();
}

class SilentLog : public LogSink {
 public:
  bool Wants(LogLevel) const override { return false; }
  void Write(LogLevel, absl::string_view) override {}
};

int Serve(const Options& options) {
  // Threads inherit this: the signals wait for sigwait below.
  sigset_t stop_signals;
  sigemptyset(&stop_signals);
  sigaddset(&stop_signals, SIGINT);
  sigaddset(&stop_signals, SIGTERM);
  pthread_sigmask(SIG_BLOCK, &stop_signals, nullptr);
  // Whoever read our log may leave, and a file that may not grow is an error like any other.
  ::signal(SIGPIPE, SIG_IGN);
  ::signal(SIGXFSZ, SIG_IGN);

  StderrLogSink log(options.verbosity);
  for (const std::string& note : options.notes) log.Write(kLogAlways, note);

  NativeServerOptions server_options;
  server_options.host = options.host;
  server_options.port = options.port;
  server_options.site = options.site;
  server_options.assets = options.assets;
  server_options.local = options.local;
  server_options.hotload = options.hotload;
  server_options.threads = options.threads;
  server_options.record = options.record;
  server_options.store = options.store;
  std::atomic<bool> has_store_failed{false};
  server_options.on_store_failure = [&has_store_failed] {
    has_store_failed = true;
    // Wakes the thread that waits for it below.
    ::kill(::getpid(), SIGTERM);
  };
  server_options.allowed_origins = options.allowed_origins;
  server_options.config = options.config;
  server_options.site_settings = options.site_settings;
  server_options.page = options.page;
  server_options.log = &log;
  absl::StatusOr<std::unique_ptr<NativeServer>> server =
      NativeServer::Create(std::move(server_options));
  if (!server.ok()) return Fail(server.status());
  (*server)->Start();
  Say(absl::StrCat("Tandem is serving ", options.site, " at ", (*server)->url(), "\n"));

  int signal = 0;
  sigwait(&stop_signals, &signal);
  // A second one ends the process at once.
  pthread_sigmask(SIG_UNBLOCK, &stop_signals, nullptr);
  (*server)->Stop();
  (*server)->Wait();
  return has_store_failed ? 1 : 0;
}

int Export(const Options& options, const std::string& out) {
  ExportRequest request;
  request.site = options.site;
  request.assets = options.assets;
  request.out = out;
  request.site_settings = options.site_settings;
  request.page = options.page;
  const absl::StatusOr<int> count = ExportSite(request);
  if (!count.ok()) return Fail(count.status());
  Say(absl::StrCat("Exported ", options.site, " to ", out, ": ", *count, " files\n"));
  return 0;
}

// Without --site the files that the log has are run, not those of the current folder.
int ReplayLog(const CommandLine& line, const Options& options) {
  ReplayRequest request;
  request.path = line.log;
  const auto site = line.flags.find("dir");
  if (site != line.flags.end() && !site->second.empty()) request.site = site->second.back();
  StderrLogSink log(options.verbosity);
  SilentLog silent;
  const ReplayResult result =
      RunReplay(request, options.verbosity > 0 ? static_cast<LogSink&>(log) : silent);
  if (result.verdict == ReplayVerdict::kNotReplayed) {
    std::fputs(result.text.c_str(), stderr);
  } else {
    Say(result.text);
  }
  return static_cast<int>(result.verdict);
}

// The log goes to --out, or to a file in the current folder that is named as --record names it.
int RecordSession(const CommandLine& line, const Options& options) {
  const absl::StatusOr<SessionAddress> address =
      ParseSessionAddress(line.session, options.host, options.port);
  if (!address.ok()) return Fail(address.status());
  const absl::StatusOr<std::string> log = FetchLog(*address);
  if (!log.ok()) return Fail(log.status());
  const std::string out =
      line.out.empty() ? absl::StrCat("session-", address->session.str().substr(0, 8), ".tdlog")
                       : line.out;
  if (const absl::Status status = WriteFile(out, *log); !status.ok()) return Fail(status);
  Say(absl::StrCat("Wrote ", out, ": ", log->size(), " bytes. tandem replay ", out,
                   " plays it again.\n"));
  return 0;
}

int Main(const std::vector<std::string>& arguments) {
  const absl::StatusOr<CommandLine> line = ParseCommandLine(arguments);
  if (!line.ok()) return Fail(line.status());
  switch (line->command) {
    case CommandLine::Command::kHelp:
      Say(HelpText());
      return 0;
    case CommandLine::Command::kVersion:
      Say(absl::StrCat("Tandem ", kVersion, "\n"));
      return 0;
    default:
      break;
  }
  absl::StatusOr<Options> options = ResolveOptions(*line, FromEnvironment);
  if (!options.ok()) return Fail(options.status());
  if (options->assets.empty()) options->assets = DefaultAssets();
  SetUpHeap();
  switch (line->command) {
    case CommandLine::Command::kExport:
      return Export(*options, line->out);
    case CommandLine::Command::kReplay:
      return ReplayLog(*line, *options);
    case CommandLine::Command::kRecordSession:
      return RecordSession(*line, *options);
    default:
      return Serve(*options);
  }
}

}  // namespace
}  // namespace tandem::native

int main(int argc, char** argv) {
  return tandem::native::Main(std::vector<std::string>(argv + 1, argv + argc));
}
