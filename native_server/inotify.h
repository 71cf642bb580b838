// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// Linux's inotify as an object: folders that are watched, and what happened in them. Reading
// never blocks; when there is something to read is for whoever waits on fd().

#ifndef TANDEM_NATIVE_SERVER_INOTIFY_H_
#define TANDEM_NATIVE_SERVER_INOTIFY_H_

#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "native_server/unique_fd.h"

namespace tandem::native {

class Inotify {
 public:
  // What was in the queue.
  struct Events {
    // Absolute, in the order in which they were written, made or renamed into place; one path may
    // be there several times. Deletions are not among them (H-33).
    std::vector<std::string> written;
    // Something came, went or was moved: folders or links may be among it.
    bool has_moves = false;
    // The queue was too short: anything may have happened.
    bool has_overflown = false;
  };

  // kUnavailable when the system gives no more of them.
  static absl::StatusOr<Inotify> Create();

  // Makes the watched folders be these. Returns those that were added, also when some could not
  // be: kResourceExhausted in `status` when the system's limit is reached.
  std::vector<std::string> Watch(const std::set<std::string>& folders, absl::Status* status);

  // Everything that has happened since.
  Events Read();

  int fd() const { return fd_.get(); }

 private:
  explicit Inotify(UniqueFd fd) : fd_(std::move(fd)) {}

  UniqueFd fd_;
  // Watched folders, both ways.
  std::map<std::string, int> by_folder_;
  std::map<int, std::string> by_watch_;
};

}  // namespace tandem::native

#endif  // TANDEM_NATIVE_SERVER_INOTIFY_H_
