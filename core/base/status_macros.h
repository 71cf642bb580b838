// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// Early return on errors. An expression that fails leaves the enclosing function with its
// status; the success path reads straight down.

#ifndef TANDEM_CORE_BASE_STATUS_MACROS_H_
#define TANDEM_CORE_BASE_STATUS_MACROS_H_

#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

// RETURN_IF_ERROR(DoThing());
#define RETURN_IF_ERROR(expression)                  \
  do {                                               \
    absl::Status tandem_status_ = (expression);      \
    if (!tandem_status_.ok()) return tandem_status_; \
  } while (false)

// ASSIGN_OR_RETURN(auto value, Compute());
#define ASSIGN_OR_RETURN(declaration, expression) \
  TANDEM_ASSIGN_OR_RETURN_(TANDEM_CONCAT_(tandem_or_, __LINE__), declaration, expression)

#define TANDEM_ASSIGN_OR_RETURN_(result, declaration, expression) \
  auto result = (expression);                                     \
  if (!result.ok()) return std::move(result).status();            \
  declaration = *std::move(result)

#define TANDEM_CONCAT_(a, b) TANDEM_CONCAT_INNER_(a, b)
#define TANDEM_CONCAT_INNER_(a, b) a##b

#endif  // TANDEM_CORE_BASE_STATUS_MACROS_H_
