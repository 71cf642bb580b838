// Copyright (c) the Tandem authors. Licensed under the MIT License.

#include "core/backend/inactive_marks.h"

namespace tandem {

bool InactiveMarks::Cover(VariableId id, const Tracker& tracker) const {
  if (marked_.empty()) return false;
  for (const Variable* variable = tracker.Find(id); variable != nullptr;
       variable = tracker.Find(variable->parent)) {
    if (marked_.contains(variable->id)) return true;
  }
  return false;
}

}  // namespace tandem
