// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// What of Tandem's extension a page uses: what its client asked for and this server knows
// (D-43; docs/protocol.md). A client that says nothing has none of it and never sees any of it.

#ifndef TANDEM_CORE_PROTOCOL_FEATURES_H_
#define TANDEM_CORE_PROTOCOL_FEATURES_H_

namespace tandem {

struct Features {
  bool ack = false;   // Frames are numbered and acknowledged (D-42).
  bool list = false;  // Lists may come as edits, and items are addressed by object (D-41).
};

}  // namespace tandem

#endif  // TANDEM_CORE_PROTOCOL_FEATURES_H_
