// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// Reads inbound frames and, for tools and tests, writes them. Total on arbitrary bytes: a
// frame that is not JSON is an error of the frame, a message that makes no sense is an
// InvalidMessage in its place.

#ifndef TANDEM_CORE_PROTOCOL_CODEC_H_
#define TANDEM_CORE_PROTOCOL_CODEC_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "core/base/json.h"
#include "core/protocol/message.h"

namespace tandem {

// Accepts the wrapper form, a bare array and a bare message (P-11 … P-14), unknown fields at
// every level (P-16), and `tandem` beside the messages (D-43). kInvalidArgument if the bytes are
// not JSON (P-15) or neither an object nor an array; kResourceExhausted beyond `limits`. Never
// throws.
absl::StatusOr<ClientFrame> DecodeFrame(absl::string_view bytes, const JsonLimits& limits = {});

// The wrapper form of `frame`. DecodeFrame gives the same frame back, InvalidMessages apart
// (they are left out).
std::string EncodeFrame(const ClientFrame& frame);

}  // namespace tandem

#endif  // TANDEM_CORE_PROTOCOL_CODEC_H_
