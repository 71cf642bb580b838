// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// Keeps a Lua stack at the height it had. For functions that borrow the stack of a running
// VM, such as the resolver's, and leave it as they found it.

#ifndef TANDEM_CORE_LUA_LUA_STACK_H_
#define TANDEM_CORE_LUA_LUA_STACK_H_

#include <exception>

#include "lua.h"

namespace tandem {

class StackGuard {
 public:
  explicit StackGuard(lua_State* L)
      : L_(L), top_(lua_gettop(L)), unwinding_(std::uncaught_exceptions()) {}
  StackGuard(const StackGuard&) = delete;
  StackGuard& operator=(const StackGuard&) = delete;

  // While a Lua error unwinds, the stack belongs to the frame that raised it and its top is the
  // error itself; whoever catches it restores the height.
  ~StackGuard() {
    if (std::uncaught_exceptions() == unwinding_) lua_settop(L_, top_);
  }

 private:
  lua_State* L_;
  int top_;
  int unwinding_;
};

}  // namespace tandem

#endif  // TANDEM_CORE_LUA_LUA_STACK_H_
