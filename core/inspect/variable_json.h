// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// A variable as JSON: an element of variables.json, whose field names and time formats other
// people's tools rely on (S-47), and of what the inspector is told (docs/inspector.md).

#ifndef TANDEM_CORE_INSPECT_VARIABLE_JSON_H_
#define TANDEM_CORE_INSPECT_VARIABLE_JSON_H_

#include <string>

#include "absl/time/time.h"
#include "core/inspect/inspection.h"

namespace tandem {

enum class VariableForm {
  kWhole,    // Every field of S-47, and `pages`.
  kWithout,  // Without what follows from the other variables, or changes all the time: `childIds`
             // and times.
};

void AppendVariable(const VariableSight& sight, VariableForm form, std::string* out);

// variables.json: an array of all variables.
std::string VariablesJson(const Inspection& inspection);

// "850ns", "12.3us", "0.42ms", "1.250s" (S-47).
std::string DurationText(absl::Duration duration);

}  // namespace tandem

#endif  // TANDEM_CORE_INSPECT_VARIABLE_JSON_H_
