// Copyright (c) the Tandem authors. Licensed under the MIT License.

#include "core/session/executor.h"

#include <utility>

namespace tandem {

void Executor::Post(Record record) {
  if (busy_) {
    queue_.push_back(std::move(record));
    return;
  }
  busy_ = true;
  handler_.Run(record);
  while (!queue_.empty()) {
    const Record next = std::move(queue_.front());
    queue_.pop_front();
    handler_.Run(next);
  }
  busy_ = false;
}

}  // namespace tandem
