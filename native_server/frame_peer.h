// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// Who is at the other end of a WebSocket: takes its frames and gives it others, through the Outbox
// it was joined with. The calls are those of SessionManager, and mean the same.

#ifndef TANDEM_NATIVE_SERVER_FRAME_PEER_H_
#define TANDEM_NATIVE_SERVER_FRAME_PEER_H_

#include <string>

#include "absl/status/statusor.h"
#include "core/base/ids.h"
#include "core/session/outbox.h"

namespace tandem::native {

class FramePeer {
 public:
  virtual ~FramePeer() = default;

  virtual absl::StatusOr<ConnectionId> Connect(const SessionId& session, Outbox& outbox) = 0;
  virtual void Receive(ConnectionId connection, std::string frame) = 0;
  virtual void Drained(ConnectionId connection) = 0;
  virtual void Disconnect(ConnectionId connection) = 0;
};

}  // namespace tandem::native

#endif  // TANDEM_NATIVE_SERVER_FRAME_PEER_H_
