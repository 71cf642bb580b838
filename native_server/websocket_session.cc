// Copyright (c) the Tandem authors. Licensed under the MIT License.

#include "native_server/websocket_session.h"

#include <algorithm>
#include <chrono>
#include <utility>

#include <boost/asio/error.hpp>
#include <boost/beast/core/error.hpp>
#include <boost/beast/websocket/error.hpp>
#include <boost/beast/websocket/option.hpp>
#include <boost/beast/websocket/rfc6455.hpp>
#include <boost/beast/websocket/stream_base.hpp>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"

namespace tandem::native {
namespace {

// Between frames of a peer that does not read what it is sent: at first, and doubled with each
// until it reads.
constexpr std::chrono::milliseconds kShortestReadPause(20);
constexpr std::chrono::milliseconds kLongestReadPause(1000);

}  // namespace

WebsocketSession::WebsocketSession(ConnectionHome& home, beast::tcp_stream stream,
                                   SessionId session, FramePeer& peer)
    : home_(home),
      stream_(std::move(stream)),
      session_(std::move(session)),
      peer_(peer),
      write_watch_(home.io()),
      read_pause_(home.io()),
      unread_pause_(kShortestReadPause) {
  progress_.session = session_;
  home_.Add(*this);
}

WebsocketSession::~WebsocketSession() { home_.Remove(*this); }

std::shared_ptr<WebsocketSession> WebsocketSession::self() {
  return std::static_pointer_cast<WebsocketSession>(shared_from_this());
}

void WebsocketSession::Accept(const http::request<http::string_body>& request) {
  // The WebSocket layer has timers of its own.
  beast::get_lowest_layer(stream_).expires_never();
  websocket::stream_base::timeout timeout;
  // Beast uses this one for the handshake and for the answer to a close frame.
  timeout.handshake_timeout = absl::ToChronoMilliseconds(home_.limits().websocket_close);
  timeout.idle_timeout = absl::ToChronoMilliseconds(home_.limits().websocket_idle);
  timeout.keep_alive_pings = true;
  stream_.set_option(timeout);
  stream_.read_message_max(home_.max_message_bytes());
  stream_.auto_fragment(false);
  stream_.text(true);
  stream_.async_accept(request,
                       [self = self()](const error_code& error) { self->OnAccepted(error); });
}

void WebsocketSession::OnAccepted(const error_code& error) {
  if (error) return OnError("accept", error);
  if (is_finished_) return;
  absl::StatusOr<ConnectionId> connection = peer_.Connect(session_, *this);
  if (!connection.ok()) {
    Close(CloseCode::kGoingAway, connection.status().message());
    return Read();
  }
  connection_ = progress_.connection = *connection;
  // The end may have been asked for during the handshake.
  StartClose();
  home_.OnProgress();
  Read();
}

void WebsocketSession::Read() {
  inbound_.clear();
  inbound_buffer_.emplace(inbound_);
  stream_.async_read(*inbound_buffer_,
                     [self = self()](const error_code& error, size_t) { self->OnRead(error); });
}

void WebsocketSession::OnRead(const error_code& error) {
  if (error) return OnError("read", error);
  const bool was_writing = is_writing_;
  std::chrono::milliseconds pause(0);
  // After the end was asked for, frames that were on their way are dropped.
  if (!close_reason_ && connection_) {
    inbound_.resize(inbound_buffer_->size());
    peer_.Receive(connection_, std::move(inbound_));
    ++progress_.frames_received;
    home_.OnProgress();
    pause = RestLeft();
  }
  // Whoever is behind with reading has no use for answers that come faster.
  if (was_writing && is_writing_ && unread_pause_ >= pause) {
    pause = unread_pause_;
    unread_pause_ = std::min(2 * unread_pause_, kLongestReadPause);
    waits_for_reader_ = true;
  }
  if (pause > pause.zero()) return ReadLater(pause);
  Read();
}

// How long the session takes up nothing: what else is said to it would gather in memory.
std::chrono::milliseconds WebsocketSession::RestLeft() const {
  const absl::Duration left = home_.endpoint().sessions->RestLeft(connection_);
  return absl::ToChronoMilliseconds(left);
}

void WebsocketSession::ReadLater(std::chrono::milliseconds pause) {
  read_pause_.expires_after(pause);
  read_pause_.async_wait([self = self()](const error_code&) {
    self->waits_for_reader_ = false;
    if (self->is_finished_) return;
    const std::chrono::milliseconds more = self->RestLeft();
    return more > more.zero() ? self->ReadLater(more) : self->Read();
  });
}

bool WebsocketSession::Writable() const { return !is_writing_ && !close_reason_ && !is_finished_; }

void WebsocketSession::Send(std::string frame) {
  outbound_ = std::move(frame);
  is_writing_ = true;
  ++progress_.frames_sent;
  if (!home_.is_stored()) return Write();
  home_.WhenStored([self = self()] {
    if (!self->is_finished_) self->Write();
  });
}

void WebsocketSession::Write() {
  write_started_ = std::chrono::steady_clock::now();
  WatchWrite();
  stream_.async_write(asio::buffer(outbound_),
                      [self = self()](const error_code& error, size_t) { self->OnWritten(error); });
}

void WebsocketSession::OnWritten(const error_code& error) {
  is_writing_ = false;
  unread_pause_ = kShortestReadPause;
  if (std::exchange(waits_for_reader_, false)) read_pause_.cancel();
  outbound_ = std::string();
  if (error) return OnError("write", error);
  ++progress_.frames_written;
  if (close_reason_) {
    StartClose();
  } else if (connection_) {
    peer_.Drained(connection_);
  }
  home_.OnProgress();
}

// One timer that looks now and then is cheaper than one that is set and taken back with every
// frame. A writer is given up between one and two times the limit after it began.
void WebsocketSession::WatchWrite() {
  if (is_watching_write_) return;
  is_watching_write_ = true;
  const auto limit = absl::ToChronoMilliseconds(home_.limits().websocket_write);
  write_watch_.expires_after(limit);
  write_watch_.async_wait([self = self(), limit](const error_code& error) {
    self->is_watching_write_ = false;
    if (error || self->is_finished_ || !self->is_writing_) return;
    if (std::chrono::steady_clock::now() - self->write_started_ < limit) return self->WatchWrite();
    self->home_.endpoint().host.log.Write(
        kLogConnections, absl::StrCat("conn-", self->connection_, " reads too slowly"));
    self->Abort();
  });
}

void WebsocketSession::Close(CloseCode code, absl::string_view reason) {
  if (close_reason_) return;
  // A close frame has room for 123 bytes.
  const absl::string_view room = reason.substr(0, 120);
  close_reason_.emplace(static_cast<websocket::close_code>(code),
                        beast::string_view(room.data(), room.size()));
  progress_.is_closing = true;
  StartClose();
}

void WebsocketSession::StartClose() {
  if (!close_reason_ || is_writing_ || is_close_sent_ || is_finished_) return;
  if (!stream_.is_open()) return;  // The handshake is not over; OnAccepted comes here again.
  is_close_sent_ = true;
  stream_.async_close(*close_reason_, [self = self()](const error_code&) { self->Finish(); });
}

void WebsocketSession::Drain() { Close(CloseCode::kGoingAway, "server is shutting down"); }

void WebsocketSession::Abort() { Finish(); }

std::optional<ConnectionProgress> WebsocketSession::Progress() const {
  if (!connection_) return std::nullopt;
  return progress_;
}

void WebsocketSession::OnError(absl::string_view verb, const error_code& error) {
  const bool is_ordinary = error == websocket::error::closed || error == asio::error::eof ||
                           error == asio::error::operation_aborted ||
                           error == asio::error::connection_reset ||
                           error == asio::error::broken_pipe;
  if (!is_ordinary && !is_finished_) {
    home_.endpoint().host.log.Write(kLogConnections, absl::StrCat("conn-", connection_, ": cannot ",
                                                                  verb, ": ", error.message()));
  }
  // While the peer is being told, the answer to that ends it.
  if (is_close_sent_ && error == websocket::error::closed) return;
  Finish();
}

void WebsocketSession::Finish() {
  if (is_finished_) return;
  is_finished_ = true;
  write_watch_.cancel();
  read_pause_.cancel();
  if (connection_) {
    peer_.Disconnect(std::exchange(connection_, ConnectionId()));
  }
  // The operations in flight end with an error, and with them the last reference.
  beast::get_lowest_layer(stream_).close();
  home_.OnProgress();
}

}  // namespace tandem::native
