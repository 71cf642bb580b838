// Copyright (c) the Tandem authors. Licensed under the MIT License.

#include "core/viewdef/viewdef_store.h"

#include <cstdint>
#include <string>

#include "absl/time/time.h"
#include "core/host/log_sink.h"
#include "core/testing/fake_host.h"
#include "core/testing/matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace tandem {
namespace {

using ::testing::ElementsAre;
using testing::EqualsJson;
using ::testing::Pair;

class ViewdefStoreTest : public testing::Test {
 protected:
  // What a connection that has revision `after` is sent; "nothing" for nothing.
  std::string NewerThan(int64_t after) {
    std::string out;
    if (store_.AppendNewerThan(after, &out)) return out;
    EXPECT_EQ(out, "");
    return "nothing";
  }

  testing::FakeHost fake_;
  ViewdefStore store_{fake_.files, fake_.log};
};

TEST_F(ViewdefStoreTest, IsEmptyAtFirst) {
  EXPECT_EQ(store_.size(), 0);
  EXPECT_EQ(store_.revision(), 0);
  EXPECT_EQ(NewerThan(0), "nothing");
}

TEST_F(ViewdefStoreTest, LoadsEveryTemplateByItsBaseName) {  // H-50, P-87, S-22, S-23
  fake_.files.Set("viewdefs/Tiny.DEFAULT.html", "<template>tiny</template>");
  fake_.files.Set("viewdefs/forms/deep/Item.list-item.html", "<template>\"item\"</template>\n");
  fake_.files.Set("viewdefs/lua.ViewList.DEFAULT.html", "<template>list</template>");
  fake_.files.Set("viewdefs/notes.txt", "no template");
  fake_.files.Set("lua/Other.DEFAULT.html", "elsewhere");
  EXPECT_EQ(store_.Load(), 3);
  EXPECT_EQ(store_.size(), 3);
  EXPECT_EQ(NewerThan(0), R"({"Item.list-item":"<template>\"item\"</template>\n",)"
                          R"("Tiny.DEFAULT":"<template>tiny</template>",)"
                          R"("lua.ViewList.DEFAULT":"<template>list</template>"})");
}

TEST_F(ViewdefStoreTest, TheLaterPathWins) {  // H-50
  fake_.files.Set("viewdefs/a/Item.DEFAULT.html", "first");
  fake_.files.Set("viewdefs/b/Item.DEFAULT.html", "second");
  EXPECT_EQ(store_.Load(), 1);
  EXPECT_THAT(NewerThan(0), EqualsJson(R"({"Item.DEFAULT":"second"})"));
  // And goes on winning without being sent again.
  const int64_t revision = store_.revision();
  store_.Load();
  EXPECT_EQ(store_.revision(), revision);
}

TEST_F(ViewdefStoreTest, FollowsLinks) {  // H-50, H-61, TC-173
  fake_.files.Set("apps/shop/Shop.DEFAULT.html", "shop");
  fake_.files.Link("viewdefs/Shop.DEFAULT.html", "apps/shop/Shop.DEFAULT.html");
  store_.Load();
  EXPECT_THAT(NewerThan(0), EqualsJson(R"({"Shop.DEFAULT":"shop"})"));
}

TEST_F(ViewdefStoreTest, SkipsWhatCanNotBeReadAndSaysSo) {  // H-50, TC-175
  fake_.files.Set("viewdefs/Good.DEFAULT.html", "good");
  fake_.files.Set("viewdefs/Locked.DEFAULT.html", "secret");
  fake_.files.MakeUnreadable("viewdefs/Locked.DEFAULT.html");
  fake_.files.Link("viewdefs/Dangling.DEFAULT.html", "viewdefs/nowhere.html");
  fake_.files.Link("viewdefs/Outside.DEFAULT.html", "/etc/passwd");
  EXPECT_EQ(store_.Load(), 1);
  EXPECT_THAT(NewerThan(0), EqualsJson(R"({"Good.DEFAULT":"good"})"));
  EXPECT_TRUE(fake_.log.Contains(kLogAlways, "viewdefs/Locked.DEFAULT.html")) << fake_.log.Text();
  EXPECT_TRUE(fake_.log.Contains(kLogAlways, "viewdefs/Dangling.DEFAULT.html"));
  EXPECT_TRUE(fake_.log.Contains(kLogAlways, "viewdefs/Outside.DEFAULT.html"));
}

TEST_F(ViewdefStoreTest, NoTemplatesAtAllIsOnlyAWarning) {  // H-50
  EXPECT_EQ(store_.Load(), 0);
  EXPECT_TRUE(fake_.log.Contains("no templates below viewdefs/"));
}

TEST_F(ViewdefStoreTest, ARevisionGrowsOnlyWhenContentChanges) {  // H-53
  fake_.files.Set("viewdefs/A.DEFAULT.html", "a");
  fake_.files.Set("viewdefs/B.DEFAULT.html", "b");
  store_.Load();
  const int64_t loaded = store_.revision();
  EXPECT_GT(loaded, 0);
  store_.Load();
  EXPECT_EQ(store_.revision(), loaded);
  EXPECT_EQ(NewerThan(loaded), "nothing");

  fake_.files.Set("viewdefs/A.DEFAULT.html", "a2");
  store_.Load();
  EXPECT_GT(store_.revision(), loaded);
  EXPECT_THAT(NewerThan(loaded), EqualsJson(R"({"A.DEFAULT":"a2"})"));  // H-62
  EXPECT_THAT(NewerThan(0), EqualsJson(R"({"A.DEFAULT":"a2","B.DEFAULT":"b"})"));
}

TEST_F(ViewdefStoreTest, KnowsWhoIsConcernedByAChange) {  // H-62
  store_.Put("A.DEFAULT", "a");
  const int64_t had_a = store_.revision();
  store_.Put("B.DEFAULT", "b");
  EXPECT_FALSE(store_.HasChangedSince(had_a));  // B is new to them.
  EXPECT_FALSE(store_.HasChangedSince(0));
  store_.Put("A.DEFAULT", "a2");
  EXPECT_TRUE(store_.HasChangedSince(had_a));
  EXPECT_FALSE(store_.HasChangedSince(store_.revision()));
  EXPECT_FALSE(store_.HasChangedSince(0));
  EXPECT_THAT(store_.NewerThan(had_a),
              ElementsAre(Pair("A.DEFAULT", "a2"), Pair("B.DEFAULT", "b")));
}

TEST_F(ViewdefStoreTest, LooksForWhatATypeLacks) {  // H-55
  fake_.files.Set("viewdefs/Item.DEFAULT.html", "old");
  store_.Load();
  fake_.files.Set("viewdefs/Item.DEFAULT.html", "edited");
  fake_.files.Set("viewdefs/Item.row.html", "row");
  fake_.files.Set("viewdefs/Item.x.y.html", "x.y");
  fake_.files.Set("viewdefs/Item.notes.txt", "no template");
  fake_.files.Set("viewdefs/Items.row.html", "of another type");
  fake_.files.Set("viewdefs/Item.deep/Item.deep.html", "not directly there");
  const int64_t before = store_.revision();
  for (const char* type : {"", "*", "Ite", "../viewdefs/Item", "Item.deep/Item"}) {
    store_.LoadFor(type, absl::ZeroDuration());
    EXPECT_EQ(store_.revision(), before) << type;
  }
  store_.LoadFor("Item", absl::ZeroDuration());
  EXPECT_THAT(NewerThan(before), EqualsJson(R"({"Item.row":"row","Item.x.y":"x.y"})"));
}

TEST_F(ViewdefStoreTest, LooksForATypeOnceInAWhile) {  // H-55
  const absl::Duration start = absl::Hours(1);
  store_.LoadFor("Item", start);
  fake_.files.Set("viewdefs/Item.row.html", "row");
  fake_.files.Set("viewdefs/Other.row.html", "row");
  store_.LoadFor("Item", start + ViewdefStore::kLookAgain - absl::Milliseconds(1));
  EXPECT_EQ(store_.size(), 0);
  store_.LoadFor("Other", start + ViewdefStore::kLookAgain - absl::Milliseconds(1));
  EXPECT_EQ(store_.size(), 1);
  store_.LoadFor("Item", start + ViewdefStore::kLookAgain);
  EXPECT_EQ(store_.size(), 2);
}

TEST_F(ViewdefStoreTest, AnEditBehindALinkComesUnderTheLinksName) {  // H-61, TC-173
  fake_.files.Set("apps/shop/view.html", "shop");
  fake_.files.Link("viewdefs/Shop.DEFAULT.html", "apps/shop/view.html");
  store_.Load();
  const int64_t before = store_.revision();
  fake_.files.Set("apps/shop/view.html", "new");
  store_.Load();
  EXPECT_THAT(NewerThan(before), EqualsJson(R"({"Shop.DEFAULT":"new"})"));
}

TEST_F(ViewdefStoreTest, GoingBackToAnOldTextIsAChange) {  // H-53
  store_.Put("A.DEFAULT", "one");
  store_.Put("A.DEFAULT", "two");
  const int64_t two = store_.revision();
  store_.Put("A.DEFAULT", "one");
  EXPECT_THAT(NewerThan(two), EqualsJson(R"({"A.DEFAULT":"one"})"));
}

TEST_F(ViewdefStoreTest, PutAddsAndReplaces) {  // H-59, S-96
  store_.Put("A.DEFAULT", "");
  EXPECT_EQ(store_.size(), 1);
  const int64_t first = store_.revision();
  EXPECT_GT(first, 0);
  store_.Put("A.DEFAULT", "");
  EXPECT_EQ(store_.revision(), first);
  store_.Put("B.DEFAULT", "b");
  EXPECT_THAT(NewerThan(first), EqualsJson(R"({"B.DEFAULT":"b"})"));
}

TEST_F(ViewdefStoreTest, ADeletedFileStaysKnown) {  // H-58
  fake_.files.Set("viewdefs/A.DEFAULT.html", "a");
  store_.Load();
  fake_.files.Remove("viewdefs/A.DEFAULT.html");
  EXPECT_EQ(store_.Load(), 1);
  EXPECT_THAT(NewerThan(0), EqualsJson(R"({"A.DEFAULT":"a"})"));
}

TEST_F(ViewdefStoreTest, TextThatIsNotUtf8IsRepairedOnTheWay) {  // P-10
  store_.Put("A.DEFAULT", "<template>\xFF</template>");
  EXPECT_THAT(NewerThan(0), EqualsJson("{\"A.DEFAULT\":\"<template>\xEF\xBF\xBD</template>\"}"));
}

}  // namespace
}  // namespace tandem
