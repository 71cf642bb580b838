// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// The threads of a shard, of which one at a time runs its io_context: what happens in a shard
// happens as on one thread. When a handler's turn steps aside, its thread goes on with that turn
// alone, and another one runs the io_context. To step back, the turn's thread posts a handler in
// which the running thread stands still until the turn steps aside again or its handler has ended;
// then the turn's thread ends too.
//
//     thread 1    handler ... | turn, aside          |  turn, back  |  aside ...
//     thread 2                | run other handlers   |  stand still |  run other handlers
//
// No lock is taken by a turn that stays. Where the system lets a thread have its priority back, it
// has the lowest while it is aside, and a low one after it has computed for a while. A share of the
// processors is kept until the turn is off the sequence again: given away before, it would wake a
// thread that may take the processor from the turn that everybody waits for.

#ifndef TANDEM_NATIVE_SERVER_SHARD_THREADS_H_
#define TANDEM_NATIVE_SERVER_SHARD_THREADS_H_

#include <chrono>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <thread>

#include <boost/asio/io_context.hpp>

#include "absl/container/flat_hash_map.h"
#include "absl/functional/any_invocable.h"
#include "core/host/log_sink.h"
#include "core/host/slow_lane.h"
#include "native_server/net.h"
#include "native_server/processor_shares.h"

namespace tandem::native {

class ShardThreads : public SlowLane {
 public:
  // All borrowed.
  ShardThreads(asio::io_context& io, ProcessorShares& shares, LogSink& log)
      : io_(io), shares_(shares), log_(log) {}
  ShardThreads(const ShardThreads&) = delete;
  ShardThreads& operator=(const ShardThreads&) = delete;
  // Joined, or never started.
  ~ShardThreads() override = default;

  // The first thread. `at_end` runs on the last one, after the io_context was stopped. It must not
  // be stopped while a turn is aside.
  void Start(absl::AnyInvocable<void() &&> at_end);

  // Waits for all.
  void Join();

  // In a handler.
  bool is_any_aside() const { return !turns_.empty(); }

  // SlowLane.
  bool StepAside(Reason reason) override;
  void StepBack() override;
  void GiveWay() override;

 private:
  // A handler, from when its turn first stepped aside until it has ended.
  struct Turn {
    enum class Where { kAside, kBack, kEnded };
    Where where = Where::kAside;
    bool has_share = false;
    int nice = 0;  // When it is not aside.
    std::chrono::steady_clock::duration modest_for{};
    std::chrono::steady_clock::time_point computes_since;
    std::thread thread;
  };

  // The turn of the calling thread, if it has stepped aside.
  static Turn*& Current();

  void RunThread();
  bool HandOver(Turn& turn);
  void StandStill(Turn& turn);
  void Move(Turn& turn, Turn::Where where);

  asio::io_context& io_;
  ProcessorShares& shares_;
  LogSink& log_;
  absl::AnyInvocable<void() &&> at_end_;
  bool may_be_nice_ = false;

  // Belong to whoever runs the io_context.
  absl::flat_hash_map<Turn*, std::unique_ptr<Turn>> turns_;
  bool has_logged_failure_ = false;

  std::mutex mutex_;
  std::condition_variable moved_;
  std::thread runner_;      // Guarded by the mutex.
  bool has_ended_ = false;  // Guarded by the mutex.
};

}  // namespace tandem::native

#endif  // TANDEM_NATIVE_SERVER_SHARD_THREADS_H_
