// Copyright (c) the Tandem authors. Licensed under the MIT License.

#include "native_server/static_files.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "core/testing/matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "native_server/http_message.h"
#include "native_server/rooted_folder.h"
#include "tests/native_server/temp_folder.h"

namespace tandem::native {
namespace {

using ::tandem::testing::StatusIs;

class StaticFilesTest : public ::testing::Test {
 protected:
  StaticFilesTest() { disk_.Write("html/a.css", "0123456789").Write("lua/main.lua", "code"); }

  HttpResponse Get(absl::string_view path, HttpHeaders headers = {}) {
    const HttpRequest request{"GET", "", std::move(headers)};
    auto response = files_.Serve(path, request);
    EXPECT_TRUE(response.ok()) << response.status();
    return response.ok() ? *std::move(response) : HttpResponse();
  }

  static std::string Body(const HttpResponse& response) {
    if (!response.file) return response.body;
    std::string text(response.file->length, '\0');
    EXPECT_EQ(::pread(response.file->fd.get(), text.data(), text.size(),
                      static_cast<off_t>(response.file->offset)),
              static_cast<ssize_t>(text.size()));
    return text;
  }

  void SetTime(absl::string_view path, time_t seconds, long nanoseconds) {
    const timespec times[2] = {{seconds, nanoseconds}, {seconds, nanoseconds}};
    ASSERT_EQ(::utimensat(AT_FDCWD, (disk_ / path).c_str(), times, 0), 0);
  }

  TempFolder disk_;
  const RootedFolder folder_{disk_.path(), RootedFolder::Links::kInside};
  const StaticFiles files_{folder_, "html"};
};

TEST_F(StaticFilesTest, ServesAFileWithItsTypeAndDate) {  // S-41, S-42, S-45
  SetTime("html/a.css", 784111777, 0);
  const HttpResponse response = Get("a.css");
  EXPECT_EQ(response.status, 200);
  EXPECT_EQ(Body(response), "0123456789");
  EXPECT_EQ(response.Header("Content-Type"), "text/css; charset=utf-8");
  EXPECT_EQ(response.Header("Last-Modified"), "Sun, 06 Nov 1994 08:49:37 GMT");
  EXPECT_EQ(response.Header("Cache-Control"), "no-cache");
  EXPECT_EQ(response.Header("X-Content-Type-Options"), "nosniff");
}

TEST_F(StaticFilesTest, FindsNothingElsewhere) {
  EXPECT_THAT(files_.Serve("b.css", {}), StatusIs(absl::StatusCode::kNotFound));
  EXPECT_THAT(files_.Serve("../lua/main.lua", {}), StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(files_.Serve("", {}), StatusIs(absl::StatusCode::kNotFound));
  EXPECT_FALSE(files_.Has("b.css"));
  EXPECT_TRUE(files_.Has("a.css"));
}

// S-45: what an author links into html/ is served, from wherever in the site it is.
TEST_F(StaticFilesTest, FollowsLinksWithinTheSite) {
  disk_.Write("apps/shop/logo.svg", "<svg/>").Link("html/shop", "../apps/shop");
  EXPECT_EQ(Body(Get("shop/logo.svg")), "<svg/>");
}

TEST_F(StaticFilesTest, SaysThatNothingHasChanged) {  // S-42
  const HttpResponse first = Get("a.css");
  const std::string date(first.Header("Last-Modified")), tag(first.Header("ETag"));
  EXPECT_EQ(Get("a.css", {{"If-Modified-Since", date}}).status, 304);
  EXPECT_EQ(Get("a.css", {{"if-none-match", tag}}).status, 304);
  EXPECT_EQ(Get("a.css", {{"If-None-Match", "\"x\", W/" + tag}}).status, 304);
  EXPECT_EQ(Get("a.css", {{"If-None-Match", "\"x\""}, {"If-Modified-Since", date}}).status, 200);
  EXPECT_FALSE(Get("a.css", {{"If-None-Match", tag}}).file.has_value());
}

// An edit within the second is an edit, and so is one that brings back an older file.
TEST_F(StaticFilesTest, NoticesEveryEdit) {
  SetTime("html/a.css", 784111777, 100);
  const std::string tag(Get("a.css").Header("ETag")), date(Get("a.css").Header("Last-Modified"));
  SetTime("html/a.css", 784111777, 200);
  EXPECT_EQ(Get("a.css", {{"If-None-Match", tag}, {"If-Modified-Since", date}}).status, 200);
  SetTime("html/a.css", 700000000, 0);
  EXPECT_EQ(Get("a.css", {{"If-Modified-Since", date}}).status, 200);
}

TEST_F(StaticFilesTest, ServesARange) {  // S-42
  const struct {
    const char *range, *body, *content_range;
  } cases[] = {
      {"bytes=2-4", "234", "bytes 2-4/10"},        {"bytes=7-", "789", "bytes 7-9/10"},
      {"bytes=8-99", "89", "bytes 8-9/10"},        {"bytes=-3", "789", "bytes 7-9/10"},
      {"bytes=-99", "0123456789", "bytes 0-9/10"},
  };
  for (const auto& [range, body, content_range] : cases) {
    const HttpResponse response = Get("a.css", {{"Range", range}});
    EXPECT_EQ(response.status, 206) << range;
    EXPECT_EQ(Body(response), body) << range;
    EXPECT_EQ(response.Header("Content-Range"), content_range);
  }
}

TEST_F(StaticFilesTest, RefusesARangeBeyondTheEnd) {
  disk_.Write("html/empty", "");
  EXPECT_EQ(Get("a.css", {{"Range", "bytes=10-"}}).status, 416);
  EXPECT_EQ(Get("a.css", {{"Range", "bytes=10-"}}).Header("Content-Range"), "bytes */10");
  EXPECT_EQ(Get("a.css", {{"Range", "bytes=-0"}}).status, 416);
  EXPECT_EQ(Get("empty", {{"Range", "bytes=0-"}}).status, 416);
  EXPECT_EQ(Get("empty", {{"Range", "bytes=-5"}}).status, 416);
}

TEST_F(StaticFilesTest, IgnoresRangesItDoesNotUnderstand) {
  for (const char* range : {"bytes=0-1,4-5", "bytes=-", "bytes=x-2", "bytes=5-2", "lines=1-2",
                            "bytes", "bytes=99999999999999999999-"}) {
    EXPECT_EQ(Get("a.css", {{"Range", range}}).status, 200) << range;
  }
}

TEST_F(StaticFilesTest, GivesTheWholeFileWhenTheRangeWasOfAnother) {
  const std::string tag(Get("a.css").Header("ETag"));
  EXPECT_EQ(Get("a.css", {{"Range", "bytes=1-2"}, {"If-Range", tag}}).status, 206);
  EXPECT_EQ(Get("a.css", {{"Range", "bytes=1-2"}, {"If-Range", "\"old\""}}).status, 200);
}

}  // namespace
}  // namespace tandem::native
