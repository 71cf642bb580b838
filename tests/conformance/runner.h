// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// Holds a transcript's dialogue with a driver and says where it goes differently: the report
// shows the shortest part of the dialogue that disagrees, what was expected and what came. The
// raw frames are kept, because the drivers must agree byte for byte.

#ifndef TANDEM_TESTS_CONFORMANCE_RUNNER_H_
#define TANDEM_TESTS_CONFORMANCE_RUNNER_H_

#include <string>
#include <vector>

#include "tests/conformance/driver.h"
#include "tests/conformance/transcript.h"

namespace tandem::conformance {

// A frame as it left the server.
struct RawFrame {
  int line = 0;  // Of the step during which it came: the same in all drivers, too.
  std::string connection;
  std::string text;

  friend bool operator==(const RawFrame& a, const RawFrame& b) {
    return a.line == b.line && a.connection == b.connection && a.text == b.text;
  }
};

struct Outcome {
  bool passed() const { return failure.empty(); }

  std::string failure;  // A report of several lines.
  // Of one step, those of a connection in their order, connections in the order of their names.
  std::vector<RawFrame> frames;
};

// Stops at the first disagreement. After the last step nothing may be left unread.
Outcome RunTranscript(const Transcript& transcript, Driver& driver);

// One line of JSON for each frame, for tools and for people with two files to compare.
std::string RawFrameLines(const Transcript& transcript, const Outcome& outcome);

}  // namespace tandem::conformance

#endif  // TANDEM_TESTS_CONFORMANCE_RUNNER_H_
