// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// Arrays change in place, so the array last seen is kept as a copy of its elements (not of what
// they hold). Looking at a table tells in one walk over its keys whether it is an array and
// whether it is the one last seen; only a difference costs an allocation.

#ifndef TANDEM_CORE_LUA_ARRAY_SNAPSHOT_H_
#define TANDEM_CORE_LUA_ARRAY_SNAPSHOT_H_

#include <cstdint>

#include "lua.h"

namespace tandem {

// How much a snapshot holds.
struct ArrayExtent {
  int64_t length = 0;   // Position of the last element that is not nil.
  int64_t entries = 0;  // Elements that are not nil.

  // So full of holes that sending it would be absurd (L-92).
  bool IsTooSparse() const { return length > 1'000'000 && length / 4 > entries; }
};

struct ArrayLook {
  bool is_array = false;  // An array, or the empty untyped table (D-36); else an object.
  bool is_same = false;   // Equal to the snapshot, element by element.
  ArrayExtent extent;
  int64_t nested_at = 0;  // 1-based position of an element that is an array (L-93); 0 if none.
};

// Looks at the table at `index`. `snapshot` is the stack index of the snapshot to compare with,
// of extent `known`; 0 if there is none, and then nothing is the same. May run application code
// and raise.
ArrayLook LookAtArray(lua_State* L, int index, int snapshot, const ArrayExtent& known);

// Pushes a copy of the elements of the table at `index`. May raise.
void PushSnapshot(lua_State* L, int index, const ArrayExtent& extent);

}  // namespace tandem

#endif  // TANDEM_CORE_LUA_ARRAY_SNAPSHOT_H_
