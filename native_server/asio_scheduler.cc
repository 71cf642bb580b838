// Copyright (c) the Tandem authors. Licensed under the MIT License.

#include "native_server/asio_scheduler.h"

#include <algorithm>

#include <boost/asio/post.hpp>

namespace tandem::native {

namespace {

// Further ahead than any process lives, and far from overflowing the clock's 64 bits.
constexpr absl::Duration kLongest = absl::Hours(24 * 365 * 50);

}  // namespace

AsioScheduler::AsioScheduler(asio::io_context& io)
    : io_(io), tasks_(std::make_shared<Tasks>()), timer_(io) {}

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

// One task, and the next one in a handler of its own, which comes after those that wait already: so
// there is room for the sockets, and a turn that steps aside in its task keeps no other waiting.
void AsioScheduler::RunDue() {
  if (tasks_->empty()) return;
  const auto first = tasks_->begin();
  if (first->first.first > std::chrono::steady_clock::now()) return Arm();
  auto task = std::move(first->second);
  tasks_->erase(first);
  if (!tasks_->empty()) {
    armed_ = Instant::min();  // Until then nothing else wakes it.
    asio::post(io_, [this, alive = std::weak_ptr<Tasks>(tasks_)] {
      if (alive.expired()) return;
      armed_ = Instant::max();
      RunDue();
    });
  }
  std::move(task)();
}

}  // namespace tandem::native
