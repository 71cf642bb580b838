// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// What Tandem's extension says beside the messages of a frame: the object `tandem` of a client's
// frame, and the message `tandem` at the head of a server's (docs/protocol.md; D-42, D-43).

#ifndef TANDEM_CORE_PROTOCOL_FRAME_HEAD_H_
#define TANDEM_CORE_PROTOCOL_FRAME_HEAD_H_

#include <cstdint>
#include <optional>
#include <string>

#include "core/base/user_settings.h"
#include "core/protocol/features.h"

namespace tandem {

// Of the extension. A client that speaks a later one is answered with this.
inline constexpr int64_t kExtensionVersion = 1;

// With a version it is a greeting: the client speaks the extension on this socket.
struct ClientHead {
  std::optional<int64_t> version;     // At least 1.
  Features features;                  // Those that are known here.
  std::optional<std::string> resume;  // The page to go on with. Only in a greeting, with `ack`.
  std::optional<int64_t> seq;         // The frame's number, from 1.
  std::optional<int64_t> ack;         // The last frame received, 0 if none.
  UserSettings user;                  // Of a greeting: who is in front of the page.
  bool ping = false;                  // Wants an acknowledgement now.
  bool bye = false;                   // The page ends.
};

struct ServerHead {
  struct Greeting {
    Features features;
    std::string page;  // Of a page that acknowledges; else empty.
    bool resumed = false;
  };

  std::optional<Greeting> greeting;
  std::optional<int64_t> seq;
  std::optional<int64_t> ack;
};

}  // namespace tandem

#endif  // TANDEM_CORE_PROTOCOL_FRAME_HEAD_H_
