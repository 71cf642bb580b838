// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// One user's application instance and the transports that show it. A session is thin: it owns a
// mailbox, a backend and the outgoing batcher, and turns what its shell says into records and
// what its backend says into frames. A turn is: receive, handle, detect, batch, send.
//
// Not thread-safe; belongs to one sequence of execution at a time.

#ifndef TANDEM_CORE_SESSION_SESSION_H_
#define TANDEM_CORE_SESSION_SESSION_H_

#include <memory>
#include <vector>

#include "absl/container/btree_map.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "core/backend/backend.h"
#include "core/backend/site_change.h"
#include "core/base/ids.h"
#include "core/host/host.h"
#include "core/lua/lua_events.h"
#include "core/session/executor.h"
#include "core/session/outbox.h"
#include "core/session/outgoing_batcher.h"
#include "core/session/session_options.h"

namespace tandem {

class Session : public LuaEvents, private Executor::Handler {
 public:
  // `host` and `options` must outlive this.
  Session(Host& host, const SessionOptions& options, SessionId id, VendedId vended_id);
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;
  ~Session() override;

  const SessionId& id() const { return id_; }
  VendedId vended_id() const { return vended_id_; }

  // Once, before anything else is asked of the session.
  void SetBackend(std::unique_ptr<Backend> backend);

  // Puts the start record into the mailbox: main.lua runs. Runs Lua.
  void Start();

  void Connect(ConnectionId connection, Outbox& outbox);
  void Receive(ConnectionId connection, absl::string_view frame);  // Runs Lua.
  void Drained(ConnectionId connection);
  void Disconnect(ConnectionId connection);

  // Files of the site were edited (H-40, H-62). Runs Lua.
  void Reload(const SiteChange& change);

  // Tells every connection that the session is over.
  void Close(absl::string_view reason);

  // LuaEvents. Runs Lua.
  void OnTimerDue(TimerHandle timer) override;

  std::vector<ConnectionId> connections() const;
  bool has_connections() const { return !connections_.empty(); }

  // Host's monotonic time when it was last used: created, joined, left or spoken to (S-85, S-87).
  absl::Duration last_active() const { return last_active_; }

 private:
  // Executor::Handler.
  void Run(const Record& record) override;

  void RunFrame(const FrameRecord& frame);
  void RunReload(const ReloadRecord& reload);
  void FinishTurn(OutgoingBatcher::Urgency urgency);
  void RefuseFrame(ConnectionId connection, const absl::Status& error);
  void Touch() { last_active_ = host_.clock.Monotonic(); }

  struct Connection {
    Outbox* outbox = nullptr;
    int malformed_in_a_row = 0;
  };

  Host& host_;
  const SessionOptions& options_;
  const SessionId id_;
  const VendedId vended_id_;

  std::unique_ptr<Backend> backend_;
  std::unique_ptr<OutgoingBatcher> batcher_;
  Executor executor_;
  absl::btree_map<ConnectionId, Connection> connections_;
  absl::Duration last_active_;
};

}  // namespace tandem

#endif  // TANDEM_CORE_SESSION_SESSION_H_
