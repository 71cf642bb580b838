// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// Owns one bare Lua VM: its memory account, its fuel and the way back from a lua_State* to us. The
// account counts every byte Lua holds; beyond the limit an allocation fails, Lua collects
// garbage once and then raises "not enough memory" in the script. What scripts can see is
// put into the VM by others.

#ifndef TANDEM_CORE_LUA_LUA_STATE_H_
#define TANDEM_CORE_LUA_LUA_STATE_H_

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "core/host/memory_chunks.h"
#include "core/lua/aside.h"
#include "core/lua/fuel.h"
#include "core/lua/small_blocks.h"
#include "lua.h"

namespace tandem {

struct LuaContext;

class LuaState {
 public:
  // A VM without libraries. kResourceExhausted if `memory_limit_bytes` does not even hold that.
  // Small blocks lie in `chunks`, which must outlive this, or on the heap if that is null.
  static absl::StatusOr<std::unique_ptr<LuaState>> Create(int64_t memory_limit_bytes,
                                                          MemoryChunks* chunks = nullptr);
  LuaState(const LuaState&) = delete;
  LuaState& operator=(const LuaState&) = delete;
  ~LuaState();

  // The main thread.
  lua_State* get() const { return L_; }

  // The state that `L`, its main thread or one of its coroutines, belongs to.
  static LuaState& Of(lua_State* L) { return **static_cast<LuaState**>(lua_getextraspace(L)); }

  int64_t memory_bytes() const { return account_.used; }
  int64_t memory_limit_bytes() const { return account_.limit; }

  // What its scripts may still do in this turn; endless until somebody fills it.
  Fuel fuel;

  // Whether it does so beside the others.
  Aside aside;

  // Set by lua_call.cc when a script was stopped, ran out of memory or went too deep.
  bool is_over_budget = false;

  // Where light C functions find what they work on; null until somebody sets it.
  LuaContext* context = nullptr;

  // Belong to lua_call.cc: how many protected calls are under way, and the traceback of the
  // error that is being caught.
  int nesting = 0;
  std::string traceback;

 private:
  struct Account {
    int64_t used = 0;
    int64_t limit = 0;
  };

  LuaState(int64_t memory_limit_bytes, MemoryChunks* chunks);

  // The lua_Alloc of the VM; `state` is ours.
  static void* Allocate(void* state, void* block, size_t old_size, size_t new_size);

  // Of 0 bytes: there is none.
  void* Resize(void* block, size_t old_size, size_t new_size);
  bool IsSmall(size_t size) const { return small_.has_value() && size <= SmallBlocks::kMaxBytes; }
  void* Take(size_t size);
  void Give(void* block, size_t size);

  Account account_;
  std::optional<SmallBlocks> small_;
  lua_State* L_ = nullptr;
};

}  // namespace tandem

#endif  // TANDEM_CORE_LUA_LUA_STATE_H_
