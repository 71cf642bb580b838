// Copyright (c) the Tandem authors. Licensed under the MIT License.

#include "core/lua/lua_state.h"

#include <algorithm>
#include <cstdlib>
#include <cstring>

#include "absl/memory/memory.h"
#include "absl/strings/str_cat.h"
#include "core/base/error.h"

namespace tandem {
namespace {

// Beyond this a block takes longer than the look at how long it takes.
constexpr int64_t kBigBlock = 64 * 1024;

}  // namespace

absl::StatusOr<std::unique_ptr<LuaState>> LuaState::Create(int64_t memory_limit_bytes,
                                                           MemoryChunks* chunks) {
  auto state = absl::WrapUnique(new LuaState(memory_limit_bytes, chunks));
  state->L_ = lua_newstate(&LuaState::Allocate, state.get());
  if (state->L_ == nullptr) {
    return MakeError(ErrorKind::kOverBudget,
                     absl::StrCat("a Lua VM does not fit into ", memory_limit_bytes, " bytes"));
  }
  *static_cast<LuaState**>(lua_getextraspace(state->L_)) = state.get();
  state->fuel.Attach(state->L_);
  return state;
}

LuaState::LuaState(int64_t memory_limit_bytes, MemoryChunks* chunks) {
  account_.limit = memory_limit_bytes;
  if (chunks != nullptr) small_.emplace(*chunks);
}

LuaState::~LuaState() {
  if (L_ != nullptr) lua_close(L_);
}

void* LuaState::Allocate(void* state, void* block, size_t old_size, size_t new_size) {
  LuaState& self = *static_cast<LuaState*>(state);
  Account& account = self.account_;
  // For a new block Lua passes a kind of object where the old size would be.
  const int64_t before = block == nullptr ? 0 : static_cast<int64_t>(old_size);
  const int64_t after = static_cast<int64_t>(new_size);
  if (after > before && after - before > account.limit - account.used) return nullptr;
  void* moved = self.Resize(block, static_cast<size_t>(before), new_size);
  if (moved == nullptr && new_size > 0) return nullptr;
  account.used += after - before;
  if (after >= kBigBlock && after > before) self.aside.OnBlock(after);
  return moved;
}

void* LuaState::Resize(void* block, size_t old_size, size_t new_size) {
  if (old_size == 0) return new_size == 0 ? nullptr : Take(new_size);
  if (new_size == 0) {
    Give(block, old_size);
    return nullptr;
  }
  const bool was_small = IsSmall(old_size);
  const bool is_small = IsSmall(new_size);
  if (!was_small && !is_small) return std::realloc(block, new_size);
  if (was_small && is_small && SmallBlocks::IsSameSize(old_size, new_size)) return block;
  void* moved = Take(new_size);
  if (moved == nullptr) return nullptr;
  std::memcpy(moved, block, std::min(old_size, new_size));
  Give(block, old_size);
  return moved;
}

void* LuaState::Take(size_t size) { return IsSmall(size) ? small_->Take(size) : std::malloc(size); }

void LuaState::Give(void* block, size_t size) {
  if (IsSmall(size)) return small_->Give(block, size);
  std::free(block);
}

}  // namespace tandem
