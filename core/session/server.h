// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// What a shell builds, once per sequence of execution: the session manager, the site's
// templates, and the Lua side of every session. It owns the luaSessions map and answers
// onSessionCreated by giving the new session its VM and its backend, in the order of the session
// initialization sequence.

#ifndef TANDEM_CORE_SESSION_SERVER_H_
#define TANDEM_CORE_SESSION_SERVER_H_

#include <memory>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"
#include "core/backend/lua_backend.h"
#include "core/backend/lua_tracker_adapter.h"
#include "core/backend/unavailable_backend.h"
#include "core/base/ids.h"
#include "core/host/host.h"
#include "core/log/event_log.h"
#include "core/log/log_header.h"
#include "core/lua/lua_session.h"
#include "core/session/recorder.h"
#include "core/session/session.h"
#include "core/session/session_manager.h"
#include "core/session/site_config.h"
#include "core/viewdef/viewdef_store.h"

namespace tandem {

class Server {
 public:
  // Loads the templates. `host` must outlive this, and so must `logs`: not null if sessions are to
  // be recorded.
  Server(Host& host, const SiteConfig& config, EventLogs* logs = nullptr);
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;
  ~Server();

  SessionManager& sessions() { return *sessions_; }

  // How the log of a session of this server begins: whatever else it says, it is another's.
  LogHeader HeaderFor(const SessionId& session, VendedId number);

  // A session that was there before: lives in `world`, which outlives it, and goes on with `log`,
  // which is given all of it again from the header on. As SessionManager::Restore.
  Session& Restore(const LogHeader& header, Host& world, std::unique_ptr<EventLog> log,
                   ConnectionId last_connection);

  ViewdefStore& viewdefs() { return viewdefs_; }

  // Files were written or replaced (hot reload sections 6 and 8), named relative to the site; in
  // the order in which they are to be taken up (H-35). Each is read once, whatever the number of
  // sessions, and once even if it is named by several paths (H-37). What is neither Lua nor a
  // template, is gone (H-36) or leads out of the site is passed over. A shell says so on its
  // own; never from inside another call. Runs Lua.
  void FilesChanged(const std::vector<std::string>& paths);

  // Adds or replaces one template, as if a file had been edited (H-59). Runs Lua.
  void PutTemplate(absl::string_view key, absl::string_view html);

  // Reads the templates again; pages get what changed with their next batch (S-93).
  void RefreshTemplates();

  // Null if absent.
  LuaSession* FindLuaSession(VendedId id);
  LuaBackend* FindLuaBackend(VendedId id) { return adapter_.FindBackend(id); }

 private:
  // The callback of the sequence: NewRuntime, NewLuaBackend, SetBackend …, CreateLuaSession.
  void CreateLuaBackendForSession(VendedId id, Session& session);
  void DropLuaSession(VendedId id);
  std::unique_ptr<Recorder> MakeRecorder(const SessionId& session, VendedId number);

  Host& host_;
  const SiteConfig config_;
  EventLogs* const logs_;
  // Of the site as it was when an edit was last noticed; empty until it is asked for.
  std::string site_hash_;
  ViewdefStore viewdefs_;
  LuaTrackerAdapter adapter_;
  absl::flat_hash_map<VendedId, std::unique_ptr<LuaSession>> lua_sessions_;
  // Last, so that sessions go before what they use.
  std::unique_ptr<SessionManager> sessions_;
};

}  // namespace tandem

#endif  // TANDEM_CORE_SESSION_SERVER_H_
