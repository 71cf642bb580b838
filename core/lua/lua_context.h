// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// Where a function called by Lua finds what it works on. Functions offered to Lua are plain
// function pointers without upvalues, which cost the VM nothing; they get here from their
// lua_State*. Owned by LuaSession, which fills it in as its parts come to life.

#ifndef TANDEM_CORE_LUA_LUA_CONTEXT_H_
#define TANDEM_CORE_LUA_LUA_CONTEXT_H_

#include "absl/strings/string_view.h"
#include "core/base/ids.h"
#include "core/host/host.h"
#include "core/lua/lua_events.h"
#include "core/lua/lua_options.h"
#include "core/lua/lua_state.h"
#include "core/lua/variable_store.h"

namespace tandem {

class Diagnostics;
class LuaResolver;
class ModuleRecords;
class Modules;
class NamedTypes;
class ObjectIds;
class Prototypes;
class SessionLibrary;
class SlotTable;
class Timers;
class ViewLists;

struct LuaContext {
  LuaContext(Host& host, const LuaOptions& options, LuaEvents& events)
      : host(host), options(options), events(events) {}

  // Constant after construction.
  Host& host;
  const LuaOptions options;
  LuaEvents& events;

  // Null and 0 until the session is given them.
  VariableStore* store = nullptr;
  VendedId session;

  // The log has been told that `__gc` has no effect; once is enough.
  bool has_logged_gc = false;

  // The parts; all there before any script of a session runs.
  Diagnostics* diagnostics = nullptr;
  LuaResolver* resolver = nullptr;
  ModuleRecords* module_records = nullptr;
  Modules* modules = nullptr;
  NamedTypes* named_types = nullptr;
  ObjectIds* object_ids = nullptr;
  Prototypes* prototypes = nullptr;
  SessionLibrary* session_library = nullptr;
  SlotTable* slots = nullptr;
  Timers* timers = nullptr;
  ViewLists* view_lists = nullptr;

  static LuaContext& Of(lua_State* L) { return *LuaState::Of(L).context; }

  // A line about this session: "session 3: …".
  void Log(LogLevel level, absl::string_view text) const;

  // A line by the application: "[lua] …" (L-50).
  void LogFromScript(LogLevel level, absl::string_view text) const;
};

}  // namespace tandem

#endif  // TANDEM_CORE_LUA_LUA_CONTEXT_H_
