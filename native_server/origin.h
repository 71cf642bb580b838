// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// Which pages may open a WebSocket. A browser says truthfully which origin a page has; a page
// of somebody else's must not reach a session through its visitor's browser.

#ifndef TANDEM_NATIVE_SERVER_ORIGIN_H_
#define TANDEM_NATIVE_SERVER_ORIGIN_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace tandem::native {

// `origin` and `host` are the headers of the upgrade request. True when they name the same host
// and port (a missing port is the scheme's own), when `allowed` has the origin or "*", and when
// there is no Origin header: then it is no browser. "null" is nobody's own origin.
bool IsOriginAllowed(absl::string_view origin, absl::string_view host,
                     const std::vector<std::string>& allowed);

}  // namespace tandem::native

#endif  // TANDEM_NATIVE_SERVER_ORIGIN_H_
