// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// Tables that do not keep what they hold alive.

#ifndef TANDEM_CORE_LUA_WEAK_TABLE_H_
#define TANDEM_CORE_LUA_WEAK_TABLE_H_

#include <algorithm>
#include <cstdint>

#include "lua.h"

namespace tandem {

// Pushes an empty table with weak keys ("k") or weak values ("v"). May raise.
inline void PushWeakTable(lua_State* L, const char* mode) {
  lua_createtable(L, 0, 0);
  lua_createtable(L, 0, 1);
  lua_pushstring(L, mode);
  lua_setfield(L, -2, "__mode");
  lua_setmetatable(L, -2);
}

// What is done with a weak table of ours takes none of the script's steps: how much that is depends
// on when the collector came by, which is not the same in both homes.
class FreeOfSteps {
 public:
  // More than this is taken nevertheless: no look-up by chance takes as many, but a script can
  // choose its keys.
  static constexpr int64_t kLookUp = 64;
  // For insertions and visits of all entries.
  static constexpr int64_t kAny = INT64_MAX;

  FreeOfSteps(lua_State* L, int64_t most) : L_(L), most_(most), before_(lua_getfuel(L)) {}
  FreeOfSteps(const FreeOfSteps&) = delete;
  FreeOfSteps& operator=(const FreeOfSteps&) = delete;
  ~FreeOfSteps() {
    const int64_t now = lua_getfuel(L_);
    lua_setfuel(L_, now + std::min(before_ - now, most_));
  }

 private:
  lua_State* const L_;
  const int64_t most_;
  const int64_t before_;
};

}  // namespace tandem

#endif  // TANDEM_CORE_LUA_WEAK_TABLE_H_
