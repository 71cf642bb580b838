// Copyright (c) the Tandem authors. Licensed under the MIT License.

#include "core/session/session.h"

#include <algorithm>
#include <string>
#include <utility>
#include <variant>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "core/base/error.h"
#include "core/base/json.h"
#include "core/protocol/codec.h"
#include "core/protocol/frame_head.h"

namespace tandem {
namespace {

// A page that hears nothing for longer asks whether anybody is there (docs/protocol.md).
constexpr absl::Duration kLongestRest = absl::Seconds(3);

constexpr absl::Duration kForgivenAfter = absl::Seconds(30);

// A turn beside the others' is longer than half a millisecond, and may take many.
constexpr absl::Duration kBeside = absl::Milliseconds(4);

// To decode a frame takes so many times as long as to read it.
constexpr int64_t kReadings = 8;

// Whoever posts these has nothing left to do, and goes on when they are handled. A reload holds up
// the others: each of them is to have it before the next one.
bool MayStepAside(const Record& record) {
  return std::holds_alternative<FrameRecord>(record) ||
         std::holds_alternative<TimerRecord>(record) ||
         std::holds_alternative<EditRecord>(record) ||
         std::holds_alternative<FlushRecord>(record) || std::holds_alternative<DrainRecord>(record);
}

}  // namespace

Session::Session(Host& host, const SessionOptions& options, SessionId id, VendedId vended_id,
                 Recorder* recorder)
    : host_(host),
      options_(options),
      id_(std::move(id)),
      vended_id_(vended_id),
      recorder_(recorder),
      executor_(*this) {
  TracedCall call(host_.trace, "Session", "new(id)");
  Touch();
}

Session::~Session() = default;

void Session::SetBackend(std::unique_ptr<Backend> backend) {
  TracedCall call(host_.trace, "Session", "SetBackend(backend)");
  backend_ = std::move(backend);
  batcher_ = std::make_unique<OutgoingBatcher>(host_, options_.flush_delay, *backend_,
                                               [this] { executor_.Post(FlushRecord{}); });
  attendance_ =
      std::make_unique<Attendance>(host_, options_, *backend_, *batcher_,
                                   [this](Record record) { executor_.Post(std::move(record)); });
}

void Session::Start() { executor_.Post(StartRecord{}); }

void Session::Connect(ConnectionId connection, Outbox& outbox) {
  Touch();
  attendance_->Add(connection,
                   recorder_ == nullptr ? outbox : recorder_->Watch(connection, outbox));
  executor_.Post(JoinRecord{connection});
}

void Session::Receive(ConnectionId connection, std::string frame) {
  Touch();
  executor_.Post(FrameRecord{connection, std::move(frame)});
}

void Session::Drained(ConnectionId connection) { executor_.Post(DrainRecord{connection}); }

void Session::Disconnect(ConnectionId connection) {
  Outbox& gone = recorder_ == nullptr ? gone_ : recorder_->Replace(connection, gone_);
  if (!attendance_->ReplaceOutbox(connection, gone)) return;
  Touch();
  executor_.Post(LeaveRecord{connection});
}

void Session::Reload(const SiteChange& change) { executor_.Post(ReloadRecord{change}); }

void Session::Edit(VariableId id, std::string value) {
  Touch();
  executor_.Post(EditRecord{id, std::move(value)});
}

void Session::Close(absl::string_view reason) { executor_.Post(EndRecord{std::string(reason)}); }

void Session::Play(Record record) {
  is_playing_ = true;
  executor_.Post(std::move(record));
  is_playing_ = false;
}

void Session::OnTimerDue(TimerHandle timer) { executor_.Post(TimerRecord{timer}); }

void Session::Run(const Record& record) {
  if (recorder_ != nullptr) recorder_->Begin(record);
  backend_->BeginTurn(MayStepAside(record));
  std::visit([this](const auto& one) { Run(one); }, record);
  ++records_;
  if (recorder_ != nullptr) recorder_->End();
  if (MayStepAside(record) && backend_->is_over_budget()) Rest();
}

// Whoever is over budget again and again leaves most of the time to the others.
void Session::Rest() {
  // What is played comes when it came.
  if (options_.rest == absl::ZeroDuration() || is_playing_) return;
  const absl::Duration now = host_.clock.Ticks();
  const bool again = now - rests_until_ < kForgivenAfter;
  rest_ = again ? std::min(2 * rest_, kLongestRest) : options_.rest;
  rests_until_ = now + rest_;
  executor_.Pause();
  rest_end_ = host_.scheduler.RunAfter(rest_, [this] { EndRest(); });
}

void Session::EndRest() {
  rest_end_ = Timer();
  executor_.Resume();
}

absl::Duration Session::rest_left() const {
  // Asked with every frame: mostly without a look at the clock.
  if (executor_.busy()) return kBeside;
  if (!executor_.is_paused()) return absl::ZeroDuration();
  return std::max(absl::ZeroDuration(), rests_until_ - host_.clock.Ticks());
}

void Session::Run(const StartRecord&) { backend_->Start(); }

void Session::Run(const JoinRecord& join) { attendance_->OnJoined(join.connection); }

void Session::Run(const SilenceRecord& silence) {
  attendance_->OnSilence(silence.connection);
  FinishTurn(Urgency::kSoon);
}

void Session::Run(const LeaveRecord& leave) {
  attendance_->OnLeft(leave.connection);
  if (recorder_ != nullptr) recorder_->Forget(leave.connection);
  FinishTurn(Urgency::kSoon);
}

void Session::Run(const GraceRecord& grace) {
  attendance_->OnGraceOver(grace.page);
  FinishTurn(Urgency::kSoon);
}

void Session::Run(const DrainRecord& drain) {
  batcher_->Unblock(attendance_->PageOf(drain.connection));
}

void Session::Run(const FlushRecord&) { batcher_->Flush(Urgency::kNow); }

void Session::Run(const TimerRecord& timer) {
  backend_->RunTimer(timer.timer);
  FinishTurn(Urgency::kSoon);
}

// What was edited may be what was over budget. What failed is told; only what was taken up makes a
// turn (H-41).
void Session::Run(const ReloadRecord& reload) {
  rests_until_ = -absl::InfiniteDuration();
  EndRest();
  if (backend_->Reload(reload.change)) return FinishTurn(Urgency::kSoon);
  for (Delivery& notice : backend_->TakeNotices()) batcher_->Put(std::move(notice));
  batcher_->Flush(Urgency::kSoon);
}

void Session::Run(const EndRecord& end) {
  attendance_->CloseAll(CloseCode::kGoingAway, end.reason);
}

// A log may hold anything.
void Session::Run(const EditRecord& edit) {
  const absl::StatusOr<Json> value = ParseJson(edit.value);
  if (value.ok()) backend_->Edit(edit.variable, *value);
  FinishTurn(Urgency::kNow);
}

void Session::Run(const FrameRecord& record) {
  if (!attendance_->IsHeard(record.connection)) return;  // It was closed while the frame waited.
  const auto bytes = static_cast<int64_t>(record.bytes.size());
  absl::StatusOr<ClientFrame> frame = ClientFrame();
  backend_->RunBeside(kReadings * bytes,
                      [&] { frame = DecodeFrame(record.bytes, options_.frame_limits); });
  if (!frame.ok()) return RefuseFrame(record.connection, frame.status());
  Page* page = attendance_->PageFor(record.connection, *frame);
  if (page == nullptr) return;
  const PageId id = page->id();
  if (TakeHead(*page, *frame)) {
    for (const ClientMessage& message : frame->messages) {
      if (host_.log.Wants(kLogMessages)) {
        host_.log.Write(kLogMessages, absl::StrCat("[IN] ", MessageName(message), ": from=conn-",
                                                   record.connection));
      }
      backend_->Handle(id, message);
    }
    backend_->RunBeside(bytes, [&] { frame->messages.clear(); });
    // Also when every message failed, and for an empty batch (P-75).
    FinishTurn(frame->user_event ? Urgency::kNow : Urgency::kSoon);
  }
  // Frames that were acknowledged made room.
  batcher_->Unblock(id);
}

// Numbers that no client can have are not answered: nothing on this connection can be relied upon.
// The page waits, and the client may go on with it from where it is.
bool Session::TakeHead(Page& page, const ClientFrame& frame) {
  if (!frame.head_error.ok()) {
    Fail(page.id(), frame.head_error);
    return false;
  }
  if (page.is_plain()) {
    if (!frame.head) return true;
    Fail(page.id(), MakeError(ErrorKind::kBadRequest,
                              "tandem: the first frame on a connection greets, with a version"));
    return false;
  }
  const ClientHead head = frame.head.value_or(ClientHead());
  if (head.bye) {
    attendance_->SayBye(page);
    FinishTurn(Urgency::kSoon);
    return false;
  }
  if (head.version) backend_->SetUser(head.user);
  // An empty turn: what changed while nobody was connected is told. `ack` was of the page before.
  if (head.resume) return true;

  const bool is_numbered = page.features().ack;
  if (is_numbered && head.ack && !page.Acknowledge(*head.ack)) {
    attendance_->Close(page.connection(), CloseCode::kProtocolError,
                       "acknowledges a frame that was never sent");
    return false;
  }
  if (is_numbered && head.seq) {
    switch (page.Receive(*head.seq)) {
      case Page::Arrival::kNext:
        return true;
      case Page::Arrival::kRepeated:
        batcher_->Flush(Urgency::kSoon);
        return false;
      case Page::Arrival::kGap:
        attendance_->Close(page.connection(), CloseCode::kProtocolError, "a frame is missing");
        return false;
    }
  }
  if (is_numbered && !frame.messages.empty()) {
    Fail(page.id(), MakeError(ErrorKind::kBadRequest, "tandem: a frame with messages needs seq"));
    return false;
  }
  // Without messages it is about the connection: no turn for that.
  if (!frame.messages.empty() || !frame.head) return true;
  if (head.ping && is_numbered) {
    page.OweAcknowledgement();
    batcher_->FlushNow(page.id());
  } else {
    batcher_->Flush(Urgency::kSoon);
  }
  return false;
}

// A frame that is more than a session takes is answered (D-45). One that is not JSON has no effect
// (P-15), but a peer that sends nothing else is not one of ours (D-47).
void Session::RefuseFrame(ConnectionId connection, const absl::Status& error) {
  const bool is_too_much = absl::IsResourceExhausted(error);
  host_.log.Write(kLogAlways, absl::StrCat("session ", vended_id_, ": conn-", connection,
                                           is_too_much ? " is over budget with a frame: "
                                                       : " sent a malformed frame: ",
                                           error.message()));
  if (!is_too_much) return attendance_->OnMalformed(connection);
  // What it was cannot be known.
  if (Page* page = attendance_->PageFor(connection, ClientFrame())) Fail(page->id(), error);
}

void Session::Fail(PageId page, const absl::Status& error) {
  batcher_->Put({page, Failed{WireId(), ErrorKindOf(error), std::string(error.message())}});
  batcher_->Flush(Urgency::kSoon);
}

// With nobody connected nothing is compared and nothing is lost: whoever comes is told the state
// (S-70, L-4).
void Session::FinishTurn(Urgency urgency) {
  if (!attendance_->has_carried_pages()) return;
  for (Delivery& delivery : backend_->FinishTurn()) batcher_->Put(std::move(delivery));
  batcher_->Flush(urgency);
}

}  // namespace tandem
