// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// How many turns that stepped aside may compute at the same time, in the whole process, so that
// the shards find a processor when they need one; in the order in which they came.

#ifndef TANDEM_NATIVE_SERVER_PROCESSOR_SHARES_H_
#define TANDEM_NATIVE_SERVER_PROCESSOR_SHARES_H_

#include <condition_variable>
#include <deque>
#include <mutex>

namespace tandem::native {

// Thread-safe.
class ProcessorShares {
 public:
  // `count` is at least 1.
  explicit ProcessorShares(int count) : free_(count) {}
  ProcessorShares(const ProcessorShares&) = delete;
  ProcessorShares& operator=(const ProcessorShares&) = delete;

  // Waits for one.
  void Take() {
    std::unique_lock<std::mutex> lock(mutex_);
    if (free_ > 0 && waiting_.empty()) {
      --free_;
      return;
    }
    Waiter waiter;
    waiting_.push_back(&waiter);
    waiter.called.wait(lock, [&] { return waiter.has_share; });
  }

  // It is whose turn it is that gets it.
  void Give() {
    const std::lock_guard<std::mutex> lock(mutex_);
    if (waiting_.empty()) {
      ++free_;
      return;
    }
    Waiter& next = *waiting_.front();
    waiting_.pop_front();
    next.has_share = true;
    next.called.notify_one();
  }

  bool is_wanted() const {
    const std::lock_guard<std::mutex> lock(mutex_);
    return !waiting_.empty();
  }

 private:
  struct Waiter {
    std::condition_variable called;
    bool has_share = false;
  };

  mutable std::mutex mutex_;
  std::deque<Waiter*> waiting_;
  int free_;
};

}  // namespace tandem::native

#endif  // TANDEM_NATIVE_SERVER_PROCESSOR_SHARES_H_
