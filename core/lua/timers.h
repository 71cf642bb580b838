// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// setImmediate, setTimeout and setInterval (Lua API section 5). A due timer never runs where it
// comes due: the session's mailbox is told and calls Run when its turn comes. Of the Host one
// timer is used, for whatever is due next, so that timers due together come in order of their
// handles whoever scheduled them when.

#ifndef TANDEM_CORE_LUA_TIMERS_H_
#define TANDEM_CORE_LUA_TIMERS_H_

#include <cstddef>
#include <cstdint>
#include <map>
#include <set>
#include <utility>

#include "absl/time/time.h"
#include "core/base/ids.h"
#include "core/host/scheduler.h"
#include "core/lua/lua_context.h"
#include "core/lua/lua_ref.h"
#include "lua.h"

namespace tandem {

class Timers {
 public:
  // `context` must outlive this. May raise.
  Timers(lua_State* L, LuaContext& context);
  Timers(const Timers&) = delete;
  Timers& operator=(const Timers&) = delete;

  // Cancels everything.
  ~Timers();

  // The function at `function` is to run after `delay`, and then every `period` unless that is
  // zero. May raise.
  TimerHandle Start(lua_State* L, int function, absl::Duration delay, absl::Duration period);

  // Unknown, finished and cleared handles are fine (L-33).
  void Clear(TimerHandle handle);

  void ClearAll();

  // How many there are.
  size_t size() const { return entries_.size(); }

  // Runs the callback of a timer of which the mailbox says that it is due, whatever the clock says;
  // nothing if it was cleared meanwhile (S-76). Errors are logged and noted on the variable that
  // was computed when the timer was started (L-37, L-38). Enters the VM.
  void Run(TimerHandle handle);

 private:
  struct Entry {
    absl::Duration due;
    absl::Duration period;  // Zero: once.
    VariableId variable;    // Being computed when the timer was started; 0 if none.
  };
  // In the order they come.
  using Due = std::pair<absl::Duration, TimerHandle>;

  // Makes the host's timer fit what is due next.
  void Arm();
  void OnDue();

  LuaContext& context_;
  lua_State* const L_;
  LuaRef functions_;  // handle → function
  int64_t last_handle_ = 0;
  std::map<TimerHandle, Entry> entries_;
  // Those that wait. One that is due and has not run yet is in entries_ only, so an interval
  // that is late does not pile up (L-36).
  std::set<Due> waiting_;

  // None before.
  absl::Duration not_before_ = -absl::InfiniteDuration();

  Timer armed_;
  absl::Duration armed_for_ = absl::InfiniteDuration();

  // Set while OnDue tells of due timers: its local that wants to know of the end of this.
  bool* is_gone_ = nullptr;
};

}  // namespace tandem

#endif  // TANDEM_CORE_LUA_TIMERS_H_
