// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// Limits on what peers may do, so that none of them can hold memory or a socket for long. The
// defaults are for production; tests shorten the times.

#ifndef TANDEM_NATIVE_SERVER_CONNECTION_LIMITS_H_
#define TANDEM_NATIVE_SERVER_CONNECTION_LIMITS_H_

#include <cstddef>

#include "absl/time/time.h"

namespace tandem::native {

struct ConnectionLimits {
  size_t header_bytes = size_t{16} << 10;
  // No route takes a body; this much of one is read and dropped.
  size_t body_bytes = size_t{64} << 10;
  // For a request to arrive, for each piece of a response to be taken, and between requests.
  absl::Duration http_timeout = absl::Seconds(30);
  // For a session to come to the end of its turn, before whoever wants to look at it is refused.
  absl::Duration busy_session = absl::Seconds(2);
  // Without a sign of life, pings included, a WebSocket is given up.
  absl::Duration websocket_idle = absl::Seconds(60);
  // For a frame to be taken: a reader this slow is disconnected and resynchronises.
  absl::Duration websocket_write = absl::Seconds(30);
  // For the peer to answer a close frame.
  absl::Duration websocket_close = absl::Seconds(5);
};

}  // namespace tandem::native

#endif  // TANDEM_NATIVE_SERVER_CONNECTION_LIMITS_H_
