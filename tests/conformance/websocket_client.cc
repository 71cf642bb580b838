// Copyright (c) the Tandem authors. Licensed under the MIT License.

#include "tests/conformance/websocket_client.h"

#include <chrono>
#include <optional>
#include <utility>

#include <boost/asio/buffer.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/address_v4.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core/buffers_to_string.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http.hpp>
#include <boost/beast/websocket.hpp>

#include "absl/strings/str_cat.h"
#include "native_server/net.h"

namespace tandem::conformance {
namespace {

namespace asio = native::asio;
namespace beast = native::beast;
namespace http = native::http;
namespace websocket = native::websocket;
using native::error_code;
using native::tcp;

// Far beyond what anything takes, sanitizers included.
constexpr std::chrono::seconds kLimit(60);

tcp::endpoint Loopback(int port) {
  return tcp::endpoint(asio::ip::address_v4::loopback(), static_cast<unsigned short>(port));
}

std::string HostHeader(int port) { return absl::StrCat("127.0.0.1:", port); }

// Runs `io` until an operation has stored its outcome.
absl::Status Await(asio::io_context& io, const std::optional<error_code>& outcome,
                   const std::string& verb) {
  io.restart();
  io.run_for(kLimit);
  if (!outcome)
    return absl::DeadlineExceededError(absl::StrCat(verb, ": the server does not answer"));
  if (*outcome) return absl::UnavailableError(absl::StrCat(verb, ": ", outcome->message()));
  return absl::OkStatus();
}

// A completion handler that stores the outcome.
auto StoreIn(std::optional<error_code>& outcome) {
  return [&outcome](const error_code& error, auto...) { outcome = error; };
}

}  // namespace

struct WebsocketClient::Parts {
  asio::io_context io;
  websocket::stream<beast::tcp_stream> stream{io};
  beast::flat_buffer inbound;
};

WebsocketClient::WebsocketClient(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}
WebsocketClient::~WebsocketClient() = default;

absl::StatusOr<std::string> WebsocketClient::GetRedirect(int port, const std::string& target) {
  asio::io_context io;
  beast::tcp_stream stream(io);
  std::optional<error_code> outcome;
  stream.async_connect(Loopback(port), StoreIn(outcome));
  if (absl::Status status = Await(io, outcome, "connect"); !status.ok()) return status;

  http::request<http::empty_body> request(http::verb::get, target, 11);
  request.set(http::field::host, HostHeader(port));
  request.set(http::field::connection, "close");
  outcome.reset();
  http::async_write(stream, request, StoreIn(outcome));
  if (absl::Status status = Await(io, outcome, "write"); !status.ok()) return status;

  beast::flat_buffer buffer;
  http::response<http::string_body> response;
  outcome.reset();
  http::async_read(stream, buffer, response, StoreIn(outcome));
  if (absl::Status status = Await(io, outcome, "read"); !status.ok()) return status;
  if (response.result() != http::status::found) {
    return absl::FailedPreconditionError(absl::StrCat(
        "GET ", target, ": expected 302, got ", response.result_int(), "\n", response.body()));
  }
  return std::string(response[http::field::location]);
}

absl::StatusOr<std::unique_ptr<WebsocketClient>> WebsocketClient::Open(int port,
                                                                       const std::string& target) {
  auto parts = std::make_unique<Parts>();
  std::optional<error_code> outcome;
  beast::get_lowest_layer(parts->stream).async_connect(Loopback(port), StoreIn(outcome));
  if (absl::Status status = Await(parts->io, outcome, "connect"); !status.ok()) return status;

  const std::string origin = absl::StrCat("http://", HostHeader(port));
  parts->stream.set_option(websocket::stream_base::decorator(
      [origin](websocket::request_type& request) { request.set(http::field::origin, origin); }));
  outcome.reset();
  parts->stream.async_handshake(HostHeader(port), target, StoreIn(outcome));
  if (absl::Status status = Await(parts->io, outcome, "handshake"); !status.ok()) return status;
  parts->stream.text(true);
  return std::unique_ptr<WebsocketClient>(new WebsocketClient(std::move(parts)));
}

absl::Status WebsocketClient::Write(const std::string& frame) {
  std::optional<error_code> outcome;
  parts_->stream.async_write(asio::buffer(frame), StoreIn(outcome));
  return Await(parts_->io, outcome, "write");
}

absl::StatusOr<WebsocketClient::Message> WebsocketClient::Read() {
  std::optional<error_code> outcome;
  parts_->stream.async_read(parts_->inbound, StoreIn(outcome));
  const absl::Status status = Await(parts_->io, outcome, "read");
  Message message;
  if (outcome == websocket::error::closed) {
    message.is_close = true;
    message.close_code = parts_->stream.reason().code;
    return message;
  }
  if (!status.ok()) return status;
  message.text = beast::buffers_to_string(parts_->inbound.data());
  parts_->inbound.consume(parts_->inbound.size());
  return message;
}

absl::Status WebsocketClient::Close() {
  std::optional<error_code> outcome;
  parts_->stream.async_close(websocket::close_code::going_away, StoreIn(outcome));
  return Await(parts_->io, outcome, "close");
}

}  // namespace tandem::conformance
