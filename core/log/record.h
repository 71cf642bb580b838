// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// What can happen to a session: the entries of its mailbox. Records are data, not closures:
// what a session did is its records in order, and replaying them, with the answers its Host and its
// outboxes gave meanwhile, does it again, down to the numbers of its frames (docs/event-log.md).

#ifndef TANDEM_CORE_LOG_RECORD_H_
#define TANDEM_CORE_LOG_RECORD_H_

#include <string>
#include <variant>

#include "core/backend/site_change.h"
#include "core/base/ids.h"

namespace tandem {

struct StartRecord {};  // Bring the application to life.
struct JoinRecord {
  ConnectionId connection;
};  // A transport joined.
struct SilenceRecord {
  ConnectionId connection;
};  // It has been there for a while and said nothing (P-125).
struct LeaveRecord {
  ConnectionId connection;
};  // A transport is gone.
struct FrameRecord {
  ConnectionId connection;
  std::string bytes;
};  // A client said something.
struct DrainRecord {
  ConnectionId connection;
};  // A transport can take a frame again.
struct GraceRecord {
  PageId page;
};                      // Nobody went on with a page in time (D-5).
struct FlushRecord {};  // The flush delay is over (P-99).
struct TimerRecord {
  TimerHandle timer;
};  // A timer of the application is due.

struct ReloadRecord {
  SiteChange change;
};  // Files of the site were edited.
struct EndRecord {
  std::string reason;
};  // The session is over (S-88).

struct EditRecord {
  VariableId variable;
  std::string value;  // JSON.
};                    // Somebody who shows no page wrote a variable.

// Their order is that of their numbers in an event log: new ones come last.
using Record =
    std::variant<StartRecord, JoinRecord, SilenceRecord, LeaveRecord, FrameRecord, DrainRecord,
                 GraceRecord, FlushRecord, TimerRecord, ReloadRecord, EndRecord, EditRecord>;

}  // namespace tandem

#endif  // TANDEM_CORE_LOG_RECORD_H_
