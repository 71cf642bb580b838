// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// Each function is called with a colon: argument 1 is the table and is not looked at.

#include "core/lua/timer_library.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "core/base/error.h"
#include "core/base/ids.h"
#include "core/lua/charges.h"
#include "core/lua/lua_context.h"
#include "core/lua/lua_function.h"
#include "core/lua/timers.h"
#include "lauxlib.h"

namespace tandem {
namespace {

// They take memory that the session's limit does not count; what an application needs is far less.
constexpr size_t kMaxTimers = 10'000;

// Milliseconds at an argument; the fraction is cut off (L-31), and what is no time is none.
absl::Duration DelayAt(lua_State* L, int argument) {
  const lua_Number ms = luaL_checknumber(L, argument);
  constexpr lua_Number kLongest = 9e15;
  if (!(ms >= 1)) return absl::ZeroDuration();
  return absl::Milliseconds(static_cast<int64_t>(ms < kLongest ? ms : kLongest));
}

absl::StatusOr<int> StartTimer(lua_State* L, absl::Duration delay, absl::Duration period) {
  ChargeTimer(L);
  Timers& timers = *LuaContext::Of(L).timers;
  if (timers.size() >= kMaxTimers) {
    return MoreThan(kMaxTimers, "timers are waiting");
  }
  const TimerHandle handle = timers.Start(L, 2, delay, period);
  lua_pushinteger(L, handle.value());
  return 1;
}

// session:setImmediate(fn), session:setTimeout(fn, ms), session:setInterval(fn, ms) → handle
absl::StatusOr<int> SetImmediate(lua_State* L) {
  luaL_checktype(L, 2, LUA_TFUNCTION);
  return StartTimer(L, absl::ZeroDuration(), absl::ZeroDuration());
}

absl::StatusOr<int> SetTimeout(lua_State* L) {
  luaL_checktype(L, 2, LUA_TFUNCTION);
  return StartTimer(L, DelayAt(L, 3), absl::ZeroDuration());
}

absl::StatusOr<int> SetInterval(lua_State* L) {
  luaL_checktype(L, 2, LUA_TFUNCTION);
  const absl::Duration period = std::max(DelayAt(L, 3), absl::Milliseconds(1));  // L-36
  return StartTimer(L, period, period);
}

// session:clearImmediate(h), session:clearTimeout(h), session:clearInterval(h)
absl::StatusOr<int> ClearTimer(lua_State* L) {
  if (lua_isnoneornil(L, 2)) return 0;
  luaL_checknumber(L, 2);
  int is_integer = 0;
  const lua_Integer handle = lua_tointegerx(L, 2, &is_integer);
  if (is_integer != 0) LuaContext::Of(L).timers->Clear(TimerHandle(handle));
  return 0;
}

}  // namespace

void SetTimerFunctions(lua_State* L) {
  const luaL_Reg functions[] = {
      {"clearImmediate", &LuaFunction<&ClearTimer>},
      {"clearInterval", &LuaFunction<&ClearTimer>},
      {"clearTimeout", &LuaFunction<&ClearTimer>},
      {"setImmediate", &LuaFunction<&SetImmediate>},
      {"setInterval", &LuaFunction<&SetInterval>},
      {"setTimeout", &LuaFunction<&SetTimeout>},
      {nullptr, nullptr},
  };
  luaL_setfuncs(L, functions, 0);
}

}  // namespace tandem
