// Copyright (c) the Tandem authors. Licensed under the MIT License.

#include "core/session/session.h"

#include <string>
#include <utility>
#include <variant>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "core/base/error.h"
#include "core/protocol/codec.h"
#include "core/protocol/features.h"

namespace tandem {
namespace {

// Every connection is a page of its own.
PageId PageOf(ConnectionId connection) { return PageId(connection.value()); }

}  // namespace

Session::Session(Host& host, const SessionOptions& options, SessionId id, VendedId vended_id)
    : host_(host), options_(options), id_(std::move(id)), vended_id_(vended_id), executor_(*this) {
  TracedCall call(host_.trace, "Session", "new(id)");
  Touch();
}

Session::~Session() = default;

void Session::SetBackend(std::unique_ptr<Backend> backend) {
  TracedCall call(host_.trace, "Session", "SetBackend(backend)");
  backend_ = std::move(backend);
  batcher_ = std::make_unique<OutgoingBatcher>(host_, options_.flush_delay, *backend_);
}

void Session::Start() { executor_.Post(StartRecord{}); }

void Session::Connect(ConnectionId connection, Outbox& outbox) {
  Touch();
  connections_[connection].outbox = &outbox;
  batcher_->Add(PageOf(connection), outbox);
  executor_.Post(JoinRecord{connection});
}

void Session::Receive(ConnectionId connection, absl::string_view frame) {
  Touch();
  executor_.Post(FrameRecord{connection, std::string(frame)});
}

void Session::Drained(ConnectionId connection) { batcher_->Drained(PageOf(connection)); }

void Session::Disconnect(ConnectionId connection) {
  if (connections_.erase(connection) == 0) return;
  Touch();
  batcher_->Remove(PageOf(connection));
  executor_.Post(LeaveRecord{connection});
}

void Session::Reload(const SiteChange& change) { executor_.Post(ReloadRecord{change}); }

void Session::Close(absl::string_view reason) {
  for (auto& [id, connection] : connections_) {
    connection.outbox->Close(CloseCode::kGoingAway, reason);
  }
}

void Session::OnTimerDue(TimerHandle timer) { executor_.Post(TimerRecord{timer}); }

std::vector<ConnectionId> Session::connections() const {
  std::vector<ConnectionId> ids;
  for (const auto& [id, connection] : connections_) ids.push_back(id);
  return ids;
}

void Session::Run(const Record& record) {
  if (const auto* frame = std::get_if<FrameRecord>(&record)) {
    RunFrame(*frame);
  } else if (const auto* timer = std::get_if<TimerRecord>(&record)) {
    backend_->RunTimer(timer->timer);
    FinishTurn(OutgoingBatcher::Urgency::kSoon);
  } else if (const auto* reload = std::get_if<ReloadRecord>(&record)) {
    RunReload(*reload);
  } else if (const auto* join = std::get_if<JoinRecord>(&record)) {
    backend_->Join(PageOf(join->connection), Features());
  } else if (const auto* leave = std::get_if<LeaveRecord>(&record)) {
    backend_->Forget(PageOf(leave->connection));
    FinishTurn(OutgoingBatcher::Urgency::kSoon);
  } else {
    backend_->Start();
  }
}

// What failed is told; only what was taken up makes a turn (H-41).
void Session::RunReload(const ReloadRecord& reload) {
  if (backend_->Reload(reload.change)) {
    FinishTurn(OutgoingBatcher::Urgency::kSoon);
    return;
  }
  for (Delivery& notice : backend_->TakeNotices()) batcher_->Put(std::move(notice));
  batcher_->Flush(OutgoingBatcher::Urgency::kSoon);
}

void Session::RunFrame(const FrameRecord& frame) {
  auto entry = connections_.find(frame.connection);
  if (entry == connections_.end()) return;  // It left while the frame was waiting.
  absl::StatusOr<ClientFrame> decoded = DecodeFrame(frame.bytes, options_.frame_limits);
  if (!decoded.ok()) {
    RefuseFrame(frame.connection, decoded.status());
    return;
  }
  entry->second.malformed_in_a_row = 0;
  for (const ClientMessage& message : decoded->messages) {
    if (host_.log.Wants(kLogMessages)) {
      host_.log.Write(kLogMessages, absl::StrCat("[IN] ", MessageName(message), ": from=conn-",
                                                 frame.connection));
    }
    backend_->Handle(PageOf(frame.connection), message);
  }
  // Also when every message failed, and for an empty batch (P-75).
  FinishTurn(decoded->user_event ? OutgoingBatcher::Urgency::kNow
                                 : OutgoingBatcher::Urgency::kSoon);
}

// A frame that is more than a session takes is answered (D-45). One that is not JSON has no effect
// (P-15), but a peer that sends nothing else is not one of ours (D-47).
void Session::RefuseFrame(ConnectionId connection, const absl::Status& error) {
  const bool is_too_much = absl::IsResourceExhausted(error);
  host_.log.Write(kLogAlways, absl::StrCat("session ", vended_id_, ": conn-", connection,
                                           is_too_much ? " is over budget with a frame: "
                                                       : " sent a malformed frame: ",
                                           error.message()));
  if (is_too_much) {
    batcher_->Put(
        {PageOf(connection), Failed{WireId(), ErrorKindOf(error), std::string(error.message())}});
    batcher_->Flush(OutgoingBatcher::Urgency::kSoon);
    return;
  }
  Connection& entry = connections_[connection];
  ++entry.malformed_in_a_row;
  if (entry.malformed_in_a_row == options_.max_malformed_frames) {
    entry.outbox->Close(CloseCode::kInvalidData, "too many malformed frames");
  }
}

// With nobody connected nothing is compared and nothing is lost: whoever comes is told the state
// (S-70, L-4).
void Session::FinishTurn(OutgoingBatcher::Urgency urgency) {
  if (connections_.empty()) return;
  for (Delivery& delivery : backend_->FinishTurn()) batcher_->Put(std::move(delivery));
  batcher_->Flush(urgency);
}

}  // namespace tandem
