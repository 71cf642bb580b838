// Copyright (c) the Tandem authors. Licensed under the MIT License.

#include "native_server/disk_file_source.h"

#include "absl/status/status.h"
#include "core/testing/matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "native_server/rooted_folder.h"
#include "tests/native_server/temp_folder.h"

namespace tandem::native {
namespace {

using ::tandem::testing::IsOkAndHolds;
using ::tandem::testing::StatusIs;
using ::testing::ElementsAre;

class DiskFileSourceTest : public ::testing::Test {
 protected:
  TempFolder disk_;
  const RootedFolder site_{disk_.path(), RootedFolder::Links::kInside};
  DiskFileSource files_{site_};
};

TEST_F(DiskFileSourceTest, IsTheSiteAsTheCoreSeesIt) {
  disk_.Write("apps/shop.lua", "return 1").Link("lua/shop.lua", "../apps/shop.lua");
  EXPECT_THAT(files_.Read("lua/shop.lua"), IsOkAndHolds("return 1"));
  EXPECT_THAT(files_.Canonical("lua/shop.lua"), IsOkAndHolds("apps/shop.lua"));
  EXPECT_THAT(files_.List("lua/"), ElementsAre("lua/shop.lua"));
}

TEST_F(DiskFileSourceTest, SeesEdits) {
  disk_.Write("lua/main.lua", "one");
  EXPECT_THAT(files_.Read("lua/main.lua"), IsOkAndHolds("one"));
  disk_.Write("lua/main.lua", "two, longer");
  EXPECT_THAT(files_.Read("lua/main.lua"), IsOkAndHolds("two, longer"));
}

TEST_F(DiskFileSourceTest, KeepsTheErrorsOfTheInterface) {
  TempFolder outside;
  outside.Write("x.lua", "");
  disk_.Link("lua/out.lua", outside / "x.lua");
  EXPECT_THAT(files_.Read(""), StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(files_.Canonical(""), StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(files_.Read("../x.lua"), StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(files_.Read("lua/none.lua"), StatusIs(absl::StatusCode::kNotFound));
  EXPECT_THAT(files_.Read("lua/out.lua"), StatusIs(absl::StatusCode::kPermissionDenied));
  EXPECT_THAT(files_.Canonical("lua/out.lua"), StatusIs(absl::StatusCode::kPermissionDenied));
}

}  // namespace
}  // namespace tandem::native
