// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// When a turn steps aside from the sequence that its session shares with others, and when it is
// back (core/host/slow_lane.h). Only scripts run beside it, and what we do with what they have made
// long: everything of ours that can touch more than the VM says so with OutOfScripts, and what it
// calls is scripts again inside InScripts. Nothing of it can be seen by a script.

#ifndef TANDEM_CORE_LUA_ASIDE_H_
#define TANDEM_CORE_LUA_ASIDE_H_

#include <cstdint>

#include "core/host/slow_lane.h"
#include "lua.h"

namespace tandem {

class Aside {
 public:
  Aside() = default;
  Aside(const Aside&) = delete;
  Aside& operator=(const Aside&) = delete;

  // `lane` must outlive this; null: no turn steps aside.
  void Attach(SlowLane* lane) { lane_ = lane; }

  // A turn begins, which nothing else on the sequence waits for, or something does. Who took long
  // the last time is likely to do it again, and steps aside early.
  void BeginTurn(bool may_step_aside);

  // A script has taken so many steps since the last call of this. Called by the VM, as often as it
  // looks at its fuel.
  void OnSteps(int64_t steps);

  // Something of ours inside InScripts works its way through so many bytes.
  void OnBytes(int64_t bytes) { OnSteps(bytes / 2); }

  // A script has got a block of so many bytes, which takes time to fill and to let go.
  void OnBlock(int64_t bytes);

 private:
  friend class InScripts;
  friend class OutOfScripts;
  friend class Blocking;

  void StepAside(SlowLane::Reason reason);
  void StepBack();

  SlowLane* lane_ = nullptr;
  bool may_ = false;
  bool was_long_ = false;
  bool in_scripts_ = false;
  bool is_aside_ = false;
  int64_t turn_steps_ = 0;  // Of scripts, since the turn began.
  int64_t steps_ = 0;       // Since it began, stepped back or gave way.
  int64_t patience_ = 0;    // How many of them on the sequence.
};

// While it lives, what runs is scripts: calls into Lua, operations that may have metamethods, and
// loops of ours over a value of a script's that use nothing but the VM.
// A turn that is aside when an error leaves it stays aside until the error is caught: what lies
// between, and ends then, is the VM's or has to do with nothing else.
class InScripts {
 public:
  explicit InScripts(lua_State* L);
  InScripts(const InScripts&) = delete;
  InScripts& operator=(const InScripts&) = delete;
  ~InScripts();

 private:
  Aside& aside_;
  const bool before_;
};

// While it lives, what runs is ours, on the sequence: functions that Lua calls.
class OutOfScripts {
 public:
  explicit OutOfScripts(lua_State* L);
  OutOfScripts(const OutOfScripts&) = delete;
  OutOfScripts& operator=(const OutOfScripts&) = delete;
  ~OutOfScripts();

 private:
  Aside& aside_;
  const bool before_;
};

// While it lives, a function that Lua has called may wait for something outside, and uses nothing
// but the VM.
class Blocking {
 public:
  explicit Blocking(lua_State* L);
  Blocking(const Blocking&) = delete;
  Blocking& operator=(const Blocking&) = delete;
  ~Blocking();

 private:
  Aside& aside_;
};

}  // namespace tandem

#endif  // TANDEM_CORE_LUA_ASIDE_H_
