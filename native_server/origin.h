// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// Which pages may reach a session. A browser says truthfully which origin a page has and by which
// name it reached us; a page of somebody else's must not get in through its visitor's browser.

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

// Whether a name or address without port ("localhost", "127.0.0.1", "::1", "app.localhost") is this
// machine's own, whatever anybody's DNS says (RFC 6761, section 6.3).
bool IsLoopback(absl::string_view host);

// For a server that only this machine reaches. `host` is the Host header of a request: true when it
// is a loopback name, absent, or the host of an origin in `allowed` ("*": any). Another name leads
// here because somebody pointed it here (DNS rebinding), and pages loaded by it would pass for
// ours.
bool IsHostKnown(absl::string_view host, const std::vector<std::string>& allowed);

}  // namespace tandem::native

#endif  // TANDEM_NATIVE_SERVER_ORIGIN_H_
