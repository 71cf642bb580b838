// Copyright (c) the Tandem authors. Licensed under the MIT License.

#include "native_server/session_peer.h"

#include <utility>

namespace tandem::native {

absl::StatusOr<ConnectionId> SessionPeer::Connect(const SessionId& session, Outbox& outbox) {
  if (tap_ == nullptr) return sessions_.Connect(session, outbox);
  auto tapped = std::make_unique<TappedOutbox>(session, outbox, *tap_);
  absl::StatusOr<ConnectionId> connection = sessions_.Connect(session, *tapped);
  if (!connection.ok()) return connection;
  tapped->connection = *connection;
  tapped_[*connection] = std::move(tapped);
  tap_->OnJoined(session, *connection);
  return connection;
}

// What is handled may step aside, and the connection may be gone afterwards.
void SessionPeer::Receive(ConnectionId connection, std::string frame) {
  const auto tapped = tapped_.find(connection);
  if (tapped == tapped_.end()) return sessions_.Receive(connection, std::move(frame));
  const SessionId session = tapped->second->session;
  tap_->OnReceived(session, connection, frame);
  const absl::Duration begun = clock_.Ticks();
  sessions_.Receive(connection, std::move(frame));
  tap_->OnHandled(session, connection, clock_.Ticks() - begun);
}

void SessionPeer::Disconnect(ConnectionId connection) {
  sessions_.Disconnect(connection);
  const auto tapped = tapped_.find(connection);
  if (tapped == tapped_.end()) return;
  tap_->OnLeft(tapped->second->session, connection);
  tapped_.erase(tapped);
}

}  // namespace tandem::native
