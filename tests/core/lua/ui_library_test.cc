// Copyright (c) the Tandem authors. Licensed under the MIT License.

#include "core/lua/ui_library.h"

#include <string>

#include "gtest/gtest.h"
#include "tests/core/lua/lua_session_fixture.h"

namespace tandem::testing {
namespace {

class UiLibraryTest : public LuaSessionTest {
 protected:
  void SetUp() override { Start("app = {} session:createAppVariable(app)"); }
  std::string Raised(absl::string_view code) {
    return std::string(session_->RunLuaProperty(code).message());
  }
};

TEST_F(UiLibraryTest, LogLinesHaveALevel) {  // L-50
  Run("ui.log('plain') ui.log(3, 'deep') ui.log(2.0, {} ~= nil) ui.log(-4, 'low')");
  EXPECT_TRUE(fake_.log.Contains(0, "[lua] plain"));
  EXPECT_TRUE(fake_.log.Contains(3, "[lua] deep"));
  EXPECT_TRUE(fake_.log.Contains(2, "[lua] true"));
  EXPECT_TRUE(fake_.log.Contains(0, "[lua] low"));
  fake_.log.SetVerbosity(1);
  fake_.log.Clear();
  Run("ui.log(2, 'unwanted')");
  EXPECT_THAT(fake_.log.lines(), IsEmpty());
  EXPECT_THAT(Raised("ui.log('x', 'y')"), HasSubstr("number expected"));
  EXPECT_THAT(Raised("ui.log()"), HasSubstr("value expected"));
}

TEST_F(UiLibraryTest, JsonGoesBothWays) {  // L-51, L-52
  EXPECT_EQ(Eval("ui.json_encode({b = {1, 2}, a = 'x'})"), R"({"a":"x","b":[1,2]})");
  EXPECT_EQ(Eval("ui.json_decode('{\"a\": [1, 2.0]}').a[2]"), "2");
  EXPECT_EQ(Eval("ui.json_decode('null')"), "nil");
  EXPECT_EQ(Eval("ui.json_decode(' 5 ')"), "5");
}

TEST_F(UiLibraryTest, JsonThatFailsIsNilAndAMessage) {
  EXPECT_THAT(Eval("ui.json_encode(0/0)"), AllOf(StartsWith("nil\t"), HasSubstr("NaN")));
  EXPECT_THAT(Eval("(function() local t = {} t[1] = t return ui.json_encode(t) end)()"),
              HasSubstr("contains itself"));
  EXPECT_THAT(Eval("ui.json_decode('{')"), StartsWith("nil\t"));
  EXPECT_THAT(Eval("ui.json_decode('1 x')"), StartsWith("nil\t"));
  EXPECT_THAT(Eval("ui.json_decode(string.rep('[', 300))"), StartsWith("nil\t"));
  EXPECT_THAT(Raised("ui.json_decode({})"), HasSubstr("string expected"));
  EXPECT_THAT(Raised("ui.json_encode()"), HasSubstr("value expected"));
}

TEST_F(UiLibraryTest, DecodedReferencesAreData) {  // L-152 is for client values.
  Open("row");
  Run("app.row = {x = 1}");
  Scan();
  EXPECT_EQ(Eval("ui.json_decode('" + Value(1) + "').x"), "nil");
}

TEST_F(UiLibraryTest, RegisteringReturnsNothing) {  // L-53, L-54
  EXPECT_EQ(Eval("select('#', ui.registerPresenter('P', {}))"), "0");
  EXPECT_EQ(Eval("select('#', ui.registerWrapper('W', {}))"), "0");
  EXPECT_THAT(Raised("ui.registerWrapper('W', 5)"), HasSubstr("table expected"));
}

TEST_F(UiLibraryTest, EmptyIsAMarker) {  // section 3
  EXPECT_EQ(Eval("type(EMPTY)"), "table");
  EXPECT_EQ(Eval("next(EMPTY)"), "nil");
}

TEST_F(UiLibraryTest, DiagIsForTheVariableBeingComputed) {  // L-56, T-96, T-97
  Run("function app:look() diag(1, 'looked') diag(3, 'closely') return 1 end diag(0, 'nobody')");
  const VariableId id = At(Open("look()")).id;
  fake_.log.SetVerbosity(2);
  Scan();
  EXPECT_THAT(session_->DiagnosticsOf(id), ElementsAre("looked"));
  Scan();
  EXPECT_THAT(session_->DiagnosticsOf(id), ElementsAre("looked"));  // Cleared each time.
  Run("diag(0, 'nobody')");
  EXPECT_THAT(session_->DiagnosticsOf(id), ElementsAre("looked"));
  Run("function app:look() return 1 end");
  Scan();
  EXPECT_THAT(session_->DiagnosticsOf(id), IsEmpty());
  EXPECT_THAT(Raised("diag('x', 'y')"), HasSubstr("number expected"));
}

TEST_F(UiLibraryTest, DiagHasAnEnd) {
  Run("function app:look() for i = 1, 1000 do diag(0, 'x') end return 1 end");
  const VariableId id = At(Open("look()")).id;
  Scan();
  EXPECT_THAT(session_->DiagnosticsOf(id), SizeIs(100));
}

}  // namespace
}  // namespace tandem::testing
