// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// Takes changed files up in a running session (hot reload section 6): a loaded file runs again,
// one that was asked for in vain is tried again, and whoever failed for want of it after it. A
// file that the session has nothing to do with is passed over (H-37).

#ifndef TANDEM_CORE_LUA_RELOADER_H_
#define TANDEM_CORE_LUA_RELOADER_H_

#include <set>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "core/lua/lua_context.h"
#include "lua.h"

namespace tandem {

class Reloader {
 public:
  // `context` must outlive this.
  explicit Reloader(LuaContext& context) : context_(context) {}

  // Runs the new `text` of the file with this key. False if the session has nothing to do with
  // it. Errors as CallLua, with the key of the file that failed in front: what ran before the
  // error stays effective, and nothing is told of new declarations until a reload succeeds (H-19,
  // H-41). Runs Lua, with `session.reloading` true while a loaded file runs again and instances
  // are told of it (H-16, H-40). May raise.
  absl::StatusOr<bool> Reload(lua_State* L, const std::string& key, absl::string_view text);

 private:
  absl::Status RunAgain(lua_State* L, const std::string& key, absl::string_view text);
  // Goes on with the module that failed for want of the one that is there now.
  absl::Status RetryAsker(lua_State* L, const std::string& asker);

  LuaContext& context_;
  // Loaded files whose last reload failed.
  std::set<std::string> stale_;
};

}  // namespace tandem

#endif  // TANDEM_CORE_LUA_RELOADER_H_
