// Copyright (c) the Tandem authors. Licensed under the MIT License.

#include "core/lua/view_lists.h"

#include <string>

#include "core/base/error.h"
#include "gtest/gtest.h"
#include "tests/core/lua/lua_session_fixture.h"

namespace tandem::testing {
namespace {

class ViewListsTest : public LuaSessionTest {
 protected:
  void SetUp() override {
    Start(R"lua(
      Row = {type = 'Row'} Row.__index = Row
      function row(n) return setmetatable({n = n}, Row) end
      app = {rows = {row('a'), row('b')}}
      made = 0
      View = {type = 'View'} View.__index = View
      function View:new(it)
        made = made + 1
        return setmetatable({base = it.baseItem, at = it.index, had = it.item}, View)
      end
      function View:label() return 'view of ' .. self.base.n end
      session:createAppVariable(app)
    )lua");
  }

  // A list over app.rows, and its items.
  Slot list_ = 0, items_ = 0;
  void OpenList(std::string item_wrapper = "") {
    list_ = Open("rows", {{"wrapper", "lua.ViewList"}, {"itemWrapper", item_wrapper}});
    items_ = Open("items", {}, list_);
    Scan();
  }
  std::string Items() { return Value(items_); }
  // What the path below the items shows.
  std::string At(absl::string_view path) {
    const Slot slot = Open(path, {}, items_);
    const std::vector<std::string> news = Scan();
    const std::string value = Value(slot);
    Close(slot);
    for (const std::string& line : news) {
      if (line.rfind(std::string(path) + "! ", 0) == 0) return line.substr(path.size() + 2);
    }
    return value;
  }
};

TEST_F(ViewListsTest, AListOfItemsOfElements) {  // L-100 … L-102, TC-84, T-46, T-42
  OpenList();
  EXPECT_EQ(Type(list_), "lua.ViewList");
  EXPECT_THAT(Value(list_), StartsWith("{\"obj\":"));
  EXPECT_THAT(store_calls_, Contains("SetProperty 2 fallbackNamespace:high=list-item"));
  EXPECT_EQ(ParseJson(Items())->size(), 2u);
  const Slot first = Open("0", {}, items_);
  Open("item", {}, first);
  Open("index", {}, first);
  Open("item.n", {}, first);
  Open("type", {}, first);
  Open("list", {}, first);
  Open("baseItem.n", {}, first);
  EXPECT_THAT(Scan(), ElementsAre(StartsWith("0: {\"obj\":"), StartsWith("item: {\"obj\":"),
                                  "index: 0", "item.n: \"a\"", "type: \"lua.ViewListItem\"",
                                  "list: " + Value(list_), "baseItem.n: \"a\""));
  EXPECT_EQ(Type(first), "lua.ViewListItem");
  EXPECT_TRUE(resolver().TakeListsMoved());
  EXPECT_FALSE(resolver().TakeListsMoved());
}

TEST_F(ViewListsTest, AppendingAddsAnItem) {  // TC-85, T-54
  OpenList();
  const std::string before = Items();
  resolver().TakeListsMoved();
  Run("table.insert(app.rows, row('c'))");
  EXPECT_THAT(Scan(), ElementsAre("rows kept", StartsWith("items: ")));
  EXPECT_THAT(Items(), StartsWith(before.substr(0, before.size() - 1) + ","));
  EXPECT_EQ(At("2.item.n"), "\"c\"");
  EXPECT_TRUE(resolver().TakeListsMoved());
}

TEST_F(ViewListsTest, ItemsFollowTheirElements) {  // D-40, D-14
  OpenList("View");
  const Json before = *ParseJson(Items());
  EXPECT_EQ(Eval("made"), "2");
  Run("table.insert(app.rows, 1, row('z'))");
  Scan();
  Json after = *ParseJson(Items());
  EXPECT_EQ(after[1], before[0]);
  EXPECT_EQ(after[2], before[1]);
  EXPECT_EQ(At("1.index"), "1");
  EXPECT_EQ(At("1.item.label()"), "\"view of a\"");
  EXPECT_EQ(Eval("made"), "3");
  Run("app.rows[1], app.rows[3] = app.rows[3], app.rows[1]");
  Scan();
  Json swapped = *ParseJson(Items());
  EXPECT_EQ(swapped[0], after[2]);
  EXPECT_EQ(swapped[2], after[0]);
  EXPECT_EQ(At("0.index"), "0");
  Run("table.remove(app.rows, 2)");
  Scan();
  EXPECT_EQ(*ParseJson(Items()), Json({swapped[0], swapped[2]}));
  EXPECT_EQ(Eval("made"), "3");
}

TEST_F(ViewListsTest, TheNthOfEqualElementsFindsTheNthItem) {  // D-40
  Run("app.rows = {'x', 'y', 'x', 0/0}");
  OpenList();
  const Json before = *ParseJson(Items());
  Run("app.rows = {'y', 0/0, 'x', 'x', 'x'}");
  Scan();
  const Json after = *ParseJson(Items());
  EXPECT_EQ(after[0], before[1]);
  EXPECT_EQ(after[1], before[3]);
  EXPECT_EQ(after[2], before[0]);
  EXPECT_EQ(after[3], before[2]);
  EXPECT_EQ(At("4.item"), "\"x\"");
  EXPECT_EQ(At("4.index"), "4");
}

TEST_F(ViewListsTest, ShrinkingDropsItems) {  // TC-88, T-54
  OpenList();
  const Slot second = Open("1", {}, items_);
  Scan();
  const std::string shown = Value(second);
  resolver().TakeListsMoved();
  Run("table.remove(app.rows)");
  EXPECT_THAT(Scan(),
              ElementsAre("rows kept", StartsWith("items: "), "1! ViewList index 1 out of range"));
  EXPECT_EQ(Value(second), shown);
  EXPECT_FALSE(resolver().TakeListsMoved());
}

TEST_F(ViewListsTest, EmptyAndNilSources) {  // L-105, TC-89, T-54
  OpenList();
  const std::string before = Value(list_);
  fake_.log.Clear();
  Run("app.rows = {}");
  Scan();
  EXPECT_EQ(Items(), "[]");
  EXPECT_THAT(Logged(), IsEmpty());
  EXPECT_EQ(Value(list_), before);
  Run("app.rows = nil");
  EXPECT_THAT(Scan(), ElementsAre("rows: null", StartsWith("items! NilPath")));
  EXPECT_EQ(Items(), "[]");
  Run("app.rows = {row('n')}");
  Scan();
  EXPECT_NE(Value(list_), before);
  EXPECT_EQ(At("0.item.n"), "\"n\"");
}

TEST_F(ViewListsTest, WhatIsNoArrayHasNoItems) {  // L-105, TC-90, T-54
  OpenList();
  fake_.log.Clear();
  Run("app.rows = row('single')");
  Scan();
  EXPECT_EQ(Items(), "[]");
  EXPECT_THAT(Logged(), ElementsAre(HasSubstr("not an array")));
  Scan();
  EXPECT_THAT(Logged(), SizeIs(1));
}

TEST_F(ViewListsTest, PrimitivesAndHoles) {  // TC-91, L-105
  Run("app.rows = {'x', nil, false}");
  OpenList();
  EXPECT_EQ(At("0.item"), "\"x\"");
  EXPECT_EQ(At("1.item"), "null");
  EXPECT_EQ(At("1.baseItem"), "null");
  EXPECT_EQ(At("1.index"), "1");
  EXPECT_EQ(At("2.item"), "false");
}

TEST_F(ViewListsTest, AFreshArrayOfTheSameRowsIsNoNews) {  // TC-92
  Run("function app:visible() local t = {} for i, r in ipairs(self.rows) do t[i] = r end "
      "return t end");
  const Slot list = Open("visible()", {{"wrapper", "lua.ViewList"}});
  Open("items", {}, list);
  Scan();
  for (int i = 0; i < 3; ++i) EXPECT_THAT(Scan(), IsEmpty());
}

TEST_F(ViewListsTest, PresentersGetAPlainTable) {  // L-106, T-57, TC-93, T-101, L-108
  Run("function View:new(it) seen = it return setmetatable({base = it.baseItem}, View) end");
  OpenList("View");
  EXPECT_EQ(At("1.item.label()"), "\"view of b\"");
  EXPECT_EQ(Eval("getmetatable(seen)"), "nil");
  EXPECT_EQ(Eval("seen.baseItem == app.rows[2] and seen.index"), "1");
  EXPECT_EQ(Eval("seen.item"), "nil");
  EXPECT_EQ(Eval("seen.list"), "nil");
}

TEST_F(ViewListsTest, PresentersThatFailLeaveTheElement) {  // TC-95, T-101, L-106
  Run("function View:new(it) if it.index == 0 then error('not you') end return nil end");
  fake_.log.Clear();
  OpenList("View");
  EXPECT_THAT(Logged(), ElementsAre(AllOf(HasSubstr("no presenter View"), HasSubstr("not you")),
                                    HasSubstr("new returned nil")));
  EXPECT_EQ(At("0.item.n"), "\"a\"");
  EXPECT_EQ(At("1.item.n"), "\"b\"");
}

TEST_F(ViewListsTest, UnknownPresentersLeaveTheElement) {
  fake_.log.Clear();
  OpenList("Nobody");
  EXPECT_THAT(Logged(), Each(HasSubstr("no presenter Nobody: there is no such type")));
  EXPECT_THAT(Logged(), SizeIs(2));
  EXPECT_EQ(At("0.item.n"), "\"a\"");
}

TEST_F(ViewListsTest, AnItemsCopyOfTheWrapperIsIgnored) {  // D-14, L-109
  OpenList("View");
  const Slot first = Open("0", {{"wrapper", "View"}}, items_);
  Scan();
  EXPECT_EQ(Eval("made"), "2");
  EXPECT_EQ(Type(first), "lua.ViewListItem");
}

TEST_F(ViewListsTest, AWrapperOfAnotherNameStillWrapsTheItem) {
  Run("Other = {type = 'Other'} Other.__index = Other "
      "function Other:new(v) value = v:getValue() return setmetatable({}, Other) end");
  OpenList("View");
  const Slot first = Open("0", {{"wrapper", "Other"}}, items_);
  Scan();
  EXPECT_EQ(Type(first), "Other");
  EXPECT_EQ(Eval("value.index == 0 and value.baseItem == app.rows[1] and value.list == nil"),
            "true");
}

TEST_F(ViewListsTest, UnknownStepsAreErrors) {  // L-84, L-101, L-102, L-108, T-53, T-56, TC-98
  OpenList();
  EXPECT_EQ(At("0.bogus"), "Unknown ViewListItem property: bogus");
  EXPECT_EQ(At("0.0"), "Unknown ViewListItem property: 0");
  EXPECT_EQ(At("0.remove()"), "Unknown ViewListItem property: remove");
  EXPECT_EQ(At("0.item()"), "Unknown ViewListItem property: item");
  EXPECT_EQ(At("5"), "ViewList index 5 out of range");
  EXPECT_EQ(At("size"), "[]*ViewListItem resolution only supports number indexes");
  EXPECT_EQ(At("0.list.bogus"), "Unknown ViewList property: bogus");
  EXPECT_EQ(At("0.list.0"), "Unknown ViewList property: 0");
  EXPECT_EQ(At("0.list.add()"), "Unknown ViewList property: add");
}

TEST_F(ViewListsTest, ListsAndItemsAreReadOnly) {
  OpenList();
  for (const char* path : {"0.item", "0.index", "0.list.items", "0"}) {
    EXPECT_THAT(Assign(Open(path, {}, items_), "1"), IsError(ErrorKind::kBadAccess)) << path;
  }
  ASSERT_THAT(Assign(Open("0.item.n", {}, items_), "\"changed\""), IsOk());
  EXPECT_EQ(Eval("app.rows[1].n"), "changed");
}

TEST_F(ViewListsTest, AnItemAClientSendsIsAPlainTableToTheApp) {  // T-100
  OpenList();
  const std::string first = At("0");
  ASSERT_THAT(Assign(Open("sel"), first), IsOk());
  EXPECT_EQ(Eval("app.sel.baseItem == app.rows[1] and getmetatable(app.sel) == nil"), "true");
  ASSERT_THAT(Assign(Open("sel"), Value(list_)), IsOk());
  EXPECT_EQ(Eval("type(app.sel.obj)"), "number");
}

TEST_F(ViewListsTest, ItemsNobodyShowsAreCollected) {
  OpenList("View");
  Run("weak = setmetatable({app.rows[1]}, {__mode = 'v'}) app.rows = {}");
  Scan();
  Run("collectgarbage()");
  EXPECT_EQ(Eval("weak[1]"), "nil");
}

TEST_F(ViewListsTest, LongListsMoveInLinearTime) {
  Run("app.rows = {} for i = 1, 20000 do app.rows[i] = {id = i} end");
  OpenList();
  Run("for i = 1, 10000 do app.rows[i], app.rows[20001 - i] = app.rows[20001 - i], app.rows[i] "
      "end");
  Scan();
  EXPECT_EQ(At("0.item.id"), "20000");
  EXPECT_EQ(At("19999.index"), "19999");
}

}  // namespace
}  // namespace tandem::testing
