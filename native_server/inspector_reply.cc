// Copyright (c) the Tandem authors. Licensed under the MIT License.

#include "native_server/inspector_reply.h"

#include <optional>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "core/base/json.h"
#include "core/host/log_sink.h"
#include "native_server/error_page.h"

namespace tandem::native {
namespace {

constexpr absl::string_view kPage = "variables";
constexpr absl::string_view kData = "variables.json";

// The level of `?diag=LEVEL`; one that is no number says nothing.
std::optional<LogLevel> LevelIn(absl::string_view raw_query) {
  absl::ConsumePrefix(&raw_query, "?");
  for (absl::string_view pair : absl::StrSplit(raw_query, '&')) {
    int level = 0;
    if (absl::ConsumePrefix(&pair, "diag=") && absl::SimpleAtoi(pair, &level) && level >= 0) {
      return level;
    }
  }
  return std::nullopt;
}

HttpResponse JsonReply(int status, std::string body) {
  HttpResponse response;
  response.status = status;
  response.headers = {{"Content-Type", "application/json"},
                      {"Cache-Control", "no-store"},
                      {"X-Content-Type-Options", "nosniff"}};
  response.body = std::move(body);
  return response;
}

HttpResponse DataReply(const absl::StatusOr<Inspector::Variables>& variables) {
  if (variables.ok()) {
    HttpResponse response = JsonReply(200, variables->json);
    response.headers.emplace_back("X-Change-Count", absl::StrCat(variables->change_count));
    return response;
  }
  std::string body = "{\"error\":";
  AppendJsonString(variables.status().message(), &body);
  body.append("}\n");
  const bool is_busy = absl::IsUnavailable(variables.status());
  HttpResponse response = JsonReply(is_busy ? 503 : 500, std::move(body));
  response.is_premature = is_busy;
  return response;
}

HttpResponse PageReply(const StaticFiles& assets) {
  absl::StatusOr<std::string> html = assets.Read("inspector.html");
  if (!html.ok()) {
    return ErrorPage(500, "The page is missing",
                     "Tandem's assets folder has no inspector.html. Is --assets right?");
  }
  HttpResponse response;
  response.headers = {
      {"Content-Type", "text/html; charset=utf-8"},
      {"Cache-Control", "no-store"},
      {"Referrer-Policy", "same-origin"},
      {"X-Content-Type-Options", "nosniff"},
      {"Content-Security-Policy",
       "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
       "img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'self'"}};
  response.body = *std::move(html);
  return response;
}

}  // namespace

bool NamesInspector(const RequestTarget& target) {
  return target.segments.size() == 2 && !target.names_folder &&
         (target.segments[1] == kPage || target.segments[1] == kData);
}

bool NamesInspectorSocket(const RequestTarget& target) {
  return NamesInspector(target) && target.segments[1] == kPage;
}

HttpResponse InspectorReply(const RequestTarget& target, const SessionId& session,
                            const StaticFiles& assets, Inspector& inspector) {
  if (target.segments[1] == kPage) return PageReply(assets);
  return DataReply(inspector.Look(session, LevelIn(target.raw_query)));
}

}  // namespace tandem::native
