// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// What of Tandem's extension a page uses: what its client asked for and this server knows
// (D-43; docs/protocol.md). A client that says nothing has none of it and never sees any of it.

#ifndef TANDEM_CORE_PROTOCOL_FEATURES_H_
#define TANDEM_CORE_PROTOCOL_FEATURES_H_

#include <string>

#include "absl/strings/string_view.h"

namespace tandem {

struct Features {
  bool ack = false;    // Frames are numbered and acknowledged (D-42).
  bool list = false;   // Lists may come as edits, and items are addressed by object (D-41).
  bool files = false;  // Files can be sent (docs/protocol.md).
};

// Turns on the feature of that name; one that is not known here is no mistake.
void AddFeature(absl::string_view name, Features* features);

// The names as a JSON array.
void AppendFeatures(const Features& features, std::string* out);

}  // namespace tandem

#endif  // TANDEM_CORE_PROTOCOL_FEATURES_H_
