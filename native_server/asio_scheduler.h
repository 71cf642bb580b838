// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// The core's Scheduler on an io_context. All waiting tasks share one system timer and stand in
// a map by due time and order of scheduling, because timers of the system that are due together
// fire in no particular order.
//
// Belongs to the thread that runs the io_context.

#ifndef TANDEM_NATIVE_SERVER_ASIO_SCHEDULER_H_
#define TANDEM_NATIVE_SERVER_ASIO_SCHEDULER_H_

#include <chrono>
#include <cstdint>
#include <map>
#include <memory>
#include <utility>

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>

#include "absl/functional/any_invocable.h"
#include "absl/time/time.h"
#include "core/host/scheduler.h"
#include "native_server/net.h"

namespace tandem::native {

class AsioScheduler : public Scheduler {
 public:
  // `io` must outlive this.
  explicit AsioScheduler(asio::io_context& io);
  ~AsioScheduler() override;

  // An infinite delay never comes.
  Timer RunAfter(absl::Duration delay, absl::AnyInvocable<void() &&> task) override;

 private:
  using Instant = std::chrono::steady_clock::time_point;
  using Key = std::pair<Instant, int64_t>;
  using Tasks = std::map<Key, absl::AnyInvocable<void() &&>>;

  void Arm();
  void RunDue();

  asio::io_context& io_;
  // Timers and the completion in flight hold it weakly: they may outlive the scheduler.
  std::shared_ptr<Tasks> tasks_;
  asio::steady_timer timer_;
  int64_t scheduled_ = 0;
  // What the system timer waits for; max while it does not, min while a look at the tasks is
  // posted.
  Instant armed_ = Instant::max();
};

}  // namespace tandem::native

#endif  // TANDEM_NATIVE_SERVER_ASIO_SCHEDULER_H_
