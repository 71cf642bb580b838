// Copyright (c) the Tandem authors. Licensed under the MIT License.

#include "core/lua/modules.h"

#include <string>

#include "core/base/error.h"
#include "gtest/gtest.h"
#include "tests/core/lua/lua_session_fixture.h"

namespace tandem::testing {
namespace {

class ModulesTest : public LuaSessionTest {
 protected:
  void SetUp() override { Start("runs = 0"); }
  void File(absl::string_view path, absl::string_view text) { fake_.files.Set(path, text); }
  std::string Raised(absl::string_view code) {
    return std::string(session_->RunLuaProperty(code).message());
  }
};

TEST_F(ModulesTest, AModuleRunsOnce) {  // L-61, TC-145
  File("lua/m.lua", "runs = runs + 1 return {name = ...}");
  Run("a, b = require('m'), require('m')");
  EXPECT_EQ(Eval("a == b and runs"), "1");
  EXPECT_EQ(Eval("select('#', require('m'))"), "1");
  EXPECT_EQ(Eval("package.loaded.m == a and package.loaded['lua/m.lua'] == a"), "true");
}

TEST_F(ModulesTest, DotsAreFoldersAndTheSiteIsTheSecondPlace) {  // L-62, TC-146
  File("lua/lib/util.lua", "return 'in lua'");
  File("apps/x/init.lua", "return 'in apps'");
  EXPECT_EQ(Eval("require('lib.util')"), "in lua");
  EXPECT_EQ(Eval("require('apps.x.init')"), "in apps");
  File("lib/util.lua", "return 'in site'");
  EXPECT_EQ(Eval("require('lib.util')"), "in lua");
}

TEST_F(ModulesTest, TheValueIsTheFirstResultOrTrue) {  // L-64
  File("lua/two.lua", "return 1, 2");
  File("lua/none.lua", "");
  File("lua/nothing.lua", "return nil");
  File("lua/no.lua", "runs = runs + 1 return false");
  EXPECT_EQ(Eval("require('two'), require('none'), require('nothing'), require('no')"),
            "1\ttrue\ttrue\tfalse");
  EXPECT_EQ(Eval("require('no'), runs"), "false\t1");
}

TEST_F(ModulesTest, ACycleSeesTrue) {  // L-65
  File("lua/a.lua", "local b = require('b') return {b = b}");
  File("lua/b.lua", "return {a = require('a')}");
  EXPECT_EQ(Eval("require('a').b.a"), "true");
}

TEST_F(ModulesTest, AFailureSaysWhereAndMayBeTriedAgain) {  // L-61, L-63, TC-149
  File("lua/bad.lua", "local x\nerror('broken')");
  EXPECT_THAT(Raised("require('bad')"),
              HasSubstr("error loading module 'bad': lua/bad.lua:2: broken"));
  EXPECT_EQ(Eval("package.loaded.bad == nil and package.loaded['lua/bad.lua'] == nil"), "true");
  File("lua/bad.lua", "return 'fixed'");
  EXPECT_EQ(Eval("require('bad')"), "fixed");
  File("lua/syntax.lua", "x = = 1");
  EXPECT_THAT(Raised("require('syntax')"), HasSubstr("lua/syntax.lua:1: unexpected symbol"));
}

TEST_F(ModulesTest, AMissingFileNamesBothPlaces) {
  EXPECT_THAT(Raised("require('a.b')"),
              HasSubstr("error loading module 'a.b': file not found: lua/a/b.lua (also tried "
                        "a/b.lua)"));
  EXPECT_EQ(Eval("package.loaded['a.b']"), "nil");
}

TEST_F(ModulesTest, NothingOutsideTheSiteIsReached) {
  for (const char* name : {"..secret", "/etc/passwd", "", "a..b", "\\0"}) {
    EXPECT_NE(Raised("require('" + std::string(name) + "')"), "") << name;
  }
  EXPECT_THAT(Raised("require()"), HasSubstr("string expected"));
  EXPECT_NE(Raised("dofile('../main.lua')"), "");
  EXPECT_NE(Raised("dofile('/etc/passwd')"), "");
}

TEST_F(ModulesTest, OneFileUnderTwoNamesRunsOnce) {  // L-63, TC-150
  File("apps/s/app.lua", "runs = runs + 1 return {}");
  fake_.files.Link("lua/s.lua", "apps/s/app.lua");
  EXPECT_EQ(Eval("require('s') == require('apps.s.app')"), "true");
  EXPECT_EQ(Eval("runs"), "1");
  EXPECT_EQ(Eval("package.loaded['apps/s/app.lua'] ~= nil"), "true");  // H-20
}

TEST_F(ModulesTest, ManyModulesMayRequireEachOther) {
  for (int i = 0; i < 40; ++i) {
    File("lua/m" + std::to_string(i) + ".lua",
         "return 1 + require('m" + std::to_string(i + 1) + "')");
  }
  File("lua/m40.lua", "return 0");
  EXPECT_EQ(Eval("require('m0')"), "40");
}

TEST_F(ModulesTest, PackageHasOnlyLoaded) {  // L-60
  EXPECT_EQ(Eval("next(package), next(package, 'loaded')"), Eval("'loaded', nil"));
  EXPECT_EQ(Eval("package.loaded.string"), "nil");
}

TEST_F(ModulesTest, FilesMayBeginWithAMarkOrAScriptLine) {
  File("lua/bom.lua", "\xEF\xBB\xBFreturn 'bom'");
  File("lua/script.lua", "#!/usr/bin/lua\nreturn debug.traceback()");
  EXPECT_EQ(Eval("require('bom')"), "bom");
  EXPECT_THAT(Eval("require('script')"), HasSubstr("lua/script.lua:2:"));
}

TEST_F(ModulesTest, BytecodeIsNotLoaded) {
  File("lua/binary.lua", std::string("\x1bLua", 4) + "T");
  EXPECT_THAT(Raised("require('binary')"), HasSubstr("attempt to load a binary chunk"));
}

TEST_F(ModulesTest, DofileAndLoadfileReadTheSitesFiles) {  // D-49
  File("data/x.lua", "return 1, 2");
  EXPECT_EQ(Eval("dofile('data/x.lua')"), "1\t2");
  EXPECT_EQ(Eval("loadfile('data/x.lua')()"), "1\t2");
  EXPECT_THAT(Eval("loadfile('data/none.lua')"), AllOf(StartsWith("nil\t"), HasSubstr("none.lua")));
  File("data/env.lua", "return value");
  EXPECT_EQ(Eval("loadfile('data/env.lua', 't', {value = 5})()"), "5");
  File("data/bad.lua", "\n\nerror('in file')");
  EXPECT_THAT(Raised("dofile('data/bad.lua')"), StartsWith("data/bad.lua:3: in file"));
  EXPECT_THAT(Eval("loadfile('lua/main.lua') ~= nil and package.loaded['data/x.lua']"), "nil");
}

TEST_F(ModulesTest, UnloadingAModuleTakesWhatItDeclared) {  // H-24, H-26, TC-152
  File("lua/m.lua",
       "runs = runs + 1 T = session:prototype('T', {}) ui.registerWrapper('W', {new = print}) "
       "ui.registerPresenter('Pr', {})");
  Run("require('m') T1 = T session:unloadModule('lua/m.lua')");
  EXPECT_EQ(Eval("package.loaded.m == nil and package.loaded['lua/m.lua'] == nil"), "true");
  Run("T2 = session:prototype('T', {})");
  EXPECT_EQ(Eval("T1 == T2"), "false");
  Run("require('m') session:unloadModule('m') require('m')");
  EXPECT_EQ(Eval("runs"), "3");
  Run("session:unloadModule('unknown')");
}

TEST_F(ModulesTest, NestedRequiresOwnWhatTheyDeclare) {  // H-24, L-66
  File("lua/outer.lua",
       "require('inner') session:prototype('Outer', {}) mark = session:prototype('Outer')");
  File("lua/inner.lua", "inner = session:prototype('Inner', {})");
  Run("require('outer') session:unloadModule('inner')");
  EXPECT_EQ(Eval("session:prototype('Inner') == inner"), "false");
  EXPECT_EQ(Eval("session:prototype('Outer') == mark"), "true");
}

TEST_F(ModulesTest, WhatFailedOwnsNothing) {  // H-25
  File("apps/c/bad.lua", "P = session:prototype('P', {}) error('after it')");
  Run("pcall(require, 'apps.c.bad') session:unloadDirectory('apps/c') "
      "session:unloadModule('apps/c/bad.lua')");
  EXPECT_EQ(Eval("session:prototype('P', {}) == P"), "true");
}

TEST_F(ModulesTest, DirectoriesAreUnloadedWhole) {  // H-27
  File("apps/c/a.lua", "runs = runs + 1");
  File("apps/c/b.lua", "runs = runs + 1");
  File("apps/c/deep/d.lua", "runs = runs + 1");
  Run("function all() require('apps.c.a') require('apps.c.b') require('apps.c.deep.d') end all() "
      "session:unloadDirectory('apps/c/') all()");
  EXPECT_EQ(Eval("runs"), "5");
  Run("session:unloadDirectory('nowhere')");
}

TEST_F(ModulesTest, RunningOutOfMemoryIsAFailureOfTheModule) {
  options_.memory_limit_bytes = 1 << 20;
  Start("");
  File("lua/big.lua", "return '" + std::string(2 << 20, 'x') + "'");
  EXPECT_THAT(Raised("require('big')"), HasSubstr("not enough memory"));
  EXPECT_EQ(Eval("package.loaded.big"), "nil");
}

}  // namespace
}  // namespace tandem::testing
