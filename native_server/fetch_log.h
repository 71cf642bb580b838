// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// `tandem sessions record ID`: asks a server in development mode for the event log of one of its
// sessions, over HTTP.

#ifndef TANDEM_NATIVE_SERVER_FETCH_LOG_H_
#define TANDEM_NATIVE_SERVER_FETCH_LOG_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "core/base/ids.h"

namespace tandem::native {

// Where a session is: what a browser's address line shows, "http://localhost:8080/SESSION/…", or
// the id alone, which is then one of the server at `host`:`port`.
struct SessionAddress {
  std::string host;
  int port = 0;
  SessionId session;
};
absl::StatusOr<SessionAddress> ParseSessionAddress(absl::string_view text, const std::string& host,
                                                   int port);

// The log's bytes. kUnavailable if nobody answers; else the server's reason.
absl::StatusOr<std::string> FetchLog(const SessionAddress& address);

}  // namespace tandem::native

#endif  // TANDEM_NATIVE_SERVER_FETCH_LOG_H_
