// Copyright (c) the Tandem authors. Licensed under the MIT License.

#include "core/lua/timers.h"

#include <algorithm>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "core/lua/aside.h"
#include "core/lua/diagnostics.h"
#include "core/lua/lua_call.h"
#include "core/lua/lua_stack.h"

namespace tandem {
namespace {

// A session with thousands that are due together lets the others have their turns in between.
constexpr size_t kAtATime = 32;
constexpr absl::Duration kBreath = absl::Milliseconds(4);

}  // namespace

Timers::Timers(lua_State* L, LuaContext& context) : context_(context), L_(LuaState::Of(L).get()) {
  lua_createtable(L, 0, 0);
  functions_ = LuaRef(L);
}

Timers::~Timers() {
  if (is_gone_ != nullptr) *is_gone_ = true;
}

TimerHandle Timers::Start(lua_State* L, int function, absl::Duration delay, absl::Duration period) {
  const TimerHandle handle(last_handle_ + 1);
  lua_pushvalue(L, function);
  functions_.Push(L);
  lua_insert(L, -2);
  lua_rawseti(L, -2, handle.value());
  lua_pop(L, 1);
  ++last_handle_;
  const absl::Duration due = context_.host.clock.Ticks() + delay;
  entries_[handle] = Entry{due, period, context_.diagnostics->current()};
  waiting_.insert({due, handle});
  Arm();
  return handle;
}

void Timers::Clear(TimerHandle handle) {
  auto found = entries_.find(handle);
  if (found == entries_.end()) return;
  waiting_.erase({found->second.due, handle});
  entries_.erase(found);
  StackGuard guard(L_);
  functions_.Push(L_);
  lua_pushnil(L_);
  lua_rawseti(L_, -2, handle.value());
  Arm();
}

void Timers::ClearAll() {
  while (!entries_.empty()) Clear(entries_.begin()->first);
}

void Timers::Run(TimerHandle handle) {
  auto found = entries_.find(handle);
  if (found == entries_.end()) return;
  // One that is due does not wait any more, unless this is a record played again.
  waiting_.erase({found->second.due, handle});
  const Entry entry = found->second;
  LuaRef function;
  absl::Status status = Protect(L_, [&](lua_State* L) {
    functions_.Push(L);
    lua_rawgeti(L, -1, handle.value());
    function = LuaRef(L);
  });
  if (entry.period == absl::ZeroDuration()) {
    Clear(handle);
  } else {
    // The next tick that is still to come; those missed are one.
    const absl::Duration late = context_.host.clock.Ticks() - entry.due;
    absl::Duration rest;
    const int64_t missed = std::max<int64_t>(0, absl::IDivDuration(late, entry.period, &rest));
    found->second.due = entry.due + (missed + 1) * entry.period;
    waiting_.insert({found->second.due, handle});
    Arm();
  }

  context_.diagnostics->Begin(entry.variable);
  if (status.ok()) {
    status = Protect(L_, [&](lua_State* L) {
      function.Push(L);
      InScripts scripts(L);
      lua_call(L, 0, 0);
    });
  }
  if (!status.ok()) {
    context_.Log(kLogAlways, absl::StrCat("timer ", handle, ": ", WithTraceback(status)));
    if (entry.variable) {
      context_.diagnostics->NoteOn(entry.variable,
                                   absl::StrCat("DeferredCode error: ", status.message()));
    }
  }
  context_.diagnostics->Begin(VariableId());
}

void Timers::Arm() {
  const absl::Duration next =
      waiting_.empty() ? absl::InfiniteDuration() : std::max(waiting_.begin()->first, not_before_);
  if (next == armed_for_) return;
  armed_for_ = next;
  armed_.Cancel();
  if (waiting_.empty()) return;
  armed_ =
      context_.host.scheduler.RunAfter(next - context_.host.clock.Ticks(), [this] { OnDue(); });
}

// The rest is due after a breath. Whoever is told may run the callback at once, start and clear
// timers, and even end the session.
void Timers::OnDue() {
  const absl::Duration now = std::max(armed_for_, context_.host.clock.Ticks());
  std::vector<TimerHandle> due;
  while (due.size() < kAtATime && !waiting_.empty() && waiting_.begin()->first <= now) {
    due.push_back(waiting_.begin()->second);
    waiting_.erase(waiting_.begin());
  }
  if (due.size() == kAtATime) not_before_ = now + kBreath;
  armed_for_ = absl::InfiniteDuration();
  Arm();
  bool is_gone = false;
  is_gone_ = &is_gone;
  for (TimerHandle handle : due) {
    if (entries_.count(handle) > 0) context_.events.OnTimerDue(handle);
    if (is_gone) return;
  }
  is_gone_ = nullptr;
}

}  // namespace tandem
