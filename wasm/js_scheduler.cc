// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// See js_scheduler.h.

#include "wasm/js_scheduler.h"

#include <algorithm>
#include <utility>
#include <vector>

namespace tandem::wasm {

Timer JsScheduler::RunAfter(absl::Duration delay, absl::AnyInvocable<void() &&> task) {
  delay = std::max(delay, absl::ZeroDuration());
  const int64_t id = ++last_id_;
  const absl::Duration due = clock_.Monotonic() + delay;
  due_.emplace(id, due);
  Entry& entry = queue_[Key(due, id)];
  entry.task = std::move(task);
  entry.remaining = delay;
  StartLeg(id, entry);
  return Timer([this, id] { Cancel(id); });
}

void JsScheduler::Fire(int64_t id) {
  auto found = due_.find(id);
  if (found == due_.end()) return;
  const Key fired(found->second, id);
  Entry& entry = queue_.at(fired);
  if (entry.remaining > absl::ZeroDuration()) {
    StartLeg(id, entry);
    return;
  }

  // Chosen beforehand: what these tasks schedule waits for its own timer, even if the clock is
  // coarse enough to make it due already.
  std::vector<Key> ready;
  for (const auto& [key, unused] : queue_) {
    if (fired < key) break;
    ready.push_back(key);
  }
  for (const Key& key : ready) {
    auto node = queue_.find(key);
    if (node == queue_.end()) continue;  // Cancelled by one of the tasks before it.
    absl::AnyInvocable<void()&&> task = std::move(node->second.task);
    queue_.erase(node);
    due_.erase(key.second);
    if (key.second != id) js_.ClearTimer(key.second);
    std::move(task)();
  }
}

void JsScheduler::StartLeg(int64_t id, Entry& entry) {
  const absl::Duration leg = std::min(entry.remaining, kLongestLeg);
  entry.remaining -= leg;
  js_.SetTimer(id, absl::ToDoubleMilliseconds(leg));
}

void JsScheduler::Cancel(int64_t id) {
  auto found = due_.find(id);
  if (found == due_.end()) return;
  // The task goes last: destroying what it holds may cancel other timers.
  auto node = queue_.find(Key(found->second, id));
  absl::AnyInvocable<void()&&> task = std::move(node->second.task);
  queue_.erase(node);
  due_.erase(found);
  js_.ClearTimer(id);
}

}  // namespace tandem::wasm
