// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// Reads TOML into JSON, the form in which both homes know a configuration.

#ifndef TANDEM_NATIVE_SERVER_TOML_CONFIG_H_
#define TANDEM_NATIVE_SERVER_TOML_CONFIG_H_

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "core/base/json.h"

namespace tandem::native {

// Always an object. Dates and times become text. kInvalidArgument: "NAME:LINE:COLUMN: what".
absl::StatusOr<Json> ParseToml(absl::string_view text, absl::string_view name);

}  // namespace tandem::native

#endif  // TANDEM_NATIVE_SERVER_TOML_CONFIG_H_
