// Copyright (c) the Tandem authors. Licensed under the MIT License.

#include "core/session/executor.h"

#include <algorithm>
#include <utility>
#include <variant>

namespace tandem {

void Executor::Post(Record record) {
  if (busy_ || !MayRun(record)) {
    queue_.push_back(std::move(record));
    return;
  }
  busy_ = true;
  handler_.Run(record);
  RunQueue();
}

void Executor::Resume() {
  is_paused_ = false;
  if (!busy_) RunQueue();
}

bool Executor::MayRun(const Record& record) const {
  return !is_paused_ || std::holds_alternative<FlushRecord>(record) ||
         std::holds_alternative<DrainRecord>(record) ||
         std::holds_alternative<ReloadRecord>(record) || std::holds_alternative<EndRecord>(record);
}

void Executor::RunQueue() {
  busy_ = true;
  for (;;) {
    const auto next = std::find_if(queue_.begin(), queue_.end(),
                                   [this](const Record& record) { return MayRun(record); });
    if (next == queue_.end()) break;
    const Record record = std::move(*next);
    queue_.erase(next);
    handler_.Run(record);
  }
  busy_ = false;
}

}  // namespace tandem
