// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// What the program was told to do, merged and checked: flags win over the environment, that over
// SITE/config/config.toml, that over the defaults (S-6). Whatever is wrong is one line that says
// where (D-46).

#ifndef TANDEM_NATIVE_SERVER_OPTIONS_H_
#define TANDEM_NATIVE_SERVER_OPTIONS_H_

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "core/base/json.h"
#include "core/host/log_sink.h"
#include "core/session/site_config.h"
#include "native_server/command_line.h"
#include "native_server/page_options.h"

namespace tandem::native {

struct Options {
  std::string host = "127.0.0.1";  // D-2
  int port = 8080;
  std::string site = ".";
  std::string assets;
  bool local = false;
  bool hotload = false;  // Development mode has it unless told otherwise.
  int threads = 0;       // 0: one for each processor.
  std::string record;    // A folder for event logs; empty: none.
  std::string store;     // A file of SQLite for the sessions; empty: memory.
  LogLevel verbosity = 0;
  std::vector<std::string> allowed_origins;

  // For the core, and the JSON it was read from, which the browser home gets.
  SiteConfig config;
  Json site_settings = Json::object();
  PageOptions page;

  // Lines for the log: settings that have no effect.
  std::vector<std::string> notes;
};

// The value of an environment variable, if it is set.
using Environment = std::function<std::optional<std::string>(const char* name)>;

// Reads the site's config.toml if there is one. kInvalidArgument; kPermissionDenied and others
// for a configuration that cannot be read.
absl::StatusOr<Options> ResolveOptions(const CommandLine& line, const Environment& environment);

}  // namespace tandem::native

#endif  // TANDEM_NATIVE_SERVER_OPTIONS_H_
