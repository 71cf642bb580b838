// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// A Lua value as bits, kept outside the VM so that comparing with it costs no look-up in a Lua
// table. It keeps nothing alive: whoever keeps one also keeps the value, somewhere in the VM.

#ifndef TANDEM_CORE_LUA_RAW_VALUE_H_
#define TANDEM_CORE_LUA_RAW_VALUE_H_

#include <cstdint>

#include "lua.h"

namespace tandem {

struct RawValue {
  // The value at `index`. Never raises.
  static RawValue Of(lua_State* L, int index);

  // A number's bits or the address of what has one; nothing for nil and booleans.
  uint64_t bits = 0;
  uint8_t tag = LUA_TNIL;  // Lua's own, which tells 1 from 1.0, true from false.
};

}  // namespace tandem

#endif  // TANDEM_CORE_LUA_RAW_VALUE_H_
