// Copyright (c) the Tandem authors. Licensed under the MIT License.

#include "core/lua/lua_state.h"

#include <cstdlib>

#include "absl/memory/memory.h"
#include "absl/strings/str_cat.h"
#include "core/base/error.h"

namespace tandem {

absl::StatusOr<std::unique_ptr<LuaState>> LuaState::Create(int64_t memory_limit_bytes) {
  auto state = absl::WrapUnique(new LuaState(memory_limit_bytes));
  state->L_ = lua_newstate(&LuaState::Allocate, &state->account_);
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

void* LuaState::Allocate(void* account, void* block, size_t old_size, size_t new_size) {
  auto& self = *static_cast<Account*>(account);
  // For a new block Lua passes a kind of object where the old size would be.
  const int64_t before = block == nullptr ? 0 : static_cast<int64_t>(old_size);
  const int64_t after = static_cast<int64_t>(new_size);
  if (new_size == 0) {
    std::free(block);
    self.used -= before;
    return nullptr;
  }
  if (after > before && after - before > self.limit - self.used) return nullptr;
  void* moved = std::realloc(block, new_size);
  if (moved != nullptr) self.used += after - before;
  return moved;
}

}  // namespace tandem
