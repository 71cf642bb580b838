// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// How much a script may do in one turn (D-44): a tank of steps in the VM, each about the work of
// one instruction, from which everything takes that a script can make long (see
// third_party/lua54/patches/fuel*.patch). The same work takes the same in both homes, so a script
// that is stopped is stopped at the same place. A stop is an error that `pcall` and its like let
// pass; the tank stays empty, and whatever runs before the next Fill and could last is stopped too.

#ifndef TANDEM_CORE_LUA_FUEL_H_
#define TANDEM_CORE_LUA_FUEL_H_

#include <cstdint>
#include <string>

#include "absl/time/time.h"
#include "core/host/clock.h"
#include "lua.h"

namespace tandem {

class Fuel {
 public:
  // Endless until filled.
  Fuel() = default;
  Fuel(const Fuel&) = delete;
  Fuel& operator=(const Fuel&) = delete;

  // Once, with the VM whose LuaState owns this.
  void Attach(lua_State* L);

  // A back-stop for what takes longer than its steps tell: a turn is also stopped when `clock`
  // says, at one of the readings about every millisecond, that it has lasted `limit`. Where it
  // stops is not the same on every machine. `clock` must outlive this.
  void LimitTime(const Clock& clock, absl::Duration limit);

  // A turn begins. `steps` is more than 0 and less than 2^52.
  void Fill(int64_t steps);

  // Whether a script was stopped since the tank was filled.
  bool is_spent() const { return is_spent_; }

  // Steps left; 0 or less when spent.
  int64_t left() const { return lua_getfuel(L_); }

  // Steps taken since the tank was filled.
  int64_t taken() const { return steps_ - left(); }

 private:
  // The lua_FuelFunction.
  static const char* OnSip(lua_State* L, lua_Integer left);
  const char* Stop(std::string reason);

  lua_State* L_ = nullptr;
  int64_t steps_ = 0;
  int64_t left_ = 0;  // When last looked at.
  bool is_spent_ = false;
  std::string reason_;  // Lua copies it after OnSip has returned.

  const Clock* clock_ = nullptr;
  absl::Duration time_limit_ = absl::InfiniteDuration();
  absl::Duration deadline_ = absl::InfiniteDuration();
  int sips_ = 0;  // Since the clock was read.
};

}  // namespace tandem

#endif  // TANDEM_CORE_LUA_FUEL_H_
