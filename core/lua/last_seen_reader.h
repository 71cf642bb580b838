// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// Reading what the slots of a session hold without anybody noticing: no script runs, nothing is
// allocated in the VM, no object is given a number. What a session does stays the same whether or
// not somebody looks, and so does what its event log says.

#ifndef TANDEM_CORE_LUA_LAST_SEEN_READER_H_
#define TANDEM_CORE_LUA_LAST_SEEN_READER_H_

#include <cstddef>

#include "core/lua/last_seen.h"
#include "core/lua/object_ids.h"
#include "core/lua/slot_table.h"
#include "core/tracker/resolver.h"
#include "lua.h"

namespace tandem {

// `L` is the main thread, between turns. About `limit` bytes of a string or an array are read; a
// closed slot, or none, holds nothing. Never raises.
LastSeen ReadLastSeen(lua_State* L, const SlotTable& slots, const ObjectIds& ids, Slot slot,
                      LastSeen::Layer layer, size_t limit);

}  // namespace tandem

#endif  // TANDEM_CORE_LUA_LAST_SEEN_READER_H_
