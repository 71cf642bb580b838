// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// Waits until what changes has come to rest (H-35): each path is due once, a while after the
// last note of it, however many there were; paths that are due together come in the order in
// which they were first noted. Editors write files in several steps, and a half-written one is
// of no use to anybody.
//
// Knows no clock: the caller says what time it is.

#ifndef TANDEM_NATIVE_SERVER_DEBOUNCER_H_
#define TANDEM_NATIVE_SERVER_DEBOUNCER_H_

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"

namespace tandem::native {

class Debouncer {
 public:
  explicit Debouncer(absl::Duration quiet) : quiet_(quiet) {}

  void Note(absl::string_view path, absl::Duration now) {
    const auto known = std::find_if(pending_.begin(), pending_.end(),
                                    [&](const auto& p) { return p.path == path; });
    if (known != pending_.end()) {
      known->due = now + quiet_;
    } else {
      pending_.push_back({std::string(path), now + quiet_});
    }
  }

  std::vector<std::string> TakeDue(absl::Duration now) {
    std::vector<std::string> due;
    std::vector<Pending> waiting;
    for (Pending& one : pending_) {
      if (one.due <= now) {
        due.push_back(std::move(one.path));
      } else {
        waiting.push_back(std::move(one));
      }
    }
    pending_ = std::move(waiting);
    return due;
  }

  bool empty() const { return pending_.empty(); }

 private:
  struct Pending {
    std::string path;
    absl::Duration due;
  };

  const absl::Duration quiet_;
  std::vector<Pending> pending_;  // In the order of their first note.
};

}  // namespace tandem::native

#endif  // TANDEM_NATIVE_SERVER_DEBOUNCER_H_
