// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// What can happen to a session: the entries of its mailbox. Records are data, not closures:
// what a session did is its records in order, and replaying them does it again.

#ifndef TANDEM_CORE_SESSION_RECORD_H_
#define TANDEM_CORE_SESSION_RECORD_H_

#include <string>
#include <variant>

#include "core/backend/site_change.h"
#include "core/base/ids.h"

namespace tandem {

struct StartRecord {};  // Bring the application to life.
struct JoinRecord {
  ConnectionId connection;
};  // A transport joined.
struct LeaveRecord {
  ConnectionId connection;
};  // A transport is gone.
struct FrameRecord {
  ConnectionId connection;
  std::string bytes;
};  // A client said something.
struct TimerRecord {
  TimerHandle timer;
};  // A timer of the application is due.

struct ReloadRecord {
  SiteChange change;
};  // Files of the site were edited.

using Record =
    std::variant<StartRecord, JoinRecord, LeaveRecord, FrameRecord, TimerRecord, ReloadRecord>;

}  // namespace tandem

#endif  // TANDEM_CORE_SESSION_RECORD_H_
