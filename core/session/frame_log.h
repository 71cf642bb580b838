// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// The frames sent on behalf of a page, numbered 1, 2, 3 …, each kept until the client says that
// it has it, and the place up to which the present connection has been given them. A page that
// goes on with another connection is given again what was kept, the same bytes (D-42).

#ifndef TANDEM_CORE_SESSION_FRAME_LOG_H_
#define TANDEM_CORE_SESSION_FRAME_LOG_H_

#include <cstddef>
#include <cstdint>
#include <deque>
#include <string>

namespace tandem {

class FrameLog {
 public:
  // Beyond either, nothing more is to be rendered for the page: its changes stay marked. What a
  // client acknowledges within its 10 ms never comes near.
  static constexpr size_t kMaxFrames = 64;
  static constexpr size_t kMaxBytes = size_t{1} << 20;

  // The number of the frame that Append takes next.
  int64_t next() const { return acknowledged_ + static_cast<int64_t>(frames_.size()) + 1; }
  int64_t acknowledged() const { return acknowledged_; }

  bool is_full() const { return frames_.size() >= kMaxFrames || bytes_ >= kMaxBytes; }

  void Append(std::string frame);

  // The client has everything up to `seq`. False if that was never sent; less than before is
  // nothing new.
  bool Acknowledge(int64_t seq);

  // What is kept will be given once more, to another connection.
  void Rewind() { given_ = 0; }

  // Whether the present connection still lacks a frame that is kept.
  bool has_more() const { return given_ < frames_.size(); }
  // The next such frame. There must be one.
  const std::string& Give() { return frames_[given_++]; }

 private:
  std::deque<std::string> frames_;
  size_t bytes_ = 0;
  size_t given_ = 0;  // How many of `frames_`.
  int64_t acknowledged_ = 0;
};

}  // namespace tandem

#endif  // TANDEM_CORE_SESSION_FRAME_LOG_H_
