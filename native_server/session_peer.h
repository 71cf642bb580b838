// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// The sessions as the peer of their pages' WebSockets, and a tap on what passes: in development
// mode somebody may want to see it. Without a tap, frames go straight through.
//
// Not thread-safe; belongs to one shard.

#ifndef TANDEM_NATIVE_SERVER_SESSION_PEER_H_
#define TANDEM_NATIVE_SERVER_SESSION_PEER_H_

#include <memory>
#include <string>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "core/base/ids.h"
#include "core/host/clock.h"
#include "core/session/outbox.h"
#include "core/session/session_manager.h"
#include "native_server/frame_peer.h"

namespace tandem::native {

// Called in the middle of turns: must not call into sessions.
class FrameTap {
 public:
  virtual ~FrameTap() = default;
  virtual void OnJoined(const SessionId& session, ConnectionId connection) = 0;
  virtual void OnLeft(const SessionId& session, ConnectionId connection) = 0;
  // A frame of the client is about to be handled; `took` says afterwards how long that was.
  virtual void OnReceived(const SessionId& session, ConnectionId connection,
                          absl::string_view frame) = 0;
  virtual void OnHandled(const SessionId& session, ConnectionId connection,
                         absl::Duration took) = 0;
  virtual void OnSent(const SessionId& session, ConnectionId connection,
                      absl::string_view frame) = 0;
};

class SessionPeer : public FramePeer {
 public:
  // All borrowed; `tap` may be null.
  SessionPeer(SessionManager& sessions, const Clock& clock, FrameTap* tap)
      : sessions_(sessions), clock_(clock), tap_(tap) {}

  // FramePeer.
  absl::StatusOr<ConnectionId> Connect(const SessionId& session, Outbox& outbox) override;
  void Receive(ConnectionId connection, std::string frame) override;
  void Drained(ConnectionId connection) override { sessions_.Drained(connection); }
  void Disconnect(ConnectionId connection) override;

 private:
  class TappedOutbox : public Outbox {
   public:
    TappedOutbox(const SessionId& session, Outbox& outbox, FrameTap& tap)
        : session(session), outbox_(outbox), tap_(tap) {}
    bool Writable() const override { return outbox_.Writable(); }
    void Send(std::string frame) override {
      tap_.OnSent(session, connection, frame);
      outbox_.Send(std::move(frame));
    }
    void Close(CloseCode code, absl::string_view reason) override { outbox_.Close(code, reason); }

    const SessionId session;
    ConnectionId connection;  // Once it has one.

   private:
    Outbox& outbox_;
    FrameTap& tap_;
  };

  SessionManager& sessions_;
  const Clock& clock_;
  FrameTap* const tap_;
  absl::flat_hash_map<ConnectionId, std::unique_ptr<TappedOutbox>> tapped_;
};

}  // namespace tandem::native

#endif  // TANDEM_NATIVE_SERVER_SESSION_PEER_H_
