// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// Stands in where a session could not be given its data: every message is answered with the
// reason, and nothing else ever happens.

#ifndef TANDEM_CORE_BACKEND_UNAVAILABLE_BACKEND_H_
#define TANDEM_CORE_BACKEND_UNAVAILABLE_BACKEND_H_

#include <utility>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "core/backend/backend.h"
#include "core/base/json.h"

namespace tandem {

class UnavailableBackend : public Backend {
 public:
  // `reason` must not be OK.
  explicit UnavailableBackend(absl::Status reason) : reason_(std::move(reason)) {}

  void Start() override {}
  void Join(PageId, const Features&) override {}
  void BeginTurn(bool) override {}
  void RunBeside(int64_t, absl::FunctionRef<void()> work) override { work(); }
  bool is_over_budget() const override { return false; }
  void SetUser(const UserSettings&) override {}
  void Refresh(PageId) override {}
  void Forget(PageId) override {}
  void Handle(PageId page, const ClientMessage& message) override {
    notices_.push_back({page, Failed{MessageTarget(message), ErrorKind::kNoBackend,
                                     std::string(reason_.message())}});
  }
  void Edit(VariableId, const Json&) override {}
  void RunTimer(TimerHandle) override {}
  bool Reload(const SiteChange&) override { return false; }
  std::vector<Delivery> TakeNotices() override { return std::exchange(notices_, {}); }
  std::vector<Delivery> FinishTurn() override { return TakeNotices(); }
  void AppendChange(PageId, const Change&, FrameWriter&) override {}
  void AppendTemplates(PageId, FrameWriter&) override {}

 private:
  const absl::Status reason_;
  std::vector<Delivery> notices_;
};

}  // namespace tandem

#endif  // TANDEM_CORE_BACKEND_UNAVAILABLE_BACKEND_H_
