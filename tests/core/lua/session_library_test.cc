// Copyright (c) the Tandem authors. Licensed under the MIT License.

#include "core/lua/session_library.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "tests/core/lua/lua_session_fixture.h"

namespace tandem::testing {
namespace {

class SessionLibraryTest : public LuaSessionTest {
 protected:
  std::string Raised(absl::string_view code) {
    return std::string(session_->RunLuaProperty(code).message());
  }
};

TEST_F(SessionLibraryTest, TheAppVariable) {  // L-21, L-23, T-28
  Start(
      "app = {type = 'App'} id = session:createAppVariable(app, "
      "{note = 'n', n = 5, f = 1.5, flag = true, t = {}, [1] = 'ignored'})");
  EXPECT_EQ(Eval("id .. math.type(id)"), "1integer");
  EXPECT_EQ(Eval("session:getApp() == app"), "true");
  EXPECT_THAT(store_calls_, Contains("CreateVariable 0 f=1.5 flag= n=5 note=n t="));
  EXPECT_THAT(Value(0), StartsWith("{\"obj\":"));
}

TEST_F(SessionLibraryTest, ASecondAppReplacesTheFirst) {  // L-22, D-18
  Start(
      "a, b = {x = 'a'}, {x = 'b'} ids = session:createAppVariable(a) .. "
      "session:createAppVariable(b)");
  EXPECT_EQ(Eval("ids"), "11");
  EXPECT_EQ(Eval("session:getApp() == b"), "true");
  Open("x");
  EXPECT_THAT(Scan(), ElementsAre("x: \"b\""));
}

TEST_F(SessionLibraryTest, WithoutAnAppThereIsNone) {
  Start("");
  EXPECT_EQ(Eval("session:getApp()"), "nil");
}

TEST_F(SessionLibraryTest, WrongArgumentsAreErrors) {
  Start("");
  EXPECT_THAT(Raised("session:createAppVariable()"), HasSubstr("table expected"));
  EXPECT_THAT(Raised("session:createAppVariable('x')"), HasSubstr("table expected"));
  EXPECT_THAT(Raised("session:createAppVariable({}, 'x')"), HasSubstr("table expected"));
  EXPECT_THAT(Raised("session:createVariable('x', {})"),
              HasSubstr("createVariable: parentId must be a number or table"));
  EXPECT_THAT(Raised("session:createVariable({}, {})"),
              HasSubstr("parent object not found in tracker"));
  EXPECT_THAT(Raised("session:createVariable(0)"), HasSubstr("table expected"));
  EXPECT_THAT(Raised("session:createVariable(0.5, {})"), HasSubstr("integer"));
  EXPECT_THAT(Raised("session:destroyVariable('x')"),
              HasSubstr("destroyVariable: argument must be a number or table"));
  EXPECT_THAT(Raised("session:destroyVariable()"), HasSubstr("must be a number or table"));
}

TEST_F(SessionLibraryTest, FurtherRoots) {  // L-24, TC-216
  Start("app = {} session:createAppVariable(app) obj = {type = 'Extra'}");
  EXPECT_EQ(Eval("session:createVariable(0, obj, {note = 'x'})"), "-1");
  EXPECT_EQ(Type(SlotOf(VariableId(-1))), "Extra");
  EXPECT_THAT(store_calls_, Contains("CreateVariable 0 note=x"));
}

TEST_F(SessionLibraryTest, WhatTheStoreRefusesIsRaisedAndLetGo) {  // L-24
  Start("app = {} session:createAppVariable(app) weak = setmetatable({}, {__mode = 'k'})");
  EXPECT_THAT(Raised("local o = {} weak[o] = true session:createVariable(1, o)"),
              HasSubstr("only roots here"));
  EXPECT_THAT(Raised("local o = {} weak[o] = true session:createVariable(app, o)"),
              HasSubstr("only roots here"));
  EXPECT_THAT(store_calls_, Contains("CreateVariable 1").Times(2));
  Run("collectgarbage()");
  EXPECT_EQ(Eval("next(weak)"), "nil");
}

TEST_F(SessionLibraryTest, VariablesAreDestroyedByIdOrObject) {  // L-25, T-90
  Start(
      "app = {} session:createAppVariable(app) a, b = {}, {} "
      "session:createVariable(0, a) session:createVariable(0, b) session:createVariable(0, b)");
  Run("session:destroyVariable(-1)");
  EXPECT_THAT(destroyed_, ElementsAre(VariableId(-1)));
  Run("session:destroyVariable(b)");
  EXPECT_THAT(destroyed_, ElementsAre(VariableId(-1), VariableId(-2), VariableId(-3)));
  Run("session:destroyVariable({}) session:destroyVariable(12345) session:destroyVariable(a)");
  EXPECT_THAT(destroyed_, SizeIs(3));
}

// L-154: whatever number Tandem hands to Lua is an integer where it can be.
TEST_F(SessionLibraryTest, NumbersOfTandemAreIntegers) {
  Start("app = {} session:createAppVariable(app)");
  for (const char* number :
       {"session:setImmediate(print)", "session:setTimeout(print, 1.5)", "os.time()",
        "session:createVariable(0, {})", "session:createAppVariable(app)", "ui.json_decode('2.0')",
        "session:newVersion()"}) {
    EXPECT_EQ(Eval(absl::StrCat("math.type(", number, ")")), "integer") << number;
  }
}

TEST_F(SessionLibraryTest, LogIsUiLog) {  // L-26
  Start("session:log(2, 'two') session:log('zero')");
  EXPECT_TRUE(fake_.log.Contains(2, "[lua] two"));
  EXPECT_TRUE(fake_.log.Contains(0, "[lua] zero"));
}

TEST_F(SessionLibraryTest, WhatIsNotThere) {  // L-30, L-40
  Start("");
  for (const char* name : {"getAppVariable", "getVariable", "watchVariable", "dispatchAction",
                           "trackObject", "getObjectId", "defer"}) {
    EXPECT_EQ(Eval("session." + std::string(name)), "nil") << name;
  }
}

// What pages say of the person in front of them; not before one does.
TEST_F(SessionLibraryTest, TheUsersTimeZoneAndLocaleAreFields) {
  Start("before = tostring(session.timezone) .. tostring(session.locale)");
  EXPECT_EQ(Eval("before"), "nilnil");
  session_->SetUser({"Europe/Berlin", "de-DE"});
  EXPECT_EQ(Eval("session.timezone .. ' ' .. session.locale"), "Europe/Berlin de-DE");
  session_->SetUser({"", "fr"});
  EXPECT_EQ(Eval("session.timezone .. ' ' .. session.locale"), "Europe/Berlin fr");
  Run("session = nil");
  session_->SetUser({"Asia/Tokyo", ""});
  EXPECT_EQ(Eval("session.timezone"), "Asia/Tokyo");
}

}  // namespace
}  // namespace tandem::testing
