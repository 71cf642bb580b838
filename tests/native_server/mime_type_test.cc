// Copyright (c) the Tandem authors. Licensed under the MIT License.

#include "native_server/mime_type.h"

#include "gtest/gtest.h"

namespace tandem::native {
namespace {

// S-41.
TEST(MimeTypeTest, GoesByExtension) {
  EXPECT_EQ(MimeType("index.html"), "text/html; charset=utf-8");
  EXPECT_EQ(MimeType("a/b/main-XYZ.JS"), "text/javascript; charset=utf-8");
  EXPECT_EQ(MimeType("core.wasm"), "application/wasm");
  EXPECT_EQ(MimeType("icon.svg"), "image/svg+xml");
  EXPECT_EQ(MimeType("data.json"), "application/json");
}

TEST(MimeTypeTest, NeverGuesses) {
  EXPECT_EQ(MimeType("README"), "application/octet-stream");
  EXPECT_EQ(MimeType("a.html/b"), "application/octet-stream");
  EXPECT_EQ(MimeType(".html"), "application/octet-stream");
  EXPECT_EQ(MimeType("x.unknown"), "application/octet-stream");
}

TEST(MimeTypeTest, KnowsWhatAnExtensionIs) {
  EXPECT_TRUE(HasExtension("a/b.css"));
  EXPECT_FALSE(HasExtension("a.b/c"));
  EXPECT_FALSE(HasExtension("contacts"));
  EXPECT_FALSE(HasExtension("a/.hidden"));
  EXPECT_FALSE(HasExtension("end."));
}

}  // namespace
}  // namespace tandem::native
