// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// A bundle answers like a site folder: found, not found, and refused.

#include "wasm/bundle_file_source.h"

#include <string>

#include "absl/status/status.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace tandem::wasm {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

class BundleFileSourceTest : public ::testing::Test {
 protected:
  void Add(const char* path, const char* bytes) {
    ASSERT_TRUE(files_.Add(path, bytes).ok()) << path;
  }

  BundleFileSource files_;
};

TEST_F(BundleFileSourceTest, ReadsWhatWasAdded) {
  Add("lua/main.lua", "return 1");
  EXPECT_EQ(*files_.Read("lua/main.lua"), "return 1");
  Add("lua/main.lua", "return 2");
  EXPECT_EQ(*files_.Read("lua/main.lua"), "return 2");
}

TEST_F(BundleFileSourceTest, KeepsBytesAsTheyAre) {
  const std::string bytes("a\0\xff\n", 4);
  ASSERT_TRUE(files_.Add("data.bin", bytes).ok());
  EXPECT_EQ(*files_.Read("data.bin"), bytes);
}

TEST_F(BundleFileSourceTest, NamesAFileThatIsNotThere) {
  Add("lua/main.lua", "");
  for (const char* path : {"lua/other.lua", "lua", "main.lua", "LUA/main.lua"}) {
    const absl::Status status = files_.Read(path).status();
    EXPECT_TRUE(absl::IsNotFound(status)) << status;
    EXPECT_THAT(std::string(status.message()), HasSubstr(path));
    EXPECT_TRUE(absl::IsNotFound(files_.Canonical(path).status()));
  }
}

TEST_F(BundleFileSourceTest, RefusesMalformedPaths) {
  for (const char* path :
       {"", "/lua/main.lua", "lua/", "lua//main.lua", "./main.lua", "lua/../main.lua", ".."}) {
    EXPECT_TRUE(absl::IsInvalidArgument(files_.Add(path, ""))) << path;
    EXPECT_TRUE(absl::IsInvalidArgument(files_.Read(path).status())) << path;
    EXPECT_TRUE(absl::IsInvalidArgument(files_.Canonical(path).status())) << path;
  }
}

TEST_F(BundleFileSourceTest, ListsAPrefixInByteOrder) {
  Add("viewdefs/b/Y.html", "");
  Add("viewdefs/a.html", "");
  Add("viewdefs/B.html", "");
  Add("viewdefs2/c.html", "");
  Add("lua/main.lua", "");
  EXPECT_THAT(files_.List("viewdefs/"),
              ElementsAre("viewdefs/B.html", "viewdefs/a.html", "viewdefs/b/Y.html"));
  EXPECT_THAT(files_.List("x"), IsEmpty());
  EXPECT_EQ(files_.List("").size(), 5u);
}

// H-20: without links a file is known by its own path.
TEST_F(BundleFileSourceTest, IsCanonicalAlready) {
  Add("lua/main.lua", "");
  EXPECT_EQ(*files_.Canonical("lua/main.lua"), "lua/main.lua");
}

}  // namespace
}  // namespace tandem::wasm
