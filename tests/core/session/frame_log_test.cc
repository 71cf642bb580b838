// Copyright (c) the Tandem authors. Licensed under the MIT License.

#include "core/session/frame_log.h"

#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace tandem {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::vector<std::string> GiveAll(FrameLog& log) {
  std::vector<std::string> frames;
  while (log.has_more()) frames.push_back(log.Give());
  return frames;
}

// D-42
TEST(FrameLogTest, NumbersFromOneAndGivesInOrder) {
  FrameLog log;
  EXPECT_EQ(log.next(), 1);
  log.Append("one");
  log.Append("two");
  EXPECT_EQ(log.next(), 3);
  EXPECT_THAT(GiveAll(log), ElementsAre("one", "two"));
  EXPECT_FALSE(log.has_more());
}

// D-42: another connection is given what is not acknowledged, and nothing else.
TEST(FrameLogTest, GivesAgainWhatWasNotAcknowledged) {
  FrameLog log;
  for (const char* frame : {"one", "two", "three"}) log.Append(frame);
  GiveAll(log);
  EXPECT_TRUE(log.Acknowledge(1));
  log.Rewind();
  EXPECT_THAT(GiveAll(log), ElementsAre("two", "three"));
  EXPECT_TRUE(log.Acknowledge(3));
  log.Rewind();
  EXPECT_THAT(GiveAll(log), IsEmpty());
  EXPECT_EQ(log.next(), 4);
}

TEST(FrameLogTest, AnAcknowledgementMayComeWhileFramesAreGivenAgain) {  // D-42
  FrameLog log;
  for (const char* frame : {"one", "two", "three"}) log.Append(frame);
  EXPECT_EQ(log.Give(), "one");
  EXPECT_EQ(log.Give(), "two");
  EXPECT_TRUE(log.Acknowledge(1));
  EXPECT_EQ(log.Give(), "three");
  log.Rewind();
  EXPECT_EQ(log.Give(), "two");
  EXPECT_TRUE(log.Acknowledge(3));  // Given on the connection before.
  EXPECT_FALSE(log.has_more());
}

TEST(FrameLogTest, AnOldAcknowledgementIsNothingNewAndOneOfTheFutureIsRefused) {  // D-42
  FrameLog log;
  EXPECT_TRUE(log.Acknowledge(0));
  EXPECT_FALSE(log.Acknowledge(1));
  log.Append("one");
  log.Append("two");
  EXPECT_TRUE(log.Acknowledge(2));
  EXPECT_TRUE(log.Acknowledge(1));
  EXPECT_EQ(log.acknowledged(), 2);
  EXPECT_FALSE(log.Acknowledge(3));
  EXPECT_EQ(log.acknowledged(), 2);
}

// D-42: the window.
TEST(FrameLogTest, IsFullWithTooManyFrames) {
  FrameLog log;
  for (size_t i = 0; i < FrameLog::kMaxFrames; ++i) {
    EXPECT_FALSE(log.is_full()) << i;
    log.Append("x");
  }
  EXPECT_TRUE(log.is_full());
  EXPECT_TRUE(log.Acknowledge(1));
  EXPECT_FALSE(log.is_full());
}

TEST(FrameLogTest, IsFullWithTooManyBytes) {
  FrameLog log;
  log.Append(std::string(FrameLog::kMaxBytes - 1, 'x'));
  EXPECT_FALSE(log.is_full());
  log.Append("x");
  EXPECT_TRUE(log.is_full());
  EXPECT_TRUE(log.Acknowledge(1));
  EXPECT_FALSE(log.is_full());
}

}  // namespace
}  // namespace tandem
