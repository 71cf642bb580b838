// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// What happens to a LuaSession from outside the current turn, and must therefore come back
// through the session's mailbox.

#ifndef TANDEM_CORE_LUA_LUA_EVENTS_H_
#define TANDEM_CORE_LUA_LUA_EVENTS_H_

#include "core/base/ids.h"

namespace tandem {

class LuaEvents {
 public:
  virtual ~LuaEvents() = default;

  // The host's timer for `handle` is due. The receiver queues a record; when its turn comes it
  // calls LuaSession::RunTimer. Not called from inside Lua.
  virtual void OnTimerDue(TimerHandle handle) = 0;
};

}  // namespace tandem

#endif  // TANDEM_CORE_LUA_LUA_EVENTS_H_
