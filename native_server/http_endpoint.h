// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// What each URL means: plain functions from a request and a view of the server to a response. The
// HTTPEndpoint of the session initialization sequence: `GET /` creates a session and answers 302
// to its URL, once main.lua has run or failed.
//
//   /                       a new session (D-1)                /_tandem/…   our own assets
//   /SESSION, /SESSION/…    the page (D-50)                    /ws/SESSION  the session's WebSocket
//   /page/in/the/app        a new session at that place        anything else: a file of SITE/html
//   /_tandem/log/SESSION    its event log, in development mode
//   /SESSION/variables      its inspector, and variables.json, in development mode
//
// Without sessions (--local): "/" is the page that runs the site by itself, /site.json the site.

#ifndef TANDEM_NATIVE_SERVER_HTTP_ENDPOINT_H_
#define TANDEM_NATIVE_SERVER_HTTP_ENDPOINT_H_

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "core/base/ids.h"
#include "core/base/json.h"
#include "core/host/host.h"
#include "core/session/session_manager.h"
#include "native_server/frame_peer.h"
#include "native_server/http_message.h"
#include "native_server/inspector.h"
#include "native_server/page_options.h"
#include "native_server/static_files.h"

namespace tandem::native {

// The server as a request sees it. Borrowed.
struct EndpointView {
  Host& host;
  SessionManager* sessions;  // Null: --local.
  const StaticFiles& html;   // The site's.
  const StaticFiles& assets;
  const Json& site_settings;
  const PageOptions& page;
  const std::vector<std::string>& allowed_origins;
  // Nobody but this machine reaches the server, so it has no other names; see IsHostKnown.
  bool loopback_only = false;
  bool development = false;  // The page is told, so that it gives hints to whoever writes the app.
  // What was recorded of a session so far. Null: sessions are not recorded.
  std::function<absl::StatusOr<std::string>(const SessionId&)> find_log = nullptr;
  // Brings back a session of an earlier process; kNotFound if there was none, others: why it cannot
  // be. May run Lua. Null: sessions are not stored.
  std::function<absl::Status(const SessionId&)> revive = nullptr;
  // The other end of the pages' WebSockets, and of inspectors'. The latter is null unless in
  // development mode.
  FramePeer* peer = nullptr;
  Inspector* inspector = nullptr;
};

// Answers everything but an accepted upgrade; 421 to a host that is not known (RFC 9110, 15.5.20).
// May run Lua.
HttpResponse HandleRequest(const HttpRequest& request, const EndpointView& view);

// The session that the target of a request names, as a page, a WebSocket or a log, whether or not
// it exists: the request must be handled where that session lives.
std::optional<SessionId> SessionOfTarget(absl::string_view target);

// For a request that asks for a WebSocket: the session it may join, or the refusal (P-3). May run
// Lua.
struct UpgradeDecision {
  SessionId session;
  FramePeer* peer = nullptr;  // Who is to have it.
  std::optional<HttpResponse> refusal;
};
UpgradeDecision DecideUpgrade(const HttpRequest& request, const EndpointView& view);

}  // namespace tandem::native

#endif  // TANDEM_NATIVE_SERVER_HTTP_ENDPOINT_H_
