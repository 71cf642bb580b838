// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// Dates as HTTP writes them (RFC 9110, 5.6.7).

#ifndef TANDEM_NATIVE_SERVER_HTTP_DATE_H_
#define TANDEM_NATIVE_SERVER_HTTP_DATE_H_

#include <string>

#include "absl/time/time.h"

namespace tandem::native {

// "Sun, 06 Nov 1994 08:49:37 GMT".
inline std::string FormatHttpDate(absl::Time time) {
  return absl::FormatTime("%a, %d %b %Y %H:%M:%S GMT", time, absl::UTCTimeZone());
}

}  // namespace tandem::native

#endif  // TANDEM_NATIVE_SERVER_HTTP_DATE_H_
