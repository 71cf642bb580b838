// Copyright (c) the Tandem authors. Licensed under the MIT License.

#include "core/tracker/evaluation_order.h"

namespace tandem {
namespace {

// A variable met on the walk through the tree.
struct Visit {
  Slot slot;
  int32_t parent;  // Its rank, -1 for none.
  bool is_due;     // To be evaluated, and not yet in the order.
  Priority priority;
};

// A variable still to be met.
struct Ahead {
  Slot slot;
  int32_t parent;
  bool is_pruned;  // Stands below an inactive variable.
};

// Depth-first with a stack of our own: clients decide how deep the tree is.
std::vector<Visit> Walk(absl::Span<const Slot> roots,
                        absl::FunctionRef<const Variable&(Slot)> variable_in) {
  std::vector<Visit> visits;
  std::vector<Ahead> stack;
  for (auto root = roots.rbegin(); root != roots.rend(); ++root) {
    stack.push_back({*root, -1, false});
  }
  while (!stack.empty()) {
    const Ahead next = stack.back();
    stack.pop_back();
    const Variable& variable = variable_in(next.slot);
    const bool is_pruned = next.is_pruned || !variable.active;
    const bool is_root = next.parent < 0;
    const auto rank = static_cast<int32_t>(visits.size());
    visits.push_back({next.slot, next.parent, !is_pruned && !is_root && IsReadable(variable.access),
                      variable.priority});
    for (auto child = variable.children.rbegin(); child != variable.children.rend(); ++child) {
      stack.push_back({*child, rank, is_pruned});
    }
  }
  return visits;
}

}  // namespace

// The walk meets variables depth-first, which gives the ranks. It is then gone through once
// per level: a due variable of that level pulls the unbroken line of due ancestors above it
// forward, topmost first (T-75 step 3). Each variable enters the order once, so all of it is
// linear.
void EvaluationOrder::Rebuild(absl::Span<const Slot> roots, size_t slot_count,
                              absl::FunctionRef<const Variable&(Slot)> variable_in) {
  std::vector<Visit> visits = Walk(roots, variable_in);

  ranks_.assign(slot_count, -1);
  for (size_t rank = 0; rank < visits.size(); ++rank) {
    ranks_[static_cast<size_t>(visits[rank].slot)] = static_cast<int32_t>(rank);
  }

  slots_.clear();
  std::vector<Slot> line;
  for (int level = 0; level < kPriorityLevels; ++level) {
    for (const Visit& start : visits) {
      if (!start.is_due || static_cast<int>(start.priority) != level) continue;
      line.clear();
      auto rank = static_cast<int32_t>(&start - visits.data());
      while (rank >= 0 && visits[static_cast<size_t>(rank)].is_due) {
        Visit& visit = visits[static_cast<size_t>(rank)];
        visit.is_due = false;
        line.push_back(visit.slot);
        rank = visit.parent;
      }
      slots_.insert(slots_.end(), line.rbegin(), line.rend());
    }
  }
  is_valid_ = true;
}

}  // namespace tandem
