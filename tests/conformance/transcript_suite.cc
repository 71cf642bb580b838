// Copyright (c) the Tandem authors. Licensed under the MIT License.

#include "tests/conformance/transcript_suite.h"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"

namespace tandem::conformance {
namespace {

namespace fs = std::filesystem;

// Tests run in the root of their runfiles.
constexpr char kTranscripts[] = "tests/conformance/transcripts";
constexpr char kApps[] = "tests/conformance/apps";

absl::StatusOr<std::string> ReadFile(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  if (!file) return absl::NotFoundError(absl::StrCat("cannot read ", path.string()));
  return text.str();
}

// A registered case: reads its transcript and hands it on.
class TranscriptTest : public testing::Test {
 public:
  TranscriptTest(TranscriptFile file, std::function<void(const Transcript&)> body)
      : file_(std::move(file)), body_(std::move(body)) {}

  void TestBody() override {
    absl::StatusOr<Transcript> transcript = ReadTranscript(file_);
    if (!transcript.ok()) FAIL() << transcript.status().message();
    body_(*transcript);
  }

 private:
  const TranscriptFile file_;
  const std::function<void(const Transcript&)> body_;
};

}  // namespace

absl::StatusOr<std::map<std::string, std::string>> ReadApp(absl::string_view name) {
  const fs::path root = fs::path(kApps) / std::string(name);
  std::error_code error;
  std::map<std::string, std::string> files;
  for (const fs::directory_entry& entry : fs::recursive_directory_iterator(root, error)) {
    if (entry.is_directory()) continue;
    absl::StatusOr<std::string> content = ReadFile(entry.path());
    if (!content.ok()) return content.status();
    // Not fs::relative, which follows links: in runfiles every file is one.
    files.emplace(entry.path().lexically_relative(root).generic_string(), *std::move(content));
  }
  if (files.empty()) return absl::NotFoundError(absl::StrCat("there is no app '", name, "'"));
  return files;
}

std::vector<TranscriptFile> FindTranscripts() {
  std::vector<TranscriptFile> files;
  std::error_code error;
  for (const fs::directory_entry& entry : fs::recursive_directory_iterator(kTranscripts, error)) {
    if (entry.path().extension() != ".txt") continue;
    files.push_back(TranscriptFile{entry.path().generic_string(),
                                   entry.path().parent_path().filename().string(),
                                   entry.path().stem().string()});
  }
  std::sort(files.begin(), files.end(),
            [](const TranscriptFile& a, const TranscriptFile& b) { return a.path < b.path; });
  return files;
}

absl::StatusOr<Transcript> ReadTranscript(const TranscriptFile& file) {
  absl::StatusOr<std::string> text = ReadFile(file.path);
  if (!text.ok()) return text.status();
  return ParseTranscript(file.path, *text, ReadApp);
}

void RegisterTranscripts(std::function<void(const Transcript&)> body) {
  for (const TranscriptFile& file : FindTranscripts()) {
    testing::RegisterTest(
        file.folder.c_str(), file.name.c_str(), nullptr, nullptr, file.path.c_str(), 1,
        [file, body]() -> TranscriptTest* { return new TranscriptTest(file, body); });
  }
}

void RegisterDriver(std::function<std::unique_ptr<Driver>()> make) {
  auto driver = std::make_shared<std::unique_ptr<Driver>>();
  RegisterTranscripts([make, driver](const Transcript& transcript) {
    if (*driver == nullptr) *driver = make();
    const Outcome outcome = RunTranscript(transcript, **driver);
    AppendToOutput(absl::StrCat((*driver)->name(), ".frames.jsonl"),
                   RawFrameLines(transcript, outcome));
    EXPECT_TRUE(outcome.passed()) << outcome.failure;
  });
}

void AppendToOutput(const std::string& file, const std::string& text) {
  const char* folder = std::getenv("TEST_UNDECLARED_OUTPUTS_DIR");
  if (folder == nullptr) return;
  std::ofstream(fs::path(folder) / file, std::ios::binary | std::ios::app) << text;
}

}  // namespace tandem::conformance
