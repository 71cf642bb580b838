// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// The transcripts of this folder as GoogleTest cases: one case for each, named
// FOLDER.TRANSCRIPT, so that --test_filter finds it and reports count it. A file that cannot be
// read is a case too, and fails.

#ifndef TANDEM_TESTS_CONFORMANCE_TRANSCRIPT_SUITE_H_
#define TANDEM_TESTS_CONFORMANCE_TRANSCRIPT_SUITE_H_

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "tests/conformance/driver.h"
#include "tests/conformance/runner.h"
#include "tests/conformance/transcript.h"

namespace tandem::conformance {

struct TranscriptFile {
  std::string path;    // "tests/conformance/transcripts/watching/first_watch.txt"
  std::string folder;  // "watching"
  std::string name;    // "first_watch"
};

// Every transcripts/**.txt among the test's files, sorted by path.
std::vector<TranscriptFile> FindTranscripts();

// kNotFound, or the parser's error.
absl::StatusOr<Transcript> ReadTranscript(const TranscriptFile& file);

// The files of apps/NAME by their paths in it; kNotFound if there is no such app.
absl::StatusOr<std::map<std::string, std::string>> ReadApp(absl::string_view name);

// Registers a case for every transcript; `body` is called with each one that can be read.
void RegisterTranscripts(std::function<void(const Transcript&)> body);

// As RegisterTranscripts, for what is the same in all three driver tests: hold the dialogue with
// the driver `make` makes (once, and kept), fail with its report, and add the raw frames to
// DRIVER.frames.jsonl among the test's outputs.
void RegisterDriver(std::function<std::unique_ptr<Driver>()> make);

// Appends to a file among the test's outputs; nothing outside of Bazel.
void AppendToOutput(const std::string& file, const std::string& text);

}  // namespace tandem::conformance

#endif  // TANDEM_TESTS_CONFORMANCE_TRANSCRIPT_SUITE_H_
