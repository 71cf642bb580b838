// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// A root and slots below it that can be looked at in both ways: quickly, by QuickLook, and
// thoroughly, by PathWalker and SlotTable.

#ifndef TANDEM_TESTS_CORE_LUA_TWO_LOOKS_H_
#define TANDEM_TESTS_CORE_LUA_TWO_LOOKS_H_

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "core/base/ids.h"
#include "core/lua/lua_call.h"
#include "core/lua/native_tables.h"
#include "core/lua/object_ids.h"
#include "core/lua/path_program.h"
#include "core/lua/path_walker.h"
#include "core/lua/quick_look.h"
#include "core/lua/slot_table.h"
#include "core/lua/view_lists.h"
#include "core/tracker/path.h"
#include "lua.h"

namespace tandem::testing {

class TwoLooks {
 public:
  static constexpr Slot kRoot = 0;

  // A root that holds nothing yet. Leaves the slots' tables on the stack, which must be empty, for
  // the functions below. May raise, as they may.
  explicit TwoLooks(lua_State* L)
      : natives_(L),
        programs_(L, /*private_names_reachable=*/false),
        slots_(L, programs_),
        objects_(L),
        lists_(natives_),
        quick_(L, natives_, objects_),
        walker_(natives_, objects_, SlotTable::kKeys) {
    slots_.PushTables(L);
    slots_.Add(kRoot, VariableId(1), kNoSlot).is_root = true;
  }

  SlotTable& slots() { return slots_; }
  ObjectIds& objects() { return objects_; }
  ViewLists& lists() { return lists_; }

  void Open(lua_State* L, Slot slot, Slot parent, absl::string_view path) {
    slots_.Add(slot, VariableId(slot + 1), parent);
    SetPath(L, slot, path);
  }
  void SetPath(lua_State* L, Slot slot, absl::string_view path) {
    slots_.SetProgram(L, slot,
                      programs_.Acquire(L, ParsePathSpec(path, PathDialect::kObjects)->path));
  }

  bool IsAsSeen(Slot slot) const {
    return quick_.IsAsSeen(slots_.At(slot), slots_.At(slots_.At(slot).parent));
  }

  // Evaluates the slot, which remembers what it sees; an error if that cannot be read or sent.
  absl::StatusOr<SlotTable::News> LookThoroughly(lua_State* L, Slot slot) {
    absl::Status error;
    SlotTable::News news = SlotTable::News::kError;
    const absl::Status raised = Protect(L, [&](lua_State* frame) {
      slots_.PushTables(frame);
      slots_.PushNavigation(frame, slots_.At(slot).parent);
      WalkProgress walk{slots_.At(slot).program, 0};
      error = walker_.Read(frame, walk.program->steps.size(), walk);
      if (error.ok()) news = slots_.Note(frame, slot, &error);
    });
    if (!raised.ok()) return raised;
    if (!error.ok()) return error;
    return news;
  }

 private:
  NativeTables natives_;
  PathPrograms programs_;
  SlotTable slots_;
  ObjectIds objects_;
  ViewLists lists_;
  QuickLook quick_;
  PathWalker walker_;
};

}  // namespace tandem::testing

#endif  // TANDEM_TESTS_CORE_LUA_TWO_LOOKS_H_
