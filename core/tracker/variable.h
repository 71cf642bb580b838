// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// One watched place in the application: where it is, how it may be used, what is known of it.
// Owned by the tracker; everybody else reads.

#ifndef TANDEM_CORE_TRACKER_VARIABLE_H_
#define TANDEM_CORE_TRACKER_VARIABLE_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "core/base/ids.h"
#include "core/tracker/path.h"
#include "core/tracker/priority.h"
#include "core/tracker/resolver.h"

namespace tandem {

struct Property {
  std::string name;
  std::string value;
  Priority priority = Priority::kMedium;
};

struct Variable {
  // Constant after creation.
  VariableId id;
  VariableId parent;  // 0 for a root.

  // The tree, in creation order.
  std::vector<Slot> children;

  Path path;
  Access access = Access::kReadWrite;
  Priority priority = Priority::kMedium;  // Of the value.
  std::vector<Property> properties;       // Sorted by name.

  // Inactive variables and their subtrees are not evaluated (P-117).
  bool active = true;

  // What went wrong last: reading is cleared by the next successful scan, writing by the next
  // successful write (T-87).
  absl::Status read_error;
  absl::Status write_error;

  // Value changes reported by scans (T-93).
  int64_t change_count = 0;

  // How long the last successful evaluation took, that of the parent not included, and the longest
  // one; zero unless the tracker measures (T-95).
  absl::Duration compute_time, max_compute_time;

  // Null if absent. Invalidated by any change to the variable.
  const Property* FindProperty(absl::string_view name) const;
  // The value, or "".
  absl::string_view PropertyValue(absl::string_view name) const;

  // Of the names and values of all properties.
  size_t PropertyBytes() const;

  // Whether setting the property so would change nothing (P-44, T-37); "" means absent.
  bool IsSet(absl::string_view name, absl::string_view value, Priority level) const;

  // For the tracker. `name` is taken as it is; "" is a value like any other.
  void StoreProperty(absl::string_view name, absl::string_view value, Priority level);
  void RemoveProperty(absl::string_view name);
  // As StoreProperty for each, the last of equal names winning, however many there are.
  void StoreProperties(absl::Span<const std::pair<std::string, std::string>> given);
};

}  // namespace tandem

#endif  // TANDEM_CORE_TRACKER_VARIABLE_H_
