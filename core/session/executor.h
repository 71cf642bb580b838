// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// The executor channel of a session: a FIFO mailbox through which every operation on its Lua
// state passes. A session that is idle runs a record at once, in the caller's own time; one
// that is busy queues it, so no record ever begins inside another (L-2, S-72, S-73). One that
// is paused queues what the session is asked to do.
//
// Not thread-safe: a session belongs to one sequence of execution at a time.

#ifndef TANDEM_CORE_SESSION_EXECUTOR_H_
#define TANDEM_CORE_SESSION_EXECUTOR_H_

#include <deque>

#include "core/log/record.h"

namespace tandem {

class Executor {
 public:
  class Handler {
   public:
    virtual ~Handler() = default;
    // One record, to its end.
    virtual void Run(const Record& record) = 0;
  };

  // `handler` must outlive this.
  explicit Executor(Handler& handler) : handler_(handler) {}
  Executor(const Executor&) = delete;
  Executor& operator=(const Executor&) = delete;

  // Runs `record`, and whatever is posted meanwhile, before it returns; or queues it when called
  // from inside a record.
  void Post(Record record);

  // Until Resume nothing is run but what is about the session's output, edits of the site, and its
  // end. Both may be called from inside a record, which is run to its end.
  void Pause() { is_paused_ = true; }
  void Resume();

  bool busy() const { return busy_; }
  bool is_paused() const { return is_paused_; }

 private:
  bool MayRun(const Record& record) const;
  void RunQueue();

  Handler& handler_;
  std::deque<Record> queue_;
  bool busy_ = false;
  bool is_paused_ = false;
};

}  // namespace tandem

#endif  // TANDEM_CORE_SESSION_EXECUTOR_H_
