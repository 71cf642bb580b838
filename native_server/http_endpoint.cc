// Copyright (c) the Tandem authors. Licensed under the MIT License.

#include "native_server/http_endpoint.h"

#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "core/base/status_macros.h"
#include "native_server/error_page.h"
#include "native_server/inspector_reply.h"
#include "native_server/mime_type.h"
#include "native_server/origin.h"
#include "native_server/page.h"
#include "native_server/request_target.h"
#include "native_server/site_bundle.h"

namespace tandem::native {
namespace {

constexpr absl::string_view kAssetsSegment = "_tandem";
constexpr absl::string_view kWebSocketSegment = "ws";
constexpr absl::string_view kLogSegment = "log";
constexpr absl::string_view kIcon = "favicon.svg";

// Of /_tandem/log/SESSION.
bool NamesLog(const RequestTarget& target) {
  return target.segments.size() == 3 && target.segments[0] == kAssetsSegment &&
         target.segments[1] == kLogSegment && !target.names_folder;
}

HttpResponse Redirect(int status, std::string location) {
  HttpResponse response;
  response.status = status;
  response.headers = {{"Location", std::move(location)}, {"Cache-Control", "no-store"}};
  return response;
}

HttpResponse NotFound(const HttpRequest& request) {
  return ErrorReply(request, 404, "Page not found", "There is nothing at this address.");
}

// A browser that fetches ahead announces it; nobody has asked for the page yet.
bool IsPrefetch(const HttpRequest& request) {
  return absl::StrContains(request.Header("Sec-Purpose"), "prefetch") ||
         absl::StrContains(request.Header("Purpose"), "prefetch");
}

// The head of the session initialization sequence. `place` is what follows the session in the new
// URL. HEAD creates nothing, so it has no place to name: a Location that only GET finds out may be
// left out (RFC 9110, 9.3.2).
HttpResponse CreateSession(const HttpRequest& request, const EndpointView& view,
                           absl::string_view place) {
  if (IsPrefetch(request)) {
    return TextReply(503, "Sessions are not created for prefetch requests");
  }
  if (request.method == "HEAD") {
    HttpResponse response;
    response.status = 302;
    response.headers = {{"Cache-Control", "no-store"}};
    return response;
  }
  TracedCall call(view.host.trace, "HTTPEndpoint", "GET /");
  const absl::StatusOr<SessionId> session = view.sessions->CreateSession();
  if (!session.ok()) {
    view.host.log.Write(kLogAlways,
                        absl::StrCat("no session created: ", session.status().message()));
    call.Returns("503");
    return ErrorReply(request, 503, "The server is full",
                      "There are too many sessions at the moment. Please try again later.");
  }
  call.Returns("302 /sessionId");
  HttpResponse response = Redirect(302, absl::StrCat("/", session->str(), place));
  response.headers.emplace_back("Referrer-Policy", "same-origin");
  response.tells_of_session = true;
  return response;
}

// OK if there is such a session, perhaps again; else why there is none, as EndpointView::revive.
absl::Status FindSession(const EndpointView& view, const SessionId& session) {
  if (view.sessions->Find(session) != nullptr) return absl::OkStatus();
  return view.revive ? view.revive(session) : absl::NotFoundError("no such session");
}

// A response made anew for each request: its nonce is good for one, so it must not be kept.
HttpResponse FreshPage(const EndpointView& view, std::string html, absl::string_view nonce) {
  HttpResponse response;
  response.headers = PageHeaders(view.page, nonce);
  // Elsewhere it may be plain HTTP, where browsers ignore this and complain about it.
  if (view.loopback_only) {
    response.headers.emplace_back("Cross-Origin-Opener-Policy", "same-origin-allow-popups");
  }
  response.headers.emplace_back("Content-Type", "text/html; charset=utf-8");
  response.headers.emplace_back("Cache-Control", "no-cache");
  response.body = std::move(html);
  return response;
}

HttpResponse MissingPage(absl::string_view name) {
  return ErrorPage(500, "The page is missing",
                   absl::StrCat("Neither the site nor Tandem's assets folder has ", name,
                                ". Is --assets right?"));
}

// The page of a session: the site's own, else the stock one.
HttpResponse AppPage(const EndpointView& view) {
  absl::StatusOr<std::string> html = view.html.Read("index.html");
  if (!html.ok()) html = view.assets.Read("index.html");
  if (!html.ok()) return MissingPage("index.html");
  if (view.html.Has(kIcon)) html = WithOwnIcon(*html);
  const std::string nonce = MakeNonce(view.host.entropy);
  return FreshPage(view, SessionPage(*html, view.page, view.development, nonce), nonce);
}

// The page of the local home.
HttpResponse AppFilePage(const EndpointView& view) {
  absl::StatusOr<std::string> html = view.assets.Read("local.html");
  if (!html.ok()) return MissingPage("local.html");
  if (view.html.Has(kIcon)) html = WithOwnIcon(*html);
  return FreshPage(view, LocalPage(*html, view.page, view.development), "");
}

// A file of the site; a folder is served by its index.html.
absl::StatusOr<HttpResponse> File(const HttpRequest& request, const EndpointView& view,
                                  const RequestTarget& target) {
  const std::string path = target.FilePath();
  const std::string index = absl::StrCat(path, "/index.html");
  if (target.names_folder) return view.html.Serve(index, request);
  absl::StatusOr<HttpResponse> file = view.html.Serve(path, request);
  if (!file.ok() && view.html.Has(index)) {
    return Redirect(301, absl::StrCat(target.raw_path, "/", target.raw_query));
  }
  return file;
}

HttpResponse SiteJson(const EndpointView& view) {
  absl::StatusOr<std::string> bundle = SiteBundle(view.host.files, view.site_settings);
  if (!bundle.ok()) {
    view.host.log.Write(kLogAlways, absl::StrCat("site.json: ", bundle.status().message()));
    return TextReply(500, bundle.status().message());
  }
  HttpResponse response;
  response.headers = {{"Content-Type", "application/json"},
                      {"Cache-Control", "no-cache"},
                      {"X-Content-Type-Options", "nosniff"}};
  response.body = *std::move(bundle);
  return response;
}

// With neither sessions nor deep links: what any server of static files would do.
HttpResponse HandleLocal(const HttpRequest& request, const EndpointView& view,
                         const RequestTarget& target) {
  const std::string path = target.FilePath();
  if (path.empty() || path == "index.html") return AppFilePage(view);
  if (path == "site.json") return SiteJson(view);
  absl::StatusOr<HttpResponse> file = File(request, view, target);
  return file.ok() ? *std::move(file) : NotFound(request);
}

// The debug paths are there in development mode only (S-46, S-47).
HttpResponse HandleInspector(const HttpRequest& request, const RequestTarget& target,
                             const EndpointView& view, const SessionId& session) {
  if (view.inspector == nullptr) return NotFound(request);
  if (!IsOriginAllowed(request.Header("Origin"), request.Header("Host"), view.allowed_origins)) {
    return TextReply(403, "Origin not allowed");
  }
  return InspectorReply(target, session, view.assets, *view.inspector);
}

HttpResponse HandleSessionPage(const HttpRequest& request, const RequestTarget& target,
                               const EndpointView& view, const SessionId& session) {
  const absl::Status found = FindSession(view, session);
  if (absl::IsNotFound(found)) {
    return ErrorPage(404, "This session has ended",
                     "It does not exist any more, or it never did. What it held is gone.");
  }
  if (absl::IsResourceExhausted(found)) {
    return ErrorPage(503, "The server is full",
                     "There are too many sessions at the moment. Please try again later.");
  }
  if (!found.ok()) {
    return ErrorPage(404, "This session has ended",
                     "The server was started anew and cannot bring it back. Its log says why.");
  }
  if (NamesInspector(target)) return HandleInspector(request, target, view, session);
  return AppPage(view);
}

// What was recorded of a session so far. It holds the site's code and all that was typed, so only
// whoever develops the site is given it, and only for the id.
HttpResponse EventLogReply(const EndpointView& view, const std::string& session) {
  if (!view.development) {
    return TextReply(403, "Event logs are handed out in development mode only (--dev)");
  }
  const absl::StatusOr<std::string> log = view.find_log
                                              ? view.find_log(SessionId(session))
                                              : absl::NotFoundError("sessions are not recorded");
  if (!log.ok()) return TextReply(404, log.status().message());
  HttpResponse response;
  response.headers = {{"Content-Type", "application/octet-stream"},
                      {"Cache-Control", "no-store"},
                      {"X-Content-Type-Options", "nosniff"}};
  response.body = *log;
  return response;
}

// What a request gets whose Host header is a name that is not ours.
std::optional<HttpResponse> RefuseForeignHost(const HttpRequest& request,
                                              const EndpointView& view) {
  const absl::string_view host = request.Header("Host");
  if (!view.loopback_only || IsHostKnown(host, view.allowed_origins)) return std::nullopt;
  view.host.log.Write(kLogAlways, absl::StrCat("request refused: its host is ", host,
                                               ", and this server listens for its own machine"));
  return ErrorReply(request, 421, "Not known by this name",
                    absl::StrCat("This server listens for its own machine only and does not "
                                 "answer as ",
                                 host, ". With --allow-origin http://", host, " it does."));
}

}  // namespace

HttpResponse HandleRequest(const HttpRequest& request, const EndpointView& view) {
  if (auto refusal = RefuseForeignHost(request, view)) return *std::move(refusal);
  if (request.method != "GET" && request.method != "HEAD") {
    HttpResponse response = TextReply(405, "Method not allowed");
    response.headers.emplace_back("Allow", "GET, HEAD");
    return response;
  }
  const absl::StatusOr<RequestTarget> target = ParseRequestTarget(request.target);
  if (!target.ok()) return TextReply(400, "Bad Request");
  if (!target->is_clean) return Redirect(301, absl::StrCat(target->raw_path, target->raw_query));

  absl::string_view first;
  if (!target->segments.empty()) first = target->segments[0];
  if (view.sessions != nullptr && NamesLog(*target)) {
    return EventLogReply(view, target->segments[2]);
  }
  if (first == kAssetsSegment) {
    absl::StatusOr<HttpResponse> asset =
        view.assets.Serve(absl::StripPrefix(target->FilePath(), "_tandem/"), request);
    return asset.ok() ? *std::move(asset) : NotFound(request);
  }
  if (view.sessions == nullptr) return HandleLocal(request, view, *target);

  if (first.empty()) return CreateSession(request, view, target->raw_query);
  if (first == kWebSocketSegment) {
    UpgradeDecision decision = DecideUpgrade(request, view);
    return decision.refusal ? *std::move(decision.refusal) : TextReply(400, "Bad Request");
  }
  if (SessionId::IsWellFormed(first)) {
    return HandleSessionPage(request, *target, view, SessionId(std::string(first)));
  }
  // The page by itself has no session: its place is "/".
  if (target->raw_path == "/index.html") return Redirect(302, absl::StrCat("/", target->raw_query));

  absl::StatusOr<HttpResponse> file = File(request, view, *target);
  if (file.ok()) return *std::move(file);
  if (!HasExtension(target->FilePath()) && WantsHtml(request)) {
    return CreateSession(request, view, absl::StrCat(target->raw_path, target->raw_query));
  }
  return NotFound(request);
}

std::optional<SessionId> SessionOfTarget(absl::string_view text) {
  const absl::StatusOr<RequestTarget> target = ParseRequestTarget(text);
  if (!target.ok() || target->segments.empty()) return std::nullopt;
  const size_t at = NamesLog(*target) ? 2 : target->segments[0] == kWebSocketSegment ? 1 : 0;
  if (at >= target->segments.size() || !SessionId::IsWellFormed(target->segments[at])) {
    return std::nullopt;
  }
  return SessionId(target->segments[at]);
}

UpgradeDecision DecideUpgrade(const HttpRequest& request, const EndpointView& view) {
  UpgradeDecision decision;
  decision.refusal = RefuseForeignHost(request, view);
  if (decision.refusal) return decision;
  const absl::StatusOr<RequestTarget> target = ParseRequestTarget(request.target);
  const std::optional<SessionId> session = SessionOfTarget(request.target);
  const bool is_page =
      target.ok() && target->segments.size() > 1 && target->segments[0] == kWebSocketSegment;
  const bool is_inspector =
      target.ok() && !is_page && NamesInspectorSocket(*target) && view.inspector != nullptr;
  const bool is_named = (is_page || is_inspector) && session && view.sessions != nullptr;
  const absl::Status found =
      is_named ? FindSession(view, *session) : absl::NotFoundError("no session is named");
  if (absl::IsResourceExhausted(found)) {
    decision.refusal = TextReply(503, "Too many sessions");
  } else if (!found.ok()) {
    decision.refusal = TextReply(404, "Session not found");
  } else if (!IsOriginAllowed(request.Header("Origin"), request.Header("Host"),
                              view.allowed_origins)) {
    view.host.log.Write(
        kLogAlways, absl::StrCat("WebSocket refused: the page's origin is ",
                                 request.Header("Origin"), ", the host ", request.Header("Host")));
    decision.refusal = TextReply(403, "Origin not allowed");
  } else {
    decision.session = *session;
    decision.peer = is_inspector ? view.inspector : view.peer;
  }
  return decision;
}

}  // namespace tandem::native
