// Copyright (c) the Tandem authors. Licensed under the MIT License.

#include "native_server/listener.h"

#include <chrono>
#include <utility>

#include <boost/asio/error.hpp>
#include <boost/asio/ip/address.hpp>
#include <boost/asio/post.hpp>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"

namespace tandem::native {
namespace {

// When the process has no file descriptors left, trying at once again would only burn time.
constexpr std::chrono::milliseconds kPause(100);

absl::Status ListenError(const std::string& host, int port, const error_code& error) {
  const std::string where = absl::StrCat("cannot listen on ", host, ":", port, ": ");
  if (error == asio::error::address_in_use) {
    return absl::UnavailableError(
        absl::StrCat(where, "the port is taken; choose another with --port, or any with --port 0"));
  }
  if (error == asio::error::access_denied) {
    return absl::PermissionDeniedError(absl::StrCat(where, error.message()));
  }
  return absl::InvalidArgumentError(absl::StrCat(where, error.message()));
}

}  // namespace

absl::StatusOr<std::unique_ptr<Listener>> Listener::Open(asio::io_context& io,
                                                         const std::string& host, int port,
                                                         LogSink& log) {
  error_code error;
  tcp::endpoint endpoint;
  const auto address = asio::ip::make_address(host.empty() ? "0.0.0.0" : host, error);
  if (!error) {
    endpoint = tcp::endpoint(address, static_cast<uint16_t>(port));
  } else {
    tcp::resolver resolver(io);
    const auto found = resolver.resolve(host, std::to_string(port), tcp::resolver::passive, error);
    if (error) return ListenError(host, port, error);
    endpoint = found.begin()->endpoint();
  }
  std::unique_ptr<Listener> listener(new Listener(io, log));
  tcp::acceptor& acceptor = listener->acceptor_;
  acceptor.open(endpoint.protocol(), error);
  // A port left behind by a server that just stopped is not taken.
  if (!error) acceptor.set_option(asio::socket_base::reuse_address(true), error);
  if (!error) acceptor.bind(endpoint, error);
  if (!error) acceptor.listen(asio::socket_base::max_listen_connections, error);
  if (!error) listener->port_ = acceptor.local_endpoint(error).port();
  if (error) return ListenError(host, port, error);
  return listener;
}

void Listener::Start(NextDestination next) {
  next_ = std::move(next);
  Accept();
}

void Listener::Close() {
  error_code ignored;
  acceptor_.close(ignored);
  pause_.cancel();
}

void Listener::Accept() {
  Destination destination = next_();
  asio::io_context& io = destination.io;
  acceptor_.async_accept(io, [this, destination = std::move(destination)](const error_code& error,
                                                                          tcp::socket socket) {
    if (!acceptor_.is_open()) return;
    if (!error) {
      asio::post(destination.io, [take = destination.take, socket = std::move(socket)]() mutable {
        take(std::move(socket));
      });
      return Accept();
    }
    // A client that gave up before it was accepted is no reason to pause.
    if (error == asio::error::connection_aborted) return Accept();
    log_.Write(kLogAlways, absl::StrCat("cannot accept connections: ", error.message()));
    pause_.expires_after(kPause);
    pause_.async_wait([this](const error_code& cancelled) {
      if (!cancelled && acceptor_.is_open()) Accept();
    });
  });
}

}  // namespace tandem::native
