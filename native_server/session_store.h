// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// Where the logs of live sessions are kept, so that the sessions outlive the process. One for all
// shards; what a shard hands over at once becomes durable at once or not at all. A store that could
// not keep something keeps nothing more: what it said was durable is, and nothing that came later
// was said to be.
//
// Thread-safe.

#ifndef TANDEM_NATIVE_SERVER_SESSION_STORE_H_
#define TANDEM_NATIVE_SERVER_SESSION_STORE_H_

#include <string>
#include <vector>

#include "absl/functional/any_invocable.h"
#include "absl/status/statusor.h"
#include "core/base/ids.h"

namespace tandem::native {

class SessionStore {
 public:
  virtual ~SessionStore() = default;

  // Something of one session.
  struct Piece {
    SessionId session;
    VendedId number;
    std::string entries;   // Follow what the store has of the session, if it has anything.
    bool is_last = false;  // The session is over: nothing of it is kept.
  };

  // `done` is called on any thread once `pieces`, and all that was handed over before, are durable;
  // destroyed without being called if that never comes about.
  virtual void Append(std::vector<Piece> pieces, absl::AnyInvocable<void() &&> done) = 0;

  // Waits for the log of a session, with all that was handed over before. kNotFound if there is no
  // such session, kDataLoss if a part of it is missing; others: it cannot be read.
  virtual absl::StatusOr<std::string> Read(const SessionId& session) = 0;
};

}  // namespace tandem::native

#endif  // TANDEM_NATIVE_SERVER_SESSION_STORE_H_
