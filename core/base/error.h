// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// The kinds of failure a client is told about. They travel as a payload of absl::Status,
// because a status code is too coarse to carry them; core/protocol/error_code.h turns them
// into words of the wire.

#ifndef TANDEM_CORE_BASE_ERROR_H_
#define TANDEM_CORE_BASE_ERROR_H_

#include <cstddef>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace tandem {

enum class ErrorKind {
  kBadRequest,     // A message that makes no sense.
  kNotFound,       // A variable, file or session that is not there.
  kDuplicateId,    // An id that is in use.
  kBadAccess,      // The access mode forbids it.
  kPathFailure,    // A path runs into nil or into something without fields.
  kMethodFailure,  // A method is missing, not callable, or raised.
  kBadValue,       // A value that cannot be represented, such as a nested array.
  kUnauthorized,   // Needs a permission the site did not give (D-35).
  kOverBudget,     // Memory, steps, size or queue length.
  kNoSession,      // The session is gone.
  kNoBackend,      // Nobody owns the data.
  kAppFailure,     // main.lua is broken (D-22).
  kReloadFailure,  // A changed file could not be taken up.
  kInternal,       // Our own fault.
};

// A status of the code that fits `kind` and carries it. `message` names the thing.
absl::Status MakeError(ErrorKind kind, absl::string_view message);

// kOverBudget: "more than LIMIT WHAT".
absl::Status MoreThan(size_t limit, absl::string_view what);

// A kPathFailure because there is nothing (yet) where the path leads: nil on the way, an item
// beyond the end of a list. Templates are written to be read through it, so it is no mistake
// (D-11).
absl::Status MakeNothingThere(absl::string_view message);
bool IsNothingThere(const absl::Status& status);

// The kind `status` carries, or the nearest one for its code. `status` must not be OK.
ErrorKind ErrorKindOf(const absl::Status& status);

}  // namespace tandem

#endif  // TANDEM_CORE_BASE_ERROR_H_
