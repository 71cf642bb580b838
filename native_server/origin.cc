// Copyright (c) the Tandem authors. Licensed under the MIT License.

#include "native_server/origin.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"

namespace tandem::native {
namespace {

// Where the port's colon stands in a Host header, npos if there is none. IPv6 addresses have
// colons of their own, in brackets.
size_t PortColon(absl::string_view host) {
  const size_t bracket = host.rfind(']');
  const size_t colon = host.rfind(':');
  const bool has_port =
      colon != absl::string_view::npos && (bracket == absl::string_view::npos || colon > bracket);
  return has_port ? colon : absl::string_view::npos;
}

// "Example.com", "80" → "example.com:80"; "[::1]:8080" stays.
std::string HostAndPort(absl::string_view host, absl::string_view default_port) {
  const bool has_port = PortColon(host) != absl::string_view::npos;
  return absl::AsciiStrToLower(has_port ? std::string(host)
                                        : absl::StrCat(host, ":", default_port));
}

// "example.com:80" → "example.com", "[::1]:8080" → "::1".
absl::string_view WithoutPort(absl::string_view host) {
  host = host.substr(0, PortColon(host));
  if (absl::ConsumePrefix(&host, "[")) absl::ConsumeSuffix(&host, "]");
  return host;
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

bool IsLoopback(absl::string_view host) {
  if (host == "::1" || absl::EqualsIgnoreCase(host, "localhost")) return true;
  if (absl::EndsWithIgnoreCase(host, ".localhost")) return true;
  // All of 127.0.0.0/8, but not a name that begins like an address.
  return absl::StartsWith(host, "127.") && std::all_of(host.begin(), host.end(), [](char c) {
           return c == '.' || absl::ascii_isdigit(static_cast<unsigned char>(c));
         });
}

bool IsHostKnown(absl::string_view host, const std::vector<std::string>& allowed) {
  if (host.empty() || IsLoopback(WithoutPort(host))) return true;
  return std::any_of(allowed.begin(), allowed.end(), [host](absl::string_view origin) {
    if (origin == "*") return true;
    const size_t scheme = origin.find("://");
    return scheme != absl::string_view::npos &&
           absl::EqualsIgnoreCase(WithoutPort(origin.substr(scheme + 3)), WithoutPort(host));
  });
}

}  // namespace tandem::native
