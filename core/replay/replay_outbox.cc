// Copyright (c) the Tandem authors. Licensed under the MIT License.

#include "core/replay/replay_outbox.h"

#include <cstdint>

#include "absl/strings/str_cat.h"
#include "core/log/hash64.h"
#include "core/log/log_event.h"

namespace tandem {

bool ReplayOutbox::Writable() const {
  const auto* answer = answers_.Take<WritableAnswer>(
      [](const WritableAnswer&) { return true; },
      absl::StrCat("asked whether conn-", connection_, " takes a frame"));
  // No: what diverges must not go on for ever, as a page that catches up does.
  return answer != nullptr && answer->is_writable;
}

void ReplayOutbox::Send(std::string frame) {
  answers_.Take<SentOutput>(
      [&](const SentOutput& sent) {
        return sent.connection == connection_ && sent.size == frame.size() &&
               sent.hash == Hash64(frame);
      },
      absl::StrCat("sent conn-", connection_, " ", frame));
  on_frame_(connection_, frame);
}

void ReplayOutbox::Close(CloseCode code, absl::string_view reason) {
  const auto number = static_cast<uint16_t>(code);
  answers_.Take<ClosedOutput>(
      [&](const ClosedOutput& closed) {
        return closed.connection == connection_ && closed.code == number && closed.reason == reason;
      },
      absl::StrCat("closed conn-", connection_, " with ", number, ": ", reason));
}

}  // namespace tandem
