// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// What was recorded can be played again: every transcript is held in process with recording on, and
// the log of each of its sessions is replayed, here and by the WebAssembly core. Recording must not
// change a byte of what a session says, and a replay must say the same, event by event. And each
// session can be brought back in another server, from its log alone, down to the last byte.

#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "core/log/log_event.h"
#include "core/log/log_reader.h"
#include "core/log/record.h"
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

// What a session is brought back from is the log of one that lives.
struct Life {
  std::string log;
  bool is_edited = false;
};
Life WithoutEnd(absl::string_view log) {
  Life life;
  absl::StatusOr<LogReader> reader = LogReader::Open(log);
  size_t end = log.size();
  for (auto event = reader->Next(); event.ok() && event->has_value(); event = reader->Next()) {
    if (std::holds_alternative<EndRecord>((*event)->record)) {
      end = (*event)->offset;
      break;
    }
    life.is_edited |= std::holds_alternative<ReloadRecord>((*event)->record) ||
                      ((*event)->number > 1 && !(*event)->templates.empty());
  }
  life.log = std::string(log.substr(0, end));
  return life;
}

void ExpectRevival(const Transcript& transcript, InprocDriver& first, InprocDriver& second) {
  RunTranscript(transcript, first);
  ASSERT_TRUE(second.Start(transcript.site).ok());
  for (const std::string& log : first.Logs()) {
    const Life life = WithoutEnd(log);
    const absl::Status back = second.Revive(life.log);
    const bool is_to_be_refused = life.is_edited || transcript.site.config.contains("lua");
    EXPECT_TRUE(back.ok() || (is_to_be_refused && absl::IsFailedPrecondition(back))) << back;
  }
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
  InprocDriver first(/*records=*/true, /*keeps_frames=*/false), second;
  ForWasm for_wasm;
  RegisterTranscripts([&](const Transcript& transcript) {
    ExpectSameReplay(transcript, recorded, plain, for_wasm);
    ExpectRevival(transcript, first, second);
  });
  testing::RegisterTest("wasm", "all_of_them", nullptr, nullptr, __FILE__, __LINE__,
                        [&]() -> testing::Test* { return new InWasm(for_wasm); });
  return RUN_ALL_TESTS();
}
