// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// Drives the core in this process: a FakeHost, a Server and outboxes that remember. What a
// call causes, it causes before it returns.

#ifndef TANDEM_TESTS_CONFORMANCE_INPROC_DRIVER_H_
#define TANDEM_TESTS_CONFORMANCE_INPROC_DRIVER_H_

#include <cstddef>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "core/base/ids.h"
#include "core/log/memory_event_log.h"
#include "core/session/outbox.h"
#include "core/session/server.h"
#include "core/testing/fake_host.h"
#include "tests/conformance/driver.h"

namespace tandem::conformance {

class InprocDriver final : public Driver {
 public:
  // If `records`, every session is recorded; if `keeps_frames`, with the frames that left.
  explicit InprocDriver(bool records = false, bool keeps_frames = true);
  ~InprocDriver() override;

  absl::string_view name() const override { return "inproc"; }

  absl::Status Start(const Site& site) override;
  absl::Status CreateSession(const std::string& session) override;
  absl::Status DestroySession(const std::string& session) override;
  absl::Status Connect(const std::string& connection, const std::string& session) override;
  absl::Status Disconnect(const std::string& connection) override;
  absl::Status Send(const std::string& connection, const std::string& frame) override;
  absl::Status Advance(absl::Duration duration) override;
  absl::Status WriteFile(const std::string& path, const std::string& text) override;
  std::vector<Event> TakeEvents() override;

  // The logs of the sessions since Start, also of those that ended, in the order of their ids.
  std::vector<std::string> Logs() const;

  // Brings a session back that another driver recorded, without its frames, on the same site.
  absl::Status Revive(absl::string_view log);

 private:
  class NoLog;
  class RecordingOutbox;
  struct Link {
    ConnectionId id;
    std::unique_ptr<RecordingOutbox> outbox;
  };

  // Tells the core of connections it closed itself, which an outbox may not do.
  void DropClosed();

  std::vector<Event> events_;
  size_t log_lines_taken_ = 0;
  std::map<std::string, SessionId> sessions_;
  std::map<std::string, Link> links_;

  const bool records_;
  const bool keeps_frames_;
  std::unique_ptr<MemoryEventLogs> logs_;
  // In this order: the server's end reaches outboxes, logs and host.
  std::unique_ptr<testing::FakeHost> host_;
  std::unique_ptr<Server> server_;
};

}  // namespace tandem::conformance

#endif  // TANDEM_TESTS_CONFORMANCE_INPROC_DRIVER_H_
