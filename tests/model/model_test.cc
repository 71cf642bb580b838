// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// Random sequences of operations on a session and on its plain twin: whatever happened, every page
// shows what a fresh look at everything would show. A failure prints the seed and the shortest
// script found that still fails.
//
//   --seed=N --sequences=N   other sequences than the usual ones
//   --script=FILE            one script, as a failure printed it

#include <cstdint>
#include <fstream>
#include <iostream>
#include <sstream>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "core/testing/matchers.h"
#include "gtest/gtest.h"
#include "tests/conformance/inproc_driver.h"
#include "tests/model/script.h"
#include "tests/model/sequences.h"
#include "tests/model/site.h"

namespace tandem::model {
namespace {

Sequences chosen{1, 10'000};

constexpr int kLength = 40;

std::string Report(const Outcome& outcome) { return absl::StrJoin(outcome.complaints, "\n"); }

// P-33, P-49, P-77 … P-81, P-83, P-117, P-125, P-126, P-132, T-33, T-44, T-58, T-74, D-6, D-8,
// D-36, D-40, D-41, D-42, D-43: all of them decide what a page shows.
TEST(ModelTest, EveryPageShowsWhatAFreshLookWouldShow) {
  conformance::InprocDriver driver;
  const conformance::Site site = ReadSite();
  std::map<std::string, int> meant, seen;
  for (int i = 0; i < chosen.count; ++i) {
    const uint32_t seed = chosen.first_seed + static_cast<uint32_t>(i);
    Outcome outcome;
    const Script script = MakeUp(driver, site, seed, kLength, &outcome);
    for (const auto& [verb, times] : outcome.meant) meant[verb] += times;
    for (const auto& [what, times] : outcome.seen) seen[what] += times;
    if (outcome.complaints.empty()) continue;
    const Script shortest = Shrink(driver, site, script);
    FAIL() << "seed " << seed << ":\n"
           << Report(outcome) << "\n\n"
           << "The shortest script, to be run with --script=FILE:\n"
           << TextOf(shortest) << "\n"
           << Report(RunScript(driver, site, shortest));
  }
  std::cout << "seeds " << chosen.first_seed << " to " << chosen.first_seed + chosen.count - 1
            << ", operations that meant something:\n";
  for (const World::Verb& verb : World::Verbs()) {
    std::cout << "  " << verb.name << " " << meant[verb.name] << "\n";
    EXPECT_GE(meant[verb.name], chosen.count / 20) << verb.name << " is hardly tried";
  }
  // What one of the pages does that speaks the extension; it seldom has a list whose objects it
  // knows.
  const std::pair<const char*, int> least[] = {
      {"frames said twice", 20}, {"list edits", 20}, {"objects addressed", 200}};
  for (const auto& [what, in] : least) {
    std::cout << "  " << what << ": " << seen[what] << "\n";
    EXPECT_GE(seen[what], chosen.count / in) << what << " hardly happen";
  }
}

// Instead of the others, when a script is given.
class TheScriptThatWasGiven : public testing::Test {
 public:
  explicit TheScriptThatWasGiven(std::string path) : path_(std::move(path)) {}

  void TestBody() override {
    std::ifstream file(path_);
    ASSERT_TRUE(file.good()) << path_;
    std::stringstream text;
    text << file.rdbuf();
    const absl::StatusOr<Script> script = ScriptFrom(text.str());
    ASSERT_THAT(script, testing::IsOk());
    conformance::InprocDriver driver;
    const Outcome outcome = RunScript(driver, ReadSite(), *script);
    std::cout << absl::StrJoin(outcome.frames, "\n") << "\n";
    EXPECT_TRUE(outcome.complaints.empty()) << Report(outcome);
  }

 private:
  const std::string path_;
};

}  // namespace
}  // namespace tandem::model

int main(int argc, char** argv) {
  using namespace tandem::model;  // NOLINT: names of a few lines.
  testing::InitGoogleTest(&argc, argv);
  std::string script;
  if (!ReadArguments(argc, argv, &chosen, &script)) return 2;
  if (!script.empty()) {
    testing::RegisterTest("ModelScript", "TheScriptThatWasGiven", nullptr, nullptr, __FILE__,
                          __LINE__,
                          [&]() -> testing::Test* { return new TheScriptThatWasGiven(script); });
    testing::GTEST_FLAG(filter) = "ModelScript.*";
  }
  return RUN_ALL_TESTS();
}
