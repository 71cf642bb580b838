// Copyright (c) the Tandem authors. Licensed under the MIT License.

#include "native_server/file_watcher.h"

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <set>
#include <system_error>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "native_server/watched_folders.h"

namespace tandem::native {
namespace {

namespace fs = std::filesystem;

absl::Duration Now() {
  return absl::FromChrono(std::chrono::steady_clock::now().time_since_epoch());
}

}  // namespace

FileWatcher::FileWatcher(asio::io_context& io, Options options, LogSink& log, OnChanged on_changed)
    : options_(std::move(options)),
      log_(log),
      on_changed_(std::move(on_changed)),
      debouncer_(options_.quiet),
      events_(io),
      timer_(io) {}

void FileWatcher::Start() {
  std::error_code error;
  site_ = fs::canonical(options_.site, error).string();
  if (error) {
    log_.Write(kLogAlways, absl::StrCat("edits are not noticed: there is no ", options_.site));
    return;
  }
  absl::StatusOr<Inotify> inotify = Inotify::Create();
  if (!inotify.ok()) {
    log_.Write(kLogAlways, absl::StrCat("edits are not noticed: ", inotify.status().message()));
    return;
  }
  inotify_ = *std::move(inotify);
  absl::Status status;
  inotify_->Watch(WatchedFolders(site_, options_.trees), &status);
  if (!status.ok()) SayLimit(status);
  events_.assign(inotify_->fd());
  Await();
}

void FileWatcher::Stop() {
  if (!inotify_) return;
  timer_.cancel();
  // The descriptor is inotify_'s.
  events_.release();
  inotify_.reset();
}

void FileWatcher::Await() {
  events_.async_wait(asio::posix::stream_descriptor::wait_read, [this](const error_code& error) {
    if (error || !inotify_) return;
    OnEvents();
    Await();
  });
}

void FileWatcher::OnEvents() {
  const Inotify::Events events = inotify_->Read();
  for (const std::string& file : events.written) Note(file);
  if (events.has_overflown) {
    log_.Write(kLogAlways, "more edits at once than could be followed: all files are taken up");
    absl::Status ignored;
    inotify_->Watch({}, &ignored);
  }
  if (events.has_overflown || events.has_moves) Rescan();
  if (options_.quiet == absl::ZeroDuration()) {
    SayDue();
  } else if (!debouncer_.empty() && !is_timer_running_) {
    Arm();
  }
}

void FileWatcher::Rescan() {
  absl::Status status;
  for (const std::string& folder :
       inotify_->Watch(WatchedFolders(site_, options_.trees), &status)) {
    std::error_code error;
    std::set<std::string> files;  // In an order of our own.
    for (fs::directory_iterator entry(folder, error), end; !error && entry != end;
         entry.increment(error)) {
      files.insert(entry->path().string());
    }
    for (const std::string& file : files) Note(file);
  }
  if (!status.ok()) SayLimit(status);
}

// Once is enough.
void FileWatcher::SayLimit(const absl::Status& status) {
  if (std::exchange(has_said_limit_, true)) return;
  log_.Write(kLogAlways,
             absl::StrCat("edits below some folders are not noticed: ", status.message()));
}

// Editors' own files, locks and the like, begin with '.' (H-32).
void FileWatcher::Note(const std::string& file) {
  const absl::string_view path = absl::string_view(file).substr(site_.size() + 1);
  const absl::string_view name = path.substr(path.rfind('/') + 1);
  const bool matters =
      std::any_of(options_.suffixes.begin(), options_.suffixes.end(),
                  [&](const auto& suffix) { return absl::EndsWith(name, suffix); });
  if (matters && !absl::StartsWith(name, ".")) debouncer_.Note(path, Now());
}

void FileWatcher::Arm() {
  is_timer_running_ = true;
  timer_.expires_after(absl::ToChronoMilliseconds(kTick));
  timer_.async_wait([this](const error_code& error) {
    if (error || !inotify_) return;
    is_timer_running_ = false;
    SayDue();
    if (!debouncer_.empty()) Arm();
  });
}

void FileWatcher::SayDue() {
  const std::vector<std::string> due = debouncer_.TakeDue(Now());
  if (!due.empty()) on_changed_(due);
}

}  // namespace tandem::native
