// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// One application instance: an isolated Lua VM, what Tandem lets it see, and the resolver
// through which the tracker walks its objects. It comes to life in the steps of the session
// initialization sequence: NewRuntime, SetVariableStore, CreateLuaSession.
//
// Not thread-safe. Every call that may run Lua is made from a record of the session's mailbox;
// none may be made from inside another (S-71).

#ifndef TANDEM_CORE_LUA_LUA_SESSION_H_
#define TANDEM_CORE_LUA_LUA_SESSION_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "core/base/file_description.h"
#include "core/base/ids.h"
#include "core/base/json.h"
#include "core/base/user_settings.h"
#include "core/host/host.h"
#include "core/host/log_sink.h"
#include "core/lua/incoming_files.h"
#include "core/lua/last_seen.h"
#include "core/lua/lua_events.h"
#include "core/lua/lua_options.h"
#include "core/lua/variable_store.h"
#include "core/tracker/resolver.h"

namespace tandem {

class LuaSession {
 public:
  // The VM with its libraries, `require`, `ui`, `EMPTY` and `diag` (L-10 steps 1 to 3); no
  // `session` yet. kResourceExhausted if the memory limit is too small even for that; kAborted if
  // the site opens a library and nobody can (D-39). `host` and `events` must outlive the session.
  static absl::StatusOr<std::unique_ptr<LuaSession>> NewRuntime(Host& host,
                                                                const LuaOptions& options,
                                                                LuaEvents& events);
  LuaSession(const LuaSession&) = delete;
  LuaSession& operator=(const LuaSession&) = delete;

  // Cancels its timers; the VM is gone afterwards.
  ~LuaSession();

  // Before CreateLuaSession. `store` must outlive this.
  void SetVariableStore(VariableStore& store);

  // Announces the session to the store, builds the global `session`, and runs main.lua, which
  // may create variable 1. Runs Lua. kNotFound when there is no lua/main.lua (L-12); kAborted with
  // `chunk:line: message` and traceback when it does not compile or raises (D-22). The session is
  // usable in any case.
  absl::Status CreateLuaSession(VendedId id);

  // Property `lua` of variable 1 (D-35): the name of a file when it ends in ".lua" (L-62 look-up),
  // otherwise source to run. Errors as CreateLuaSession. Runs Lua.
  absl::Status RunLuaProperty(absl::string_view value);

  // A file of the site has this text now (hot reload section 6; D-23); see Reloader. False if the
  // session has nothing to do with it. kReloadFailure with `KEY: chunk:line: message` and
  // traceback: the old code goes on. While main.lua has failed, RunMainAgain is due whenever this
  // returns anything but false. Runs Lua.
  absl::StatusOr<bool> Reload(const std::string& key, absl::string_view text);

  // Whether main.lua was run and failed (D-22).
  bool has_main_failed() const;

  // As the first time, in the VM as the failed run left it, but without the timers that it
  // started: they would tick twice. `session.reloading` is false. Errors as CreateLuaSession.
  absl::Status RunMainAgain();

  // A record of the mailbox begins: what its scripts may do is theirs anew (D-44).
  // CreateLuaSession, Reload and RunMainAgain see to it on their own. Runs no Lua.
  // Whether it may take place beside other sessions' turns: nobody waits for its end.
  void BeginTurn(bool may_step_aside);

  // Runs `work`, which goes through so many bytes, uses nothing but what belongs to this session
  // alone, and must not throw: beside the others' turns, if that takes long.
  void RunBeside(int64_t bytes, absl::FunctionRef<void()> work);

  // Whether a script of this turn was stopped, ran out of memory or went too deep.
  bool is_over_budget() const;

  // The turn has been handled and changes are looked for: if its scripts were stopped, getters are
  // not to suffer for it.
  void BeginScan();

  // Runs the callback of a due timer, unless it was cleared meanwhile (S-76). Errors are logged
  // (L-37). Runs Lua.
  void RunTimer(TimerHandle handle);

  // A page tells who is in front of it: session.timezone and session.locale, which are nil until
  // one does. What it does not say stays as it was. Runs no Lua.
  void SetUser(const UserSettings& user);

  // Takes room for files that a page announces. kOverBudget, naming the file, if there is none.
  absl::StatusOr<std::unique_ptr<IncomingFiles>> BeginFiles(std::vector<FileDescription> files);

  // Makes objects of files that are complete, which live while `write` runs: it is given an array
  // of references in the order of the files, and what it returns is returned. kOverBudget if there
  // is no memory.
  absl::Status FinishFiles(IncomingFiles& files, absl::FunctionRef<absl::Status(Json&)> write);

  // The way into its objects, valid as long as this.
  Resolver& resolver();

  // Lua's own count of the VM's bytes, everything included.
  int64_t memory_bytes() const;

  // What application code noted with `diag` while the variable was last computed (L-56), and from
  // which level on notes are kept if the log keeps less (S-52).
  std::vector<std::string> DiagnosticsOf(VariableId id) const;
  void SetDiagnosticLevel(LogLevel level);

  // The JSON of what a slot was last seen to hold, for whoever inspects it; see LastSeen. Runs no
  // Lua and leaves no trace in the VM.
  LastSeen SeenLast(Slot slot, LastSeen::Layer layer, size_t limit) const;

 private:
  struct Parts;
  explicit LuaSession(std::unique_ptr<Parts> parts);

  absl::Status LoadMainLua();
  void BeginStart();

  std::unique_ptr<Parts> parts_;
};

}  // namespace tandem

#endif  // TANDEM_CORE_LUA_LUA_SESSION_H_
