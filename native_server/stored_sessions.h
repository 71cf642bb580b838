// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// The sessions of one shard, as far as a SessionStore keeps them (--store): hands over what
// happened in them, says when it is durable, and brings back those of an earlier process, each when
// it is first asked for.
//
// What leaves a session waits until everything is durable that it may follow from: what a client
// was told does not un-happen. So an input is acknowledged (D-42) only when it is stored.
//
// Not thread-safe; belongs to one shard.

#ifndef TANDEM_NATIVE_SERVER_STORED_SESSIONS_H_
#define TANDEM_NATIVE_SERVER_STORED_SESSIONS_H_

#include <cstddef>
#include <deque>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/functional/any_invocable.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "core/base/ids.h"
#include "core/host/host.h"
#include "core/log/event_log.h"
#include "core/session/server.h"
#include "native_server/session_store.h"

namespace tandem::native {

class StoredSessions : public EventLogs {
 public:
  // Runs a task later on the shard's thread; from any thread. A task that never gets to run is
  // destroyed.
  using Post = std::function<void(absl::AnyInvocable<void() &&>)>;

  // `store` and `log` must outlive this. `earlier` are the sessions that the store has for this
  // shard.
  StoredSessions(SessionStore& store, LogSink& log, const std::vector<SessionId>& earlier,
                 Post post);

  // EventLogs.
  std::unique_ptr<EventLog> Open(const SessionId& session, VendedId number) override;

  // Runs `task` later, once all that has happened by the end of the present turn is durable.
  void WhenStored(absl::AnyInvocable<void() &&> task);

  // Brings a session back. kNotFound if the store does not have it; else as Revive, with a line in
  // the log. A session that could not be brought back stays in the store, and is refused for the
  // same reason from then on. `host` is the server's. Runs Lua.
  absl::Status Revive(Server& server, Host& host, const SessionId& session);

  // All of a session's log, also of one that was not brought back.
  absl::StatusOr<std::string> Find(const SessionId& session);

  // Hands over what there is: the shard ends.
  void Flush();

 private:
  class Log;

  SessionStore::Piece& PieceOf(const SessionId& session, VendedId number);
  void FlushSoon();
  // The first of what was handed over is durable.
  void OnStored();

  SessionStore& store_;
  LogSink& log_;
  const Post post_;

  // Those of an earlier process that were not asked for yet, and why the others were refused.
  absl::flat_hash_map<SessionId, absl::Status> earlier_;

  // What is to be handed over next, and what waits for that.
  std::vector<SessionStore::Piece> pieces_;
  absl::flat_hash_map<SessionId, size_t> places_;  // In `pieces_`.
  using Tasks = std::vector<absl::AnyInvocable<void() &&>>;
  Tasks tasks_;
  bool is_flush_posted_ = false;
  // What waits for that which was handed over, in that order. They hold connections, so they stay
  // on this thread.
  std::deque<Tasks> handed_over_;
};

}  // namespace tandem::native

#endif  // TANDEM_NATIVE_SERVER_STORED_SESSIONS_H_
