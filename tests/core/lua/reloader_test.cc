// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// What the transcripts of tests/conformance/transcripts/reload cannot show: links, keys,
// tracebacks, what is waited for, and errors in odd places.

#include "core/lua/reloader.h"

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "core/base/error.h"
#include "gtest/gtest.h"
#include "tests/core/lua/lua_session_fixture.h"

namespace tandem::testing {
namespace {

class ReloaderTest : public LuaSessionTest {
 protected:
  void File(absl::string_view path, absl::string_view text) { fake_.files.Set(path, text); }

  // Saves a file and reloads it: "yes", "no" if it is none of the session's business, or the error.
  std::string Save(absl::string_view path, absl::string_view text) {
    File(path, text);
    const absl::StatusOr<std::string> key = fake_.files.Canonical(path);
    EXPECT_TRUE(key.ok()) << key.status();
    const absl::StatusOr<bool> reloaded = session_->Reload(*key, text);
    if (!reloaded.ok()) {
      EXPECT_EQ(ErrorKindOf(reloaded.status()), ErrorKind::kReloadFailure);
      return std::string(reloaded.status().message());
    }
    return *reloaded ? "yes" : "no";
  }
};

TEST_F(ReloaderTest, AFileIsKnownByWhereItReallyIs) {  // H-20, H-36, TC-137
  File("apps/shop/app.lua", "n = (n or 0) + 1");
  fake_.files.Link("lua/shop.lua", "apps/shop/app.lua");
  Start("require('shop')");
  EXPECT_EQ(Save("apps/shop/app.lua", "n = n + 10 where = debug.traceback()"), "yes");
  EXPECT_EQ(Eval("n"), "11");
  EXPECT_THAT(Eval("where"), HasSubstr("apps/shop/app.lua:1:"));
  EXPECT_EQ(Eval("package.loaded['apps/shop/app.lua'] == package.loaded.shop"), "true");
}

TEST_F(ReloaderTest, WhatWasNeverLoadedIsPassedOver) {  // H-37
  Start("");
  EXPECT_EQ(Save("lua/other.lua", "ran = true"), "no");
  EXPECT_EQ(Eval("ran"), "nil");
}

TEST_F(ReloaderTest, AFailureNamesFileLineAndTraceback) {  // H-41
  File("lua/m.lua", "n = 1");
  Start("require('m')");
  EXPECT_THAT(Save("lua/m.lua", "n = 2\nlocal function f() error('broken') end\nf()"),
              AllOf(StartsWith("lua/m.lua: lua/m.lua:2: broken\nstack traceback:"),
                    HasSubstr("lua/m.lua:3: in main chunk")));
  EXPECT_EQ(Eval("n"), "2");  // What ran before the error stays.
  EXPECT_EQ(Eval("session.reloading"), "false");
}

TEST_F(ReloaderTest, TheFlagIsResetWhateverHappens) {  // H-40
  options_.memory_limit_bytes = 2 << 20;
  Start("");
  EXPECT_THAT(
      Save("lua/main.lua", "local t = {} while true do t[#t + 1] = ('x'):rep(10000) .. #t end"),
      HasSubstr("not enough memory"));
  EXPECT_EQ(Eval("session.reloading"), "false");
  EXPECT_THAT(Save("lua/main.lua", "session.reloading = nil error({})"),
              HasSubstr("error object is a table value"));
  EXPECT_EQ(Eval("session.reloading"), "false");
}

TEST_F(ReloaderTest, TheSessionTableIsThereAgain) {  // L-17
  Start("");
  Run("session = nil");
  EXPECT_EQ(Save("lua/main.lua", "flag = session.reloading"), "yes");
  EXPECT_EQ(Eval("flag"), "true");
}

TEST_F(ReloaderTest, ARaisingLookUpOfMutateKeepsNobodyFromTheRest) {  // H-15
  Start(
      "Base = setmetatable({}, {__index = function(_, k) if k == 'mutate' then error('odd') end "
      "end}) "
      "Base.__index = Base "
      "A = session:prototype('A', {old = 1}, Base) B = session:prototype('B', {}) "
      "a, b = session:create(A, {old = 2}), B:new()");
  EXPECT_EQ(Save("lua/main.lua",
                 "session:prototype('A', {}) session:prototype('B', {x = 1}) "
                 "function B:mutate() told = true end"),
            "yes");
  EXPECT_TRUE(fake_.log.Contains(kLogAlways, "odd"));
  EXPECT_EQ(Eval("told, rawget(a, 'old')"), "true\tnil");
}

TEST_F(ReloaderTest, OrdinaryLoadingTellsNobody) {  // H-14
  File("lua/again.lua", "session:prototype('P', {x = 1})");
  Start(
      "P = session:prototype('P', {}) p = P:new() function P:mutate() told = true end "
      "session:prototype('P', {x = 0}) require('again')");
  EXPECT_EQ(Save("lua/main.lua", "before = told"), "yes");
  EXPECT_EQ(Eval("before, told"), "nil\ttrue");
}

TEST_F(ReloaderTest, WhatFailedIsLoadedUnderItsNameOnceItIsMended) {  // D-23
  File("lua/m.lua", "error('no')");
  Start("pcall(require, 'm')");
  EXPECT_THAT(Save("lua/m.lua", "error('still not')"), HasSubstr("lua/m.lua:1: still not"));
  EXPECT_EQ(Save("lua/m.lua", "runs = (runs or 0) + 1 return {}"), "yes");
  EXPECT_EQ(Eval("runs, require('m') == package.loaded['lua/m.lua'], runs"), "1\ttrue\t1");
}

TEST_F(ReloaderTest, TheOtherPlaceOfAFoundFileIsWaitedForNoMore) {  // D-23
  Start("pcall(require, 'm')");
  EXPECT_EQ(Save("m.lua", "where = 'site'"), "yes");
  EXPECT_EQ(Save("lua/m.lua", "where = 'lua'"), "no");
  EXPECT_EQ(Eval("where"), "site");
}

TEST_F(ReloaderTest, UnloadingEndsTheWaiting) {  // D-23, H-26
  File("lua/asker.lua", "pcall(require, 'one')");
  Start(
      "pcall(require, 'two') require('asker') "
      "session:unloadModule('two') session:unloadModule('asker')");
  EXPECT_EQ(Save("lua/one.lua", "one = true"), "no");
  EXPECT_EQ(Save("lua/two.lua", "two = true"), "no");
}

TEST_F(ReloaderTest, AFileThatThePropertyAskedForIsWaitedForToo) {  // D-23, D-35
  Start("");
  EXPECT_FALSE(session_->RunLuaProperty("late.lua").ok());
  EXPECT_EQ(Save("lua/late.lua", "late = true"), "yes");
  EXPECT_EQ(Eval("late"), "true");
}

TEST_F(ReloaderTest, AFileThatIsUnloadedIsNoLongerReloaded) {  // H-26
  File("lua/m.lua", "runs = (runs or 0) + 1");
  Start("require('m') session:unloadModule('lua/m.lua')");
  EXPECT_EQ(Save("lua/m.lua", "runs = runs + 1"), "no");
  EXPECT_EQ(Eval("require('m'), runs"), "true\t2");
}

TEST_F(ReloaderTest, MainRunsAgainOnlyForWhatItTouched) {  // D-22
  File("lua/helper.lua", "helped = (helped or 0) + 1");
  EXPECT_FALSE(TryStart("require('helper') error('not yet')").ok());
  EXPECT_TRUE(session_->has_main_failed());
  EXPECT_EQ(Save("lua/other.lua", ""), "no");
  EXPECT_EQ(Save("lua/helper.lua", "helped = helped + 10"), "yes");
  EXPECT_EQ(Save("lua/main.lua", "require('helper') started = session.reloading"), "yes");
  EXPECT_EQ(Eval("started"), "nil");  // That it is due is said; running it is the caller's part.
  EXPECT_TRUE(session_->RunMainAgain().ok());
  EXPECT_FALSE(session_->has_main_failed());
  EXPECT_EQ(Eval("started, helped"), "false\t11");
  // From now on it is reloaded like any file.
  EXPECT_EQ(Save("lua/main.lua", "started = session.reloading"), "yes");
  EXPECT_EQ(Eval("started"), "true");
}

TEST_F(ReloaderTest, WhatAReloadDeclaresFirstBelongsToTheFile) {  // H-24
  File("lua/m.lua", "");
  Start("require('m')");
  EXPECT_EQ(Save("lua/m.lua", "P = session:prototype('P', {}) session:prototype('P', {})"), "yes");
  Run("session:unloadModule('m')");
  EXPECT_EQ(Eval("session:prototype('P', {}) == P"), "false");
}

}  // namespace
}  // namespace tandem::testing
