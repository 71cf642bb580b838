// Copyright (c) the Tandem authors. Licensed under the MIT License.

#include "native_server/export_site.h"

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "core/base/json.h"
#include "core/testing/matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/native_server/temp_folder.h"

namespace tandem::native {
namespace {

using ::tandem::testing::IsOkAndHolds;
using ::tandem::testing::StatusIs;
using ::testing::HasSubstr;

class ExportSiteTest : public ::testing::Test {
 protected:
  ExportSiteTest() {
    disk_.Write("site/lua/main.lua", "code").Write("site/lua/parts/a.lua", "part");
    disk_.Write("site/viewdefs/A.DEFAULT.html", "<p/>").Write("site/config/config.toml", "");
    disk_.Write("site/html/index.html", "needs a server").Write("site/html/img/logo.svg", "<svg/>");
    disk_.Write("assets/local.html", "needs none").Write("assets/core/tandem_core.wasm", "wasm");
  }

  absl::StatusOr<int> Export() {
    ExportRequest request;
    request.site = disk_ / "site";
    request.assets = disk_ / "assets";
    request.out = disk_ / out_;
    request.site_settings = Json{{"session", {{"timeout", "1h"}}}};
    return ExportSite(request);
  }

  TempFolder disk_;
  std::string out_ = "out/www";
};

TEST_F(ExportSiteTest, WritesWhatTheBrowserNeeds) {
  EXPECT_THAT(Export(), IsOkAndHolds(5));
  EXPECT_THAT(disk_.Read("out/www/index.html"), HasSubstr("needs none"));
  EXPECT_EQ(disk_.Read("out/www/img/logo.svg"), "<svg/>");
  EXPECT_EQ(disk_.Read("out/www/_tandem/local.html"), "needs none");
  EXPECT_EQ(disk_.Read("out/www/_tandem/core/tandem_core.wasm"), "wasm");
  const Json files = Json::parse(disk_.Read("out/www/site.json"))["files"];
  EXPECT_EQ(files["lua/main.lua"], "code");
  EXPECT_EQ(files["lua/parts/a.lua"], "part");
  EXPECT_EQ(files["viewdefs/A.DEFAULT.html"], "<p/>");
  EXPECT_EQ(files["config/config.json"], R"({"session":{"timeout":"1h"}})");
  EXPECT_EQ(files.size(), 4u);
}

// F-292: whoever serves the folder need not know of the policy.
TEST_F(ExportSiteTest, ThePageBringsItsPolicyAndTheSitesIcon) {
  disk_.Write("assets/local.html", "<head><link href=\"./_tandem/favicon.svg\">");
  EXPECT_THAT(Export(), IsOkAndHolds(5));
  EXPECT_THAT(
      disk_.Read("out/www/index.html"),
      HasSubstr("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'"));
  EXPECT_THAT(disk_.Read("out/www/index.html"), HasSubstr("./_tandem/favicon.svg"));
  disk_.Write("site/html/favicon.svg", "<svg/>");
  EXPECT_THAT(Export(), IsOkAndHolds(6));
  EXPECT_THAT(disk_.Read("out/www/index.html"), HasSubstr("\"./favicon.svg\""));
}

TEST_F(ExportSiteTest, ReplacesItsFilesAndLeavesOthersAlone) {
  disk_.Write("out/www/mine.txt", "mine").Write("out/www/img/logo.svg", "an older, longer one");
  EXPECT_THAT(Export(), IsOkAndHolds(5));
  EXPECT_THAT(Export(), IsOkAndHolds(5));
  EXPECT_EQ(disk_.Read("out/www/mine.txt"), "mine");
  EXPECT_EQ(disk_.Read("out/www/img/logo.svg"), "<svg/>");
}

TEST_F(ExportSiteTest, ExportsNothingFromOutside) {
  disk_.Write("secret.txt", "secret").Link("site/html/link.txt", disk_ / "secret.txt");
  EXPECT_THAT(Export(), IsOkAndHolds(5));
  EXPECT_FALSE(disk_.Has("out/www/link.txt"));
}

TEST_F(ExportSiteTest, SaysWhatIsWrong) {
  out_ = "site/html";
  EXPECT_THAT(Export(), StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("lies inside")));
  out_ = "site";
  EXPECT_THAT(Export(), StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("lies inside")));
  out_ = "secret.txt";
  disk_.Write("secret.txt", "");
  EXPECT_THAT(Export(), StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("not a folder")));
  out_ = "secret.txt/deeper";
  EXPECT_THAT(Export(), StatusIs(absl::StatusCode::kUnavailable, HasSubstr("cannot write")));
  out_ = "out";
  disk_.Write("site/lua/x.lua", "\xff");
  EXPECT_THAT(Export(),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("lua/x.lua: not UTF-8")));
  disk_.Remove("assets/local.html");
  EXPECT_THAT(Export(), StatusIs(absl::StatusCode::kNotFound, HasSubstr("--assets")));
  disk_.Remove("site");
  EXPECT_THAT(Export(), StatusIs(absl::StatusCode::kNotFound, HasSubstr("does not exist")));
}

}  // namespace
}  // namespace tandem::native
