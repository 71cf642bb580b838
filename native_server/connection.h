// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// What a connection and the shard it lives on know of each other. A Connection is one accepted
// socket, first speaking HTTP, perhaps WebSocket later; its home is the shard whose thread
// everything of it happens on. Both sides see only these two interfaces.

#ifndef TANDEM_NATIVE_SERVER_CONNECTION_H_
#define TANDEM_NATIVE_SERVER_CONNECTION_H_

#include <cstddef>
#include <memory>
#include <optional>

#include <boost/asio/io_context.hpp>

#include "absl/functional/any_invocable.h"
#include "core/base/ids.h"
#include "native_server/connection_limits.h"
#include "native_server/http_endpoint.h"
#include "native_server/net.h"
#include "native_server/progress.h"

namespace tandem::native {

class Connection : public std::enable_shared_from_this<Connection> {
 public:
  virtual ~Connection() = default;

  // The server is stopping: finish what is under way, accept nothing new, end.
  virtual void Drain() = 0;

  // End now.
  virtual void Abort() = 0;

  // Only a WebSocket has any.
  virtual std::optional<ConnectionProgress> Progress() const { return std::nullopt; }
};

// All calls on the home's thread, except where noted.
class ConnectionHome {
 public:
  virtual ~ConnectionHome() = default;

  virtual asio::io_context& io() = 0;
  virtual const ConnectionLimits& limits() const = 0;
  virtual const EndpointView& endpoint() const = 0;
  virtual size_t max_message_bytes() const = 0;

  // Once true, stays true.
  virtual bool is_draining() const = 0;

  // The connections that Drain and Abort reach. Remove before the destructor ends.
  virtual void Add(Connection& connection) = 0;
  virtual void Remove(Connection& connection) = 0;

  // Whether `session` lives here, if it exists at all.
  virtual bool IsHomeOf(const SessionId& session) const = 0;

  // Runs `task` later, on the thread of the home of `session`. A task that never gets to run,
  // because the server stops, is destroyed.
  virtual void RunAtHomeOf(const SessionId& session,
                           absl::AnyInvocable<void(ConnectionHome&) &&> task) = 0;

  // Some Progress() has changed.
  virtual void OnProgress() = 0;

  // Whether what leaves a session has to wait until what it follows from is durable.
  virtual bool is_stored() const = 0;
  // If so: runs `task` later, once all that has happened by the end of the present turn is durable.
  virtual void WhenStored(absl::AnyInvocable<void() &&> task) = 0;
};

}  // namespace tandem::native

#endif  // TANDEM_NATIVE_SERVER_CONNECTION_H_
