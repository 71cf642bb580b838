// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// "did you mean …?" for slips in flags, commands and configuration keys (D-46).

#ifndef TANDEM_CORE_BASE_SUGGESTION_H_
#define TANDEM_CORE_BASE_SUGGESTION_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace tandem {

// "; did you mean X?" with the nearest of `known`, the first of several as near; "" when none is
// near enough to be meant.
std::string Suggestion(absl::string_view word, const std::vector<std::string>& known);

}  // namespace tandem

#endif  // TANDEM_CORE_BASE_SUGGESTION_H_
