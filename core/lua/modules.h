// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// Running the application's files: main.lua, `require`, `dofile`, `loadfile`. A file is known by
// its tracking key, its real path in the site, so that it runs once under whatever name it is
// asked for (L-60 … L-68). What it declares can be unloaded with it (hot reload section 4).
//
// Files are read through the Host's FileSource and nothing else.

#ifndef TANDEM_CORE_LUA_MODULES_H_
#define TANDEM_CORE_LUA_MODULES_H_

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "core/lua/failed_loads.h"
#include "core/lua/lua_context.h"
#include "core/lua/lua_ref.h"
#include "lua.h"

namespace tandem {

class Modules {
 public:
  // `context` must outlive this. May raise.
  Modules(lua_State* L, LuaContext& context);

  // Sets the globals `require`, `package`, `dofile` and `loadfile`. May raise.
  void Install(lua_State* L);

  // Runs the file at `path`, looked for in lua/ and then in the site itself (L-62), unless it was
  // run before, and pushes its module value. kNotFound if it is in neither place; otherwise
  // errors as CallLua, or as FileSource has them. Nothing is pushed on error. Runs Lua.
  absl::Status Load(lua_State* L, absl::string_view path);

  // As Load for the session's first file; kNotFound names lua/main.lua (L-12).
  absl::Status RunMain(lua_State* L);

  // `require(name)` without the function around it.
  absl::Status Require(lua_State* L, absl::string_view name);

  // Whether the file ran to its end in this session, or is running for the first time (H-21).
  bool IsLoaded(lua_State* L, absl::string_view key) const;

  // Runs the new text of a loaded file; its module value stays what it was (H-23, H-40). What it
  // declares first is put down to the same module (H-24). Errors as CallLua. Runs Lua.
  absl::Status RunAgain(lua_State* L, const std::string& key, absl::string_view text);

  // Loads a file that was asked for in vain, from `text` (D-23). Errors as Load. Runs Lua.
  absl::Status Retry(lua_State* L, const std::string& key, absl::string_view text);

  // Whether main.lua was run and did not come to its end (D-22).
  bool has_main_failed() const { return has_main_failed_; }

  // What was asked for and is not there (D-23).
  const FailedLoads& failed() const { return failed_; }

  // Forget a module by tracking key or by the name it was required by, or all modules of a
  // directory (H-26, H-27); the next `require` runs them again. May raise.
  void Unload(lua_State* L, absl::string_view key_or_name);
  void UnloadDirectory(lua_State* L, absl::string_view directory);

  // Pushes the chunk that `text` compiles to, with messages naming `chunk`. Text only (D-37).
  // kAborted with the compiler's message; nothing is pushed then.
  static absl::Status Compile(lua_State* L, absl::string_view text, const std::string& chunk);

 private:
  // As Load, for a file whose key is known.
  absl::Status LoadKey(lua_State* L, const std::string& key);
  // Takes note that `path` was asked for by `name`, or by itself if that is empty, in vain.
  void NoteFailure(absl::string_view path, absl::string_view name);
  // Runs a file under its key and pushes its module value.
  absl::Status Run(lua_State* L, const std::string& key, absl::string_view text);
  // The key of the first of the two places where `path` is; kNotFound.
  absl::StatusOr<std::string> KeyOf(absl::string_view path) const;
  void UnloadKey(lua_State* L, const std::string& key);

  LuaContext& context_;
  LuaRef loaded_;  // package.loaded: name or key → module value
  FailedLoads failed_;
  bool has_main_failed_ = false;
};

}  // namespace tandem

#endif  // TANDEM_CORE_LUA_MODULES_H_
