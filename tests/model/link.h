// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// The client's end of Tandem's extension (D-41 … D-43, docs/protocol.md): numbers the frames of a
// page, keeps what is not acknowledged, and objects to frames that come in another order.

#ifndef TANDEM_TESTS_MODEL_LINK_H_
#define TANDEM_TESTS_MODEL_LINK_H_

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "core/base/json.h"

namespace tandem::model {

class Link {
 public:
  // The frame to send in place of `plain`, which has messages. The first one greets.
  std::string Numbered(const std::string& plain);
  // A frame without messages that says what was received.
  std::string Acknowledgement();
  // The first frame on another socket; the server answers before it says anything else.
  std::string Resume();

  // A frame came. What is wrong with it goes to `complaints`.
  void Take(const Json& frame, std::vector<std::string>* complaints);

  // Whether the server has said how to resume.
  bool has_page() const { return !page_.empty(); }
  // What is not known to have been handled, in the order of being sent.
  std::vector<std::string> Unacknowledged() const;
  // Numbers of our frames: the last one sent, and the last one that the server had handled when it
  // made the frame taken last.
  int64_t sent() const { return sent_; }
  int64_t handled() const { return handled_; }
  // How many frames the server still keeps for us.
  int64_t unsaid() const { return received_ - said_; }

 private:
  std::string page_;
  std::map<int64_t, std::string> kept_;
  int64_t sent_ = 0;
  int64_t handled_ = 0;
  int64_t received_ = 0;
  int64_t said_ = 0;
  bool is_resuming_ = false;
};

}  // namespace tandem::model

#endif  // TANDEM_TESTS_MODEL_LINK_H_
