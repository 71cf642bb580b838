// Copyright (c) the Tandem authors. Licensed under the MIT License.

#include "core/base/base64.h"

#include <optional>
#include <string>

#include "absl/strings/escaping.h"
#include "absl/strings/string_view.h"
#include "gtest/gtest.h"

namespace tandem {
namespace {

TEST(Base64Test, KnowsTheExamplesOfTheRfc) {  // RFC 4648, section 10
  EXPECT_EQ(DecodeBase64(""), "");
  EXPECT_EQ(DecodeBase64("Zg=="), "f");
  EXPECT_EQ(DecodeBase64("Zm8="), "fo");
  EXPECT_EQ(DecodeBase64("Zm9v"), "foo");
  EXPECT_EQ(DecodeBase64("Zm9vYg=="), "foob");
  EXPECT_EQ(DecodeBase64("Zm9vYmE="), "fooba");
  EXPECT_EQ(DecodeBase64("Zm9vYmFy"), "foobar");
}

TEST(Base64Test, GivesBackAnyBytes) {
  std::string bytes;
  for (int i = 0; i < 1000; ++i) {
    EXPECT_EQ(DecodeBase64(absl::Base64Escape(bytes)), bytes);
    bytes.push_back(static_cast<char>(i * 37 + i / 7));
  }
}

TEST(Base64Test, TakesOneTextForEachSequenceOfBytes) {
  for (const char* text : {"Z", "Zg", "Zg=", "Zg===", "Z===", "====", "Zm9=v", "=", "Zm9v=", "Zm 9",
                           "Zm-_", "Zh==", "Zm9=", "Zg==Zg==", "Zg==\n", "Zm9\xC3\xA9"}) {
    EXPECT_EQ(DecodeBase64(text), std::nullopt) << text;
  }
  EXPECT_EQ(DecodeBase64(absl::string_view("Zm9\0", 4)), std::nullopt);
}

}  // namespace
}  // namespace tandem
