// Copyright (c) the Tandem authors. Licensed under the MIT License.

#include "native_server/shard_threads.h"

#include <sched.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <system_error>
#include <utility>

#include <boost/asio/post.hpp>

#include "absl/strings/str_cat.h"

namespace tandem::native {
namespace {

// Each holds a thread. More turns than this are not aside, and hold up their shard.
constexpr size_t kMaxTurns = 256;

// For so long a thread that computes beside the shard leaves the processor to whoever wants it.
// Where others want all of them all the time it then gets a little, and its turn does not take for
// ever.
constexpr std::chrono::seconds kModestFor(1);
constexpr int kNicer = 10;

// Of the calling thread.
bool SetPolicy(int policy) {
  const sched_param priority = {};
  return ::sched_setscheduler(0, policy, &priority) == 0;
}

// Of the calling thread, whose usual niceness is `usual`.
enum class Priority { kUsual, kLow, kIdle };
bool SetPriority(Priority priority, int usual) {
  if (priority == Priority::kIdle) return SetPolicy(SCHED_IDLE);
  const auto thread = static_cast<id_t>(::syscall(SYS_gettid));
  return SetPolicy(SCHED_OTHER) &&
         ::setpriority(PRIO_PROCESS, thread, usual + (priority == Priority::kLow ? kNicer : 0)) ==
             0;
}

int Nice() { return ::getpriority(PRIO_PROCESS, static_cast<id_t>(::syscall(SYS_gettid))); }

// Whether the system lets a thread have its priority back, as it does those that may have any.
bool MayBeNice() {
  bool may = false;
  std::thread([&may] {
    const int nice = Nice();
    may = SetPriority(Priority::kIdle, nice) && SetPriority(Priority::kLow, nice) &&
          SetPriority(Priority::kUsual, nice);
  }).join();
  return may;
}

}  // namespace

ShardThreads::Turn*& ShardThreads::Current() {
  thread_local Turn* turn = nullptr;
  return turn;
}

void ShardThreads::Start(absl::AnyInvocable<void() &&> at_end) {
  at_end_ = std::move(at_end);
  may_be_nice_ = MayBeNice();
  const std::lock_guard<std::mutex> lock(mutex_);
  runner_ = std::thread([this] { RunThread(); });
}

void ShardThreads::Join() {
  std::unique_lock<std::mutex> lock(mutex_);
  if (!runner_.joinable()) return;
  moved_.wait(lock, [this] { return has_ended_; });
  std::thread last = std::move(runner_);
  lock.unlock();
  last.join();
}

void ShardThreads::RunThread() {
  while (io_.run_one() > 0) {
    if (Turn* turn = Current()) return Move(*turn, Turn::Where::kEnded);
  }
  std::move(at_end_)();
  const std::lock_guard<std::mutex> lock(mutex_);
  has_ended_ = true;
  moved_.notify_all();
}

bool ShardThreads::StepAside(Reason reason) {
  Turn* turn = Current();
  if (turn != nullptr) {
    Move(*turn, Turn::Where::kAside);
  } else {
    if (turns_.size() >= kMaxTurns) return false;
    auto first = std::make_unique<Turn>();
    turn = first.get();
    turns_.emplace(turn, std::move(first));
    if (!HandOver(*turn)) {
      turns_.erase(turn);
      return false;
    }
    Current() = turn;
    turn->nice = Nice();
  }
  // The system does not look again who is to run now: without a word the shard's new thread would
  // wait for the next tick of its clock.
  if (may_be_nice_ && SetPriority(Priority::kIdle, turn->nice)) ::sched_yield();
  turn->has_share = reason == Reason::kComputes;
  if (turn->has_share) shares_.Take();
  turn->modest_for = kModestFor;
  turn->computes_since = std::chrono::steady_clock::now();
  return true;
}

// The new thread begins at once, and from then on the io_context is its own.
bool ShardThreads::HandOver(Turn& turn) {
  const std::lock_guard<std::mutex> lock(mutex_);
  turn.thread = std::move(runner_);
  try {
    runner_ = std::thread([this] { RunThread(); });
    return true;
  } catch (const std::system_error& error) {
    runner_ = std::move(turn.thread);
    if (!std::exchange(has_logged_failure_, true)) {
      log_.Write(kLogAlways, absl::StrCat("no thread for a turn that takes long: ", error.what(),
                                          "; it holds up others"));
    }
    return false;
  }
}

void ShardThreads::StepBack() {
  Turn& turn = *Current();
  // Now somebody waits for it.
  if (may_be_nice_) SetPriority(Priority::kUsual, turn.nice);
  asio::post(io_, [this, &turn] { StandStill(turn); });
  std::unique_lock<std::mutex> lock(mutex_);
  moved_.wait(lock, [&] { return turn.where == Turn::Where::kBack; });
}

void ShardThreads::StandStill(Turn& turn) {
  std::unique_lock<std::mutex> lock(mutex_);
  turn.where = Turn::Where::kBack;
  moved_.notify_all();
  moved_.wait(lock, [&] { return turn.where != Turn::Where::kBack; });
  const bool has_ended = turn.where == Turn::Where::kEnded;
  lock.unlock();
  if (!has_ended) return;
  turn.thread.join();
  turns_.erase(&turn);
}

void ShardThreads::Move(Turn& turn, Turn::Where where) {
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    turn.where = where;
    moved_.notify_all();
  }
  if (std::exchange(turn.has_share, false)) shares_.Give();
}

void ShardThreads::GiveWay() {
  Turn& turn = *Current();
  if (may_be_nice_ && turn.modest_for > turn.modest_for.zero()) {
    const auto now = std::chrono::steady_clock::now();
    turn.modest_for -= now - std::exchange(turn.computes_since, now);
    if (turn.modest_for <= turn.modest_for.zero()) SetPriority(Priority::kLow, turn.nice);
  }
  if (!turn.has_share || !shares_.is_wanted()) return;
  shares_.Give();
  shares_.Take();
  turn.computes_since = std::chrono::steady_clock::now();
}

}  // namespace tandem::native
