// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// How frames leave a session: one connection as the session sees it. A frame is accepted only
// while Writable(); a slow reader therefore never grows memory, because its changes stay
// marked in the session and are rendered when it has drained.

#ifndef TANDEM_CORE_SESSION_OUTBOX_H_
#define TANDEM_CORE_SESSION_OUTBOX_H_

#include <cstdint>
#include <string>

#include "absl/strings/string_view.h"

namespace tandem {

// Close codes of RFC 6455, section 7.4.1, that the core uses.
enum class CloseCode : uint16_t {
  kGoingAway = 1001,      // The session has ended (S-89), or another connection has the page.
  kProtocolError = 1002,  // Numbers that no client can send (D-42).
  kInvalidData = 1007,    // Too many frames that are not JSON (D-47).
};

class Outbox {
 public:
  virtual ~Outbox() = default;

  // False while the last frame is still being written. The owner calls
  // SessionManager::Drained when that changes.
  virtual bool Writable() const = 0;

  // Takes one frame of UTF-8 JSON. Called only while Writable(). Never blocks, never re-enters the
  // session.
  virtual void Send(std::string frame) = 0;

  // Ends the connection after what was sent. The owner still calls SessionManager::Disconnect,
  // but not from in here.
  virtual void Close(CloseCode code, absl::string_view reason) = 0;
};

}  // namespace tandem

#endif  // TANDEM_CORE_SESSION_OUTBOX_H_
