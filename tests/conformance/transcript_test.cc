// Copyright (c) the Tandem authors. Licensed under the MIT License.

#include "tests/conformance/transcript.h"

#include <map>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace tandem::conformance {
namespace {

using ::testing::ElementsAre;
using ::testing::Pair;

absl::StatusOr<std::map<std::string, std::string>> NoApps(absl::string_view name) {
  if (name != "counter") return absl::NotFoundError("there is no such app");
  return std::map<std::string, std::string>{{"lua/main.lua", "-- counter\n"}};
}

absl::StatusOr<Transcript> Parse(const std::string& text) {
  return ParseTranscript("folder/demo.txt", text, NoApps);
}

constexpr char kTitle[] = "# demo\n# Shows something (P-1).\n";

// The message for kTitle and `rest`; "" if there is nothing wrong.
std::string ErrorOf(const std::string& rest) {
  absl::StatusOr<Transcript> transcript = Parse(kTitle + rest);
  return transcript.ok() ? "" : std::string(transcript.status().message());
}

TEST(TranscriptTest, ReadsTheSite) {
  absl::StatusOr<Transcript> transcript = Parse(std::string(kTitle) +
                                                "config {\"compat\":{\"ui-engine\":true}}\n"
                                                "dev\n"
                                                "app counter\n"
                                                "file lua/more.lua <<<\n"
                                                "a = 1\n"
                                                "\n"
                                                "# not a comment\n"
                                                ">>>\n"
                                                "after 1ms\n");
  ASSERT_TRUE(transcript.ok()) << transcript.status();
  EXPECT_EQ(transcript->name, "demo");
  EXPECT_EQ(transcript->description, "Shows something (P-1).");
  EXPECT_TRUE(transcript->site.development);
  EXPECT_EQ(transcript->site.config.dump(), R"({"compat":{"ui-engine":true}})");
  EXPECT_THAT(transcript->site.files,
              ElementsAre(Pair("lua/main.lua", "-- counter\n"),
                          Pair("lua/more.lua", "a = 1\n\n# not a comment\n")));
}

TEST(TranscriptTest, ReadsTheDialogue) {
  absl::StatusOr<Transcript> transcript = Parse(std::string(kTitle) +
                                                "app counter\n"
                                                "\n"
                                                "# A comment.\n"
                                                "a connect\n"
                                                "a> [1,\n"
                                                "    2]\n"
                                                "a>\n"
                                                "after 10ms\n"
                                                "a< [*,\n"
                                                "  1]\n"
                                                "a<<\n"
                                                "session s2\n"
                                                "session s2 destroy\n"
                                                "log ~ /boom/\n"
                                                "log !~ /bang/\n"
                                                "a closed 1007\n"
                                                "a disconnect\n"
                                                "write lua/x.lua <<<\n"
                                                "  one\n"
                                                "# two\n"
                                                ">>>\n");
  ASSERT_TRUE(transcript.ok()) << transcript.status();
  using Kind = Step::Kind;
  std::vector<Kind> kinds;
  for (const Step& step : transcript->steps) kinds.push_back(step.kind);
  EXPECT_THAT(kinds, ElementsAre(Kind::kConnect, Kind::kSend, Kind::kSend, Kind::kAdvance,
                                 Kind::kExpectFrame, Kind::kExpectNothing, Kind::kSession,
                                 Kind::kDestroySession, Kind::kExpectLog, Kind::kExpectNoLog,
                                 Kind::kExpectClosed, Kind::kDisconnect, Kind::kWrite));
  const Step& send = transcript->steps[1];
  EXPECT_EQ(send.name, "a");
  EXPECT_EQ(send.frame, "[1,\n2]");
  EXPECT_EQ(send.line, 7);
  EXPECT_EQ(send.source, "a> [1,\n    2]");
  EXPECT_EQ(transcript->steps[2].frame, "");
  EXPECT_EQ(transcript->steps[3].duration, absl::Milliseconds(10));
  EXPECT_EQ(transcript->steps[6].name, "s2");
  EXPECT_EQ(transcript->steps[10].close_code, 1007);
  EXPECT_EQ(transcript->steps[12].name, "lua/x.lua");
  EXPECT_EQ(transcript->steps[12].frame, "  one\n# two\n");
}

TEST(TranscriptTest, TheTitleIsStrict) {
  EXPECT_EQ(Parse("demo\n").status().message(),
            "folder/demo.txt:1: a transcript begins with '# name' and '# one sentence'");
  EXPECT_EQ(Parse("# demo\napp counter\n").status().message(),
            "folder/demo.txt:2: a transcript begins with '# name' and '# one sentence'");
  EXPECT_EQ(Parse("# demo\n# Cites nothing.\n").status().message(),
            "folder/demo.txt:2: the sentence cites no requirement, such as P-47");
  EXPECT_EQ(Parse("# other\n# Shows (P-1).\n").status().message(),
            "folder/demo.txt:1: the name is 'other', the file's is another");
}

TEST(TranscriptTest, ErrorsNameFileAndLine) {
  EXPECT_EQ(ErrorOf("app counter\na< [1,\n  2\n"),
            "folder/demo.txt:4: column 6 of the pattern: expected ',' or ']', found the end");
  EXPECT_EQ(ErrorOf("app nobody\n"), "folder/demo.txt:3: there is no such app");
  EXPECT_EQ(ErrorOf("app counter\n\nafter soon\n"),
            "folder/demo.txt:5: 'soon' is no duration, such as 10ms");
  EXPECT_EQ(ErrorOf("app counter\nA> []\n"),
            "folder/demo.txt:4: 'A' is neither a keyword nor the name of a connection");
  EXPECT_EQ(ErrorOf("app counter\na waits\n"),
            "folder/demo.txt:4: a connection can '>', '<', '<<', 'connect', 'disconnect' or be "
            "'closed CODE'");
  EXPECT_EQ(ErrorOf("app counter\nafter 1ms\napp counter\n"),
            "folder/demo.txt:5: 'app' comes before the dialogue");
  EXPECT_EQ(ErrorOf("app counter\nafter 1ms\nfile a <<<\n>>>\n"),
            "folder/demo.txt:5: files come before the dialogue");
  EXPECT_EQ(ErrorOf("app counter\napp counter\n"),
            "folder/demo.txt:4: the site has two files 'lua/main.lua'");
  EXPECT_EQ(ErrorOf("file a <<<\ntext\n"), "folder/demo.txt:3: '<<<' without '>>>'");
  EXPECT_EQ(ErrorOf("file a\n"), "folder/demo.txt:3: expected 'file PATH <<<'");
  EXPECT_EQ(ErrorOf("write a\n"), "folder/demo.txt:3: expected 'write PATH <<<'");
  EXPECT_EQ(ErrorOf("config 5\n"), "folder/demo.txt:3: 'config' wants a JSON object");
  EXPECT_EQ(ErrorOf("dev yes\n"), "folder/demo.txt:3: 'dev' stands alone");
  EXPECT_EQ(ErrorOf("  a> []\n"), "folder/demo.txt:3: a line that continues none");
  EXPECT_EQ(ErrorOf("app counter\nlog = /x/\n"),
            "folder/demo.txt:4: expected 'log ~ /regex/' or 'log !~ /regex/'");
  EXPECT_EQ(ErrorOf("app counter\nlog ~ x\n"), "folder/demo.txt:4: expected /regex/");
  EXPECT_EQ(ErrorOf("app counter\nsession A\n"), "folder/demo.txt:4: 'A' is no name of a session");
  EXPECT_EQ(ErrorOf("app counter\na<< []\n"), "folder/demo.txt:4: '<<' ends its line");
  EXPECT_EQ(ErrorOf("app counter\n"), "folder/demo.txt:3: there is no dialogue");
  EXPECT_EQ(ErrorOf("after 1ms\n"),
            "folder/demo.txt:3: there is no app: say 'app NAME' or 'file PATH <<<'");
}

}  // namespace
}  // namespace tandem::conformance
