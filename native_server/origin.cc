// Copyright (c) the Tandem authors. Licensed under the MIT License.

#include "native_server/origin.h"

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"

namespace tandem::native {
namespace {

// "Example.com", "80" → "example.com:80"; "[::1]:8080" stays.
std::string HostAndPort(absl::string_view host, absl::string_view default_port) {
  const size_t bracket = host.rfind(']');
  const size_t colon = host.rfind(':');
  const bool has_port =
      colon != absl::string_view::npos && (bracket == absl::string_view::npos || colon > bracket);
  return absl::AsciiStrToLower(has_port ? std::string(host)
                                        : absl::StrCat(host, ":", default_port));
}

}  // namespace

bool IsOriginAllowed(absl::string_view origin, absl::string_view host,
                     const std::vector<std::string>& allowed) {
  if (origin.empty()) return true;
  for (const std::string& entry : allowed) {
    if (entry == "*" || absl::EqualsIgnoreCase(entry, origin)) return true;
  }
  absl::string_view default_port;
  if (absl::StartsWithIgnoreCase(origin, "http://")) {
    origin.remove_prefix(7);
    default_port = "80";
  } else if (absl::StartsWithIgnoreCase(origin, "https://")) {
    origin.remove_prefix(8);
    default_port = "443";
  } else {
    return false;
  }
  return !host.empty() && HostAndPort(origin, default_port) == HostAndPort(host, default_port);
}

}  // namespace tandem::native
