// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// The inspector of a shard's sessions, in development mode: the peer of the WebSockets of inspector
// pages, and what answers variables.json. An inspector page is no page of its session: it keeps no
// session alive, and nothing it looks at is different for being looked at. What it writes goes
// through the session's mailbox like everything else. Compute times are measured while somebody
// looks, and no longer.
//
// Not thread-safe; belongs to one shard.

#ifndef TANDEM_NATIVE_SERVER_INSPECTOR_H_
#define TANDEM_NATIVE_SERVER_INSPECTOR_H_

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/container/btree_map.h"
#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "core/base/ids.h"
#include "core/base/json.h"
#include "core/host/host.h"
#include "core/session/outbox.h"
#include "core/session/server.h"
#include "native_server/frame_peer.h"
#include "native_server/inspector_view.h"
#include "native_server/session_peer.h"

namespace tandem::native {

class Inspector : public FramePeer, public FrameTap {
 public:
  // Both must outlive this.
  Inspector(Host& host, Server& server) : host_(host), server_(server) {}
  Inspector(const Inspector&) = delete;
  Inspector& operator=(const Inspector&) = delete;

  // variables.json and its X-Change-Count. `level` is the session's diagnostic level from now on
  // (S-52). kNotFound: no such session; kUnavailable: it is in the middle of a turn (S-49);
  // kInternal: it has no variables to show (S-48).
  struct Variables {
    std::string json;
    int64_t change_count = 0;
  };
  absl::StatusOr<Variables> Look(const SessionId& session, std::optional<LogLevel> level);

  // FramePeer, of inspector pages. Their numbers are negative, for what counts connections.
  absl::StatusOr<ConnectionId> Connect(const SessionId& session, Outbox& outbox) override;
  void Receive(ConnectionId connection, std::string frame) override;  // Runs Lua.
  void Drained(ConnectionId connection) override;
  void Disconnect(ConnectionId connection) override;

  // FrameTap, of the pages of sessions.
  void OnJoined(const SessionId& session, ConnectionId connection) override;
  void OnLeft(const SessionId& session, ConnectionId connection) override;
  void OnReceived(const SessionId& session, ConnectionId connection,
                  absl::string_view frame) override;
  void OnHandled(const SessionId& session, ConnectionId connection, absl::Duration took) override;
  void OnSent(const SessionId& session, ConnectionId connection, absl::string_view frame) override;

 private:
  struct Viewer {
    SessionId session;
    Outbox& outbox;
    InspectorView view;
    bool is_over = false;  // It was told so.
    // Not before; so that a session of very many variables is not looked at all the time.
    absl::Duration next_look;
    // Variables that were written, and whose fate it is to be told.
    std::vector<VariableId> edited;
  };
  // Of a session that somebody looks at.
  struct Inspected {
    bool is_measured = false;
    absl::Duration wanted_until;  // By whoever asked for variables.json.
  };

  absl::Status Handle(Viewer& viewer, ConnectionId connection, const Json& message);
  void ForViewersOf(const SessionId& session, absl::FunctionRef<void(InspectorView&)> tell);
  void Tell(Viewer& viewer, Session& session);
  void TellEdited(Viewer& viewer, const Inspection& inspection);
  bool IsViewed(const SessionId& session) const;
  void Settle();
  void TickAfter(absl::Duration delay);
  void Tick();

  Host& host_;
  Server& server_;
  // Ordered, so that what several are told comes in one order.
  absl::btree_map<ConnectionId, std::unique_ptr<Viewer>> viewers_;
  absl::btree_map<SessionId, Inspected> inspected_;
  int64_t last_connection_ = 0;
  Timer tick_;
  absl::Duration tick_due_ = absl::InfiniteDuration();
};

}  // namespace tandem::native

#endif  // TANDEM_NATIVE_SERVER_INSPECTOR_H_
