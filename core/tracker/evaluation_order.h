// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// In which order a scan visits variables (T-75), and where each stands in the tree (P-107).
// Both follow from structure, access, priority and activity alone, so they are worked out when
// one of those changed and kept otherwise: a scan then walks a flat array.

#ifndef TANDEM_CORE_TRACKER_EVALUATION_ORDER_H_
#define TANDEM_CORE_TRACKER_EVALUATION_ORDER_H_

#include <cstddef>
#include <cstdint>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/types/span.h"
#include "core/tracker/resolver.h"
#include "core/tracker/variable.h"

namespace tandem {

class EvaluationOrder {
 public:
  // Works both out anew. `roots` are sorted by id, `slot_count` is above every slot, and
  // `variable_in` gives the variable of any slot that is a root or somebody's child.
  void Rebuild(absl::Span<const Slot> roots, size_t slot_count,
               absl::FunctionRef<const Variable&(Slot)> variable_in);

  // Says that something it depends on changed. The contents stay until Rebuild.
  void Invalidate() { is_valid_ = false; }
  bool is_valid() const { return is_valid_; }

  // The variables to evaluate: those of high priority, then medium, then low; each after its
  // parent. Without roots, unreadable variables, and what is or stands below inactive ones.
  const std::vector<Slot>& slots() const { return slots_; }

  // The place of a slot's variable in the tree: depth-first, parents before children.
  int32_t RankOf(Slot slot) const { return ranks_[static_cast<size_t>(slot)]; }

 private:
  bool is_valid_ = true;
  std::vector<Slot> slots_;
  std::vector<int32_t> ranks_;  // By slot.
};

}  // namespace tandem

#endif  // TANDEM_CORE_TRACKER_EVALUATION_ORDER_H_
