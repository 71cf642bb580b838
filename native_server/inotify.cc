// Copyright (c) the Tandem authors. Licensed under the MIT License.

#include "native_server/inotify.h"

#include <sys/inotify.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <utility>

#include "absl/strings/str_cat.h"

namespace tandem::native {
namespace {

// Writes as they happen too, so that the wait for rest begins anew with each of them (H-35).
constexpr uint32_t kWritten = IN_MODIFY | IN_CLOSE_WRITE | IN_CREATE | IN_MOVED_TO;
constexpr uint32_t kMoves =
    IN_CREATE | IN_MOVED_TO | IN_MOVED_FROM | IN_DELETE | IN_DELETE_SELF | IN_MOVE_SELF;

}  // namespace

absl::StatusOr<Inotify> Inotify::Create() {
  UniqueFd fd(::inotify_init1(IN_NONBLOCK | IN_CLOEXEC));
  if (fd.valid()) return Inotify(std::move(fd));
  return absl::UnavailableError(absl::StrCat("inotify: ", std::strerror(errno)));
}

std::vector<std::string> Inotify::Watch(const std::set<std::string>& folders,
                                        absl::Status* status) {
  for (auto watched = by_folder_.begin(); watched != by_folder_.end();) {
    if (folders.count(watched->first) > 0) {
      ++watched;
      continue;
    }
    ::inotify_rm_watch(fd_.get(), watched->second);
    by_watch_.erase(watched->second);
    watched = by_folder_.erase(watched);
  }
  std::vector<std::string> added;
  for (const std::string& folder : folders) {
    if (by_folder_.count(folder) > 0) continue;
    const int watch =
        ::inotify_add_watch(fd_.get(), folder.c_str(), kWritten | kMoves | IN_ONLYDIR);
    if (watch >= 0) {
      by_folder_[folder] = watch;
      by_watch_[watch] = folder;
      added.push_back(folder);
    } else if (errno != ENOENT && errno != ENOTDIR) {  // Else it went meanwhile.
      status->Update(
          absl::ResourceExhaustedError(absl::StrCat(folder, ": ", std::strerror(errno))));
    }
  }
  return added;
}

Inotify::Events Inotify::Read() {
  Events events;
  alignas(inotify_event) std::array<char, 65536> buffer;
  while (true) {
    const ssize_t size = ::read(fd_.get(), buffer.data(), buffer.size());
    if (size < 0 && errno == EINTR) continue;
    if (size <= 0) return events;
    for (const char* at = buffer.data(); at < buffer.data() + size;) {
      const auto* event = reinterpret_cast<const inotify_event*>(at);
      at += sizeof(inotify_event) + event->len;
      if ((event->mask & IN_Q_OVERFLOW) != 0) events.has_overflown = true;
      if ((event->mask & kMoves) != 0) events.has_moves = true;
      const auto folder = by_watch_.find(event->wd);
      if (folder == by_watch_.end()) continue;
      if ((event->mask & IN_IGNORED) != 0) {
        // The folder is gone; one of its name may come again.
        by_folder_.erase(folder->second);
        by_watch_.erase(folder);
        events.has_moves = true;
      } else if ((event->mask & kWritten) != 0 && (event->mask & IN_ISDIR) == 0) {
        events.written.push_back(absl::StrCat(folder->second, "/", event->name));
      }
    }
  }
}

}  // namespace tandem::native
