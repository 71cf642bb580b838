// Copyright (c) the Tandem authors. Licensed under the MIT License.

#include "core/lua/aside.h"

#include <exception>

#include "core/lua/lua_state.h"

namespace tandem {
namespace {

// About 0.5 ms of a fast machine: few turns of honest applications take longer, and ten times of
// what stepping aside and back costs.
constexpr int64_t kPatience = 128 * 1024;

// About 0.25 ms, some five times of what stepping aside and back costs.
constexpr int64_t kLittlePatience = 64 * 1024;

// About 4 ms, the longest anybody waits for each of those before him.
constexpr int64_t kShare = 1'000'000;

// What a byte of a big block takes until it is let go again, at most.
constexpr int64_t kBytesPerStep = 4;

}  // namespace

void Aside::BeginTurn(bool may_step_aside) {
  // Of the kind that may and did something: others are in between, such as that of a connection
  // which has taken the answer.
  if (may_ && turn_steps_ > 0) was_long_ = turn_steps_ >= kPatience;
  may_ = lane_ != nullptr && may_step_aside;
  patience_ = was_long_ ? kLittlePatience : kPatience;
  turn_steps_ = 0;
  steps_ = 0;
}

void Aside::OnBlock(int64_t bytes) { OnSteps(bytes / kBytesPerStep); }

void Aside::OnSteps(int64_t steps) {
  turn_steps_ += steps;
  steps_ += steps;
  if (is_aside_) {
    if (steps_ < kShare) return;
    steps_ = 0;
    lane_->GiveWay();
  } else if (may_ && in_scripts_ && steps_ >= patience_) {
    StepAside(SlowLane::Reason::kComputes);
  }
}

void Aside::StepAside(SlowLane::Reason reason) {
  is_aside_ = lane_->StepAside(reason);
  steps_ = 0;
}

void Aside::StepBack() {
  if (!is_aside_) return;
  lane_->StepBack();
  is_aside_ = false;
  steps_ = 0;
  patience_ = kLittlePatience;
}

InScripts::InScripts(lua_State* L) : aside_(LuaState::Of(L).aside), before_(aside_.in_scripts_) {
  aside_.in_scripts_ = true;
}

InScripts::~InScripts() {
  if (aside_.is_aside_ && std::uncaught_exceptions() == 0) aside_.StepBack();
  aside_.in_scripts_ = before_;
}

OutOfScripts::OutOfScripts(lua_State* L)
    : aside_(LuaState::Of(L).aside), before_(aside_.in_scripts_) {
  aside_.StepBack();
  aside_.in_scripts_ = false;
}

OutOfScripts::~OutOfScripts() { aside_.in_scripts_ = before_; }

// One that computes beside the sequence must not keep its processor while it waits.
Blocking::Blocking(lua_State* L) : aside_(LuaState::Of(L).aside) {
  aside_.StepBack();
  if (aside_.may_ && aside_.in_scripts_) aside_.StepAside(SlowLane::Reason::kMayBlock);
}

Blocking::~Blocking() { aside_.StepBack(); }

}  // namespace tandem
