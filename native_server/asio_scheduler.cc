// Copyright (c) the Tandem authors. Licensed under the MIT License.

#include "native_server/asio_scheduler.h"

#include <algorithm>

namespace tandem::native {

namespace {

// Further ahead than any process lives, and far from overflowing the clock's 64 bits.
constexpr absl::Duration kLongest = absl::Hours(24 * 365 * 50);

}  // namespace

AsioScheduler::AsioScheduler(asio::io_context& io)
    : tasks_(std::make_shared<Tasks>()), timer_(io) {}

AsioScheduler::~AsioScheduler() = default;

Timer AsioScheduler::RunAfter(absl::Duration delay, absl::AnyInvocable<void() &&> task) {
  delay = std::clamp(delay, absl::ZeroDuration(), kLongest);
  const Key key(std::chrono::steady_clock::now() + absl::ToChronoNanoseconds(delay), ++scheduled_);
  tasks_->emplace(key, std::move(task));
  Arm();
  return Timer([tasks = std::weak_ptr<Tasks>(tasks_), key] {
    if (auto alive = tasks.lock()) alive->erase(key);
  });
}

// The system timer is only ever moved forward: a cancelled task costs at most one idle wake-up.
void AsioScheduler::Arm() {
  if (tasks_->empty()) return;
  const Instant due = tasks_->begin()->first.first;
  if (due >= armed_) return;
  armed_ = due;
  timer_.expires_at(due);
  timer_.async_wait([this, alive = std::weak_ptr<Tasks>(tasks_)](const error_code& error) {
    // Aborted: the timer was moved, or the scheduler is gone.
    if (error || alive.expired()) return;
    armed_ = Instant::max();
    RunDue();
  });
}

// Runs what is due by now and was scheduled before; what that schedules waits for its own round,
// so that a task which reschedules itself leaves room for the sockets.
void AsioScheduler::RunDue() {
  const Key last(std::chrono::steady_clock::now(), scheduled_);
  const std::shared_ptr<Tasks> tasks = tasks_;
  while (!tasks->empty() && tasks->begin()->first <= last) {
    auto task = std::move(tasks->begin()->second);
    tasks->erase(tasks->begin());
    std::move(task)();
  }
  Arm();
}

}  // namespace tandem::native
