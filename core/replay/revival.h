// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// Brings a session back whose server is gone: plays its log in the server where it is to live on,
// and then lets it go on from there, in the real world, appending to the same log. What it does
// while it is played is written down once more and must come to the very bytes of the log: a
// session that is back is the one that was there, or it is not back at all.
//
// The connections it had are gone: it is told so, and its pages wait for their clients as after any
// cut (D-42).

#ifndef TANDEM_CORE_REPLAY_REVIVAL_H_
#define TANDEM_CORE_REPLAY_REVIVAL_H_

#include <memory>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "core/host/host.h"
#include "core/log/event_log.h"
#include "core/session/server.h"

namespace tandem {

// `host` must outlive the session, and be the server's. `log` has whole events; the session goes on
// with `onward`, to which only what is new is appended. On an error there is no such session, and
// `onward` was not used; the message says why for people:
//   kInvalidArgument, kDataLoss    it is no log, or damaged
//   kFailedPrecondition            of another core, another site, other settings; or it was edited
//   kAborted                       what is played is not what was recorded
//   kResourceExhausted             there are too many sessions at the moment
// Runs Lua.
absl::Status Revive(Server& server, Host& host, absl::string_view log,
                    std::unique_ptr<EventLog> onward);

}  // namespace tandem

#endif  // TANDEM_CORE_REPLAY_REVIVAL_H_
