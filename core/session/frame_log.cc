// Copyright (c) the Tandem authors. Licensed under the MIT License.

#include "core/session/frame_log.h"

#include <utility>

namespace tandem {

void FrameLog::Append(std::string frame) {
  bytes_ += frame.size();
  frames_.push_back(std::move(frame));
}

bool FrameLog::Acknowledge(int64_t seq) {
  if (seq >= next()) return false;
  for (; acknowledged_ < seq; ++acknowledged_) {
    bytes_ -= frames_.front().size();
    frames_.pop_front();
    if (given_ > 0) --given_;
  }
  return true;
}

}  // namespace tandem
