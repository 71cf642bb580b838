// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// One WebSocket: frames of the client go to a FramePeer, mostly the session's, and frames of that
// go out. It is the core's Outbox, and not writable while a frame is being written, so a slow
// reader costs one frame and no queue. Nothing is read while a frame is being handled either.
//
// Lives on its home's thread; kept alive by the operations in flight.

#ifndef TANDEM_NATIVE_SERVER_WEBSOCKET_SESSION_H_
#define TANDEM_NATIVE_SERVER_WEBSOCKET_SESSION_H_

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include <boost/asio/buffer.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http/message.hpp>
#include <boost/beast/http/string_body.hpp>
#include <boost/beast/websocket/stream.hpp>

#include "absl/strings/string_view.h"
#include "core/base/ids.h"
#include "core/session/outbox.h"
#include "native_server/connection.h"
#include "native_server/frame_peer.h"
#include "native_server/net.h"

namespace tandem::native {

class WebsocketSession : public Connection, public Outbox {
 public:
  // `peer`, which must outlive the home's connections, is joined on behalf of `session`.
  WebsocketSession(ConnectionHome& home, beast::tcp_stream stream, SessionId session,
                   FramePeer& peer);
  ~WebsocketSession() override;

  // Answers the upgrade request and joins the session, which may have ended meanwhile.
  void Accept(const http::request<http::string_body>& request);

  // Connection.
  void Drain() override;
  void Abort() override;
  std::optional<ConnectionProgress> Progress() const override;

  // Outbox.
  bool Writable() const override;
  void Send(std::string frame) override;
  void Close(CloseCode code, absl::string_view reason) override;

 private:
  void OnAccepted(const error_code& error);
  void Read();
  void OnRead(const error_code& error);
  void Write();
  std::chrono::milliseconds RestLeft() const;
  void ReadLater(std::chrono::milliseconds pause);
  void OnWritten(const error_code& error);
  void WatchWrite();
  void StartClose();
  void Finish();

  // `verb` names what failed. A connection that simply ended is nobody's failure.
  void OnError(absl::string_view verb, const error_code& error);

  std::shared_ptr<WebsocketSession> self();

  ConnectionHome& home_;
  websocket::stream<beast::tcp_stream> stream_;
  const SessionId session_;
  FramePeer& peer_;
  ConnectionId connection_;  // None before it has joined and after it has left.

  std::string inbound_;
  std::optional<asio::dynamic_string_buffer<char, std::char_traits<char>, std::allocator<char>>>
      inbound_buffer_;    // Around it.
  std::string outbound_;  // The frame being written, or waiting for that.
  bool is_writing_ = false;
  std::chrono::steady_clock::time_point write_started_;
  asio::steady_timer write_watch_;
  bool is_watching_write_ = false;
  asio::steady_timer read_pause_;
  // After the next frame that comes while the peer is behind with reading, and whether that is why
  // nothing is read now.
  std::chrono::milliseconds unread_pause_;
  bool waits_for_reader_ = false;

  // Set when the end has been asked for; sent when the frame before it is out.
  std::optional<websocket::close_reason> close_reason_;
  bool is_close_sent_ = false;
  bool is_finished_ = false;

  ConnectionProgress progress_;
};

}  // namespace tandem::native

#endif  // TANDEM_NATIVE_SERVER_WEBSOCKET_SESSION_H_
