// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// "did you mean …?" for slips in flags, commands and configuration keys (D-46).

#ifndef TANDEM_NATIVE_SERVER_SUGGESTION_H_
#define TANDEM_NATIVE_SERVER_SUGGESTION_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace tandem::native {

// "; did you mean X?" with the nearest of `known`, or "" when none is near enough to be meant.
std::string Suggestion(absl::string_view word, const std::vector<std::string>& known);

}  // namespace tandem::native

#endif  // TANDEM_NATIVE_SERVER_SUGGESTION_H_
