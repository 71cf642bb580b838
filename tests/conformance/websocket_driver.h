// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// Drives the real native server over loopback WebSockets: its listener, its HTTP, its files on
// disk and the watching of them, its write queue; only time, randomness and session numbers are
// the test's. After each verb it waits until the server has handled the frame, or taken up the
// file, and written what it caused, and reads exactly that.

#ifndef TANDEM_TESTS_CONFORMANCE_WEBSOCKET_DRIVER_H_
#define TANDEM_TESTS_CONFORMANCE_WEBSOCKET_DRIVER_H_

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "core/base/ids.h"
#include "core/host/log_sink.h"
#include "core/testing/fake_host.h"
#include "native_server/native_server.h"
#include "native_server/progress.h"
#include "tests/conformance/driver.h"
#include "tests/conformance/websocket_client.h"

namespace tandem::conformance {

class WebsocketDriver final : public Driver {
 public:
  WebsocketDriver() = default;
  ~WebsocketDriver() override;

  absl::string_view name() const override { return "websocket"; }

  absl::Status Start(const Site& site) override;
  absl::Status CreateSession(const std::string& session) override;
  absl::Status DestroySession(const std::string& session) override;
  absl::Status Connect(const std::string& connection, const std::string& session) override;
  absl::Status Disconnect(const std::string& connection) override;
  absl::Status Send(const std::string& connection, const std::string& frame) override;
  absl::Status Advance(absl::Duration duration) override;
  absl::Status WriteFile(const std::string& path, const std::string& text) override;
  std::vector<Event> TakeEvents() override;

 private:
  // Written to by the server's threads.
  class LockedLog final : public LogSink {
   public:
    bool Wants(LogLevel) const override { return true; }
    void Write(LogLevel level, absl::string_view text) override;
    std::vector<std::string> Take();

   private:
    std::mutex mutex_;
    std::vector<std::string> lines_;
  };

  struct Link {
    std::unique_ptr<WebsocketClient> client;
    ConnectionId id;
    int64_t frames_sent = 0;  // By us.
    int64_t frames_read = 0;
  };

  void Stop();
  absl::Status WriteSite(const Site& site);
  static absl::Status WriteNew(const std::filesystem::path& file, const std::string& content);

  // Waits for `condition`; if it never holds, the server is ended and `what` is the error.
  absl::Status Await(const std::function<bool(const native::Progress&)>& condition,
                     absl::string_view what);

  // Waits until the server has handled every frame of ours and written everything it has to
  // say, then reads it.
  absl::Status Settle();
  absl::Status ReadUpTo(const std::string& name, Link& link, int64_t frames);
  absl::Status ReadClose(const std::string& name, Link& link);

  std::vector<Event> events_;
  std::map<std::string, SessionId> sessions_;
  std::map<std::string, Link> links_;
  std::filesystem::path folder_;

  std::unique_ptr<testing::FakeHost> host_;
  std::unique_ptr<LockedLog> log_;
  std::unique_ptr<native::NativeServer> server_;
};

}  // namespace tandem::conformance

#endif  // TANDEM_TESTS_CONFORMANCE_WEBSOCKET_DRIVER_H_
