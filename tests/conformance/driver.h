// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// One way of running a site and talking to it. All drivers offer the same verbs in virtual
// time: when a verb returns, everything it caused has happened and can be taken. A driver
// serves one transcript after the other and knows nothing of patterns.

#ifndef TANDEM_TESTS_CONFORMANCE_DRIVER_H_
#define TANDEM_TESTS_CONFORMANCE_DRIVER_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "tests/conformance/transcript.h"

namespace tandem::conformance {

// What came out of the server.
struct Event {
  enum class Kind { kFrame, kClosed, kLog };

  Kind kind = Kind::kFrame;
  std::string connection;  // Empty for kLog.
  std::string text;        // The frame or the log line.
  int close_code = 0;      // Only for kClosed.
};

class Driver {
 public:
  virtual ~Driver() = default;

  // "inproc", "websocket", "wasm": for messages.
  virtual absl::string_view name() const = 0;

  // A fresh server for `site`, at virtual time 0 and with the seed all drivers share. Ends the
  // server before.
  virtual absl::Status Start(const Site& site) = 0;

  virtual absl::Status CreateSession(const std::string& session) = 0;
  virtual absl::Status DestroySession(const std::string& session) = 0;
  virtual absl::Status Connect(const std::string& connection, const std::string& session) = 0;
  virtual absl::Status Disconnect(const std::string& connection) = 0;
  virtual absl::Status Send(const std::string& connection, const std::string& frame) = 0;
  virtual absl::Status Advance(absl::Duration duration) = 0;
  // Adds or replaces a file of the site, and the server takes notice (H-33).
  virtual absl::Status WriteFile(const std::string& path, const std::string& text) = 0;

  // What came out since last taken; in order for each connection, and for the log.
  virtual std::vector<Event> TakeEvents() = 0;
};

}  // namespace tandem::conformance

#endif  // TANDEM_TESTS_CONFORMANCE_DRIVER_H_
