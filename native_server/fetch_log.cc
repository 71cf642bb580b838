// Copyright (c) the Tandem authors. Licensed under the MIT License.

#include "native_server/fetch_log.h"

#include <cstdint>
#include <utility>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http.hpp>

#include "absl/status/status.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "native_server/net.h"

namespace tandem::native {
namespace {

absl::Status Unavailable(const SessionAddress& address, const error_code& error) {
  return absl::UnavailableError(absl::StrCat("no answer from ", address.host, ":", address.port,
                                             ": ", error.message(),
                                             ". Is the server running there?"));
}

}  // namespace

absl::StatusOr<SessionAddress> ParseSessionAddress(absl::string_view text, const std::string& host,
                                                   int port) {
  SessionAddress address = {host, port, SessionId()};
  absl::string_view rest = text;
  if (absl::ConsumePrefix(&rest, "http://")) {
    absl::string_view authority = rest.substr(0, rest.find('/'));
    rest.remove_prefix(authority.size());
    absl::ConsumePrefix(&rest, "/");
    address.port = 80;
    const size_t colon = authority.rfind(':');
    if (colon != authority.npos && authority.find(']', colon) == authority.npos) {
      if (!absl::SimpleAtoi(authority.substr(colon + 1), &address.port)) {
        return absl::InvalidArgumentError(absl::StrCat("\"", text, "\" has no port"));
      }
      authority = authority.substr(0, colon);
    }
    address.host = std::string(authority);
  }
  const absl::string_view id = rest.substr(0, rest.find_first_of("/?#"));
  if (!SessionId::IsWellFormed(id)) {
    return absl::InvalidArgumentError(
        absl::StrCat("\"", text,
                     "\" names no session: what follows the server's address in the "
                     "browser does, 32 hexadecimal digits"));
  }
  address.session = SessionId(std::string(id));
  return address;
}

absl::StatusOr<std::string> FetchLog(const SessionAddress& address) {
  asio::io_context io;
  error_code error;
  const auto endpoints =
      tcp::resolver(io).resolve(address.host, std::to_string(address.port), error);
  if (error) return Unavailable(address, error);
  beast::tcp_stream stream(io);
  stream.connect(endpoints, error);
  if (error) return Unavailable(address, error);

  http::request<http::empty_body> request(http::verb::get,
                                          absl::StrCat("/_tandem/log/", address.session.str()), 11);
  request.set(http::field::host, absl::StrCat(address.host, ":", address.port));
  request.set(http::field::connection, "close");
  http::write(stream, request, error);
  if (error) return Unavailable(address, error);

  beast::flat_buffer buffer;
  http::response_parser<http::string_body> response;
  // A log that is written to a folder may be larger than one in memory.
  response.body_limit(uint64_t{1} << 32);
  http::read(stream, buffer, response, error);
  if (error) return Unavailable(address, error);
  std::string body = std::move(response.get().body());
  if (response.get().result() == http::status::ok) return body;
  return absl::FailedPreconditionError(
      absl::StrCat(address.host, ":", address.port, " answers: ", absl::StripSuffix(body, "\n")));
}

}  // namespace tandem::native
