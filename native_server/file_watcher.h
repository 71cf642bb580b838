// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// Notices that files of a site were edited, and says which once they have come to rest (hot
// reload sections 5 and 8). What an edit means is the core's business; which folders count is
// that of watched_folders.h.
//
// Belongs to the thread that runs the io_context.

#ifndef TANDEM_NATIVE_SERVER_FILE_WATCHER_H_
#define TANDEM_NATIVE_SERVER_FILE_WATCHER_H_

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/steady_timer.hpp>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "core/host/log_sink.h"
#include "native_server/debouncer.h"
#include "native_server/inotify.h"
#include "native_server/net.h"

namespace tandem::native {

class FileWatcher {
 public:
  struct Options {
    std::string site;
    std::vector<std::string> trees;     // Folders in the site, such as "lua".
    std::vector<std::string> suffixes;  // Of files that matter, such as ".lua" (H-32).
    // How long a file must be left alone (H-35). Zero: not at all.
    absl::Duration quiet = absl::Milliseconds(100);
  };

  // Paths relative to the site, in the order of their first edit (H-35).
  using OnChanged = std::function<void(const std::vector<std::string>& paths)>;

  // `io` and `log` must outlive this.
  FileWatcher(asio::io_context& io, Options options, LogSink& log, OnChanged on_changed);
  FileWatcher(const FileWatcher&) = delete;
  FileWatcher& operator=(const FileWatcher&) = delete;
  ~FileWatcher() { Stop(); }

  // What is edited from here on is noticed. Where the system does not let us, there is a line in
  // the log, and nothing else happens. Before the io_context runs, or on its thread.
  void Start();

  // Nothing is said any more (H-38).
  void Stop();

  // Pending paths are looked at this often (H-35).
  static constexpr absl::Duration kTick = absl::Milliseconds(50);

 private:
  void Await();
  void OnEvents();
  // Watches what there is now. Files in folders that were not watched before have been edited,
  // for all we know.
  void Rescan();
  void Note(const std::string& file);
  void Arm();
  void SayDue();
  void SayLimit(const absl::Status& status);

  const Options options_;
  LogSink& log_;
  const OnChanged on_changed_;

  std::string site_;  // Without links.
  std::optional<Inotify> inotify_;
  Debouncer debouncer_;
  asio::posix::stream_descriptor events_;
  asio::steady_timer timer_;
  bool is_timer_running_ = false;
  bool has_said_limit_ = false;
};

}  // namespace tandem::native

#endif  // TANDEM_NATIVE_SERVER_FILE_WATCHER_H_
