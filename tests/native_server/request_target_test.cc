// Copyright (c) the Tandem authors. Licensed under the MIT License.

#include "native_server/request_target.h"

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "core/testing/matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace tandem::native {
namespace {

using ::tandem::testing::StatusIs;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

RequestTarget Parse(absl::string_view text) {
  auto target = ParseRequestTarget(text);
  EXPECT_TRUE(target.ok()) << text << ": " << target.status();
  return target.ok() ? *target : RequestTarget();
}

TEST(RequestTargetTest, TakesAPathApart) {
  const RequestTarget target = Parse("/a/b%20c.css?x=1&y=/../");
  EXPECT_THAT(target.segments, ElementsAre("a", "b c.css"));
  EXPECT_EQ(target.FilePath(), "a/b c.css");
  EXPECT_EQ(target.raw_path, "/a/b%20c.css");
  EXPECT_EQ(target.raw_query, "?x=1&y=/../");
  EXPECT_FALSE(target.names_folder);
  EXPECT_TRUE(target.is_clean);
}

TEST(RequestTargetTest, TheRootIsAFolder) {
  const RequestTarget target = Parse("/");
  EXPECT_THAT(target.segments, IsEmpty());
  EXPECT_TRUE(target.names_folder);
  EXPECT_TRUE(target.is_clean);
}

TEST(RequestTargetTest, AFolderEndsInASlash) {
  EXPECT_TRUE(Parse("/docs/").names_folder);
  EXPECT_TRUE(Parse("/docs/").is_clean);
  EXPECT_FALSE(Parse("/docs").names_folder);
}

TEST(RequestTargetTest, AcceptsTheAbsoluteForm) {
  EXPECT_EQ(Parse("http://example.com:80/a?b").raw_path, "/a");
  EXPECT_EQ(Parse("http://example.com:80/a?b").raw_query, "?b");
  EXPECT_THAT(Parse("http://example.com").segments, IsEmpty());
}

// S-34: the client is sent to the clean form, which never climbs above the root.
TEST(RequestTargetTest, CleansPlainDotsAndDoubleSlashes) {
  const struct {
    absl::string_view text, clean;
  } cases[] = {
      {"//", "/"},       {"//evil.example/x", "/evil.example/x"},
      {"/a//b", "/a/b"}, {"/a/./b/", "/a/b/"},
      {"/a/../b", "/b"}, {"/../../etc/passwd", "/etc/passwd"},
      {"/a/..", "/"},    {"/a/b/.", "/a/b/"},
  };
  for (const auto& [text, clean] : cases) {
    EXPECT_EQ(Parse(text).raw_path, clean) << text;
    EXPECT_FALSE(Parse(text).is_clean) << text;
  }
}

TEST(RequestTargetTest, RefusesWhatCouldClimb) {
  for (const absl::string_view text : {"/%2e%2e/x", "/%2E/x", "/a/.%2e/x", "/%2fetc", "/a%2Fb",
                                       "/a%5cb", "/a\\b", "/\\evil.example", "/a%00.html", "/a%",
                                       "/a%2", "/a%zz", "", "*", "etc/passwd", "example.com:80"}) {
    EXPECT_THAT(ParseRequestTarget(text), StatusIs(absl::StatusCode::kInvalidArgument)) << text;
  }
}

TEST(RequestTargetTest, KeepsSessionIdsOutOfTheLog) {
  EXPECT_EQ(PublicTarget("/0123456789abcdef0123456789abcdef/x?y"), "/SESSION/x?y");
  EXPECT_EQ(PublicTarget("/ws/0123456789abcdef0123456789abcdef"), "/ws/SESSION");
  EXPECT_EQ(PublicTarget("/_tandem/main.js"), "/_tandem/main.js");
}

}  // namespace
}  // namespace tandem::native
