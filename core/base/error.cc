// Copyright (c) the Tandem authors. Licensed under the MIT License.

#include "core/base/error.h"

#include <optional>

#include "absl/strings/cord.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"

namespace tandem {
namespace {

// Under this name a status carries the number of its kind.
constexpr absl::string_view kPayload = "tandem/error-kind";
// Carried by what IsNothingThere.
constexpr absl::string_view kNothingThere = "tandem/nothing-there";

absl::StatusCode CodeOf(ErrorKind kind) {
  switch (kind) {
    case ErrorKind::kBadRequest:
      return absl::StatusCode::kInvalidArgument;
    case ErrorKind::kNotFound:
      return absl::StatusCode::kNotFound;
    case ErrorKind::kDuplicateId:
      return absl::StatusCode::kAlreadyExists;
    case ErrorKind::kBadAccess:
      return absl::StatusCode::kPermissionDenied;
    case ErrorKind::kPathFailure:
      return absl::StatusCode::kFailedPrecondition;
    case ErrorKind::kMethodFailure:
      return absl::StatusCode::kAborted;
    case ErrorKind::kBadValue:
      return absl::StatusCode::kOutOfRange;
    case ErrorKind::kUnauthorized:
      return absl::StatusCode::kUnauthenticated;
    case ErrorKind::kOverBudget:
      return absl::StatusCode::kResourceExhausted;
    case ErrorKind::kNoSession:
    case ErrorKind::kNoBackend:
      return absl::StatusCode::kUnavailable;
    case ErrorKind::kAppFailure:
    case ErrorKind::kReloadFailure:
      return absl::StatusCode::kAborted;
    case ErrorKind::kInternal:
      return absl::StatusCode::kInternal;
  }
  return absl::StatusCode::kInternal;
}

ErrorKind NearestKind(absl::StatusCode code) {
  switch (code) {
    case absl::StatusCode::kInvalidArgument:
    case absl::StatusCode::kUnimplemented:
      return ErrorKind::kBadRequest;
    case absl::StatusCode::kNotFound:
      return ErrorKind::kNotFound;
    case absl::StatusCode::kAlreadyExists:
      return ErrorKind::kDuplicateId;
    case absl::StatusCode::kPermissionDenied:
      return ErrorKind::kBadAccess;
    case absl::StatusCode::kFailedPrecondition:
      return ErrorKind::kPathFailure;
    case absl::StatusCode::kAborted:
      return ErrorKind::kMethodFailure;
    case absl::StatusCode::kOutOfRange:
      return ErrorKind::kBadValue;
    case absl::StatusCode::kUnauthenticated:
      return ErrorKind::kUnauthorized;
    case absl::StatusCode::kResourceExhausted:
    case absl::StatusCode::kDeadlineExceeded:
      return ErrorKind::kOverBudget;
    case absl::StatusCode::kUnavailable:
    case absl::StatusCode::kCancelled:
      return ErrorKind::kNoSession;
    default:
      return ErrorKind::kInternal;
  }
}

}  // namespace

absl::Status MoreThan(size_t limit, absl::string_view what) {
  return MakeError(ErrorKind::kOverBudget, absl::StrCat("more than ", limit, " ", what));
}

absl::Status MakeError(ErrorKind kind, absl::string_view message) {
  absl::Status status(CodeOf(kind), message);
  status.SetPayload(kPayload, absl::Cord(absl::StrCat(static_cast<int>(kind))));
  return status;
}

absl::Status MakeNothingThere(absl::string_view message) {
  absl::Status status = MakeError(ErrorKind::kPathFailure, message);
  status.SetPayload(kNothingThere, absl::Cord());
  return status;
}

bool IsNothingThere(const absl::Status& status) {
  return status.GetPayload(kNothingThere).has_value();
}

ErrorKind ErrorKindOf(const absl::Status& status) {
  int kind;
  const std::optional<absl::Cord> payload = status.GetPayload(kPayload);
  if (payload.has_value() && absl::SimpleAtoi(std::string(*payload), &kind) && kind >= 0 &&
      kind <= static_cast<int>(ErrorKind::kInternal)) {
    return static_cast<ErrorKind>(kind);
  }
  return NearestKind(status.code());
}

}  // namespace tandem
