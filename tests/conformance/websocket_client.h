// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// The browser's end of a connection, as plain as a test wants it: one HTTP request, or one
// WebSocket over loopback. Every call waits until it is done and gives up after some seconds of
// real time, so that a server that hangs is a failure and not a timeout of the whole test.

#ifndef TANDEM_TESTS_CONFORMANCE_WEBSOCKET_CLIENT_H_
#define TANDEM_TESTS_CONFORMANCE_WEBSOCKET_CLIENT_H_

#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace tandem::conformance {

class WebsocketClient {
 public:
  // Where `GET target` of the server on `port` redirects to; an error if it does not.
  static absl::StatusOr<std::string> GetRedirect(int port, const std::string& target);

  // Opens a WebSocket with the page's own origin.
  static absl::StatusOr<std::unique_ptr<WebsocketClient>> Open(int port, const std::string& target);
  WebsocketClient(const WebsocketClient&) = delete;
  WebsocketClient& operator=(const WebsocketClient&) = delete;
  // Drops the connection without a word.
  ~WebsocketClient();

  // One text message.
  absl::Status Write(const std::string& frame);

  struct Message {
    bool is_close = false;
    int close_code = 0;
    std::string text;
  };
  // The next message; the close frame comes last.
  absl::StatusOr<Message> Read();

  // Closes as a page does that goes away, and waits for the server's answer.
  absl::Status Close();

 private:
  struct Parts;
  explicit WebsocketClient(std::unique_ptr<Parts> parts);

  std::unique_ptr<Parts> parts_;
};

}  // namespace tandem::conformance

#endif  // TANDEM_TESTS_CONFORMANCE_WEBSOCKET_CLIENT_H_
