// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// Counts who is watching what. Several pages may watch one variable, and one may watch
// it several times, but the tracker should hear of it once; WatchTally turns many watches into
// one subscription (protocol section 13).
//
// Not thread-safe; belongs to one session.

#ifndef TANDEM_CORE_BACKEND_WATCH_TALLY_H_
#define TANDEM_CORE_BACKEND_WATCH_TALLY_H_

#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/types/span.h"
#include "core/base/ids.h"

namespace tandem {

class WatchTally {
 public:
  // What a call did to the variable's total.
  enum class Edge {
    kNone,
    kFirstWatch,   // 0 → 1
    kLastUnwatch,  // 1 → 0
  };

  struct Watcher {
    PageId page;
    int count = 0;  // At least 1.
  };

  // One more watch by `page` (P-116).
  Edge Watch(VariableId id, PageId page);

  // One less; nothing if it has none (P-51, P-118).
  Edge Unwatch(VariableId id, PageId page);

  // Forgets a variable that is gone (P-115).
  void Remove(VariableId id);

  // Drops everything `page` watches; returns the variables nobody watches any more,
  // lowest id first (P-118).
  std::vector<VariableId> Forget(PageId page);

  // In the order they began watching. Invalidated by the methods above.
  absl::Span<const Watcher> WatchersOf(VariableId id) const;

  bool IsWatching(VariableId id, PageId page) const;

 private:
  // Never holds an empty vector: the last Unwatch erases the entry.
  absl::flat_hash_map<VariableId, std::vector<Watcher>> watchers_;
};

}  // namespace tandem

#endif  // TANDEM_CORE_BACKEND_WATCH_TALLY_H_
