// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// JSON at the edges: reading what peers and files send, with limits, and writing text. The
// value type is nlohmann's; nothing else in the core calls that library. The appenders write
// straight into a caller's buffer, because a turn renders its frame without a DOM.

#ifndef TANDEM_CORE_BASE_JSON_H_
#define TANDEM_CORE_BASE_JSON_H_

#include <cstddef>
#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "nlohmann/json.hpp"

namespace tandem {

// Objects keep their keys sorted bytewise, so equal values have equal text.
using Json = nlohmann::json;

struct JsonLimits {
  size_t max_bytes = size_t{64} << 20;  // D-45
  int max_depth = 200;                  // L-153
};

// Total: any bytes give a value or kInvalidArgument / kResourceExhausted with the byte
// position; never throws, never recurses beyond max_depth. Leading and trailing white space
// is allowed, anything else after the value is not. The last of duplicate keys wins (P-17).
absl::StatusOr<Json> ParseJson(absl::string_view text, const JsonLimits& limits = {});

// Appends `text` as a JSON string. Each byte that is not part of valid UTF-8 becomes U+FFFD
// (P-10, L-99).
void AppendJsonString(absl::string_view text, std::string* out);

// Appends the shortest text that reads back as `number`: integral values without a
// fraction, an exponent only below 1e-6 or from 1e21 (L-98); NaN and infinities as null (P-65).
void AppendJsonNumber(double number, std::string* out);
void AppendJsonNumber(int64_t number, std::string* out);

// As the appenders above, for a whole value. Compact.
void AppendJson(const Json& value, std::string* out);
std::string DumpJson(const Json& value);

}  // namespace tandem

#endif  // TANDEM_CORE_BASE_JSON_H_
