// Copyright (c) the Tandem authors. Licensed under the MIT License.

#include "core/protocol/error_code.h"

namespace tandem {

absl::string_view ErrorWord(ErrorKind kind) {
  switch (kind) {
    case ErrorKind::kBadRequest:
      return "bad-request";
    case ErrorKind::kNotFound:
      return "not-found";
    case ErrorKind::kDuplicateId:
      return "duplicate-id";
    case ErrorKind::kBadAccess:
      return "bad-access";
    case ErrorKind::kPathFailure:
      return "path-failure";
    case ErrorKind::kMethodFailure:
      return "method-failure";
    case ErrorKind::kBadValue:
      return "bad-value";
    case ErrorKind::kUnauthorized:
      return "unauthorized";
    case ErrorKind::kOverBudget:
      return "over-budget";
    // A session without a backend has one word with a session that is gone (section 15).
    case ErrorKind::kNoSession:
    case ErrorKind::kNoBackend:
      return "no-session";
    case ErrorKind::kAppFailure:
      return "app-failure";
    case ErrorKind::kReloadFailure:
      return "reload-failure";
    case ErrorKind::kInternal:
      return "internal";
  }
  return "internal";
}

}  // namespace tandem
