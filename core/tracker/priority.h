// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// Three levels in which values and properties are evaluated and delivered (T-18, T-19).

#ifndef TANDEM_CORE_TRACKER_PRIORITY_H_
#define TANDEM_CORE_TRACKER_PRIORITY_H_

#include <utility>

#include "absl/strings/string_view.h"

namespace tandem {

// In the order they are handled.
enum class Priority { kHigh = 0, kMedium = 1, kLow = 2 };
inline constexpr int kPriorityLevels = 3;

// Case-insensitive; unknown text is medium (T-18). Accepts "med" and "medium" (P-69).
Priority ParsePriority(absl::string_view text);

// Splits "name:high" at the last colon if what follows is a level; else the name is taken
// literally with level medium (P-68, P-69).
std::pair<absl::string_view, Priority> SplitPrioritySuffix(absl::string_view name);

}  // namespace tandem

#endif  // TANDEM_CORE_TRACKER_PRIORITY_H_
