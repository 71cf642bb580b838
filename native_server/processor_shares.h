// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// How many turns that stepped aside may compute at the same time, in the whole process, so that
// the shards find a processor when they need one; in the order in which they came.

#ifndef TANDEM_NATIVE_SERVER_PROCESSOR_SHARES_H_
#define TANDEM_NATIVE_SERVER_PROCESSOR_SHARES_H_

#include <condition_variable>
#include <cstdint>
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
    const int64_t ticket = ++last_ticket_;
    waiting_.push_back(ticket);
    changed_.wait(lock, [&] { return free_ > 0 && waiting_.front() == ticket; });
    waiting_.pop_front();
    --free_;
    if (free_ > 0) changed_.notify_all();
  }

  void Give() {
    const std::lock_guard<std::mutex> lock(mutex_);
    ++free_;
    changed_.notify_all();
  }

  bool is_wanted() const {
    const std::lock_guard<std::mutex> lock(mutex_);
    return !waiting_.empty();
  }

 private:
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<int64_t> waiting_;
  int64_t last_ticket_ = 0;
  int free_;
};

}  // namespace tandem::native

#endif  // TANDEM_NATIVE_SERVER_PROCESSOR_SHARES_H_
