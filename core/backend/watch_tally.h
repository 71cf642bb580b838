// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// Counts who is watching what. Several pages may watch one variable, and each may watch it
// several times; each counts its own and is told once (protocol section 13).
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
  struct Watcher {
    PageId page;
    int count = 0;  // At least 1.
  };

  // One more watch by `page`; true if it is its first (P-116).
  bool Watch(VariableId id, PageId page);

  // One less; true if it was the last of `page`. Nothing if it has none (P-51, P-118).
  bool Unwatch(VariableId id, PageId page);

  // Forgets all that `page` watches of one variable (P-118), or a variable that is gone (P-115).
  void Remove(VariableId id, PageId page);
  void Remove(VariableId id);

  // Makes the watches of `page` on `id` watches on `other`, which it does not watch.
  void Move(VariableId id, VariableId other, PageId page);

  // In the order they began watching. Invalidated by the methods above.
  absl::Span<const Watcher> WatchersOf(VariableId id) const;

  bool IsWatching(VariableId id, PageId page) const;

 private:
  // Takes out what `page` has of `id`; its count, 0 if it has none.
  int Take(VariableId id, PageId page);

  // Never holds an empty vector.
  absl::flat_hash_map<VariableId, std::vector<Watcher>> watchers_;
};

}  // namespace tandem

#endif  // TANDEM_CORE_BACKEND_WATCH_TALLY_H_
