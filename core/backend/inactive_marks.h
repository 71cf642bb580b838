// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// Variables that a client marked inactive: its updates to them, and to whatever stands below
// them, are ignored until the mark is taken off (P-39, T-92).

#ifndef TANDEM_CORE_BACKEND_INACTIVE_MARKS_H_
#define TANDEM_CORE_BACKEND_INACTIVE_MARKS_H_

#include "absl/container/flat_hash_set.h"
#include "core/base/ids.h"
#include "core/tracker/tracker.h"

namespace tandem {

class InactiveMarks {
 public:
  void Set(VariableId id) { marked_.insert(id); }
  // Takes the mark off, or forgets a variable that is gone (P-115).
  void Remove(VariableId id) { marked_.erase(id); }

  bool Has(VariableId id) const { return marked_.contains(id); }
  // Whether `id` or a variable above it is marked. `tracker` knows what stands above.
  bool Cover(VariableId id, const Tracker& tracker) const;

 private:
  absl::flat_hash_set<VariableId> marked_;
};

}  // namespace tandem

#endif  // TANDEM_CORE_BACKEND_INACTIVE_MARKS_H_
