// Copyright (c) the Tandem authors. Licensed under the MIT License.

#include "core/backend/pending_code.h"

#include <utility>

#include "core/base/error.h"

namespace tandem {
namespace {

// Far beyond what an application that means it would chain in one turn.
constexpr int kMaxRuns = 100;

}  // namespace

void PendingCode::Add(PageId origin, std::string code) {
  entries_.push_back({origin, std::move(code)});
}

void PendingCode::RunAll(absl::FunctionRef<absl::Status(const std::string&)> run,
                         absl::FunctionRef<void(PageId, const absl::Status&)> failed) {
  for (int runs = 0; !entries_.empty(); ++runs) {
    const Entry next = std::move(entries_.front());
    entries_.erase(entries_.begin());
    if (runs == kMaxRuns) {
      entries_.clear();
      failed(next.origin,
             MakeError(ErrorKind::kOverBudget, "property lua keeps writing itself; stopped"));
      return;
    }
    if (const absl::Status status = run(next.code); !status.ok()) failed(next.origin, status);
  }
}

}  // namespace tandem
