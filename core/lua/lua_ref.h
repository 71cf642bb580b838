// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// Holds a Lua value from C++, through the VM's registry, and lets go when destroyed. Must not
// outlive its LuaState.

#ifndef TANDEM_CORE_LUA_LUA_REF_H_
#define TANDEM_CORE_LUA_LUA_REF_H_

#include <utility>

#include "core/lua/lua_state.h"
#include "lauxlib.h"
#include "lua.h"

namespace tandem {

class LuaRef {
 public:
  LuaRef() = default;

  // Pops the topmost value and holds it. May raise "not enough memory".
  explicit LuaRef(lua_State* L) : L_(LuaState::Of(L).get()), ref_(luaL_ref(L, LUA_REGISTRYINDEX)) {}

  LuaRef(LuaRef&& other) noexcept
      : L_(std::exchange(other.L_, nullptr)), ref_(std::exchange(other.ref_, LUA_NOREF)) {}
  LuaRef& operator=(LuaRef&& other) noexcept {
    std::swap(L_, other.L_);
    std::swap(ref_, other.ref_);
    return *this;
  }
  ~LuaRef() {
    if (L_ != nullptr) luaL_unref(L_, LUA_REGISTRYINDEX, ref_);
  }

  explicit operator bool() const { return L_ != nullptr; }

  // Pushes the value, nil if there is none. Never raises; `L` may be any coroutine of the VM.
  void Push(lua_State* L) const {
    if (L_ == nullptr) {
      lua_pushnil(L);
    } else {
      lua_rawgeti(L, LUA_REGISTRYINDEX, ref_);
    }
  }

 private:
  lua_State* L_ = nullptr;
  int ref_ = LUA_NOREF;
};

}  // namespace tandem

#endif  // TANDEM_CORE_LUA_LUA_REF_H_
