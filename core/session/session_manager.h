// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// The sessions of one sequence of execution: creating, finding, expiring them, and the five
// calls through which a shell speaks to them. A session has an internal id, which is secret and
// stands in URLs, and a vended id, which is a small number for people (S-56, S-57).
//
// Not thread-safe. No call may be made from inside another one's callbacks into an Outbox.

#ifndef TANDEM_CORE_SESSION_SESSION_MANAGER_H_
#define TANDEM_CORE_SESSION_SESSION_MANAGER_H_

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/container/btree_map.h"
#include "absl/container/flat_hash_map.h"
#include "absl/functional/any_invocable.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "core/backend/site_change.h"
#include "core/base/ids.h"
#include "core/host/host.h"
#include "core/session/outbox.h"
#include "core/session/recorder.h"
#include "core/session/session.h"
#include "core/session/session_options.h"

namespace tandem {

class SessionManager {
 public:
  // Called with every new session, registered under both ids, before CreateSession returns:
  // whoever owns the data gives the session its backend here.
  using OnSessionCreated = absl::AnyInvocable<void(VendedId, Session&)>;
  // Called after a session was destroyed: drop what belonged to it.
  using OnSessionDestroyed = absl::AnyInvocable<void(VendedId)>;
  // Called before a session is created: what is to record it, or null. Lives until the session was
  // destroyed and OnSessionDestroyed has returned.
  using MakeRecorder = absl::AnyInvocable<std::unique_ptr<Recorder>(const SessionId&, VendedId)>;

  // `host` must outlive this. `make_recorder` may be null.
  SessionManager(Host& host, const SessionOptions& options, OnSessionCreated on_created,
                 OnSessionDestroyed on_destroyed, MakeRecorder make_recorder = nullptr);
  SessionManager(const SessionManager&) = delete;
  SessionManager& operator=(const SessionManager&) = delete;
  ~SessionManager();

  // A new session; main.lua has run (or failed: the session exists and shows the error, D-22) when
  // this returns. kResourceExhausted beyond options.max_sessions. Runs Lua.
  absl::StatusOr<SessionId> CreateSession();

  // Makes a session that was there before, under its own names, up to the start of its application;
  // no session has them now. Its connections had numbers up to `last_connection`. Runs Lua.
  Session& Restore(const SessionId& id, VendedId vended_id, std::unique_ptr<Recorder> recorder,
                   ConnectionId last_connection);

  // Null if absent. Valid until the session is destroyed.
  Session* Find(const SessionId& id);
  size_t size() const { return sessions_.size(); }
  // Whether there may be one more.
  bool has_room() const { return sessions_.size() + ending_.size() < options_.max_sessions; }

  // Joins a transport to a session. `outbox` stays valid until Disconnect. A
  // kNoSession error if there is no such session.
  absl::StatusOr<ConnectionId> Connect(const SessionId& id, Outbox& outbox);

  // One inbound frame. A bad one is answered, not returned: the peer caused it. Runs Lua.
  void Receive(ConnectionId connection, std::string frame);

  // How long the session of a connection takes up no frames: a shell that reads them meanwhile
  // only piles them up. Zero for an unknown one.
  absl::Duration RestLeft(ConnectionId connection) const;

  // The connection's outbox became writable again.
  void Drained(ConnectionId connection);

  // The transport is gone; the session lives on until it expires. Unknown id: nothing.
  void Disconnect(ConnectionId connection);

  // Files of the site were edited: tells every session, in the order of their ids. Runs Lua.
  void Reload(const SiteChange& change);

  // Ends a session and closes its connections (S-88, S-89). Unknown id: nothing.
  // One in the middle of a turn cannot be found any more, and ends after it.
  void Destroy(const SessionId& id);
  void DestroyAll();

  // Lets go of a session whose log will bring it back, or that could not be brought back: it does
  // not end, and nobody is told. Its connections are gone. Unknown id: nothing.
  void Abandon(const SessionId& id);
  void AbandonAll();

  // How many were destroyed or abandoned in the middle of a turn, and still end.
  size_t ending() const { return ending_.size(); }

 private:
  struct Entry {
    // In this order: the session, and what belongs to it, lives in the recorder's world.
    std::unique_ptr<Recorder> recorder;
    std::unique_ptr<Session> session;
    bool is_abandoned = false;
  };

  SessionId NewId();
  Session& Add(const SessionId& id, VendedId vended_id, std::unique_ptr<Recorder> recorder);
  // Takes the session out of the maps.
  Entry Take(absl::btree_map<SessionId, Entry>::iterator found);
  void End(Entry entry);
  void EndIdle();
  void ScheduleExpiry();
  void Expire();

  Host& host_;
  const SessionOptions options_;
  OnSessionCreated on_created_;
  OnSessionDestroyed on_destroyed_;
  MakeRecorder make_recorder_;

  // By internal id, ordered, so that walking them is deterministic.
  absl::btree_map<SessionId, Entry> sessions_;
  // Which session a connection belongs to.
  absl::flat_hash_map<ConnectionId, Session*> connections_;
  int64_t last_connection_ = 0;
  Timer expiry_;
  std::vector<Entry> ending_;
  Timer end_;
};

}  // namespace tandem

#endif  // TANDEM_CORE_SESSION_SESSION_MANAGER_H_
