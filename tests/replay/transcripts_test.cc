// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// What was recorded can be played again: every transcript is held in process with recording on, and
// the log of each of its sessions is replayed. Recording must not change a byte of what a session
// says, and the replay must say the same, event by event.

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "core/replay/replay.h"
#include "gtest/gtest.h"
#include "tests/conformance/inproc_driver.h"
#include "tests/conformance/runner.h"
#include "tests/conformance/transcript_suite.h"

namespace tandem::conformance {
namespace {

void ExpectSameReplay(const Transcript& transcript, InprocDriver& recorded, InprocDriver& plain) {
  const Outcome outcome = RunTranscript(transcript, recorded);
  EXPECT_EQ(outcome.frames, RunTranscript(transcript, plain).frames) << "recording tells";
  EXPECT_FALSE(recorded.Logs().empty());

  int64_t replayed_frames = 0;
  for (const std::string& log : recorded.Logs()) {
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
  }
  EXPECT_EQ(replayed_frames, static_cast<int64_t>(outcome.frames.size())) << "not every frame";
}

}  // namespace
}  // namespace tandem::conformance

int main(int argc, char** argv) {
  using namespace tandem::conformance;  // NOLINT: names of one line.
  testing::InitGoogleTest(&argc, argv);
  InprocDriver recorded(/*records=*/true), plain;
  RegisterTranscripts(
      [&](const Transcript& transcript) { ExpectSameReplay(transcript, recorded, plain); });
  return RUN_ALL_TESTS();
}
