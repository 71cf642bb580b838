// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// What a site grants the Lua code of its sessions.

#ifndef TANDEM_CORE_LUA_LUA_OPTIONS_H_
#define TANDEM_CORE_LUA_LUA_OPTIONS_H_

#include <cstdint>

namespace tandem {

struct LuaOptions {
  // Bytes one session's VM may hold; beyond it scripts get "not enough memory".
  int64_t memory_limit_bytes = int64_t{64} << 20;

  // Whether paths from the wire reach fields and methods that begin with '_' (D-34).
  bool private_names_reachable = false;
};

}  // namespace tandem

#endif  // TANDEM_CORE_LUA_LUA_OPTIONS_H_
