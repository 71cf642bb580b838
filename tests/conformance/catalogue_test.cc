// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// The transcripts as a collection: every file can be read, each name stands for one of them,
// and none of them gets lost.

#include <map>
#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/conformance/transcript_suite.h"

namespace tandem::conformance {
namespace {

// Raise it with what you add; that it falls is a decision.
constexpr size_t kTranscripts = 111;

TEST(CatalogueTest, HasNoFewerTranscriptsThanItHad) {
  EXPECT_GE(FindTranscripts().size(), kTranscripts);
}

TEST(CatalogueTest, NamesAreUnique) {
  std::map<std::string, std::string> paths;
  for (const TranscriptFile& file : FindTranscripts()) {
    const auto [other, is_new] = paths.emplace(file.name, file.path);
    EXPECT_TRUE(is_new) << file.path << " and " << other->second;
  }
}

}  // namespace
}  // namespace tandem::conformance

int main(int argc, char** argv) {
  testing::InitGoogleTest(&argc, argv);
  // A case for each, which fails if the file cannot be read.
  tandem::conformance::RegisterTranscripts([](const tandem::conformance::Transcript&) {});
  return RUN_ALL_TESTS();
}
