// Copyright (c) the Tandem authors. Licensed under the MIT License.

#include "core/session/page.h"

#include <utility>

namespace tandem {

void Page::Attach(ConnectionId connection, Outbox& outbox) {
  connection_ = connection;
  outbox_ = &outbox;
  log_.Rewind();
  grace = Timer();
}

void Page::Detach() {
  connection_ = ConnectionId();
  outbox_ = nullptr;
}

Page::Arrival Page::Receive(int64_t seq) {
  if (seq > received_ + 1) return Arrival::kGap;
  owes_ack_ = true;
  if (seq <= received_) return Arrival::kRepeated;
  received_ = seq;
  return Arrival::kNext;
}

void Page::CatchUp() {
  while (outbox_ != nullptr && outbox_->Writable()) {
    if (greeting_ && greeting_->is_answer) {
      SendHeadOnly();
    } else if (log_.has_more()) {
      outbox_->Send(log_.Give());
    } else {
      return;
    }
  }
}

bool Page::CanSend() const {
  const bool is_behind = (greeting_ && greeting_->is_answer) || log_.has_more();
  return outbox_ != nullptr && outbox_->Writable() && !is_behind;
}

ServerHead Page::Head() const {
  ServerHead head;
  if (greeting_) head.greeting = {features_, key_, greeting_->resumed};
  if (features_.ack) head.ack = greeting_ && greeting_->is_answer ? greeting_->handled : received_;
  return head;
}

void Page::BeginFrame(FrameWriter& frame) const {
  if (!features_.ack && !greeting_) return;
  ServerHead head = Head();
  if (features_.ack) head.seq = log_.next();
  frame.Head(head);
}

bool Page::Send(FrameWriter frame) {
  if (!features_.ack) {
    if (frame.empty()) return false;
    greeting_.reset();
    outbox_->Send(frame.Take());
    return true;
  }
  if (frame.messages() == 1) {
    const bool is_owed = owes_head();
    if (is_owed) SendHeadOnly();
    return is_owed;
  }
  owes_ack_ = false;
  greeting_.reset();
  log_.Append(frame.Take());
  outbox_->Send(log_.Give());
  return true;
}

void Page::SendHeadOnly() {
  FrameWriter frame;
  frame.Head(Head());
  owes_ack_ = false;
  greeting_.reset();
  outbox_->Send(frame.Take());
}

}  // namespace tandem
