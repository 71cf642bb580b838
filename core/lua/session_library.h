// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// The table `session`: what an application can do to its session, its variables, its types and
// its timers (Lua API sections 4 and 5). An ordinary table of ordinary functions, which
// applications replace and wrap.

#ifndef TANDEM_CORE_LUA_SESSION_LIBRARY_H_
#define TANDEM_CORE_LUA_SESSION_LIBRARY_H_

#include <cstdint>
#include <utility>

#include "core/base/user_settings.h"
#include "core/lua/lua_context.h"
#include "core/lua/lua_ref.h"
#include "lua.h"

namespace tandem {

class SessionLibrary {
 public:
  // `context` must outlive this.
  explicit SessionLibrary(LuaContext& context) : context_(context) {}

  // Builds the table, once the session has its number. May raise.
  void CreateSessionTable(lua_State* L);

  // Sets the global `session` to the table, also after an application has overwritten it
  // (L-17). Does nothing before the table exists. May raise.
  void SetGlobal(lua_State* L) const;

  // Sets the field `reloading` of the table (H-40). May raise.
  void SetReloading(lua_State* L, bool is_reloading) const;

  // Sets session.timezone and session.locale to what is known. May raise.
  void SetUser(lua_State* L, const UserSettings& user) const;

  // The object given to session:createAppVariable (L-23).
  void SetApp(LuaRef app) { app_ = std::move(app); }
  const LuaRef& app() const { return app_; }

  // The version applications compared before there were prototypes (L-28).
  int64_t version = 0;

 private:
  LuaContext& context_;
  LuaRef table_;
  LuaRef app_;
};

}  // namespace tandem

#endif  // TANDEM_CORE_LUA_SESSION_LIBRARY_H_
