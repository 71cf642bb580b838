// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// The pages of a session, and which variables of its tracker each shows. Every page believes to
// be alone: it names, watches, silences and destroys variables as it likes. Behind that, a place
// that several pages ask for in the same words is one variable; it is evaluated while any of
// them wants it, and it is gone when none of them shows it any more.
//
// A page that owns a variable owns what stands above it too, up to a common variable. What a
// page does to evaluation must stay its own: Separate gives it variables of its own first.

#ifndef TANDEM_CORE_BACKEND_PAGE_VARIABLES_H_
#define TANDEM_CORE_BACKEND_PAGE_VARIABLES_H_

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/btree_map.h"
#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "core/backend/page_space.h"
#include "core/backend/shared_variables.h"
#include "core/backend/watch_tally.h"
#include "core/base/ids.h"
#include "core/protocol/features.h"
#include "core/tracker/tracker.h"

namespace tandem {

class PageVariables {
 public:
  // Before anything else; `tracker` must outlive this.
  void SetTracker(Tracker& tracker) { tracker_ = &tracker; }

  void Join(PageId page, const Features& features);
  // The page's variables and watches go with it. Unknown page: nothing.
  void Forget(PageId page);

  // Null if unknown. Invalidated by Join and Forget.
  PageSpace* Find(PageId page);

  // By ascending id, so that what several pages are told comes in one order everywhere.
  absl::btree_map<PageId, PageSpace>& all() { return spaces_; }
  const absl::btree_map<PageId, PageSpace>& all() const { return spaces_; }

  // Gives `page` the variable that it asks for, under the name `wire`, which must be free.
  // `parent` must exist. Errors are the tracker's.
  struct Made {
    VariableId id;
    // Of a variable that was there already: properties that are not as `page` asked for.
    bool was_there = false;
    std::vector<std::string> news;
  };
  absl::StatusOr<Made> Create(PageId page, WireId wire, VariableId parent,
                              const Tracker::Properties& properties);

  // Counts a watch (P-116). The variable must exist and be the page's or common.
  void Watch(PageId page, VariableId id);
  void Unwatch(PageId page, VariableId id);

  // Takes `id` and everything below from `page`. What nobody else shows goes. Returns what the
  // page lost, children before parents (P-53).
  std::vector<WireId> Drop(PageId page, VariableId id);

  // The application removed a variable and everything below: everybody loses it.
  struct Loss {
    PageId page;
    WireId wire;
  };
  std::vector<Loss> Remove(VariableId id);

  bool IsShared(VariableId id) const { return shared_.IsShared(id); }

  // Gives `page` copies in the place of `id`, which is shared, and of what it shows below; the
  // tracker must have room for them. The copies' ids, parents first; `id`'s own is the first. Those
  // of wrapped variables are to be given wrappers (see Tracker::Copy).
  std::vector<VariableId> Separate(PageId page, VariableId id);

  // A page wrote a property that evaluation depends on: no further page shares the variable.
  void Seal(VariableId id) { shared_.Seal(id); }

  // In the order they began watching.
  absl::Span<const WatchTally::Watcher> WatchersOf(VariableId id) const {
    return tally_.WatchersOf(id);
  }
  bool IsWatching(VariableId id, PageId page) const { return tally_.IsWatching(id, page); }

 private:
  // A variable is evaluated while any page wants it.
  void RefreshActive(VariableId id);

  Tracker* tracker_ = nullptr;
  absl::btree_map<PageId, PageSpace> spaces_;
  SharedVariables shared_;
  WatchTally tally_;

  // Ids count up from 2.
  int64_t last_id_ = kAppVariable.value();
};

}  // namespace tandem

#endif  // TANDEM_CORE_BACKEND_PAGE_VARIABLES_H_
