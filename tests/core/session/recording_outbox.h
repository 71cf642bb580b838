// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// An Outbox that remembers: the frames it was given, whether it was closed, and whether it
// says that it can take another frame.

#ifndef TANDEM_TESTS_CORE_SESSION_RECORDING_OUTBOX_H_
#define TANDEM_TESTS_CORE_SESSION_RECORDING_OUTBOX_H_

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/session/outbox.h"
#include "gtest/gtest.h"

namespace tandem {

class RecordingOutbox : public Outbox {
 public:
  bool Writable() const override { return is_writable; }
  void Send(std::string frame) override {
    EXPECT_TRUE(is_writable) << "a frame was sent to an outbox that is not writable: " << frame;
    frames.push_back(std::move(frame));
    if (capacity > 0 && --capacity == 0) is_writable = false;
  }
  void Close(CloseCode code, absl::string_view) override { closed = code; }

  // The frames since last taken.
  std::vector<std::string> Take() { return std::exchange(frames, {}); }

  bool is_writable = true;
  // How many frames it takes before it is not writable any more; 0: any number.
  int capacity = 0;
  std::vector<std::string> frames;
  std::optional<CloseCode> closed;
};

}  // namespace tandem

#endif  // TANDEM_TESTS_CORE_SESSION_RECORDING_OUTBOX_H_
