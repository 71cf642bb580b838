// Copyright (c) the Tandem authors. Licensed under the MIT License.

#include "core/replay/returning_world.h"

namespace tandem {

// The names of the session are not asked for: it is given them.
ReturningWorld::ReturningWorld(Host& real, Answers& answers)
    : real_(real),
      replay_(LogHeader(), answers, /*site=*/nullptr, /*log=*/nullptr),
      recorded_(replay_.host()),
      clock_(*this),
      scheduler_(*this),
      entropy_(*this),
      files_(*this),
      log_(*this),
      lane_(*this),
      host_{clock_,
            scheduler_,
            entropy_,
            files_,
            log_,
            real.numbers,
            /*trace=*/nullptr,
            real.slow_lane == nullptr ? nullptr : &lane_,
            /*temporary=*/nullptr,
            real.chunks} {}

void ReturningWorld::GoOn() {
  is_real_ = true;
  scheduler_.GoOn();
}

Timer ReturningWorld::ReturningScheduler::RunAfter(absl::Duration delay,
                                                   absl::AnyInvocable<void() &&> task) {
  if (world_.is_real_) return world_.real_.scheduler.RunAfter(delay, std::move(task));
  const Key key(world_.now().clock.Ticks() + delay, ++scheduled_);
  waiting_[key].task = std::move(task);
  return Timer([this, key] { waiting_.erase(key); });
}

// Overdue ones come due at once, in their order.
void ReturningWorld::ReturningScheduler::GoOn() {
  const absl::Duration now = world_.real_.clock.Ticks();
  for (auto& [key, waiting] : waiting_) {
    waiting.timer =
        world_.real_.scheduler.RunAfter(key.first - now, [this, key = key] { Run(key); });
  }
}

// The task may be the last that is heard of the session, and of this.
void ReturningWorld::ReturningScheduler::Run(const Key& key) {
  auto found = waiting_.find(key);
  if (found == waiting_.end()) return;
  absl::AnyInvocable<void()&&> task = std::move(found->second.task);
  waiting_.erase(found);
  std::move(task)();
}

}  // namespace tandem
