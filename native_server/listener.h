// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// Accepts sockets and gives each to the next shard in turn. Runs on an io_context of its own, so
// that no session can delay it.

#ifndef TANDEM_NATIVE_SERVER_LISTENER_H_
#define TANDEM_NATIVE_SERVER_LISTENER_H_

#include <functional>
#include <memory>
#include <string>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>

#include "absl/status/statusor.h"
#include "core/host/log_sink.h"
#include "native_server/net.h"

namespace tandem::native {

class Listener {
 public:
  // The io_context whose turn it is, and what to do, on its thread, with a socket of it.
  struct Destination {
    asio::io_context& io;
    std::function<void(tcp::socket)> take;
  };
  using NextDestination = std::function<Destination()>;

  // Opens the port; 0 is any free one. `host` is an address or a name. kUnavailable when it is
  // taken, kInvalidArgument when there is no such address here; one line that says so.
  static absl::StatusOr<std::unique_ptr<Listener>> Open(asio::io_context& io,
                                                        const std::string& host, int port,
                                                        LogSink& log);

  int port() const { return port_; }

  // From now on until Close. Both on the io_context's thread, or before it runs.
  void Start(NextDestination next);
  void Close();

 private:
  Listener(asio::io_context& io, LogSink& log) : acceptor_(io), pause_(io), log_(log) {}

  void Accept();

  tcp::acceptor acceptor_;
  asio::steady_timer pause_;
  LogSink& log_;
  NextDestination next_;
  int port_ = 0;
};

}  // namespace tandem::native

#endif  // TANDEM_NATIVE_SERVER_LISTENER_H_
