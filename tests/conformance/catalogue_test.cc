// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// The transcripts as a collection: every file can be read, each name stands for one of them,
// none of them gets lost, and together they hold the catalogue of cases TC-1, TC-2 … that any
// server of such applications must pass.

#include <map>
#include <regex>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/conformance/transcript_suite.h"

namespace tandem::conformance {
namespace {

// Raise it with what you add; that it falls is a decision.
constexpr size_t kTranscripts = 403;

// The cases of the catalogue, first and last of each run of numbers.
constexpr std::pair<int, int> kCases[] = {
    {1, 18},    {20, 34},   {40, 98},   {100, 108}, {110, 122}, {125, 143}, {145, 165},
    {168, 175}, {178, 185}, {190, 201}, {204, 211}, {215, 219}, {225, 231},
};

// The cases that no transcript can hold, and the test that does.
const std::map<int, std::string>& CasesElsewhere() {
  static const auto& cases = *new std::map<int, std::string>{
      {137, "ReloadTest.AnAppBehindALinkIsReloadedByItsTarget: a transcript has no links"},
      {138, "ReloadTest.AnEditOnDiskReachesAnOpenPage: a transcript has no disk"},
      {139, "ReloadTest.QuickWritesAreOneReload"},
      {140, "ReloadTest.WhatIsGoneWhenItIsDueIsDropped"},
      {173, "ViewdefStoreTest.FollowsLinks: a transcript has no links"},
      {175, "ViewdefStoreTest.SkipsWhatCanNotBeReadAndSaysSo"},
      {197, "ScriptLibrariesTest.ResultsAreAsLua51HasThem: the browser home has no processes"},
  };
  return cases;
}

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

// Also prints which is where: the test's output is the list of cases.
TEST(CatalogueTest, EveryCaseHasATranscript) {
  std::map<int, std::vector<std::string>> transcripts;
  const std::regex citation("TC-([0-9]+)");
  for (const TranscriptFile& file : FindTranscripts()) {
    const absl::StatusOr<Transcript> transcript = ReadTranscript(file);
    ASSERT_TRUE(transcript.ok()) << transcript.status().message();
    const std::string& sentence = transcript->description;
    for (std::sregex_iterator it(sentence.begin(), sentence.end(), citation), end; it != end;
         ++it) {
      transcripts[std::stoi((*it)[1])].push_back(absl::StrCat(file.folder, "/", file.name));
    }
  }
  std::string list;
  for (const auto& [first, last] : kCases) {
    for (int n = first; n <= last; ++n) {
      if (CasesElsewhere().contains(n)) continue;
      EXPECT_FALSE(transcripts[n].empty()) << "no transcript cites TC-" << n;
      absl::StrAppend(&list, "TC-", n, "\t", absl::StrJoin(transcripts[n], ", "), "\n");
    }
  }
  for (const auto& [n, where] : CasesElsewhere()) {
    absl::StrAppend(&list, "TC-", n, "\t", where, "\n");
  }
  AppendToOutput("cases.tsv", list);
}

}  // namespace
}  // namespace tandem::conformance

int main(int argc, char** argv) {
  testing::InitGoogleTest(&argc, argv);
  // A case for each, which fails if the file cannot be read.
  tandem::conformance::RegisterTranscripts([](const tandem::conformance::Transcript&) {});
  return RUN_ALL_TESTS();
}
