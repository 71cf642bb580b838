// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// The Scheduler of the browser home: a table of tasks, each with a JavaScript timer that wakes it
// up. Browsers promise little about the order in which timers fire, so the table decides: when one
// fires, everything due before it runs first. Delays longer than setTimeout can hold are slept in
// legs.

#ifndef TANDEM_WASM_JS_SCHEDULER_H_
#define TANDEM_WASM_JS_SCHEDULER_H_

#include <cstddef>
#include <cstdint>
#include <map>
#include <utility>

#include "absl/functional/any_invocable.h"
#include "absl/time/time.h"
#include "core/host/clock.h"
#include "core/host/scheduler.h"
#include "wasm/js_functions.h"

namespace tandem::wasm {

class JsScheduler final : public Scheduler {
 public:
  // The longest delay of setTimeout; a longer one would fire at once.
  static constexpr absl::Duration kLongestLeg = absl::Milliseconds(0x7fffffff);

  // Both must outlive this, and this every Timer it hands out.
  JsScheduler(JsFunctions& js, const Clock& clock) : js_(js), clock_(clock) {}
  JsScheduler(const JsScheduler&) = delete;
  JsScheduler& operator=(const JsScheduler&) = delete;

  Timer RunAfter(absl::Duration delay, absl::AnyInvocable<void() &&> task) override;

  // The JavaScript timer `id` has fired. Runs its task and, before it, every task with an earlier
  // due time that has not run yet, in order. An unknown id, such as one cancelled meanwhile:
  // nothing. Tasks may schedule and cancel.
  void Fire(int64_t id);

  // How many tasks wait.
  size_t size() const { return queue_.size(); }

 private:
  // When a task is due, and its id, which grows with every call of RunAfter.
  using Key = std::pair<absl::Duration, int64_t>;

  struct Entry {
    absl::AnyInvocable<void() &&> task;
    // What is left to sleep after the JavaScript timer that is running now.
    absl::Duration remaining;
  };

  void StartLeg(int64_t id, Entry& entry);
  void Cancel(int64_t id);

  JsFunctions& js_;
  const Clock& clock_;
  std::map<Key, Entry> queue_;
  // The due time of every queued task, by id.
  std::map<int64_t, absl::Duration> due_;
  int64_t last_id_ = 0;
};

}  // namespace tandem::wasm

#endif  // TANDEM_WASM_JS_SCHEDULER_H_
