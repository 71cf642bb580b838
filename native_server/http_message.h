// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// A request and a response as plain values, so that what answers a request needs no socket and no
// Boost. http_session.h turns them into bytes.

#ifndef TANDEM_NATIVE_SERVER_HTTP_MESSAGE_H_
#define TANDEM_NATIVE_SERVER_HTTP_MESSAGE_H_

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/string_view.h"
#include "native_server/unique_fd.h"

namespace tandem::native {

using HttpHeaders = std::vector<std::pair<std::string, std::string>>;

struct HttpRequest {
  std::string method;  // Upper case.
  std::string target;  // As it came.
  HttpHeaders headers;

  // The first one of that name, in whatever case; empty if there is none.
  absl::string_view Header(absl::string_view name) const {
    for (const auto& [key, value] : headers) {
      if (absl::EqualsIgnoreCase(key, name)) return value;
    }
    return {};
  }
};

// A part of an open file.
struct FileBody {
  UniqueFd fd;
  uint64_t offset = 0;
  uint64_t length = 0;
};

// Content-Length, Date and Connection are added by whoever sends it; a response to HEAD is the one
// to GET, and the sender leaves out the body.
struct HttpResponse {
  int status = 200;
  HttpHeaders headers;
  std::string body;
  std::optional<FileBody> file;  // Instead of `body`.
  // It tells of something that happened to a session: it is sent once that is durable.
  bool tells_of_session = false;
  // The session it is about is in the middle of a turn: asked again in a moment, the same request
  // may get another response (S-49).
  bool is_premature = false;

  absl::string_view Header(absl::string_view name) const {
    for (const auto& [key, value] : headers) {
      if (absl::EqualsIgnoreCase(key, name)) return value;
    }
    return {};
  }
};

}  // namespace tandem::native

#endif  // TANDEM_NATIVE_SERVER_HTTP_MESSAGE_H_
