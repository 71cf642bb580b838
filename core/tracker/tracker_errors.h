// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// Errors that more than one of the tracker's files returns.

#ifndef TANDEM_CORE_TRACKER_TRACKER_ERRORS_H_
#define TANDEM_CORE_TRACKER_TRACKER_ERRORS_H_

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "core/base/error.h"
#include "core/base/ids.h"

namespace tandem {

inline absl::Status UnknownVariable(VariableId id) {
  return MakeError(ErrorKind::kNotFound, absl::StrCat("variable ", id, " not found in tracker"));
}

// `status` with the name of the operation in front, as T-11 spells it.
inline absl::Status WithOperation(absl::string_view operation, const absl::Status& status) {
  if (status.ok()) return status;
  return MakeError(ErrorKindOf(status), absl::StrCat(operation, ": ", status.message()));
}

}  // namespace tandem

#endif  // TANDEM_CORE_TRACKER_TRACKER_ERRORS_H_
