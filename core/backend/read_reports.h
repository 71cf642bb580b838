// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// Which variables that cannot be read pages were told of. A page marks what shows such a variable
// and takes the mark off with its next update, so each report is remembered until the variable
// can be read again (P-129, P-131, P-132, D-11).

#ifndef TANDEM_CORE_BACKEND_READ_REPORTS_H_
#define TANDEM_CORE_BACKEND_READ_REPORTS_H_

#include <vector>

#include "absl/container/btree_set.h"
#include "absl/status/status.h"
#include "core/base/ids.h"
#include "core/tracker/tracker.h"

namespace tandem {

class ReadReports {
 public:
  // In development more is told (D-11).
  explicit ReadReports(bool development) : development_(development) {}

  // Whether pages that watch `id` are told that reading it failed with `error`; if so, that is
  // remembered.
  bool Report(VariableId id, const absl::Status& error);

  bool IsTold(VariableId id) const { return told_.contains(id); }

  // Those told of that can be read again, in the order of their ids. They and what is gone are
  // told of no more.
  std::vector<VariableId> TakeHealed(const Tracker& tracker);

 private:
  const bool development_;
  absl::btree_set<VariableId> told_;
};

}  // namespace tandem

#endif  // TANDEM_CORE_BACKEND_READ_REPORTS_H_
