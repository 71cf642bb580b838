// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// A connection of a session that is replayed: it takes a frame when the log says that it did then,
// and compares what leaves with what left.

#ifndef TANDEM_CORE_REPLAY_REPLAY_OUTBOX_H_
#define TANDEM_CORE_REPLAY_REPLAY_OUTBOX_H_

#include <functional>
#include <string>

#include "absl/strings/string_view.h"
#include "core/base/ids.h"
#include "core/replay/answers.h"
#include "core/session/outbox.h"

namespace tandem {

class ReplayOutbox : public Outbox {
 public:
  using OnFrame = std::function<void(ConnectionId connection, absl::string_view frame)>;

  // Both must outlive this.
  ReplayOutbox(ConnectionId connection, Answers& answers, const OnFrame& on_frame)
      : connection_(connection), answers_(answers), on_frame_(on_frame) {}

  bool Writable() const override;
  void Send(std::string frame) override;
  void Close(CloseCode code, absl::string_view reason) override;

 private:
  const ConnectionId connection_;
  Answers& answers_;
  const OnFrame& on_frame_;
};

}  // namespace tandem

#endif  // TANDEM_CORE_REPLAY_REPLAY_OUTBOX_H_
