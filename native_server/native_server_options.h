// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// What a NativeServer is built from. options.h fills it from the command line; a test fills it by
// hand and may put parts of its own into the shards' Hosts.

#ifndef TANDEM_NATIVE_SERVER_NATIVE_SERVER_OPTIONS_H_
#define TANDEM_NATIVE_SERVER_NATIVE_SERVER_OPTIONS_H_

#include <functional>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "core/base/json.h"
#include "core/host/host.h"
#include "core/session/site_config.h"
#include "native_server/connection_limits.h"
#include "native_server/page_options.h"

namespace tandem::native {

// Parts of a shard's Host in place of the native ones; null keeps those. Borrowed; used on the
// shard's thread only, except `log`, which all threads use.
struct HostOverrides {
  Clock* clock = nullptr;
  Scheduler* scheduler = nullptr;
  Entropy* entropy = nullptr;
  FileSource* files = nullptr;
  SessionNumbers* numbers = nullptr;
  CallTrace* trace = nullptr;
};

struct NativeServerOptions {
  std::string host = "127.0.0.1";
  int port = 0;  // 0: any free one.
  std::string site = ".";
  std::string assets;
  bool local = false;  // No sessions here; the browser runs the site.
  int threads = 0;     // 0: one for each processor.
  std::vector<std::string> allowed_origins;
  SiteConfig config;
  Json site_settings = Json::object();  // What `config` was read from.
  PageOptions page;

  // Running sessions take up edited Lua files and templates (H-30, H-60). Without it, pages get
  // edited templates with their next batch (S-93).
  bool hotload = false;
  // How long a file must be left alone before it is taken up (H-35).
  absl::Duration reload_quiet = absl::Milliseconds(100);

  // How long a session that was over budget rests at first (SessionOptions::rest, which this
  // replaces): less than a person notices who reads what went wrong. Zero: not at all.
  absl::Duration rest = absl::Milliseconds(500);

  // A folder for the event logs of all sessions; empty: they are kept in memory in development
  // mode, not at all otherwise.
  std::string record;

  // A file of SQLite for the sessions, so that they outlive the process; empty: they live in
  // memory. Then `record` is empty.
  std::string store;
  // Called once, on any thread, when the store has failed; the server has then stopped as far as
  // anybody can tell. May be null.
  std::function<void()> on_store_failure;

  ConnectionLimits limits;
  // From Stop until whatever is still open is cut off (S-111).
  absl::Duration stop_limit = absl::Seconds(10);

  // Must outlive the server and be safe to use from several threads.
  LogSink* log = nullptr;
  // Called once for each shard; null keeps everything native.
  std::function<HostOverrides(int shard)> overrides;
};

}  // namespace tandem::native

#endif  // TANDEM_NATIVE_SERVER_NATIVE_SERVER_OPTIONS_H_
