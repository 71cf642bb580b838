// Copyright (c) the Tandem authors. Licensed under the MIT License.

#include "core/lua/lua_session.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "core/base/error.h"
#include "core/host/call_trace.h"
#include "gtest/gtest.h"
#include "lua.h"
#include "tests/core/lua/lua_session_fixture.h"

namespace tandem::testing {
namespace {

class RecordingTrace : public CallTrace {
 public:
  void Enter(absl::string_view participant, absl::string_view call) override {
    calls.push_back(absl::StrCat(std::string(2 * depth_, ' '), participant, " ", call));
    ++depth_;
  }
  void Leave(absl::string_view) override { --depth_; }

  std::vector<std::string> calls;

 private:
  size_t depth_ = 0;
};

TEST_F(LuaSessionTest, ComesToLifeInTheOrderOfTheSequenceDiagram) {
  RecordingTrace trace;
  fake_.host.trace = &trace;
  Start("app = {} session:createAppVariable(app)");
  EXPECT_THAT(
      trace.calls,
      ElementsAre("LuaSession NewRuntime()", "LuaSession SetVariableStore(adapter)",
                  "LuaSession CreateLuaSession(vendedID)", "  LuaSession createSessionTable()",
                  "  LuaSession setGlobal(\"session\")", "  LuaSession loadMainLua()",
                  "    LuaSession session:createAppVariable(value, props)"));
  EXPECT_THAT(store_calls_, ElementsAre("CreateSession 7", "CreateVariable 0"));
}

TEST_F(LuaSessionTest, MainSeesEverythingASessionOffers) {  // L-10, section 3
  Start(
      "for _, name in ipairs{'session', 'ui', 'EMPTY', 'diag', 'require', 'package', 'print'} do "
      "  assert(_G[name] ~= nil, name) end "
      "assert(session._sessionID == '7') assert(session.reloading == false) "
      "assert(type(session._variables) == 'table')");
}

TEST_F(LuaSessionTest, AnEmptyMainIsLegal) { Start("-- nothing yet"); }  // L-15

TEST_F(LuaSessionTest, WithoutMainThereIsASessionStill) {  // L-12
  session_ = *LuaSession::NewRuntime(fake_.host, options_, *this);
  session_->SetVariableStore(*this);
  EXPECT_THAT(session_->CreateLuaSession(VendedId(1)),
              IsError(ErrorKind::kNotFound, HasSubstr("lua/main.lua")));
  EXPECT_EQ(Eval("session._sessionID"), "1");
}

TEST_F(LuaSessionTest, AMainThatDoesNotCompileSaysWhere) {  // L-67, D-22
  const absl::Status status = TryStart("x = 1\ny = = 2\n");
  EXPECT_THAT(status, IsError(ErrorKind::kAppFailure,
                              StartsWith("lua/main.lua:2: unexpected symbol near '='")));
  EXPECT_EQ(status.code(), absl::StatusCode::kAborted);
  EXPECT_EQ(Eval("1 + 1"), "2");
}

TEST_F(LuaSessionTest, AMainThatRaisesSaysWhereAndHow) {
  const absl::Status status =
      TryStart("before = true\nlocal function f() error('boom') end\nf()\n");
  EXPECT_THAT(status, IsError(ErrorKind::kAppFailure,
                              AllOf(StartsWith("lua/main.lua:2: boom\nstack traceback:"),
                                    HasSubstr("lua/main.lua:3:"))));
  EXPECT_EQ(Eval("before"), "true");
  EXPECT_EQ(Eval("package.loaded['lua/main.lua']"), "nil");  // L-14
}

TEST_F(LuaSessionTest, MainIsInTheLoadTracker) {  // L-14, H-20
  Start("loading = package.loaded['lua/main.lua']");
  EXPECT_EQ(Eval("loading"), "true");
  EXPECT_EQ(Eval("package.loaded['lua/main.lua']"), "true");
}

TEST_F(LuaSessionTest, AnUnreadableMainIsSaid) {
  fake_.files.Set("lua/main.lua", "");
  fake_.files.MakeUnreadable("lua/main.lua");
  session_ = *LuaSession::NewRuntime(fake_.host, options_, *this);
  session_->SetVariableStore(*this);
  EXPECT_THAT(session_->CreateLuaSession(VendedId(1)), IsError(ErrorKind::kAppFailure));
}

TEST_F(LuaSessionTest, SessionsShareNothing) {  // L-1
  Start("shared = 'first'");
  auto first = std::move(session_);
  ASSERT_THAT(TryStart("assert(shared == nil)"), IsOk());
}

TEST_F(LuaSessionTest, TheLuaPropertyRunsSourceOrAFile) {  // L-170, D-35
  Start("app = {} session:createAppVariable(app)");
  fake_.files.Set("lua/extra.lua", "ran = (ran or 0) + 1 session = nil");
  Run("app.x = 5");
  EXPECT_EQ(Eval("app.x"), "5");
  Run("extra.lua");
  Run("extra.lua");  // L-63: once.
  EXPECT_EQ(Eval("ran"), "1");
  EXPECT_EQ(Eval("session ~= nil"), "true");  // L-17
  EXPECT_THAT(session_->RunLuaProperty("error('oops')"),
              IsError(ErrorKind::kAppFailure, StartsWith("lua:1: oops\nstack traceback:")));
  EXPECT_THAT(session_->RunLuaProperty("x ="),
              IsError(ErrorKind::kAppFailure, StartsWith("lua:1:")));
  EXPECT_THAT(session_->RunLuaProperty("nope.lua"),
              IsError(ErrorKind::kNotFound, HasSubstr("lua/nope.lua")));
  EXPECT_THAT(session_->RunLuaProperty("../etc/x.lua"), Not(IsOk()));
}

TEST_F(LuaSessionTest, AnAppThatOverwritesSessionGetsItBack) {  // L-17
  Start("s = session session = 'mine'");
  EXPECT_EQ(Eval("session == s"), "true");
}

TEST_F(LuaSessionTest, AppsMayReplaceAndWrapItsFunctions) {  // section 3
  Start(
      "local original = session.prototype "
      "function session:prototype(name, init, base) "
      "  local p = original(self, name, init, base) p.wrapped = true return p end "
      "P = session:prototype('P', {})");
  EXPECT_EQ(Eval("P.wrapped"), "true");
}

TEST_F(LuaSessionTest, TooLittleMemoryIsAClearError) {
  for (int64_t limit = 1000; limit < 60'000; limit += 500) {
    options_.memory_limit_bytes = limit;
    const absl::Status status = TryStart("app = {} session:createAppVariable(app)");
    if (status.ok()) {
      EXPECT_LT(session_->memory_bytes(), limit);
      return;
    }
    EXPECT_THAT(status, IsError(ErrorKind::kOverBudget)) << limit;
    session_.reset();
  }
  FAIL() << "60 KB should hold a session";
}

TEST_F(LuaSessionTest, AMainThatEatsTheMemoryLeavesAUsableSession) {
  options_.memory_limit_bytes = 1 << 20;
  EXPECT_THAT(TryStart("local t = {} while true do t[#t + 1] = {} end"),
              IsError(ErrorKind::kOverBudget, HasSubstr("not enough memory")));
  EXPECT_EQ(Eval("session._sessionID"), "7");
}

TEST_F(LuaSessionTest, AnAppThatKeepsAllTheMemoryGetsClearErrors) {
  options_.memory_limit_bytes = 1 << 20;
  Start(
      "app = {rows = {{}, {}}, n = 1} session:createAppVariable(app) "
      "function app.fill() keep = {} while true do keep[#keep + 1] = {} end end");
  const Slot rows = Open("rows"), n = Open("n");
  const Slot fill = Open("fill()");
  EXPECT_THAT(Scan(), Contains("fill()! not enough memory"));
  EXPECT_THAT(session_->RunLuaProperty("x = 1"), IsError(ErrorKind::kOverBudget));
  for (int i = 0; i < 10; ++i) {
    Open("rows." + std::to_string(i));
    Scan();
    Value(rows);
    Value(n);
    Type(rows);
    Assign(n, "\"a longer text than there was before\"").IgnoreError();
    resolver().UpdateWrapper(rows, "lua.ViewList");
    session_->RunTimer(TimerHandle(1));
  }
  Close(fill);
  EXPECT_LE(session_->memory_bytes(), options_.memory_limit_bytes);
}

TEST_F(LuaSessionTest, AnIdleSessionIsSmall) {
  Start("app = {} session:createAppVariable(app)");
  EXPECT_LT(session_->memory_bytes(), 40'000);
  RecordProperty("bytes", static_cast<int>(session_->memory_bytes()));
}

TEST_F(LuaSessionTest, InfiniteRecursionInMainIsAnError) {
  EXPECT_THAT(TryStart("local function f() local a, b, c, d, e, g, h, i return 1 + f() end f()"),
              IsError(ErrorKind::kAppFailure, HasSubstr("stack overflow")));
}

TEST_F(LuaSessionTest, DestroyingItWithWorkPendingIsSilent) {  // L-39
  Start(
      "session:setTimeout(function() print('late') end, 10) "
      "co = coroutine.create(function() coroutine.yield() end) coroutine.resume(co)");
  session_.reset();
  fake_.Advance(absl::Seconds(1));
  EXPECT_FALSE(fake_.log.Contains("late"));
  EXPECT_EQ(fake_.scheduler.pending(), 0u);
}

TEST_F(LuaSessionTest, LibrariesThatNobodyCanOpenAreAnError) {  // D-39
  options_.libraries = {"io", "os"};
  const absl::Status status = TryStart("");
  EXPECT_EQ(ErrorKindOf(status), ErrorKind::kAppFailure);
  EXPECT_THAT(status.message(), HasSubstr("\"io\", \"os\" cannot be opened here"));
}

TEST_F(LuaSessionTest, LibrariesAreOpenedBeforeMainRuns) {  // D-39
  options_.libraries = {"io"};
  options_.lua51 = true;
  options_.open_library = [](lua_State* L, absl::string_view name, bool lua51) {
    lua_pushstring(L, std::string(name).c_str());
    lua_setglobal(L, lua51 ? "opened51" : "opened");
  };
  Start("was = opened51");
  EXPECT_EQ(Eval("was"), "io");
}

TEST_F(LuaSessionTest, AStrictSiteRefusesFinalizers) {  // D-48
  options_.strict = true;
  Start("ok, message = pcall(setmetatable, {}, { __gc = print })");
  EXPECT_EQ(Eval("ok"), "false");
  EXPECT_THAT(Eval("message"), HasSubstr("__gc has no effect here"));
  EXPECT_EQ(Eval("pcall(session.prototype, session, 'P', {}, { __gc = print })"),
            "false\t__gc has no effect here");
}

// compat C-3, C-11: what a site of 5.1 programs has, and no other.
TEST_F(LuaSessionTest, Lua51IsThereWhereTheSiteAsksForIt) {
  Start("");
  EXPECT_EQ(Eval("tostring(loadstring) .. tostring(unpack) .. 6 / 2"), "nilnil3.0");
  options_.lua51 = true;
  Start("shown = 6 / 2 .. ' ' .. loadstring('return 2^10')()");
  EXPECT_EQ(Eval("shown"), "3 1024");
}

}  // namespace
}  // namespace tandem::testing
