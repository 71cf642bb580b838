// Copyright (c) the Tandem authors. Licensed under the MIT License.

#include "native_server/stderr_log_sink.h"

#include "absl/time/time.h"
#include "core/host/log_sink.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace tandem::native {
namespace {

using ::testing::MatchesRegex;

std::string Line(LogLevel level, absl::string_view text) {
  return FormatLogLine(absl::FromUnixSeconds(1709294400), absl::UTCTimeZone(), level, text);
}

// S-13.
TEST(StderrLogSinkTest, WritesDateLevelAndIndentation) {
  EXPECT_EQ(Line(0, "hello"), "2024/03/01 12:00:00 [v0] hello\n");
  EXPECT_EQ(Line(3, "hello\n"), "2024/03/01 12:00:00 [v3]    hello\n");
}

TEST(StderrLogSinkTest, FurtherLinesCannotPassForLinesOfTheirOwn) {
  EXPECT_EQ(Line(0, "main.lua:3: oops\ntraceback"),
            "2024/03/01 12:00:00 [v0] main.lua:3: oops\n    traceback\n");
}

TEST(StderrLogSinkTest, ShowsControlCharactersInsteadOfObeyingThem) {
  EXPECT_EQ(Line(0, "a\x1b[31m\r\tb\x7f ü"),
            "2024/03/01 12:00:00 [v0] a\\x1b[31m\\x0d\tb\\x7f ü\n");
}

TEST(StderrLogSinkTest, PrintsWhatTheVerbosityAsksFor) {
  StderrLogSink sink(kLogConnections);
  EXPECT_TRUE(sink.Wants(kLogAlways));
  EXPECT_TRUE(sink.Wants(kLogConnections));
  EXPECT_FALSE(sink.Wants(kLogMessages));
  ::testing::internal::CaptureStderr();
  sink.Write(kLogConnections, "kept");
  sink.Write(kLogMessages, "dropped");
  EXPECT_THAT(::testing::internal::GetCapturedStderr(),
              MatchesRegex("..../../.. ..:..:.. \\[v1\\]  kept\n"));
}

}  // namespace
}  // namespace tandem::native
