// Copyright (c) the Tandem authors. Licensed under the MIT License.

#include "core/tracker/priority.h"

#include <optional>

#include "absl/strings/match.h"

namespace tandem {
namespace {

std::optional<Priority> FindLevel(absl::string_view word) {
  if (absl::EqualsIgnoreCase(word, "high")) return Priority::kHigh;
  if (absl::EqualsIgnoreCase(word, "medium") || absl::EqualsIgnoreCase(word, "med")) {
    return Priority::kMedium;
  }
  if (absl::EqualsIgnoreCase(word, "low")) return Priority::kLow;
  return std::nullopt;
}

}  // namespace

Priority ParsePriority(absl::string_view text) {
  return FindLevel(text).value_or(Priority::kMedium);
}

std::pair<absl::string_view, Priority> SplitPrioritySuffix(absl::string_view name) {
  const size_t colon = name.rfind(':');
  if (colon != absl::string_view::npos) {
    if (std::optional<Priority> level = FindLevel(name.substr(colon + 1))) {
      return {name.substr(0, colon), *level};
    }
  }
  return {name, Priority::kMedium};
}

}  // namespace tandem
