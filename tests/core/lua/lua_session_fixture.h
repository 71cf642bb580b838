// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// A LuaSession over a FakeHost, and just enough of a tracker to look through its resolver: a
// flat list of variables that are scanned in the order they were opened. What a scan found is
// text, one line per variable: "path: value" for news, "path! error" for a failure.

#ifndef TANDEM_TESTS_CORE_LUA_LUA_SESSION_FIXTURE_H_
#define TANDEM_TESTS_CORE_LUA_LUA_SESSION_FIXTURE_H_

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "core/base/json.h"
#include "core/lua/lua_events.h"
#include "core/lua/lua_options.h"
#include "core/lua/lua_session.h"
#include "core/lua/variable_store.h"
#include "core/testing/fake_host.h"
#include "core/testing/matchers.h"
#include "core/tracker/path.h"
#include "core/tracker/resolver.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace tandem::testing {

class LuaSessionTest : public ::testing::Test, public VariableStore, public LuaEvents {
 protected:
  using Properties = std::map<std::string, std::string>;

  struct TestVariable {
    VariableId id;
    VariableId parent;
    std::string path;  // "" for roots.
    Properties properties;
    bool is_open = true;
  };

  // A session that runs `main`, which should succeed.
  void Start(absl::string_view main) {
    const absl::Status status = TryStart(main);
    ASSERT_TRUE(status.ok()) << status;
  }
  absl::Status TryStart(absl::string_view main);

  // Runs code in the session as the `lua` property does.
  void Run(absl::string_view code) {
    const absl::Status status = session_->RunLuaProperty(code);
    EXPECT_TRUE(status.ok()) << status;
  }
  // What print makes of an expression.
  std::string Eval(absl::string_view expression);

  // A variable below `parent`, by default the app variable. Client ids begin at 2.
  Slot Open(absl::string_view path, Properties properties = {}, Slot parent = 0);
  // As DestroyVariable, by slot.
  void Close(Slot slot);

  // What is new since the last scan.
  std::vector<std::string> Scan();

  absl::Status Assign(Slot slot, absl::string_view json, Access access = Access::kReadWrite) {
    return resolver().Assign(slot, *ParseJson(json), access);
  }

  std::string Value(Slot slot);
  std::string Type(Slot slot) { return resolver().TypeOf(slot); }
  Resolver& resolver() { return session_->resolver(); }
  TestVariable& At(Slot slot) { return variables_[static_cast<size_t>(slot)]; }
  Slot SlotOf(VariableId id) const;

  // Log lines of `level`, that is 0 unless said otherwise.
  std::vector<std::string> Logged(LogLevel level = kLogAlways) const;

  // VariableStore.
  void CreateSession(VendedId session) override;
  absl::StatusOr<VariableId> CreateVariable(
      VendedId session, VariableId parent, RootKind kind, ValueRef value,
      const std::vector<std::pair<std::string, std::string>>& properties) override;
  void DestroyVariable(VendedId session, VariableId id) override;
  absl::Status SetProperty(VendedId session, VariableId id, absl::string_view name,
                           absl::string_view value) override;
  std::string GetProperty(VendedId session, VariableId id, absl::string_view name) override;
  VariableId ParentOf(VendedId session, VariableId id) override;

  // LuaEvents: like a mailbox that is never busy, unless a test says otherwise.
  void OnTimerDue(TimerHandle handle) override {
    if (queues_timers_) {
      queued_timers_.push_back(handle);
    } else {
      session_->RunTimer(handle);
    }
  }

  FakeHost fake_;
  LuaOptions options_;
  std::unique_ptr<LuaSession> session_;
  std::vector<TestVariable> variables_;  // By slot.
  std::vector<VariableId> destroyed_;
  std::vector<std::string> store_calls_;
  bool queues_timers_ = false;
  std::vector<TimerHandle> queued_timers_;
  int64_t last_root_id_ = 0;
  int64_t last_client_id_ = 1;

 private:
  class Cursor;
};

}  // namespace tandem::testing

#endif  // TANDEM_TESTS_CORE_LUA_LUA_SESSION_FIXTURE_H_
