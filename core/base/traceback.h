// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// How it came to an error of a script: the calls under way, which travel beside the message of a
// Status. People get the message, and the traceback where they develop the application (L-162).

#ifndef TANDEM_CORE_BASE_TRACEBACK_H_
#define TANDEM_CORE_BASE_TRACEBACK_H_

#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/cord.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"

namespace tandem {

// "stack traceback:\n\t…".
inline constexpr absl::string_view kTracebackPayload = "tandem/lua-traceback";

// Gives `error` the traceback of `cause`, if that has one.
inline void TakeTraceback(const absl::Status& cause, absl::Status* error) {
  if (auto traceback = cause.GetPayload(kTracebackPayload)) {
    error->SetPayload(kTracebackPayload, *std::move(traceback));
  }
}

// The message, and below it the traceback if there is one.
inline std::string TextWithTraceback(const absl::Status& error) {
  const auto traceback = error.GetPayload(kTracebackPayload);
  if (!traceback) return std::string(error.message());
  return absl::StrCat(error.message(), "\n", std::string(*traceback));
}

// What a client is told: the traceback is for whoever develops the application.
inline std::string ErrorText(const absl::Status& error, bool for_developer) {
  return for_developer ? TextWithTraceback(error) : std::string(error.message());
}

}  // namespace tandem

#endif  // TANDEM_CORE_BASE_TRACEBACK_H_
