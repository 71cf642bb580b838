// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// Settings of sessions: what a site or an operator may choose.

#ifndef TANDEM_CORE_SESSION_SESSION_OPTIONS_H_
#define TANDEM_CORE_SESSION_SESSION_OPTIONS_H_

#include <cstddef>
#include <functional>

#include "absl/time/time.h"
#include "core/base/ids.h"
#include "core/base/json.h"

namespace tandem {

struct SessionOptions {
  // A session without connections is destroyed this long after it was last used (S-86, S-87).
  // Infinite: never.
  absl::Duration timeout = absl::Hours(24);

  // How often expired sessions are looked for.
  absl::Duration expiry_period = absl::Minutes(1);

  // Output that no person is waiting for leaves this long after the first of it (P-99).
  absl::Duration flush_delay = absl::Milliseconds(10);

  // A page whose connection is gone keeps its variables and watches so long, for a connection that
  // takes it up (D-5). Zero: not at all.
  absl::Duration resume_grace = absl::Seconds(60);

  // A connection that has said nothing for so long belongs to a page that was left (P-125).
  absl::Duration silence = absl::Seconds(1);

  // After a turn whose scripts were over budget what comes next waits so long, twice as long with
  // every such turn, up to 3 s. It is no part of what happens in the session. Zero: nothing waits.
  absl::Duration rest = absl::ZeroDuration();

  // Limits on inbound frames (P-6, D-45).
  JsonLimits frame_limits;

  // Frames in a row that are not JSON, after which a connection is closed (D-47).
  int max_malformed_frames = 10;

  size_t max_sessions = 10000;

  // Whether an internal id may be given to a new session here; null accepts all. A shell with
  // several session managers uses it to route by id. Must accept a fair share of random ids.
  std::function<bool(const SessionId&)> accepts_id;
};

}  // namespace tandem

#endif  // TANDEM_CORE_SESSION_SESSION_OPTIONS_H_
