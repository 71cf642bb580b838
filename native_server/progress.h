// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// How far a WebSocket connection has come. With it a test that drives the server over a real
// socket knows when everything that one step caused has happened.

#ifndef TANDEM_NATIVE_SERVER_PROGRESS_H_
#define TANDEM_NATIVE_SERVER_PROGRESS_H_

#include <cstdint>
#include <vector>

#include "core/base/ids.h"

namespace tandem::native {

struct ConnectionProgress {
  SessionId session;
  ConnectionId connection;  // In order of joining, within a shard.

  int64_t frames_received = 0;  // Handled: the turns they caused are over.
  int64_t frames_sent = 0;      // Handed over by the core.
  int64_t frames_written = 0;   // Of these, taken by the operating system.
  bool is_closing = false;      // No more frames will be handed over.
};

// Those of one shard, in order of joining.
using Progress = std::vector<ConnectionProgress>;

}  // namespace tandem::native

#endif  // TANDEM_NATIVE_SERVER_PROGRESS_H_
