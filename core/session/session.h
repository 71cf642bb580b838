// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// One user's application instance. A session is thin: it owns a mailbox, a backend, the attendance
// and the outgoing batcher, and turns what its shell says into records and what its backend says
// into frames. A turn is: receive, handle, detect, batch, send.
//
// Not thread-safe; belongs to one sequence of execution at a time.

#ifndef TANDEM_CORE_SESSION_SESSION_H_
#define TANDEM_CORE_SESSION_SESSION_H_

#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "core/backend/backend.h"
#include "core/backend/site_change.h"
#include "core/base/ids.h"
#include "core/host/host.h"
#include "core/log/record.h"
#include "core/lua/lua_events.h"
#include "core/protocol/message.h"
#include "core/session/attendance.h"
#include "core/session/executor.h"
#include "core/session/outbox.h"
#include "core/session/outgoing_batcher.h"
#include "core/session/page.h"
#include "core/session/recorder.h"
#include "core/session/session_options.h"

namespace tandem {

class Session : public LuaEvents, private Executor::Handler {
 public:
  // `host` and `options` must outlive this, and so must `recorder`, which is null unless what
  // happens is to be written down; `host` is then the recorder's.
  Session(Host& host, const SessionOptions& options, SessionId id, VendedId vended_id,
          Recorder* recorder = nullptr);
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;
  ~Session() override;

  const SessionId& id() const { return id_; }
  VendedId vended_id() const { return vended_id_; }
  // The world it lives in: for whatever is built for this session.
  Host& host() { return host_; }

  // Once, before anything else is asked of the session.
  void SetBackend(std::unique_ptr<Backend> backend);

  // Puts the start record into the mailbox: main.lua runs. Runs Lua.
  void Start();

  void Connect(ConnectionId connection, Outbox& outbox);
  void Receive(ConnectionId connection, std::string frame);  // Runs Lua.
  void Drained(ConnectionId connection);
  void Disconnect(ConnectionId connection);

  // Files of the site were edited (H-40, H-62). Runs Lua.
  void Reload(const SiteChange& change);

  // Somebody who shows no page, such as the inspector, writes a variable; `value` is JSON. Runs
  // Lua.
  void Edit(VariableId id, std::string value);

  // Tells every connection that the session is over.
  void Close(absl::string_view reason);

  // One record of the mailbox, as an event log has it. Connections come and go by Connect and
  // Disconnect, also in a replay. Runs Lua.
  void Play(Record record);

  // LuaEvents. Runs Lua.
  void OnTimerDue(TimerHandle timer) override;

  std::vector<ConnectionId> connections() const { return attendance_->connections(); }
  // How long it takes up nothing that may make scripts run, at least: it rests, or is in the middle
  // of a turn. What is said to it meanwhile waits in its mailbox, which nothing bounds: whoever has
  // said something waits before it says more.
  absl::Duration rest_left() const;

  // In the middle of a turn, which may have stepped aside: whatever is posted waits, and it must
  // not be destroyed.
  bool is_busy() const { return executor_.busy(); }

  // How many records it has handled: as long as that is the same, so is everything else.
  int64_t records() const { return records_; }

  bool has_connections() const { return attendance_->has_connections(); }

  // Host's monotonic time when it was last used: created, joined, left or spoken to (S-85, S-87).
  absl::Duration last_active() const { return last_active_; }

 private:
  using Urgency = OutgoingBatcher::Urgency;

  // Executor::Handler.
  void Run(const Record& record) override;

  void Run(const StartRecord& start);
  void Run(const JoinRecord& join);
  void Run(const SilenceRecord& silence);
  void Run(const LeaveRecord& leave);
  void Run(const FrameRecord& record);
  void Run(const DrainRecord& drain);
  void Run(const GraceRecord& grace);
  void Run(const FlushRecord& flush);
  void Run(const TimerRecord& timer);
  void Run(const ReloadRecord& reload);
  void Run(const EndRecord& end);
  void Run(const EditRecord& edit);

  void RefuseFrame(ConnectionId connection, const absl::Status& error);
  // What the head of a frame says of numbers. False if the frame's messages are not to be handled;
  // the page may be gone then.
  bool TakeHead(Page& page, const ClientFrame& frame);
  void FinishTurn(Urgency urgency);

  // Of a connection that is gone, while what it said is still being handled.
  class GoneOutbox : public Outbox {
   public:
    bool Writable() const override { return false; }
    void Send(std::string) override {}
    void Close(CloseCode, absl::string_view) override {}
  };
  void Fail(PageId page, const absl::Status& error);
  void Touch() { last_active_ = host_.clock.Ticks(); }
  void Rest();
  void EndRest();

  Host& host_;
  const SessionOptions& options_;
  const SessionId id_;
  const VendedId vended_id_;
  Recorder* const recorder_;
  GoneOutbox gone_;

  std::unique_ptr<Backend> backend_;
  std::unique_ptr<OutgoingBatcher> batcher_;
  std::unique_ptr<Attendance> attendance_;
  Executor executor_;
  absl::Duration last_active_;

  bool is_playing_ = false;
  absl::Duration rest_ = absl::ZeroDuration();  // The last one's length.
  absl::Duration rests_until_ = -absl::InfiniteDuration();
  Timer rest_end_;
  int64_t records_ = 0;
};

}  // namespace tandem

#endif  // TANDEM_CORE_SESSION_SESSION_H_
