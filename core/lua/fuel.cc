// Copyright (c) the Tandem authors. Licensed under the MIT License.

#include "core/lua/fuel.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "core/lua/lua_state.h"

namespace tandem {
namespace {

// A sip is 1024 steps, some microseconds; a reading of the clock takes a twentieth of one.
constexpr int kSipsPerReading = 256;

}  // namespace

void Fuel::Attach(lua_State* L) {
  L_ = L;
  lua_setfuelf(L, &Fuel::OnSip);
  lua_setfuel(L, int64_t{1} << 62);
}

void Fuel::LimitTime(const Clock& clock, absl::Duration limit) {
  if (limit == absl::InfiniteDuration()) return;
  clock_ = &clock;
  time_limit_ = limit;
}

void Fuel::Fill(int64_t steps) {
  steps_ = left_ = steps;
  is_spent_ = false;
  sips_ = 0;
  deadline_ = absl::InfiniteDuration();
  lua_setfuel(L_, steps);
}

const char* Fuel::OnSip(lua_State* L, lua_Integer left) {
  LuaState& state = LuaState::Of(L);
  Fuel& self = state.fuel;
  if (self.is_spent_) return self.reason_.c_str();
  state.aside.OnSteps(std::exchange(self.left_, left) - left);
  if (left <= 0) {
    return self.Stop(absl::StrCat("too many steps in one turn (the limit is ", self.steps_, ")"));
  }
  if (self.clock_ != nullptr && ++self.sips_ >= kSipsPerReading) {
    self.sips_ = 0;
    // The first reading tells when the turn began: most are over before.
    const absl::Duration now = self.clock_->Monotonic();
    self.deadline_ = std::min(self.deadline_, now + self.time_limit_);
    if (now >= self.deadline_) {
      lua_setfuel(L, 0);
      return self.Stop(absl::StrCat("the turn takes too long (the limit is ",
                                    absl::FormatDuration(self.time_limit_), ")"));
    }
  }
  return nullptr;
}

const char* Fuel::Stop(std::string reason) {
  is_spent_ = true;
  reason_ = std::move(reason);
  return reason_.c_str();
}

}  // namespace tandem
