// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// What one variable has to tell at one priority level, and how what is pending for many
// variables is split into such records (T-81).

#ifndef TANDEM_CORE_TRACKER_CHANGE_H_
#define TANDEM_CORE_TRACKER_CHANGE_H_

#include <string>
#include <vector>

#include "core/base/ids.h"
#include "core/tracker/priority.h"

namespace tandem {

struct PropertyChange {
  std::string name;
  // Who wrote it; 0 for the application itself. Not echoed to the writer (D-7).
  PageId origin;
};

struct Change {
  VariableId id;
  Priority priority = Priority::kMedium;
  bool value = false;                      // The value changed, at this level.
  std::vector<PropertyChange> properties;  // Sorted by name.
};

// Everything one variable has to tell.
struct PendingChange {
  struct PendingProperty {
    PropertyChange change;
    Priority priority = Priority::kMedium;
  };

  VariableId id;
  bool value = false;
  Priority value_priority = Priority::kMedium;
  std::vector<PendingProperty> properties;  // In any order; names are distinct.
};

// One Change per variable and level that has something: the value travels with the properties
// of its own level (P-70). High before medium before low; within a level in the order given.
std::vector<Change> GroupByPriority(std::vector<PendingChange> pending);

}  // namespace tandem

#endif  // TANDEM_CORE_TRACKER_CHANGE_H_
