// Copyright (c) the Tandem authors. Licensed under the MIT License.

#include "core/backend/read_reports.h"

#include "core/base/error.h"

namespace tandem {

// A value that cannot be represented is told always and once (P-129); the rest is for developers,
// except paths that run into nil, which are normal (D-11).
bool ReadReports::Report(VariableId id, const absl::Status& error) {
  const ErrorKind kind = ErrorKindOf(error);
  const bool is_told = kind == ErrorKind::kBadValue || kind == ErrorKind::kOverBudget ||
                       (development_ && !IsNothingThere(error));
  if (is_told) told_.insert(id);
  return is_told;
}

std::vector<VariableId> ReadReports::TakeHealed(const Tracker& tracker) {
  std::vector<VariableId> healed;
  for (auto told = told_.begin(); told != told_.end();) {
    const Variable* variable = tracker.Find(*told);
    if (variable != nullptr && !variable->read_error.ok()) {
      ++told;
      continue;
    }
    if (variable != nullptr) healed.push_back(*told);
    told = told_.erase(told);
  }
  return healed;
}

}  // namespace tandem
