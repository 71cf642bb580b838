// Copyright (c) the Tandem authors. Licensed under the MIT License.

#include "core/lua/lua_state.h"

#include <cstdlib>

#include "absl/memory/memory.h"
#include "absl/strings/str_cat.h"
#include "core/base/error.h"

namespace tandem {
namespace {

// Beyond this a block takes longer than the look at how long it takes.
constexpr int64_t kBigBlock = 64 * 1024;

}  // namespace

absl::StatusOr<std::unique_ptr<LuaState>> LuaState::Create(int64_t memory_limit_bytes) {
  auto state = absl::WrapUnique(new LuaState(memory_limit_bytes));
  state->L_ = lua_newstate(&LuaState::Allocate, state.get());
  if (state->L_ == nullptr) {
    return MakeError(ErrorKind::kOverBudget,
                     absl::StrCat("a Lua VM does not fit into ", memory_limit_bytes, " bytes"));
  }
  *static_cast<LuaState**>(lua_getextraspace(state->L_)) = state.get();
  state->fuel.Attach(state->L_);
  return state;
}

LuaState::~LuaState() {
  if (L_ != nullptr) lua_close(L_);
}

void* LuaState::Allocate(void* state, void* block, size_t old_size, size_t new_size) {
  Account& account = static_cast<LuaState*>(state)->account_;
  // For a new block Lua passes a kind of object where the old size would be.
  const int64_t before = block == nullptr ? 0 : static_cast<int64_t>(old_size);
  const int64_t after = static_cast<int64_t>(new_size);
  if (new_size == 0) {
    std::free(block);
    account.used -= before;
    return nullptr;
  }
  if (after > before && after - before > account.limit - account.used) return nullptr;
  void* moved = std::realloc(block, new_size);
  if (moved == nullptr) return nullptr;
  account.used += after - before;
  if (after >= kBigBlock && after > before) static_cast<LuaState*>(state)->aside.OnBlock(after);
  return moved;
}

}  // namespace tandem
