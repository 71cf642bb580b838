// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// One document that shows a session, as the session sees it: it outlives the connection that
// carries it and may go on with another. If its client acknowledges frames, it numbers what goes
// out and checks the numbers of what comes in (D-42). It knows no variables: those are the
// backend's, under the same PageId.
//
// Not thread-safe; belongs to one session.

#ifndef TANDEM_CORE_SESSION_PAGE_H_
#define TANDEM_CORE_SESSION_PAGE_H_

#include <cstdint>
#include <optional>
#include <string>
#include <utility>

#include "core/base/ids.h"
#include "core/host/scheduler.h"
#include "core/protocol/features.h"
#include "core/protocol/frame_head.h"
#include "core/protocol/frame_writer.h"
#include "core/session/frame_log.h"
#include "core/session/outbox.h"

namespace tandem {

class Page {
 public:
  // Of an unmodified client, which never hears of the extension.
  explicit Page(PageId id) : id_(id), is_plain_(true) {}
  // Of a client that greeted. `key` names the page to its client; empty unless it acknowledges.
  Page(PageId id, const Features& features, std::string key)
      : id_(id), is_plain_(false), features_(features), key_(std::move(key)) {}
  Page(const Page&) = delete;
  Page& operator=(const Page&) = delete;

  PageId id() const { return id_; }
  bool is_plain() const { return is_plain_; }
  const Features& features() const { return features_; }
  const std::string& key() const { return key_; }

  // Whether there is a way to go on with it after its connection is gone.
  bool is_resumable() const { return is_plain_ || features_.ack; }

  // From here on `outbox` carries the page, until Detach; what is kept will be sent again.
  void Attach(ConnectionId connection, Outbox& outbox);
  void Detach();
  // For the connection that carries it.
  void ReplaceOutbox(Outbox& outbox) { outbox_ = &outbox; }
  // None while nothing carries it.
  ConnectionId connection() const { return connection_; }

  // A frame with this number has come.
  enum class Arrival { kNext, kRepeated, kGap };
  Arrival Receive(int64_t seq);
  int64_t received() const { return received_; }

  // The client has every frame up to `seq`. False if that was never sent.
  bool Acknowledge(int64_t seq) { return log_.Acknowledge(seq); }
  int64_t acknowledged() const { return log_.acknowledged(); }

  // The head of the next frame acknowledges; one is sent if there is nothing else to say.
  void OweAcknowledgement() { owes_ack_ = true; }
  // The head of the next frame greets.
  void OweGreeting() { greeting_ = Greeting{}; }
  // The client wanted to resume. Goes ahead of everything, in a frame of its own, and says that
  // all up to `handled` was: of this page, or of the one that is gone.
  void OweAnswer(bool resumed, int64_t handled) { greeting_ = Greeting{true, resumed, handled}; }
  bool owes_head() const { return owes_ack_ || greeting_.has_value(); }

  // Sends what must go ahead of anything new, as long as the outbox takes it: the answer to a
  // resume, and what is kept.
  void CatchUp();

  // Whether a new frame can be sent: the outbox takes one, and nothing must go ahead of it.
  bool CanSend() const;
  // Whether it may report anything: not while too much is unacknowledged.
  bool HasRoom() const { return !log_.is_full(); }

  // Writes the head of a new frame, if the page has any. Between CanSend and Send.
  void BeginFrame(FrameWriter& frame) const;
  // Sends the frame, and keeps it if it is numbered. If it reports nothing, what is owed is sent by
  // itself, if anything is. Returns whether something was sent.
  bool Send(FrameWriter frame);

  // Since when, in the order of leaving, nothing carries the page; and until when it waits.
  int64_t left_as = 0;
  Timer grace;

 private:
  struct Greeting {
    bool is_answer = false;
    bool resumed = false;
    int64_t handled = 0;
  };

  // What is to be said beside the messages; without `seq`.
  ServerHead Head() const;
  void SendHeadOnly();

  const PageId id_;
  const bool is_plain_;
  const Features features_;
  const std::string key_;

  ConnectionId connection_;
  Outbox* outbox_ = nullptr;

  int64_t received_ = 0;  // The last number handled.
  bool owes_ack_ = false;
  std::optional<Greeting> greeting_;
  FrameLog log_;
};

}  // namespace tandem

#endif  // TANDEM_CORE_SESSION_PAGE_H_
