// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// Any bytes are a frame or an error, and a frame that was understood survives being written and
// read again (P-11 … P-18).

#include "absl/status/statusor.h"
#include "core/protocol/codec.h"
#include "core/protocol/message.h"
#include "tests/fuzz/fuzz.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using tandem::fuzz::Claim;
  const absl::StatusOr<tandem::ClientFrame> frame =
      tandem::DecodeFrame(tandem::fuzz::Text(data, size));
  if (!frame.ok()) return 0;
  for (const tandem::ClientMessage& message : frame->messages) {
    Claim(!tandem::MessageName(message).empty(), "every message has a name");
    tandem::MessageTarget(message);
  }
  const std::string text = tandem::EncodeFrame(*frame);
  const absl::StatusOr<tandem::ClientFrame> again = tandem::DecodeFrame(text);
  Claim(again.ok(), "what EncodeFrame writes, DecodeFrame reads", text);
  Claim(tandem::EncodeFrame(*again) == text, "a frame stays the same", text);
  return 0;
}
