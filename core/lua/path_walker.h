// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// Following a compiled path through Lua values, step by step, to read or to write. Fields are
// found with metamethods, positions without (L-71, L-72); methods get self (L-76). What goes
// wrong by itself is returned; what application code raises passes through, and the progress
// tells the catcher where it happened.

#ifndef TANDEM_CORE_LUA_PATH_WALKER_H_
#define TANDEM_CORE_LUA_PATH_WALKER_H_

#include <cstddef>

#include "absl/status/status.h"
#include "core/lua/native_tables.h"
#include "core/lua/object_ids.h"
#include "core/lua/path_program.h"
#include "core/tracker/path.h"
#include "lua.h"

namespace tandem {

// How far a walk has come.
struct WalkProgress {
  const PathProgram* program = nullptr;
  size_t step = 0;
};

class PathWalker {
 public:
  // `keys` is the stack index of the programs' key table in every frame this is used in.
  // `natives` and `objects` must outlive this.
  PathWalker(const NativeTables& natives, const ObjectIds& objects, int keys)
      : natives_(natives), objects_(objects), keys_(keys) {}

  // Replaces the topmost value by what the first `count` steps of the program lead to from
  // there. kPathFailure, kMethodFailure, kBadAccess; the top is then undefined. Runs application
  // code and lets its errors through.
  absl::Status Read(lua_State* L, size_t count, WalkProgress& progress) const;

  // Does the last step of the program, which must have one, to the target below the topmost
  // value, with that value; pops both (T-32 steps 3, 6 and 7). Errors as Read. `access` is not
  // kRead. Runs application code and lets its errors through.
  absl::Status Write(lua_State* L, Access access, WalkProgress& progress) const;

  // What became of an error that application code raised during a walk: kMethodFailure with
  // the script's message, "method call failed: …" if it was called (L-76, L-163).
  static absl::Status Raised(const absl::Status& error, const WalkProgress& progress);

 private:
  // Pushes the method of the current step of the table on top of the stack.
  absl::Status PushMethod(lua_State* L, const WalkProgress& progress) const;
  // What a step gives that found nothing, or no raw element, in the table below the topmost
  // value; nil in the application's tables.
  absl::Status ReadMissing(lua_State* L, const WalkProgress& progress) const;

  const NativeTables& natives_;
  const ObjectIds& objects_;
  const int keys_;
};

}  // namespace tandem

#endif  // TANDEM_CORE_LUA_PATH_WALKER_H_
