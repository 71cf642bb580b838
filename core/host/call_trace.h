// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// Lets an observer follow who calls whom while a session comes to life. Each participant of
// the session initialization sequence opens a TracedCall at the top of the function that is
// the head of an arrow; the enclosing TracedCall is the arrow's tail. Without an observer
// this costs one comparison.

#ifndef TANDEM_CORE_HOST_CALL_TRACE_H_
#define TANDEM_CORE_HOST_CALL_TRACE_H_

#include "absl/strings/string_view.h"

namespace tandem {

// Names as in the sequence diagram: "HTTPEndpoint", "SessionManager", "Session", "Server",
// "LuaSession", "LuaBackend", "luaTrackerAdapter".
class CallTrace {
 public:
  virtual ~CallTrace() = default;

  // `participant` was entered by `call`, for example ("Session", "new(id)"). Enter and Leave nest.
  virtual void Enter(absl::string_view participant, absl::string_view call) = 0;

  // The innermost call returns; `result` is empty when it hands nothing back.
  virtual void Leave(absl::string_view result) = 0;
};

class TracedCall {
 public:
  // `trace` may be null. Text must outlive this; literals do.
  TracedCall(CallTrace* trace, absl::string_view participant, absl::string_view call)
      : trace_(trace) {
    if (trace_ != nullptr) trace_->Enter(participant, call);
  }
  TracedCall(const TracedCall&) = delete;
  TracedCall& operator=(const TracedCall&) = delete;
  ~TracedCall() {
    if (trace_ != nullptr) trace_->Leave(result_);
  }

  // What the arrow back carries.
  void Returns(absl::string_view result) { result_ = result; }

 private:
  CallTrace* trace_;
  absl::string_view result_;
};

}  // namespace tandem

#endif  // TANDEM_CORE_HOST_CALL_TRACE_H_
