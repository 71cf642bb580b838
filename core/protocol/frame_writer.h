// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// Writes one outbound frame: a bare message when there is one, an array when there are more
// (P-19). Values are appended in place by the caller, so nothing is rendered twice.

#ifndef TANDEM_CORE_PROTOCOL_FRAME_WRITER_H_
#define TANDEM_CORE_PROTOCOL_FRAME_WRITER_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>

#include "absl/functional/function_ref.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "core/base/error.h"
#include "core/base/ids.h"
#include "core/protocol/frame_head.h"

namespace tandem {

class FrameWriter {
 public:
  // A name and value to send; an empty value says "removed" (P-57).
  using Property = std::pair<absl::string_view, absl::string_view>;

  // {"type":"tandem","data":{…}}: what the extension says of this frame. Only as its first message.
  void Head(const ServerHead& head);

  // {"type":"update","data":{"varId":N[,"value":V][,"properties":{…}]}}. `append_value` appends
  // exactly one JSON value; null means the value is not part of this update (P-56). `properties`
  // must be sorted by name and unique.
  void Update(WireId id, absl::FunctionRef<void(std::string*)> append_value,
              absl::Span<const Property> properties);
  void UpdateProperties(WireId id, absl::Span<const Property> properties);
  // As Update, with "edits" of the array last sent in place of the value (D-41).
  void UpdateEdits(WireId id, absl::string_view edits, absl::Span<const Property> properties);

  void Destroy(WireId id);

  // `id` 0 leaves varId out: the error belongs to no variable (P-58, P-131). `upload` is the one
  // that has ended with it, 0 if none.
  void Error(WireId id, ErrorKind kind, absl::string_view description, int64_t upload = 0);

  size_t messages() const { return messages_; }
  size_t bytes() const { return text_.size(); }
  bool empty() const { return messages_ == 0; }

  // The frame's text; leaves this empty. Must not be called while empty().
  std::string Take();

 private:
  void BeginMessage();
  void BeginUpdate(WireId id);
  void EndUpdate(absl::Span<const Property> properties);

  // Messages joined by commas after one leading byte kept free for '['.
  std::string text_;
  size_t messages_ = 0;
};

}  // namespace tandem

#endif  // TANDEM_CORE_PROTOCOL_FRAME_WRITER_H_
