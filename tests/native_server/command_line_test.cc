// Copyright (c) the Tandem authors. Licensed under the MIT License.

#include "native_server/command_line.h"

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "core/testing/matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "native_server/setting.h"

namespace tandem::native {
namespace {

using ::tandem::testing::StatusIs;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using Command = CommandLine::Command;
using Words = std::vector<std::string>;

CommandLine Parse(const Words& words) {
  auto line = ParseCommandLine(words);
  EXPECT_TRUE(line.ok()) << line.status();
  return line.ok() ? *line : CommandLine();
}

std::string Error(const Words& words) {
  const auto line = ParseCommandLine(words);
  EXPECT_THAT(line, StatusIs(absl::StatusCode::kInvalidArgument));
  return std::string(line.status().message());
}

TEST(CommandLineTest, ServesUnlessToldOtherwise) {
  EXPECT_EQ(Parse({}).command, Command::kServe);
  EXPECT_EQ(Parse({"serve"}).command, Command::kServe);
  EXPECT_EQ(Parse({"--port", "1"}).command, Command::kServe);
  EXPECT_EQ(Parse({"export", "--out", "x"}).command, Command::kExport);
  for (const char* word : {"help", "--help", "-h"})
    EXPECT_EQ(Parse({word}).command, Command::kHelp);
  EXPECT_EQ(Parse({"serve", "--help"}).command, Command::kHelp);
  EXPECT_EQ(Parse({"version"}).command, Command::kVersion);
  EXPECT_EQ(Parse({"--version"}).command, Command::kVersion);
}

TEST(CommandLineTest, ReplaysALog) {
  CommandLine line = Parse({"replay", "one.tdlog", "--site", "demo", "-v"});
  EXPECT_EQ(line.command, Command::kReplay);
  EXPECT_EQ(line.log, "one.tdlog");
  EXPECT_THAT(line.flags["dir"], ElementsAre("demo"));
  EXPECT_TRUE(Parse({"replay", "one.tdlog"}).flags["dir"].empty());
  EXPECT_THAT(Error({"replay"}), HasSubstr("replay needs a LOG"));
  EXPECT_THAT(Error({"replay", "one", "two"}), HasSubstr("unexpected argument \"two\""));
}

TEST(CommandLineTest, RecordsASession) {
  CommandLine line = Parse({"sessions", "record", "ID", "--out", "one.tdlog", "--port", "80"});
  EXPECT_EQ(line.command, Command::kRecordSession);
  EXPECT_EQ(line.session, "ID");
  EXPECT_EQ(line.out, "one.tdlog");
  EXPECT_THAT(line.flags["port"], ElementsAre("80"));
  EXPECT_THAT(Error({"sessions"}), HasSubstr("sessions record SESSION"));
  EXPECT_THAT(Error({"sessions", "list"}), HasSubstr("unknown verb \"list\""));
  EXPECT_THAT(Error({"sessions", "record"}), HasSubstr("needs a SESSION"));
}

// D-3.
TEST(CommandLineTest, CountsTheVs) {
  EXPECT_EQ(Parse({"-v"}).command, Command::kServe);
  EXPECT_EQ(Parse({"-v"}).verbose, 1);
  EXPECT_EQ(Parse({"-vvv"}).verbose, 3);
  EXPECT_EQ(Parse({"serve", "-v", "-v"}).verbose, 2);
}

// S-10.
TEST(CommandLineTest, TakesOneDashOrTwoAndAnEqualsSign) {
  for (const Words& words : {Words{"--port", "80"}, Words{"-port", "80"}, Words{"--port=80"},
                             Words{"-port=80"}, Words{"serve", "--port", "80"}}) {
    EXPECT_THAT(Parse(words).flags["port"], ElementsAre("80")) << words.back();
  }
}

TEST(CommandLineTest, TheSiteIsAWordOrAFlag) {
  EXPECT_THAT(Parse({"serve", "demo"}).flags["dir"], ElementsAre("demo"));
  EXPECT_THAT(Parse({"--site", "demo"}).flags["dir"], ElementsAre("demo"));
  EXPECT_THAT(Parse({"--dir=demo"}).flags["dir"], ElementsAre("demo"));
  EXPECT_THAT(Parse({"serve", "--port", "0", "demo", "--dev"}).flags["dir"], ElementsAre("demo"));
}

TEST(CommandLineTest, SwitchesNeedNoValue) {
  EXPECT_THAT(Parse({"--dev"}).flags["dev"], ElementsAre("true"));
  EXPECT_THAT(Parse({"--dev=false"}).flags["dev"], ElementsAre("false"));
  EXPECT_THAT(Parse({"serve", "--dev", "demo"}).flags["dir"], ElementsAre("demo"));
}

TEST(CommandLineTest, ListsCollect) {
  EXPECT_THAT(
      Parse({"--allow-origin", "http://a", "--allow-origin", "http://b"}).flags["allow-origin"],
      ElementsAre("http://a", "http://b"));
}

// D-46: one line, with a suggestion.
TEST(CommandLineTest, ExplainsSlips) {
  EXPECT_EQ(Error({"--prt", "80"}), "unknown flag --prt; did you mean --port?");
  EXPECT_EQ(Error({"-prt=80"}), "unknown flag --prt; did you mean --port?");
  EXPECT_EQ(Error({"serve", "--xyzzy"}), "unknown flag --xyzzy");
  EXPECT_EQ(Error({"serve", "--bogus"}), "unknown flag --bogus");
  EXPECT_EQ(Error({"srve"}), "unknown command \"srve\"; did you mean serve?");
  EXPECT_EQ(Error({"serve", "one", "two"}), "unexpected argument \"two\": the site is \"one\"");
  EXPECT_EQ(Error({"export"}), "export needs --out FOLDER");
  EXPECT_THAT(Error({"--port"}), HasSubstr("--port"));
  EXPECT_EQ(Error({"serve", "--out", "x"}).substr(0, 18), "unknown flag --out");
}

TEST(CommandLineTest, HelpNamesEverySetting) {
  for (const Setting& setting : AllSettings()) {
    EXPECT_THAT(HelpText(), HasSubstr(std::string("--") + setting.name));
  }
}

}  // namespace
}  // namespace tandem::native
