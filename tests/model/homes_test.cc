// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// The same operations in both homes: the core in this process and the one in WebAssembly, under
// Node, send the same frames, byte for byte and in the same order.
//
//   --seed=N --sequences=N   other sequences than the usual ones

#include <algorithm>
#include <cstdint>
#include <iostream>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "core/replay/replay.h"
#include "gtest/gtest.h"
#include "tests/conformance/inproc_driver.h"
#include "tests/conformance/wasm_driver.h"
#include "tests/model/script.h"
#include "tests/model/sequences.h"
#include "tests/model/site.h"
#include "tests/replay/wasm_replay.h"

namespace tandem::model {
namespace {

Sequences chosen{100'001, 700};

constexpr int kLength = 40;

class HomesTest : public testing::Test {
 protected:
  void ExpectSameReplay(std::vector<std::string> logs, uint32_t seed) {
    for (std::string& log : logs) {
      const absl::StatusOr<ReplayReport> report = Replay(log);
      ASSERT_TRUE(report.ok()) << report.status();
      ASSERT_TRUE(report->log_status.ok()) << report->log_status;
      ASSERT_FALSE(report->divergence)
          << "seed " << seed << ", event " << report->divergence->event << " ("
          << report->divergence->record << ")\n  recorded: " << report->divergence->recorded
          << "\n  replayed: " << report->divergence->replayed;
      expected_.push_back(absl::StrCat("same ", report->frames));
      seeds_.push_back(seed);
      logs_.push_back(std::move(log));
    }
    // As many at a time as memory holds easily.
    if (logs_.size() >= 500) ExpectSameInWasm();
  }

  void ExpectSameInWasm() {
    const absl::StatusOr<std::vector<std::string>> verdicts = ReplayInWasm(logs_);
    ASSERT_TRUE(verdicts.ok()) << verdicts.status();
    for (size_t i = 0; i < verdicts->size(); ++i) {
      ASSERT_EQ((*verdicts)[i], expected_[i]) << "seed " << seeds_[i];
    }
    logs_.clear();
    expected_.clear();
    seeds_.clear();
  }

 private:
  std::vector<std::string> logs_, expected_;
  std::vector<uint32_t> seeds_;
};

// Also when what was recorded natively is played again, there and here.
TEST_F(HomesTest, BothSendTheSameFrames) {
  conformance::InprocDriver native(/*records=*/true);
  conformance::WasmDriver wasm;
  const conformance::Site site = ReadSite();
  size_t frames = 0;
  for (int i = 0; i < chosen.count; ++i) {
    const uint32_t seed = chosen.first_seed + static_cast<uint32_t>(i);
    Outcome here;
    const Script script = MakeUp(native, site, seed, kLength, &here);
    ASSERT_TRUE(here.complaints.empty()) << "seed " << seed << ": for model_test to say";
    ExpectSameReplay(native.Logs(), seed);
    if (HasFatalFailure()) return;
    const Outcome there = RunScript(wasm, site, script);
    frames += here.frames.size();
    if (here.frames == there.frames) continue;
    const auto [a, b] = std::mismatch(here.frames.begin(), here.frames.end(), there.frames.begin(),
                                      there.frames.end());
    FAIL() << "seed " << seed << ", frame " << a - here.frames.begin() << ":\n"
           << "native: " << (a == here.frames.end() ? "(none)" : *a) << "\n"
           << "wasm:   " << (b == there.frames.end() ? "(none)" : *b) << "\n"
           << absl::StrJoin(there.complaints, "\n") << "\n\n"
           << TextOf(script);
  }
  ExpectSameInWasm();
  EXPECT_GE(frames, static_cast<size_t>(chosen.count) * 5);
  std::cout << chosen.count << " sequences from seed " << chosen.first_seed << ", " << frames
            << " frames, all the same\n";
}

}  // namespace
}  // namespace tandem::model

int main(int argc, char** argv) {
  testing::InitGoogleTest(&argc, argv);
  if (!tandem::model::ReadArguments(argc, argv, &tandem::model::chosen)) return 2;
  return RUN_ALL_TESTS();
}
