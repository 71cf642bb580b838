// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// Paths made ready for walking. A compiled path names its fields by position in a Lua table of
// interned strings, so that a step costs a table look-up and no string is made or hashed; equal
// paths, such as those of the rows of a list, share one program.

#ifndef TANDEM_CORE_LUA_PATH_PROGRAM_H_
#define TANDEM_CORE_LUA_PATH_PROGRAM_H_

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "core/lua/lua_ref.h"
#include "core/tracker/path.h"
#include "lua.h"

namespace tandem {

struct PathProgram {
  struct CompiledStep {
    Step::Kind kind;
    // Names that begin with '_' and that this site keeps from the wire (D-34): nil to readers,
    // refused to callers and writers.
    bool is_private;
    int key;           // Position in the key table; unused without a name.
    const void* name;  // The short string there, for QuickLook; null for a long one or none.
    int64_t index;     // Only without a name.
  };

  Path path;  // As parsed, for messages.
  std::vector<CompiledStep> steps;
  int users = 0;

  // What is said when the value before step `at` is nil (T-29, T-31). Made once: it is what
  // every read of an unset selection says, turn after turn.
  const absl::Status& NilPathError(size_t at) const;

 private:
  mutable std::vector<absl::Status> nil_path_errors_;
};

class PathPrograms {
 public:
  // May raise.
  PathPrograms(lua_State* L, bool private_names_reachable);

  // The program for `path`, used once more. May raise; then nothing has changed.
  const PathProgram* Acquire(lua_State* L, const Path& path);

  // `program` may be null. Never raises.
  void Release(lua_State* L, const PathProgram* program);

  // Between these, programs without users stay readable, because somebody walks them while
  // application code closes variables.
  void BeginWalking() { ++walking_; }
  void EndWalking(lua_State* L);

  // The key table, for the walker's frame.
  void PushKeys(lua_State* L) const { keys_.Push(L); }

 private:
  struct HashPath {
    size_t operator()(const Path* path) const;
  };
  struct SamePath {
    bool operator()(const Path* a, const Path* b) const { return *a == *b; }
  };

  // A name in the key table.
  struct Key {
    int position;
    const void* string;  // Null for a long one: equal ones may have different addresses.
    int users;
  };
  const Key& AcquireKey(lua_State* L, const std::string& name);
  void ReleaseKeys(lua_State* L, const PathProgram& program);

  const bool private_names_reachable_;

  LuaRef keys_;
  absl::flat_hash_map<std::string, Key> key_positions_;
  std::vector<int> free_positions_;
  int positions_ = 0;

  // By the path inside the program.
  absl::flat_hash_map<const Path*, std::unique_ptr<PathProgram>, HashPath, SamePath> programs_;

  int walking_ = 0;
  std::vector<std::unique_ptr<PathProgram>> unused_;  // Emptied when nobody walks.
};

}  // namespace tandem

#endif  // TANDEM_CORE_LUA_PATH_PROGRAM_H_
