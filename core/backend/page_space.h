// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// The variables as one page knows them. Every page numbers its variables from 2 on its
// own (P-26), so an id on the wire belongs to its page and is translated here (P-126).
// Variable 1 and the server's own negative ids are the same for everybody.

#ifndef TANDEM_CORE_BACKEND_PAGE_SPACE_H_
#define TANDEM_CORE_BACKEND_PAGE_SPACE_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/container/btree_map.h"
#include "absl/container/flat_hash_map.h"
#include "core/base/ids.h"
#include "core/protocol/features.h"

namespace tandem {

class PageSpace {
 public:
  // Gives `id` the name `wire`. False if the name is taken.
  bool Add(WireId wire, VariableId id);
  void Remove(VariableId id);

  // 0 if this page has no such variable.
  VariableId ToVariable(WireId wire) const;
  WireId ToWire(VariableId id) const;

  // Every variable this page created, in the order of its ids: parents first.
  std::vector<VariableId> Created() const;

  // Whether the client has been sent a value for `id`: from then on a message without one would
  // blank some of its bindings (P-86, D-8).
  bool HasValue(VariableId id) const;
  void SetHasValue(VariableId id);

  // What of Tandem's extension the page uses.
  Features features;

  // Templates up to this revision of the ViewdefStore have been sent (P-94).
  int64_t templates_sent = 0;

  // The page asked for variable 1, which is not there yet (D-22).
  bool awaits_app = false;

  // Facts about variable 1 that differ from page to page, such as `url` and `viewdef`.
  absl::btree_map<std::string, std::string> page_properties;

 private:
  struct Entry {
    WireId wire;
    bool has_value = false;
  };
  absl::flat_hash_map<WireId, VariableId> by_wire_;
  absl::flat_hash_map<VariableId, Entry> by_variable_;
  bool app_has_value_ = false;
};

}  // namespace tandem

#endif  // TANDEM_CORE_BACKEND_PAGE_SPACE_H_
