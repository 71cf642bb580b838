// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// The answer to the question a scan asks most: is this variable's value still the one last seen?
// It reads Lua's tables where they lie, by the declarations of lobject.h: no stack, no call, a few
// loads for each step. It says yes only where it is certain; everything else, such as methods,
// __index functions, errors and whatever changed, is left to PathWalker and SlotTable, who alone
// define what a path means. Runs no application code, allocates nothing, raises nothing.

#ifndef TANDEM_CORE_LUA_QUICK_LOOK_H_
#define TANDEM_CORE_LUA_QUICK_LOOK_H_

#include "core/lua/lua_ref.h"
#include "core/lua/native_tables.h"
#include "core/lua/object_ids.h"
#include "core/lua/path_program.h"
#include "core/lua/slot_table.h"
#include "lua.h"

namespace tandem {

class QuickLook {
 public:
  // `natives` and `objects` must outlive this. May raise.
  QuickLook(lua_State* L, const NativeTables& natives, const ObjectIds& objects);

  // Whether evaluating the slot, whose parent's state is `parent`, would certainly find what was
  // seen last.
  bool IsAsSeen(const SlotState& state, const SlotState& parent) const;

 private:
  class Reader;

  const NativeTables& natives_;
  const ObjectIds& objects_;
  LuaRef names_;            // Keeps the two strings alive.
  const void* index_name_;  // "__index"
  const void* type_name_;   // "type"
};

}  // namespace tandem

#endif  // TANDEM_CORE_LUA_QUICK_LOOK_H_
