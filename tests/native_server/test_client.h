// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// A client for talking to a server over real sockets on the loopback interface: bytes as they
// are, HTTP, WebSocket. Every call waits for its end; one that takes twenty seconds has hung and
// is an error. The only test library that compiles Beast.

#ifndef TANDEM_TESTS_NATIVE_SERVER_TEST_CLIENT_H_
#define TANDEM_TESTS_NATIVE_SERVER_TEST_CLIENT_H_

#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace tandem::native {

using ClientHeaders = std::vector<std::pair<std::string, std::string>>;

struct Reply {
  int status = 0;
  std::map<std::string, std::string> headers;  // Names in lower case.
  std::string body;

  std::string Header(const std::string& lower_name) const {
    const auto entry = headers.find(lower_name);
    return entry == headers.end() ? "" : entry->second;
  }
};

// One TCP connection, speaking whatever the test says.
class RawClient {
 public:
  explicit RawClient(int port);
  ~RawClient();

  absl::Status Send(absl::string_view bytes);
  // The next HTTP response; `method` says whether it has a body.
  absl::StatusOr<Reply> ReadReply(absl::string_view method = "GET");
  // Until the server ends the connection. What came before an error is returned.
  std::string ReadAll();
  // True once the server has ended the connection and nothing is left to read.
  bool IsClosedByServer() { return ReadAll().empty(); }
  // No more will be sent, but answers are welcome.
  void ShutDownSending();
  // As a process that dies does: with a reset.
  void Reset();

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

// One request on a connection of its own. Status 0 if that failed.
Reply Fetch(int port, absl::string_view method, absl::string_view target,
            const ClientHeaders& headers = {});
inline Reply Get(int port, absl::string_view target, const ClientHeaders& headers = {}) {
  return Fetch(port, "GET", target, headers);
}

class WebSocketClient {
 public:
  // Fails with the message "status N: BODY" if the server refuses.
  static absl::StatusOr<std::unique_ptr<WebSocketClient>> Connect(
      int port, absl::string_view target, const ClientHeaders& headers = {});
  ~WebSocketClient();

  absl::Status Send(absl::string_view frame);
  absl::Status SendBinary(absl::string_view frame);
  // In pieces of `fragment` bytes.
  absl::Status SendFragmented(absl::string_view frame, size_t fragment);
  absl::Status Ping(absl::string_view payload);
  // What the last pong said that came before the last frame received.
  std::string last_pong() const;
  // The next frame. kAborted when the server has closed: then close_code() is known.
  absl::StatusOr<std::string> Receive();
  // Whether the last frame received was text.
  bool got_text() const;
  int close_code() const;
  std::string close_reason() const;
  // The closing handshake.
  absl::Status Close();
  // As a process that dies does.
  void Reset();
  // From any thread: no more comes or goes, and whoever waits for that gets an error.
  void ShutDown();

 private:
  struct Impl;
  explicit WebSocketClient(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace tandem::native

#endif  // TANDEM_TESTS_NATIVE_SERVER_TEST_CLIENT_H_
