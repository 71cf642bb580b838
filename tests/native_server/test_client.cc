// Copyright (c) the Tandem authors. Licensed under the MIT License.

#include "tests/native_server/test_client.h"

#include <sys/socket.h>

#include <chrono>
#include <optional>

#include <boost/asio/buffer.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/address_v4.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/buffers_to_string.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>
#include <boost/beast/websocket/stream.hpp>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "native_server/net.h"

namespace tandem::native {
namespace {

constexpr std::chrono::seconds kHung(20);

tcp::endpoint Loopback(int port) {
  return tcp::endpoint(asio::ip::address_v4::loopback(), static_cast<uint16_t>(port));
}

absl::Status ToStatus(const error_code& error) {
  return error ? absl::UnavailableError(error.message()) : absl::OkStatus();
}

// Starts an operation and waits for its end. `start` gets the handler to call with the outcome.
template <typename Start>
error_code RunToEnd(asio::io_context& io, tcp::socket& socket, Start start) {
  std::optional<error_code> outcome;
  start([&outcome](const error_code& error, size_t = 0) { outcome = error; });
  io.restart();
  io.run_for(kHung);
  if (!outcome) {
    error_code ignored;
    socket.close(ignored);
    io.restart();
    io.run();
    return asio::error::timed_out;
  }
  return *outcome;
}

Reply ToReply(const http::response<http::string_body>& response) {
  Reply reply;
  reply.status = response.result_int();
  for (const auto& field : response) {
    reply.headers[absl::AsciiStrToLower(std::string(field.name_string()))] =
        std::string(field.value());
  }
  reply.body = response.body();
  return reply;
}

void ResetConnection(tcp::socket& socket) {
  error_code ignored;
  socket.set_option(asio::socket_base::linger(true, 0), ignored);
  socket.close(ignored);
}

}  // namespace

struct RawClient::Impl {
  asio::io_context io;
  tcp::socket socket{io};
  beast::flat_buffer buffer;
};

RawClient::RawClient(int port) : impl_(std::make_unique<Impl>()) {
  error_code ignored;  // The first use fails.
  impl_->socket.connect(Loopback(port), ignored);
}

RawClient::~RawClient() = default;

absl::Status RawClient::Send(absl::string_view bytes) {
  return ToStatus(RunToEnd(impl_->io, impl_->socket, [&](auto handler) {
    asio::async_write(impl_->socket, asio::buffer(bytes.data(), bytes.size()), handler);
  }));
}

absl::StatusOr<Reply> RawClient::ReadReply(absl::string_view method) {
  http::response_parser<http::string_body> parser;
  parser.skip(method == "HEAD");
  parser.body_limit(boost::none);
  const error_code error = RunToEnd(impl_->io, impl_->socket, [&](auto handler) {
    http::async_read(impl_->socket, impl_->buffer, parser, handler);
  });
  if (error) return ToStatus(error);
  return ToReply(parser.get());
}

std::string RawClient::ReadAll() {
  std::string rest = beast::buffers_to_string(impl_->buffer.data());
  impl_->buffer.clear();
  RunToEnd(impl_->io, impl_->socket, [&](auto handler) {
    asio::async_read(impl_->socket, asio::dynamic_buffer(rest), handler);
  });
  return rest;
}

void RawClient::ShutDownSending() {
  error_code ignored;
  impl_->socket.shutdown(tcp::socket::shutdown_send, ignored);
}

void RawClient::Reset() { ResetConnection(impl_->socket); }

Reply Fetch(int port, absl::string_view method, absl::string_view target,
            const ClientHeaders& headers) {
  RawClient client(port);
  std::string request =
      absl::StrCat(method, " ", target, " HTTP/1.1\r\nHost: 127.0.0.1:", port, "\r\n");
  for (const auto& [name, value] : headers) absl::StrAppend(&request, name, ": ", value, "\r\n");
  absl::StrAppend(&request, "\r\n");
  if (!client.Send(request).ok()) return Reply();
  absl::StatusOr<Reply> reply = client.ReadReply(method);
  return reply.ok() ? *std::move(reply) : Reply();
}

struct WebSocketClient::Impl {
  template <typename Start>
  absl::Status Run(Start start) {
    return ToStatus(RunToEnd(io, stream.next_layer(), std::move(start)));
  }

  asio::io_context io;
  websocket::stream<tcp::socket> stream{io};
  std::string pong;
};

WebSocketClient::WebSocketClient(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
WebSocketClient::~WebSocketClient() = default;

absl::StatusOr<std::unique_ptr<WebSocketClient>> WebSocketClient::Connect(
    int port, absl::string_view target, const ClientHeaders& headers) {
  auto impl = std::make_unique<Impl>();
  error_code error;
  impl->stream.next_layer().connect(Loopback(port), error);
  if (error) return ToStatus(error);
  impl->stream.next_layer().set_option(tcp::no_delay(true), error);
  impl->stream.read_message_max(0);
  impl->stream.control_callback(
      [&pong = impl->pong](websocket::frame_type kind, beast::string_view payload) {
        if (kind == websocket::frame_type::pong) pong.assign(payload.data(), payload.size());
      });
  impl->stream.set_option(
      websocket::stream_base::decorator([&headers](websocket::request_type& request) {
        for (const auto& [name, value] : headers) request.set(name, value);
      }));
  websocket::response_type response;
  const absl::Status done = impl->Run([&](auto handler) {
    impl->stream.async_handshake(response, absl::StrCat("127.0.0.1:", port), std::string(target),
                                 handler);
  });
  if (response.result_int() != 101) {
    return absl::FailedPreconditionError(
        absl::StrCat("status ", response.result_int(), ": ", response.body()));
  }
  if (!done.ok()) return done;
  return std::unique_ptr<WebSocketClient>(new WebSocketClient(std::move(impl)));
}

absl::Status WebSocketClient::Send(absl::string_view frame) {
  impl_->stream.text(true);
  return impl_->Run([&](auto handler) {
    impl_->stream.async_write(asio::buffer(frame.data(), frame.size()), handler);
  });
}

absl::Status WebSocketClient::SendBinary(absl::string_view frame) {
  impl_->stream.binary(true);
  return impl_->Run([&](auto handler) {
    impl_->stream.async_write(asio::buffer(frame.data(), frame.size()), handler);
  });
}

absl::Status WebSocketClient::SendFragmented(absl::string_view frame, size_t fragment) {
  impl_->stream.text(true);
  while (!frame.empty()) {
    const absl::string_view piece = frame.substr(0, fragment);
    frame.remove_prefix(piece.size());
    const absl::Status done = impl_->Run([&](auto handler) {
      impl_->stream.async_write_some(frame.empty(), asio::buffer(piece.data(), piece.size()),
                                     handler);
    });
    if (!done.ok()) return done;
  }
  return absl::OkStatus();
}

absl::Status WebSocketClient::Ping(absl::string_view payload) {
  return impl_->Run([&](auto handler) {
    impl_->stream.async_ping({payload.data(), payload.size()}, handler);
  });
}

std::string WebSocketClient::last_pong() const { return impl_->pong; }

absl::StatusOr<std::string> WebSocketClient::Receive() {
  beast::flat_buffer buffer;
  const error_code error = RunToEnd(impl_->io, impl_->stream.next_layer(), [&](auto handler) {
    impl_->stream.async_read(buffer, handler);
  });
  if (error == websocket::error::closed) return absl::AbortedError("closed");
  if (error) return ToStatus(error);
  return beast::buffers_to_string(buffer.data());
}

bool WebSocketClient::got_text() const { return impl_->stream.got_text(); }

int WebSocketClient::close_code() const { return impl_->stream.reason().code; }

std::string WebSocketClient::close_reason() const {
  const auto& reason = impl_->stream.reason().reason;
  return std::string(reason.data(), reason.size());
}

absl::Status WebSocketClient::Close() {
  return impl_->Run(
      [&](auto handler) { impl_->stream.async_close(websocket::close_code::normal, handler); });
}

void WebSocketClient::Reset() { ResetConnection(impl_->stream.next_layer()); }

void WebSocketClient::ShutDown() {
  ::shutdown(impl_->stream.next_layer().native_handle(), SHUT_RDWR);
}

}  // namespace tandem::native
