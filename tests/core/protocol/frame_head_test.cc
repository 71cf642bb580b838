// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// What Tandem's extension says beside the messages: read from clients' frames, and written at the
// head of the server's (D-42, D-43).

#include "core/protocol/frame_head.h"

#include <string>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "core/base/error.h"
#include "core/base/ids.h"
#include "core/protocol/codec.h"
#include "core/protocol/frame_writer.h"
#include "core/testing/matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace tandem {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::IsOk;
using testing::SizeIs;

ClientFrame Decode(absl::string_view bytes) {
  absl::StatusOr<ClientFrame> frame = DecodeFrame(bytes);
  EXPECT_THAT(frame, IsOk()) << bytes;
  return frame.ok() ? *std::move(frame) : ClientFrame();
}

// A frame with this `tandem` and one message.
std::string With(absl::string_view tandem) {
  return absl::StrCat(R"({"tandem":)", tandem,
                      R"(,"messages":[{"type":"watch","data":{"varId":1}}]})");
}

// The head of a frame that must have a good one.
ClientHead Head(absl::string_view bytes) {
  const ClientFrame frame = Decode(bytes);
  EXPECT_THAT(frame.head_error, IsOk()) << bytes;
  EXPECT_TRUE(frame.head.has_value()) << bytes;
  return frame.head.value_or(ClientHead());
}

std::string Complaint(absl::string_view bytes) {
  const ClientFrame frame = Decode(bytes);
  EXPECT_FALSE(frame.head.has_value()) << bytes;
  EXPECT_THAT(frame.messages, IsEmpty()) << bytes;
  EXPECT_FALSE(frame.head_error.ok()) << bytes;
  if (frame.head_error.ok()) return "";
  EXPECT_EQ(ErrorKindOf(frame.head_error), ErrorKind::kBadRequest) << bytes;
  return std::string(frame.head_error.message());
}

TEST(ClientHeadTest, AFrameWithoutOneHasNone) {
  for (absl::string_view bytes : {R"({"messages":[]})", R"([])", R"({"tandem":null,"messages":[]})",
                                  R"([{"tandem":{"seq":1},"type":"watch","data":{"varId":1}}])"}) {
    EXPECT_FALSE(Decode(bytes).head.has_value()) << bytes;
    EXPECT_THAT(Decode(bytes).head_error, IsOk()) << bytes;
  }
}

TEST(ClientHeadTest, ReadsAGreeting) {  // D-43
  const ClientHead head = Head(With(R"({"version":3,"features":["x","list","ack"],"seq":1})"));
  EXPECT_EQ(head.version, 3);
  EXPECT_TRUE(head.features.ack);
  EXPECT_TRUE(head.features.list);
  EXPECT_EQ(head.seq, 1);
  EXPECT_FALSE(head.ack.has_value());
  EXPECT_FALSE(head.resume.has_value());
  EXPECT_FALSE(Head(With(R"({"version":1,"features":["list"]})")).features.ack);
  EXPECT_FALSE(Head(With(R"({"version":1})")).features.list);
}

// Who is in front of the page.
TEST(ClientHeadTest, ReadsTheUser) {  // D-43
  const ClientHead head = Head(
      With(R"({"version":1,"features":[],"timezone":"America/Port-au-Prince","locale":"de-DE"})"));
  EXPECT_EQ(head.user.timezone, "America/Port-au-Prince");
  EXPECT_EQ(head.user.locale, "de-DE");
  EXPECT_EQ(Head(With(R"({"version":1})")).user.timezone, "");
  EXPECT_THAT(Complaint(With(R"({"version":1,"timezone":5})")),
              HasSubstr("timezone must be a string, not a number"));
  EXPECT_THAT(Complaint(With(R"({"version":1,"timezone":"a b"})")),
              HasSubstr("timezone must be the name of a time zone"));
  EXPECT_THAT(Complaint(With(R"({"version":1,"locale":"de/DE"})")),
              HasSubstr("locale must be a language tag"));
  EXPECT_THAT(
      Complaint(With(absl::StrCat(R"({"version":1,"locale":")", std::string(36, 'x'), R"("})"))),
      HasSubstr("locale must be a language tag"));
  ClientFrame frame;
  frame.head = head;
  EXPECT_EQ(Head(EncodeFrame(frame)).user.timezone, "America/Port-au-Prince");
}

TEST(ClientHeadTest, ReadsTheRest) {  // D-42
  const ClientHead resume =
      Head(R"({"tandem":{"version":1,"features":["ack"],"resume":"p","ack":0},"messages":[]})");
  EXPECT_EQ(resume.resume, "p");
  EXPECT_EQ(resume.ack, 0);
  EXPECT_TRUE(Head(R"({"tandem":{"ping":true},"messages":[]})").ping);
  EXPECT_TRUE(Head(R"({"tandem":{"bye":true}})").bye);
}

TEST(ClientHeadTest, StandsBesideTheMessagesInAnyOrder) {
  const ClientFrame frame = Decode(
      R"({"messages":[{"type":"watch","data":{"varId":1}}],"userEvent":true,"tandem":{"seq":4}})");
  EXPECT_THAT(frame.messages, SizeIs(1));
  EXPECT_TRUE(frame.user_event);
  ASSERT_TRUE(frame.head.has_value());
  EXPECT_EQ(frame.head->seq, 4);
  EXPECT_THAT(Decode(R"({"tandem":{"ack":4}})").messages, IsEmpty());
  EXPECT_THAT(Decode(R"({"type":"watch","tandem":{"seq":4},"data":{"varId":1}})").messages,
              SizeIs(1));
}

TEST(ClientHeadTest, IgnoresWhatItDoesNotKnow) {  // P-16
  const ClientHead head = Head(
      With(R"({"seq":2,"colour":["a",{"seq":9}],"data":{"ack":3},"userEvent":1,"messages":[7]})"));
  EXPECT_EQ(head.seq, 2);
  EXPECT_FALSE(head.ack.has_value());
}

TEST(ClientHeadTest, WhatMakesNoSenseIsNamedAndTheMessagesAreDropped) {  // D-43
  const std::pair<absl::string_view, absl::string_view> cases[] = {
      {"7", "tandem must be an object, not a number"},
      {"[]", "tandem must be an object, not an array"},
      {R"({"version":"1"})", "version must be an integer, not a string"},
      {R"({"version":0})", "version must be at least 1"},
      {R"({"features":"ack"})", "features must be an array, not a string"},
      {R"({"features":["ack",1]})", "a feature must be a string, not a number"},
      {R"({"features":[["ack"]]})", "a feature must be a string, not an array"},
      {R"({"seq":1.5})", "seq must be an integer, not 1.5"},
      {R"({"seq":0})", "seq must be at least 1"},
      {R"({"ack":-1})", "ack must be at least 0"},
      {R"({"ack":1e300})", "ack must be an integer"},
      {R"({"ping":1})", "ping must be a boolean, not a number"},
      {R"({"bye":"now"})", "bye must be a boolean, not a string"},
      {R"({"bye":true})", "a frame that says bye carries no messages"},
      {R"({"resume":7})", "resume must be a string, not a number"},
      {R"({"resume":"p"})", "resume needs version"},
      {R"({"version":1,"resume":"p"})", "resume needs the feature ack"},
      {R"({"version":1,"features":["ack"],"resume":"p"})", "resume needs ack"},
      {R"({"version":1,"features":["ack"],"resume":"p","ack":1})",
       "a frame that resumes carries no messages"},
  };
  for (const auto& [tandem, complaint] : cases) {
    EXPECT_THAT(Complaint(With(tandem)), HasSubstr(complaint)) << tandem;
    EXPECT_THAT(Complaint(With(tandem)), testing::StartsWith("tandem")) << tandem;
  }
}

std::string Written(const ServerHead& head, bool more = false) {
  FrameWriter frame;
  frame.Head(head);
  if (more) frame.Destroy(WireId(7));
  return frame.Take();
}

TEST(ServerHeadTest, IsTheFirstMessageOfAnArrayOrAFrameOfItsOwn) {  // D-42
  EXPECT_EQ(
      Written({std::nullopt, 3, 4}, true),
      R"([{"type":"tandem","data":{"seq":3,"ack":4}},{"type":"destroy","data":{"varId":7}}])");
  EXPECT_EQ(Written({std::nullopt, std::nullopt, 4}), R"({"type":"tandem","data":{"ack":4}})");
}

TEST(ServerHeadTest, GreetsWithThePageOnlyIfThereIsOne) {  // D-43
  EXPECT_EQ(Written({ServerHead::Greeting{{true, true}, "p", false}, 1, 2}),
            R"({"type":"tandem","data":{"version":1,"features":["ack","list"],"page":"p",)"
            R"("resumed":false,"seq":1,"ack":2}})");
  EXPECT_EQ(Written({ServerHead::Greeting{{true, false}, "p", true}, std::nullopt, 2}),
            R"({"type":"tandem","data":{"version":1,"features":["ack"],"page":"p",)"
            R"("resumed":true,"ack":2}})");
  EXPECT_EQ(Written({ServerHead::Greeting{}, std::nullopt, std::nullopt}),
            R"({"type":"tandem","data":{"version":1,"features":[]}})");
}

}  // namespace
}  // namespace tandem
