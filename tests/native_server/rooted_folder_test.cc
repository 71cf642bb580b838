// Copyright (c) the Tandem authors. Licensed under the MIT License.

#include "native_server/rooted_folder.h"

#include <sys/stat.h>

#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "core/testing/matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/native_server/temp_folder.h"

namespace tandem::native {
namespace {

using ::tandem::testing::IsOk;
using ::tandem::testing::IsOkAndHolds;
using ::tandem::testing::StatusIs;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

class RootedFolderTest : public ::testing::Test {
 protected:
  RootedFolderTest() {
    outside_.Write("secret.txt", "secret");
    disk_.Write("lua/main.lua", "main").Write("lua/parts/list.lua", "list");
    disk_.Write("apps/shop/app.lua", "shop").Write("html/index.html", "page");
  }

  RootedFolder Site(RootedFolder::Links links = RootedFolder::Links::kInside) const {
    return RootedFolder(disk_.path(), links);
  }

  TempFolder outside_;
  TempFolder disk_;
};

TEST_F(RootedFolderTest, ReadsAFile) {
  EXPECT_THAT(Site().Read("lua/parts/list.lua"), IsOkAndHolds("list"));
}

TEST_F(RootedFolderTest, ReadsBytesAsTheyAre) {
  const std::string bytes("a\0\r\n\xff", 5);
  disk_.Write("lua/bytes", bytes).Write("lua/empty", "");
  EXPECT_THAT(Site().Read("lua/bytes"), IsOkAndHolds(bytes));
  EXPECT_THAT(Site().Read("lua/empty"), IsOkAndHolds(""));
}

TEST_F(RootedFolderTest, SaysWhatIsMissing) {
  EXPECT_THAT(Site().Read("lua/none.lua"),
              StatusIs(absl::StatusCode::kNotFound, HasSubstr("lua/none.lua")));
  EXPECT_THAT(Site().Read("lua/main.lua/x"), StatusIs(absl::StatusCode::kNotFound));
  EXPECT_THAT(Site().Read("lua"), StatusIs(absl::StatusCode::kNotFound, HasSubstr("regular file")));
}

TEST_F(RootedFolderTest, RefusesMalformedPaths) {
  for (const absl::string_view path : {"..", "../secret", "lua/../../x", "lua/..", "/etc/passwd",
                                       "lua//main.lua", "./lua", "lua/.", "lua/", "/"}) {
    EXPECT_THAT(Site().Resolve(path), StatusIs(absl::StatusCode::kInvalidArgument)) << path;
  }
  EXPECT_THAT(Site().Read(absl::string_view("lua/main.lua\0.html", 18)),
              StatusIs(absl::StatusCode::kInvalidArgument));
}

// S-45: links within the site are followed, none leads out of it.
TEST_F(RootedFolderTest, FollowsLinksThatStayInside) {
  disk_.Link("lua/shop.lua", "../apps/shop/app.lua").Link("html/shop", "../apps/shop");
  disk_.Link("lua/absolute.lua", disk_ / "lua/main.lua");
  EXPECT_THAT(Site().Read("lua/shop.lua"), IsOkAndHolds("shop"));
  EXPECT_THAT(Site().Read("html/shop/app.lua"), IsOkAndHolds("shop"));
  EXPECT_THAT(Site().Read("lua/absolute.lua"), IsOkAndHolds("main"));
}

TEST_F(RootedFolderTest, RefusesLinksThatLeadOut) {
  disk_.Link("html/file", outside_ / "secret.txt").Link("html/folder", outside_.path());
  disk_.Link("html/hop", "file").Link("html/up", "../..");
  for (const absl::string_view path :
       {"html/file", "html/folder/secret.txt", "html/hop", "html/up"}) {
    EXPECT_THAT(Site().Resolve(path),
                StatusIs(absl::StatusCode::kPermissionDenied, HasSubstr(path)));
  }
}

// A neighbour whose name begins like the site's is outside.
TEST_F(RootedFolderTest, ComparesWholeComponents) {
  disk_.Write("site/x", "").Write("site-old/x", "old").Link("site/link", "../site-old/x");
  const RootedFolder site(disk_ / "site", RootedFolder::Links::kInside);
  EXPECT_THAT(site.Read("link"), StatusIs(absl::StatusCode::kPermissionDenied));
}

TEST_F(RootedFolderTest, FollowsAnyLinkWhereThatIsAllowed) {
  disk_.Link("html/file", outside_ / "secret.txt");
  EXPECT_THAT(Site(RootedFolder::Links::kAnywhere).Read("html/file"), IsOkAndHolds("secret"));
}

TEST_F(RootedFolderTest, EndsOnLoopsAndDanglingLinks) {
  disk_.Link("lua/a", "b").Link("lua/b", "a").Link("lua/gone", "nothing");
  EXPECT_THAT(Site().Read("lua/a"), StatusIs(absl::StatusCode::kPermissionDenied));
  EXPECT_THAT(Site().Read("lua/gone"), StatusIs(absl::StatusCode::kNotFound));
}

TEST_F(RootedFolderTest, NeverWaitsForAPipe) {
  ASSERT_EQ(::mkfifo((disk_ / "lua/pipe.lua").c_str(), 0600), 0);
  EXPECT_THAT(Site().Read("lua/pipe.lua"), StatusIs(absl::StatusCode::kNotFound));
  EXPECT_THAT(Site().List("lua/"), ElementsAre("lua/main.lua", "lua/parts/list.lua"));
}

// H-20: both sides resolved, the site itself may be reached through a link.
TEST_F(RootedFolderTest, NamesAFileByItsRealPath) {
  disk_.Link("lua/shop.lua", "../apps/shop/app.lua");
  outside_.Link("site", disk_.path());
  const RootedFolder site(outside_ / "site", RootedFolder::Links::kInside);
  EXPECT_THAT(site.Canonical("lua/shop.lua"), IsOkAndHolds("apps/shop/app.lua"));
  EXPECT_THAT(site.Canonical("lua/main.lua"), IsOkAndHolds("lua/main.lua"));
}

TEST_F(RootedFolderTest, ListsByPrefixInOrder) {
  disk_.Write("lua/Main.lua", "").Write("lua-old/x.lua", "");
  EXPECT_THAT(Site().List("lua/"),
              ElementsAre("lua/Main.lua", "lua/main.lua", "lua/parts/list.lua"));
  EXPECT_THAT(Site().List("lua/ma"), ElementsAre("lua/main.lua"));
  EXPECT_THAT(Site().List("lua/parts"), ElementsAre("lua/parts/list.lua"));
  EXPECT_THAT(Site().List("viewdefs/"), IsEmpty());
}

TEST_F(RootedFolderTest, ListsThroughLinksOnceAndNothingOutside) {
  disk_.Link("viewdefs/shop", "../apps/shop").Link("viewdefs/again", ".");
  disk_.Link("viewdefs/out", outside_.path()).Link("viewdefs/gone", "nothing");
  EXPECT_THAT(Site().List("viewdefs/"), ElementsAre("viewdefs/shop/app.lua"));
}

TEST_F(RootedFolderTest, FindsNothingUntilTheFolderExists) {
  const RootedFolder site(disk_ / "later", RootedFolder::Links::kInside);
  EXPECT_THAT(site.Read("x"), StatusIs(absl::StatusCode::kNotFound));
  EXPECT_THAT(site.List(""), IsEmpty());
  disk_.Write("later/x", "now");
  EXPECT_THAT(site.Read("x"), IsOkAndHolds("now"));
}

}  // namespace
}  // namespace tandem::native
