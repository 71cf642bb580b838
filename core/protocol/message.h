// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// What a client can say, one struct per message (protocol section 4). Ids are the
// page's own (WireId); the backend translates them. Messages to the client have no
// structs: frame_writer.h writes them straight into the outgoing text.

#ifndef TANDEM_CORE_PROTOCOL_MESSAGE_H_
#define TANDEM_CORE_PROTOCOL_MESSAGE_H_

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "core/base/error.h"
#include "core/base/file_description.h"
#include "core/base/ids.h"
#include "core/base/json.h"
#include "core/protocol/frame_head.h"

namespace tandem {

// Name and value, in the order sent; of equal names the last is kept (P-17). Property values are
// always strings (P-67).
using PropertyList = std::vector<std::pair<std::string, std::string>>;

// 4.2. `parent` 0 makes a root. `properties` are stored verbatim (P-34, P-35).
struct CreateMessage {
  WireId id;
  WireId parent;
  PropertyList properties;
  bool nowatch = false;
};

// 4.3. No value: only properties. A null value is a value (P-56).
struct UpdateMessage {
  WireId id;
  std::optional<Json> value;
  PropertyList properties;
};

// 4.4
struct WatchMessage {
  WireId id;
};

// 4.5
struct UnwatchMessage {
  WireId id;
};

// 4.6
struct DestroyMessage {
  WireId id;
};

// 4.6: the client's own diagnosis of a variable; recorded, not answered (P-55).
struct ClientErrorMessage {
  WireId id;
  std::string code;
  std::string description;
};

// Of feature `files` (docs/protocol.md): an upload begins, its next bytes, it is given up.
struct FileMessage {
  enum class Step { kBegin, kChunk, kCancel };

  WireId id;  // Of kBegin: what is to be written. Else 0: the upload says it.
  int64_t upload = 0;
  Step step = Step::kCancel;
  // Of kBegin: what is going to be sent, written as an array if it is a list.
  std::vector<FileDescription> files;
  bool is_list = false;
  std::string data;  // Of kChunk, in base64.
};

// A message that could not be read. It is answered like any failed message and does not
// stop the batch (P-18, P-23). `id` is 0 when none could be read.
struct InvalidMessage {
  WireId id;
  ErrorKind kind = ErrorKind::kBadRequest;
  std::string description;
  int64_t upload = 0;  // Of a message about an upload.
};

using ClientMessage = std::variant<CreateMessage, UpdateMessage, WatchMessage, UnwatchMessage,
                                   DestroyMessage, ClientErrorMessage, FileMessage, InvalidMessage>;

// One inbound frame: what the client wants done in one turn.
struct ClientFrame {
  bool user_event = false;
  std::vector<ClientMessage> messages;

  // What a client that speaks Tandem's extension says beside them.
  std::optional<ClientHead> head;
  // What is wrong with that; nothing else of the frame counts then, and it has no messages.
  absl::Status head_error;
};

// "create", "update" … as on the wire, for logs.
absl::string_view MessageName(const ClientMessage& message);

// The id the message is about; 0 if none.
WireId MessageTarget(const ClientMessage& message);

// The upload it is about; 0 if none.
int64_t MessageUpload(const ClientMessage& message);

}  // namespace tandem

#endif  // TANDEM_CORE_PROTOCOL_MESSAGE_H_
