// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// A CallTrace that writes down what it hears as the arrows of a sequence diagram: who called
// whom with what, and what came back.

#ifndef TANDEM_TESTS_SESSION_INIT_RECORDED_CALLS_H_
#define TANDEM_TESTS_SESSION_INIT_RECORDED_CALLS_H_

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "core/host/call_trace.h"

namespace tandem {

class RecordedCalls : public CallTrace {
 public:
  void Enter(absl::string_view participant, absl::string_view call) override {
    arrows.push_back(absl::StrCat(Innermost(), " -> ", participant, ": ", call));
    open_.emplace_back(participant);
  }

  void Leave(absl::string_view result) override {
    const std::string callee = open_.back();
    open_.pop_back();
    if (!result.empty()) arrows.push_back(absl::StrCat(Innermost(), " <- ", callee, ": ", result));
  }

  std::vector<std::string> arrows;

 private:
  std::string Innermost() const { return open_.empty() ? "Frontend" : open_.back(); }

  std::vector<std::string> open_;
};

}  // namespace tandem

#endif  // TANDEM_TESTS_SESSION_INIT_RECORDED_CALLS_H_
