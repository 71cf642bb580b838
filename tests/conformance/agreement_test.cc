// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// The homes must not differ in a single byte: every transcript is held with all three drivers,
// and each frame must have come at the same step, to the same connection, with the same text.
// Whether a frame is right is for the other tests to say; that it is the same everywhere, also
// where a transcript says `*`, is for this one.

#include <array>
#include <memory>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "gtest/gtest.h"
#include "tests/conformance/inproc_driver.h"
#include "tests/conformance/runner.h"
#include "tests/conformance/transcript_suite.h"
#include "tests/conformance/wasm_driver.h"
#include "tests/conformance/websocket_driver.h"

namespace tandem::conformance {
namespace {

std::string Show(const Outcome& outcome, size_t i) {
  if (i >= outcome.frames.size()) return "nothing more";
  const RawFrame& frame = outcome.frames[i];
  return absl::StrCat("line ", frame.line, " ", frame.connection, "< ", frame.text);
}

// Where the two first differ; empty if nowhere.
std::string Difference(absl::string_view a_name, const Outcome& a, absl::string_view b_name,
                       const Outcome& b) {
  for (size_t i = 0; i < a.frames.size() || i < b.frames.size(); ++i) {
    if (i < a.frames.size() && i < b.frames.size() && a.frames[i] == b.frames[i]) continue;
    return absl::StrCat("frame ", i + 1, "\n  ", a_name, ": ", Show(a, i), "\n  ", b_name, ": ",
                        Show(b, i));
  }
  return "";
}

void ExpectAgreement(const Transcript& transcript,
                     std::array<std::unique_ptr<Driver>, 3>& drivers) {
  std::array<Outcome, 3> outcomes;
  for (size_t i = 0; i < drivers.size(); ++i) outcomes[i] = RunTranscript(transcript, *drivers[i]);
  for (size_t i = 1; i < drivers.size(); ++i) {
    const std::string difference =
        Difference(drivers[0]->name(), outcomes[0], drivers[i]->name(), outcomes[i]);
    EXPECT_TRUE(difference.empty()) << transcript.file << ": " << difference;
    // One that stopped early has fewer frames to differ in.
    EXPECT_EQ(outcomes[0].passed(), outcomes[i].passed())
        << outcomes[0].failure << outcomes[i].failure;
  }
}

}  // namespace
}  // namespace tandem::conformance

int main(int argc, char** argv) {
  using namespace tandem::conformance;  // NOLINT: names of one line.
  testing::InitGoogleTest(&argc, argv);
  std::array<std::unique_ptr<Driver>, 3> drivers = {std::make_unique<InprocDriver>(),
                                                    std::make_unique<WebsocketDriver>(),
                                                    std::make_unique<WasmDriver>()};
  RegisterTranscripts([&](const Transcript& transcript) { ExpectAgreement(transcript, drivers); });
  return RUN_ALL_TESTS();
}
