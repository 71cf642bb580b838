// Copyright (c) the Tandem authors. Licensed under the MIT License.

#include "native_server/watched_folders.h"

#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/native_server/temp_folder.h"

namespace tandem::native {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::Not;

class WatchedFoldersTest : public ::testing::Test {
 protected:
  // Relative to the site, which is "".
  std::vector<std::string> Folders() {
    std::vector<std::string> relative;
    for (const std::string& folder : WatchedFolders(disk_ / "site", {"lua", "apps", "viewdefs"})) {
      relative.push_back(folder == disk_ / "site" ? "" : folder.substr((disk_ / "site/").size()));
    }
    return relative;
  }

  TempFolder disk_;
};

TEST_F(WatchedFoldersTest, TreesAreWatchedWhole) {  // H-30, H-60
  disk_.Write("site/lua/main.lua", "").Write("site/lua/lib/deep/x.lua", "");
  disk_.Write("site/apps/shop/app.lua", "").Write("site/html/js/x.js", "");
  disk_.Write("site/lua/.git/x", "").MakeFolder("site/viewdefs/parts");
  EXPECT_THAT(Folders(), ElementsAre("", "apps", "apps/shop", "lua", "lua/lib", "lua/lib/deep",
                                     "viewdefs", "viewdefs/parts"));
}

TEST_F(WatchedFoldersTest, AnEmptySiteIsWatchedForWhatComes) {  // H-31
  disk_.MakeFolder("site");
  EXPECT_THAT(Folders(), ElementsAre(""));
}

// H-30: one that two links lead to stays while one of them does.
TEST_F(WatchedFoldersTest, TargetsOfLinksAreWatchedWhileALinkLeadsThere) {
  disk_.Write("site/shared/a.lua", "").Write("site/shared/b.lua", "");
  disk_.MakeFolder("site/shared/below");
  disk_.Link("site/lua/a.lua", "../shared/a.lua").Link("site/lua/b.lua", "../shared/b.lua");
  EXPECT_THAT(Folders(), ElementsAre("", "lua", "shared"));
  disk_.Remove("site/lua/a.lua");
  EXPECT_THAT(Folders(), Contains("shared"));
  disk_.Remove("site/lua/b.lua");
  EXPECT_THAT(Folders(), Not(Contains("shared")));
}

TEST_F(WatchedFoldersTest, LinkedFoldersAreEnteredOnce) {  // H-30 [FIX]
  disk_.Write("site/kit/parts/x.lua", "");
  disk_.Link("site/lua/kit", "../kit").Link("site/kit/parts/up", "..");
  EXPECT_THAT(Folders(), ElementsAre("", "kit", "kit/parts", "lua"));
}

TEST_F(WatchedFoldersTest, NothingOutsideTheSite) {
  disk_.Write("site-old/x.lua", "").Write("elsewhere/y.lua", "");
  disk_.Link("site/lua/x.lua", "../../site-old/x.lua").Link("site/lua/out", "../../elsewhere");
  disk_.Link("site/lua/dangling.lua", "nowhere.lua");
  EXPECT_THAT(Folders(), ElementsAre("", "lua"));
}

}  // namespace
}  // namespace tandem::native
