// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// Which pages show which variables. Tabs of one session mostly ask for the same places of the
// application; a place that several of them ask for in the same words is one variable of the
// tracker, evaluated once and told to each of its owners. A variable goes with its last owner.
//
// No page owns a variable twice: one that asks for the same place several times owns as many
// variables, and the next page shares them one by one.

#ifndef TANDEM_CORE_BACKEND_SHARED_VARIABLES_H_
#define TANDEM_CORE_BACKEND_SHARED_VARIABLES_H_

#include <string>

#include "absl/container/btree_set.h"
#include "absl/container/flat_hash_map.h"
#include "absl/container/inlined_vector.h"
#include "absl/container/node_hash_map.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "core/base/ids.h"

namespace tandem {

class SharedVariables {
 public:
  // A new variable of `owner`. `wording` is everything it was asked for by: a page that uses the
  // same gets the same variable.
  void Add(VariableId id, PageId owner, absl::string_view wording);
  // A new variable that stays `owner`'s alone.
  void AddOwn(VariableId id, PageId owner);

  // A variable of that wording that `page` does not own; 0 if there is none.
  VariableId FindFor(PageId page, absl::string_view wording) const;

  // One more owner, of a variable found for it.
  void Join(VariableId id, PageId page);
  // One owner less; true if there is none left, and then the variable is forgotten.
  bool Leave(VariableId id, PageId page);

  // The variable is not what it was asked for any more: it keeps its owners and gets no others.
  void Seal(VariableId id);

  // The variable is gone.
  void Remove(VariableId id);

  // In the order they came; empty for variables that no page created. Invalidated by the above.
  absl::Span<const PageId> OwnersOf(VariableId id) const;
  bool IsShared(VariableId id) const { return OwnersOf(id).size() > 1; }

 private:
  using Alike = absl::btree_set<VariableId>;
  // Nodes, because entries point at them. Never holds an empty set.
  using ByWording = absl::node_hash_map<std::string, Alike>;

  struct Entry {
    absl::InlinedVector<PageId, 2> owners;
    ByWording::value_type* wording = nullptr;  // Null if nobody else may join.
  };

  void Unlist(VariableId id, Entry& entry);

  absl::flat_hash_map<VariableId, Entry> entries_;
  ByWording by_wording_;
};

}  // namespace tandem

#endif  // TANDEM_CORE_BACKEND_SHARED_VARIABLES_H_
