// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// What was recorded can be played again: every transcript is held in process with recording on, and
// the log of each of its sessions is replayed, here and by the WebAssembly core. Recording must not
// change a byte of what a session says, and a replay must say the same, event by event.

#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "core/replay/replay.h"
#include "gtest/gtest.h"
#include "tests/conformance/inproc_driver.h"
#include "tests/conformance/runner.h"
#include "tests/conformance/transcript_suite.h"
#include "tests/replay/wasm_replay.h"

namespace tandem::conformance {
namespace {

// Of all transcripts held so far: logs to be replayed, whose they are, and what comes of it.
struct ForWasm {
  std::vector<std::string> logs;
  std::vector<std::string> transcripts;
  std::vector<std::string> verdicts;
};

void ExpectSameReplay(const Transcript& transcript, InprocDriver& recorded, InprocDriver& plain,
                      ForWasm& for_wasm) {
  const Outcome outcome = RunTranscript(transcript, recorded);
  EXPECT_EQ(outcome.frames, RunTranscript(transcript, plain).frames) << "recording tells";
  EXPECT_FALSE(recorded.Logs().empty());

  int64_t replayed_frames = 0;
  for (std::string& log : recorded.Logs()) {
    const absl::StatusOr<ReplayReport> report = Replay(log);
    if (absl::IsFailedPrecondition(report.status())) {
      // It opens libraries: what those do is in no log.
      EXPECT_TRUE(transcript.site.config.contains("lua")) << report.status();
      return;
    }
    ASSERT_TRUE(report.ok()) << report.status();
    EXPECT_TRUE(report->log_status.ok()) << report->log_status;
    if (report->divergence) {
      ADD_FAILURE() << "event " << report->divergence->event << " (" << report->divergence->record
                    << ")\n  recorded: " << report->divergence->recorded
                    << "\n  replayed: " << report->divergence->replayed;
    }
    replayed_frames += report->frames;
    for_wasm.verdicts.push_back("same " + std::to_string(report->frames));
    for_wasm.logs.push_back(std::move(log));
    for_wasm.transcripts.push_back(transcript.file);
  }
  EXPECT_EQ(replayed_frames, static_cast<int64_t>(outcome.frames.size())) << "not every frame";
}

// A case by itself, after all others, because starting Node and its module takes longer than most
// transcripts.
class InWasm : public testing::Test {
 public:
  explicit InWasm(const ForWasm& recorded) : recorded_(recorded) {}

  void TestBody() override {
    if (recorded_.logs.empty()) GTEST_SKIP() << "no transcript was held";
    const absl::StatusOr<std::vector<std::string>> verdicts = ReplayInWasm(recorded_.logs);
    ASSERT_TRUE(verdicts.ok()) << verdicts.status();
    for (size_t i = 0; i < verdicts->size(); ++i) {
      EXPECT_EQ((*verdicts)[i], recorded_.verdicts[i]) << recorded_.transcripts[i];
    }
  }

 private:
  const ForWasm& recorded_;
};

}  // namespace
}  // namespace tandem::conformance

int main(int argc, char** argv) {
  using namespace tandem::conformance;  // NOLINT: names of one line.
  testing::InitGoogleTest(&argc, argv);
  InprocDriver recorded(/*records=*/true), plain;
  ForWasm for_wasm;
  RegisterTranscripts([&](const Transcript& transcript) {
    ExpectSameReplay(transcript, recorded, plain, for_wasm);
  });
  testing::RegisterTest("wasm", "all_of_them", nullptr, nullptr, __FILE__, __LINE__,
                        [&]() -> testing::Test* { return new InWasm(for_wasm); });
  return RUN_ALL_TESTS();
}
