// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// The runner against a driver that echoes: what holds must pass, and above all, what does not
// hold must fail and say where.

#include "tests/conformance/runner.h"

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/conformance/driver.h"
#include "tests/conformance/transcript.h"

namespace tandem::conformance {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

// Says back what it is told, 10 ms later; "now …" at once; "close N" closes; "log …" logs; "all …"
// speaks to every connection.
class EchoDriver : public Driver {
 public:
  absl::string_view name() const override { return "echo"; }
  absl::Status Start(const Site&) override { return absl::OkStatus(); }
  absl::Status CreateSession(const std::string& session) override {
    events_.push_back({Event::Kind::kLog, "", absl::StrCat("0 created ", session)});
    return absl::OkStatus();
  }
  absl::Status DestroySession(const std::string& session) override {
    for (const auto& [name, of] : connections_) {
      if (of == session) events_.push_back({Event::Kind::kClosed, name, "", 1001});
    }
    return absl::OkStatus();
  }
  absl::Status Connect(const std::string& connection, const std::string& session) override {
    connections_[connection] = session;
    return absl::OkStatus();
  }
  absl::Status Disconnect(const std::string& connection) override {
    connections_.erase(connection);
    return absl::OkStatus();
  }
  absl::Status Send(const std::string& connection, const std::string& frame) override {
    if (absl::StartsWith(frame, "now ")) {
      events_.push_back({Event::Kind::kFrame, connection, frame.substr(4)});
    } else if (absl::StartsWith(frame, "close ")) {
      events_.push_back({Event::Kind::kClosed, connection, "", std::stoi(frame.substr(6))});
    } else if (absl::StartsWith(frame, "log ")) {
      events_.push_back({Event::Kind::kLog, "", absl::StrCat("0 ", frame.substr(4))});
    } else if (absl::StartsWith(frame, "all ")) {
      for (const auto& [name, session] : connections_)
        events_.push_back({Event::Kind::kFrame, name, frame.substr(4)});
    } else {
      waiting_.push_back({Event::Kind::kFrame, connection, frame});
    }
    return absl::OkStatus();
  }
  absl::Status Advance(absl::Duration duration) override {
    passed_ += duration;
    if (passed_ < absl::Milliseconds(10)) return absl::OkStatus();
    for (Event& event : waiting_) events_.push_back(std::move(event));
    waiting_.clear();
    return absl::OkStatus();
  }
  absl::Status WriteFile(const std::string& path, const std::string& text) override {
    events_.push_back({Event::Kind::kLog, "", absl::StrCat("0 wrote ", path, ": ", text)});
    return absl::OkStatus();
  }
  std::vector<Event> TakeEvents() override { return std::exchange(events_, {}); }

 private:
  absl::Duration passed_ = absl::ZeroDuration();
  std::map<std::string, std::string> connections_;
  std::vector<Event> waiting_;
  std::vector<Event> events_;
};

// The failure of a dialogue; "" if there is none.
Outcome Play(const std::string& dialogue) {
  absl::StatusOr<Transcript> transcript = ParseTranscript(
      "demo.txt", absl::StrCat("# demo\n# Shows something (P-1).\nfile a <<<\n>>>\n", dialogue),
      [](absl::string_view) -> absl::StatusOr<std::map<std::string, std::string>> {
        return absl::NotFoundError("no apps here");
      });
  if (!transcript.ok()) {
    ADD_FAILURE() << transcript.status();
    return Outcome();
  }
  EchoDriver driver;
  return RunTranscript(*transcript, driver);
}

std::string FailureOf(const std::string& dialogue) { return Play(dialogue).failure; }

TEST(RunnerTest, ADialogueThatGoesAsWrittenPasses) {
  EXPECT_EQ(
      FailureOf(
          "a> {\"n\":1}\na<<\nafter 9ms\na<<\nafter 1ms\na< {\"n\":$n}\na> now [$n]\na< [1]\n"),
      "");
}

// Several of these in one place, because a runner that lets everything pass would pass every
// transcript.
TEST(RunnerTest, WhatDiffersFails) {
  EXPECT_THAT(FailureOf("a> now 1\na< 2\n"),
              HasSubstr("at the top\n  expected 2\n  got      1\nthe frame: 1"));
  EXPECT_THAT(FailureOf("a> now {\"a\":[0]}\na< {\"a\":[1]}\n"),
              HasSubstr("at /a/0\n  expected 1\n  got      0"));
  EXPECT_THAT(FailureOf("a> 1\na< 1\n"), HasSubstr("expected a frame\n  got      nothing"));
  EXPECT_THAT(FailureOf("a> now 1\na<<\n"), HasSubstr("expected nothing more on a\n  got      1"));
  EXPECT_THAT(FailureOf("a> now {\na< *\n"), HasSubstr("the frame is not JSON: {"));
  EXPECT_THAT(FailureOf("a< *\n"), HasSubstr("'a' is not connected"));
  EXPECT_THAT(FailureOf("a> now $x\n"), HasSubstr("$x stands for nothing yet"));
  EXPECT_THAT(FailureOf("a connect\na connect\n"), HasSubstr("'a' is connected already"));
}

TEST(RunnerTest, NothingMayBeLeftUnread) {
  EXPECT_THAT(FailureOf("a> now 1\n"),
              HasSubstr("> end\nexpected nothing more on a\n  got      1"));
  EXPECT_THAT(FailureOf("a> now 1\na disconnect\n"), HasSubstr("expected nothing more on a"));
  EXPECT_THAT(FailureOf("a> close 1001\n"),
              HasSubstr("expected a to stay open\n  got      closed with 1001"));
}

TEST(RunnerTest, ClosingIsExpectedByItsCode) {
  EXPECT_EQ(FailureOf("a> close 1007\na closed 1007\na> now 1\na< 1\n"), "");
  EXPECT_THAT(FailureOf("a> close 1001\na closed 1007\n"), HasSubstr("got      closed with 1001"));
  EXPECT_THAT(FailureOf("a connect\na closed 1007\n"), HasSubstr("got      open"));
  EXPECT_EQ(FailureOf("a connect\nsession s2\nb connect\nsession s1 destroy\na closed 1001\nb<<\n"),
            "");
}

TEST(RunnerTest, LogLinesAreFoundInTheirOrder) {
  EXPECT_EQ(FailureOf("a> log one\na> log two\nlog ~ /one/\nlog ~ /two/\nlog !~ /three/\n"), "");
  EXPECT_THAT(FailureOf("a> log one\na> log two\nlog ~ /two/\nlog ~ /one/\n"),
              HasSubstr("expected a line in the log"));
  EXPECT_THAT(FailureOf("a> log one\nlog !~ /on/\n"),
              HasSubstr("expected no such line in the log\n  got      0 one"));
  EXPECT_EQ(FailureOf("session s2\nlog ~ /created s1/\nlog ~ /created s2/\n"), "");
}

TEST(RunnerTest, AFailureShowsTheDialogueUpToIt) {
  const std::string failure =
      FailureOf("a> now 1\na< 1\nafter 5ms\na> now [1,\n  2]\na< [1,\n  3]\nafter 1h\n");
  EXPECT_THAT(failure, HasSubstr("demo.txt:10: echo disagrees after 5ms\n"));
  EXPECT_THAT(failure,
              HasSubstr("    5  a> now 1\n    6  a< 1\n    7  after 5ms\n    8  a> now [1,\n"));
  EXPECT_THAT(failure, HasSubstr(">  10  a< [1,\n"));
  EXPECT_THAT(failure, Not(HasSubstr("1h")));
}

TEST(RunnerTest, RawFramesKeepStepConnectionAndText) {
  const Outcome outcome = Play("b connect\na connect\na> all {\"x\": 1}\na< *\nb< *\n");
  ASSERT_EQ(outcome.failure, "");
  ASSERT_EQ(outcome.frames.size(), 2u);
  EXPECT_TRUE((outcome.frames[0] == RawFrame{7, "a", "{\"x\": 1}"}));
  EXPECT_TRUE((outcome.frames[1] == RawFrame{7, "b", "{\"x\": 1}"}));
  Transcript transcript;
  transcript.name = "demo";
  EXPECT_THAT(RawFrameLines(transcript, outcome),
              HasSubstr(R"({"connection":"a","frame":"{\"x\": 1}","line":7,"transcript":"demo"})"));
}

}  // namespace
}  // namespace tandem::conformance
