// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// Where event logs are kept; the core writes no files. A shell that records lends an EventLogs,
// which opens one log for each new session. Both are used on the session's own sequence of
// execution, inside turns, and must not call back.

#ifndef TANDEM_CORE_LOG_EVENT_LOG_H_
#define TANDEM_CORE_LOG_EVENT_LOG_H_

#include <memory>

#include "absl/strings/string_view.h"
#include "core/base/ids.h"

namespace tandem {

class EventLog {
 public:
  // The session is gone, or the process ends in good order. What was appended is all there is.
  virtual ~EventLog() = default;

  // The header, then one entry at a time: a record before it is run, its outcome afterwards. A log
  // that fails to take one takes no more; that is no concern of the session.
  virtual void Append(absl::string_view entry) = 0;

  // The session has ended and will not be heard of again; nothing is appended any more. Not called
  // when the process goes and takes a session with it that still lives.
  virtual void OnSessionOver() {}
};

class EventLogs {
 public:
  virtual ~EventLogs() = default;

  // Null if this session is not to be recorded.
  virtual std::unique_ptr<EventLog> Open(const SessionId& session, VendedId number) = 0;

  // Whether logs keep the frames that left, and not only their hashes.
  virtual bool keeps_frames() const { return false; }
};

}  // namespace tandem

#endif  // TANDEM_CORE_LOG_EVENT_LOG_H_
