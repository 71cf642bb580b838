// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// What the codec makes of frames: friendly ones in their three forms, wrong ones message by
// message, and hostile ones. No input may cost more than an error.

#include "core/protocol/codec.h"

#include <cstdint>
#include <iterator>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "core/base/error.h"
#include "core/base/ids.h"
#include "core/base/json.h"
#include "core/protocol/frame_head.h"
#include "core/protocol/message.h"
#include "core/testing/fake_host.h"
#include "core/testing/matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace tandem {
namespace {

using testing::ElementsAre;
using testing::EqualsJson;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::IsOk;
using testing::Pair;
using testing::SizeIs;
using testing::StatusIs;

ClientFrame Decode(absl::string_view bytes) {
  absl::StatusOr<ClientFrame> frame = DecodeFrame(bytes);
  EXPECT_THAT(frame, IsOk()) << bytes;
  return frame.ok() ? *std::move(frame) : ClientFrame();
}

// The only message of a frame, which must be of type T.
template <typename T>
T DecodeOne(absl::string_view bytes) {
  ClientFrame frame = Decode(bytes);
  EXPECT_THAT(frame.messages, SizeIs(1)) << bytes;
  if (frame.messages.size() != 1) return T();
  T* message = std::get_if<T>(&frame.messages[0]);
  EXPECT_NE(message, nullptr) << bytes << " is a message of kind "
                              << MessageName(frame.messages[0]);
  return message != nullptr ? *std::move(message) : T();
}

std::string Complaint(absl::string_view bytes) {
  const auto message = DecodeOne<InvalidMessage>(bytes);
  EXPECT_EQ(message.kind, ErrorKind::kBadRequest) << bytes;
  return message.description;
}

std::vector<std::string> Names(const ClientFrame& frame) {
  std::vector<std::string> names;
  for (const ClientMessage& message : frame.messages) names.emplace_back(MessageName(message));
  return names;
}

// Forms of frames.

TEST(DecodeFrameTest, ReadsTheWrapper) {  // P-11
  const ClientFrame frame = Decode(
      R"({"userEvent":true,"messages":[{"type":"watch","data":{"varId":1}},{"type":"destroy","data":{"varId":9}}]})");
  EXPECT_TRUE(frame.user_event);
  EXPECT_THAT(Names(frame), ElementsAre("watch", "destroy"));
  EXPECT_EQ(std::get<WatchMessage>(frame.messages[0]).id, WireId(1));
  EXPECT_EQ(std::get<DestroyMessage>(frame.messages[1]).id, WireId(9));
}

TEST(DecodeFrameTest, TheWrapperMayNameItsMembersInAnyOrder) {
  const ClientFrame frame = Decode(
      R"({"messages":[{"data":{"varId":1},"type":"watch"}],"tandem":{"version":1},"userEvent":true})");
  EXPECT_TRUE(frame.user_event);
  EXPECT_THAT(Names(frame), ElementsAre("watch"));
}

TEST(DecodeFrameTest, ReadsABareArray) {  // P-12
  const ClientFrame frame = Decode(
      R"([{"type":"update","data":{"varId":4,"value":1}},{"type":"watch","data":{"varId":2}}])");
  EXPECT_FALSE(frame.user_event);
  EXPECT_THAT(Names(frame), ElementsAre("update", "watch"));
}

TEST(DecodeFrameTest, ReadsABareMessage) {  // P-12
  const ClientFrame frame = Decode(R"({"type":"watch","data":{"varId":1},"userEvent":true})");
  EXPECT_FALSE(frame.user_event);
  EXPECT_THAT(Names(frame), ElementsAre("watch"));
}

TEST(DecodeFrameTest, SkipsWhiteSpace) {  // P-14
  EXPECT_THAT(Names(Decode(" \r\n\t[ {\"type\" : \"watch\" , \"data\":{\"varId\":1} } ] ")),
              ElementsAre("watch"));
}

TEST(DecodeFrameTest, AWrapperWithoutMessagesIsAnEmptyBatch) {  // P-14
  ClientFrame frame = Decode(R"({"userEvent":true,"messages":[]})");
  EXPECT_TRUE(frame.user_event);
  EXPECT_THAT(frame.messages, IsEmpty());
  frame = Decode(R"({"messages":[]})");
  EXPECT_FALSE(frame.user_event);
  EXPECT_THAT(frame.messages, IsEmpty());
  EXPECT_THAT(Decode("[]").messages, IsEmpty());
}

TEST(DecodeFrameTest, AMessageMayHaveAFieldCalledMessages) {  // P-13
  DecodeOne<WatchMessage>(R"({"type":"watch","data":{"varId":1},"messages":[]})");
  DecodeOne<WatchMessage>(R"({"type":"watch","messages":5,"data":{"varId":1}})");
  DecodeOne<WatchMessage>(
      R"([{"type":"watch","messages":[{"type":"destroy","data":{"varId":1}}],"data":{"varId":1}}])");
}

TEST(DecodeFrameTest, AUserEventThatIsNoBooleanIsReportedAndCountsAsFalse) {  // P-18
  const ClientFrame frame =
      Decode(R"({"userEvent":"yes","messages":[{"type":"watch","data":{"varId":1}}]})");
  EXPECT_FALSE(frame.user_event);
  EXPECT_THAT(Names(frame), ElementsAre("invalid", "watch"));
  EXPECT_EQ(std::get<InvalidMessage>(frame.messages[0]).description,
            "userEvent must be a boolean, not a string");
}

TEST(DecodeFrameTest, AFrameThatIsNotJsonIsAnError) {  // P-15
  for (absl::string_view bytes : {"", " ", "garbage", "{", "[{]", "{\"type\":", "\xff", "[1,]"}) {
    EXPECT_THAT(DecodeFrame(bytes), StatusIs(absl::StatusCode::kInvalidArgument)) << bytes;
  }
  EXPECT_THAT(DecodeFrame("[] []"), StatusIs(absl::StatusCode::kInvalidArgument));
}

TEST(DecodeFrameTest, AFrameIsAnObjectOrAnArray) {
  for (absl::string_view bytes : {"null", "true", "3", "3.5", "\"watch\""}) {
    EXPECT_THAT(DecodeFrame(bytes), StatusIs(absl::StatusCode::kInvalidArgument,
                                             HasSubstr("neither an object nor an array")))
        << bytes;
  }
}

// Messages.

TEST(DecodeFrameTest, ReadsCreate) {  // 4.2
  const auto message = DecodeOne<CreateMessage>(
      R"({"type":"create","data":{"id":3,"parentId":1,"nowatch":true,
          "properties":{"path":"title","elementId":"ui-3","access":"r"}}})");
  EXPECT_EQ(message.id, WireId(3));
  EXPECT_EQ(message.parent, WireId(1));
  EXPECT_TRUE(message.nowatch);
  EXPECT_THAT(message.properties,
              ElementsAre(Pair("path", "title"), Pair("elementId", "ui-3"), Pair("access", "r")));
}

TEST(DecodeFrameTest, CreateHasDefaults) {
  const auto message = DecodeOne<CreateMessage>(R"({"type":"create","data":{}})");
  EXPECT_FALSE(message.id);
  EXPECT_FALSE(message.parent);
  EXPECT_FALSE(message.nowatch);
  EXPECT_THAT(message.properties, IsEmpty());
}

TEST(DecodeFrameTest, PropertiesOfCreateAreVerbatim) {  // P-34, P-35
  const auto message = DecodeOne<CreateMessage>(
      R"({"type":"create","data":{"id":3,"properties":{"foo:high":"1","path":"0?wrapper=X&a=b","":"","é\n":"\u0000"}}})");
  EXPECT_THAT(message.properties,
              ElementsAre(Pair("foo:high", "1"), Pair("path", "0?wrapper=X&a=b"), Pair("", ""),
                          Pair("é\n", std::string(1, '\0'))));
}

TEST(DecodeFrameTest, UnknownFieldsAreIgnoredAtEveryLevel) {  // P-16
  const auto message = DecodeOne<CreateMessage>(
      R"({"extra":[[{}]],"userEvent":false,"messages":[
          {"type":"create","id":77,"varId":78,"extra":{"data":{"id":79},"type":"watch"},
           "data":{"id":3,"varId":80,"parentId":1,
             "widget":{"id":5,"data":{"id":6},"value":[1,[2,{"properties":{"a":1}}]],"properties":{"path":"no"},
                       "type":"destroy","key":"value"},
             "value":{"ignored":true},"unbound":true,
             "properties":{"path":"yes"}}}]})");
  EXPECT_EQ(message.id, WireId(3));
  EXPECT_EQ(message.parent, WireId(1));
  EXPECT_THAT(message.properties, ElementsAre(Pair("path", "yes")));
}

TEST(DecodeFrameTest, ReadsUpdate) {  // 4.3
  const auto message = DecodeOne<UpdateMessage>(
      R"({"type":"update","data":{"varId":8,"value":"Bye","properties":{"viewdef":"Tiny.DEFAULT","a":""}}})");
  EXPECT_EQ(message.id, WireId(8));
  ASSERT_TRUE(message.value.has_value());
  EXPECT_EQ(*message.value, "Bye");
  EXPECT_THAT(message.properties, ElementsAre(Pair("viewdef", "Tiny.DEFAULT"), Pair("a", "")));
}

TEST(DecodeFrameTest, NullIsAValueAndAbsentIsNot) {  // P-56
  auto message = DecodeOne<UpdateMessage>(R"({"type":"update","data":{"varId":8,"value":null}})");
  ASSERT_TRUE(message.value.has_value());
  EXPECT_TRUE(message.value->is_null());
  message = DecodeOne<UpdateMessage>(R"({"type":"update","data":{"varId":8}})");
  EXPECT_FALSE(message.value.has_value());
}

TEST(DecodeFrameTest, AValueIsAnyJson) {  // P-45
  for (absl::string_view value :
       {"null", "true", "-3", "2.5", R"("x")", "[]", "{}", R"([1,[2,{"a":[]}],null])",
        R"({"obj":7})", R"({"value":{"value":1},"properties":{"x":1},"messages":[1],"data":{}})"}) {
    const auto message = DecodeOne<UpdateMessage>(
        absl::StrCat(R"({"type":"update","data":{"value":)", value, R"(,"varId":8}})"));
    ASSERT_TRUE(message.value.has_value()) << value;
    EXPECT_THAT(*message.value, EqualsJson(value));
    EXPECT_EQ(message.id, WireId(8));
  }
}

TEST(DecodeFrameTest, APropertyMayBeCalledValue) {
  const auto message = DecodeOne<UpdateMessage>(
      R"({"type":"update","data":{"varId":8,"properties":{"data":"1","value":"2"}}})");
  EXPECT_FALSE(message.value.has_value());
  EXPECT_THAT(message.properties, ElementsAre(Pair("data", "1"), Pair("value", "2")));
}

TEST(DecodeFrameTest, ReadsWatchUnwatchAndDestroy) {  // 4.4 … 4.6
  EXPECT_EQ(DecodeOne<WatchMessage>(R"({"type":"watch","data":{"varId":1}})").id, WireId(1));
  EXPECT_EQ(DecodeOne<UnwatchMessage>(R"({"type":"unwatch","data":{"varId":-2}})").id, WireId(-2));
  EXPECT_EQ(DecodeOne<DestroyMessage>(R"({"type":"destroy","data":{"varId":3}})").id, WireId(3));
  // They have no use for other fields, so those can not be wrong.
  EXPECT_EQ(DecodeOne<WatchMessage>(
                R"({"type":"watch","data":{"varId":1,"id":"x","properties":5,"nowatch":[]}})")
                .id,
            WireId(1));
}

TEST(DecodeFrameTest, ReadsTheClientsErrors) {  // P-55
  const auto message = DecodeOne<ClientErrorMessage>(
      R"({"type":"error","data":{"varId":5,"code":"bad-template","description":"no <template>"}})");
  EXPECT_EQ(message.id, WireId(5));
  EXPECT_EQ(message.code, "bad-template");
  EXPECT_EQ(message.description, "no <template>");
}

// Wrong messages.

TEST(DecodeFrameTest, AnUnknownTypeIsNamed) {  // Section 15
  EXPECT_EQ(Complaint(R"({"type":"frobnicate","data":{"varId":1}})"),
            "unknown message type: frobnicate");
  EXPECT_EQ(Complaint(R"({"type":"","data":{}})"), "unknown message type: ");
  EXPECT_EQ(Complaint(R"({"type":"Watch","data":{"varId":1}})"), "unknown message type: Watch");
  for (absl::string_view type : {"get", "getObjects", "poll"}) {  // 4.7
    EXPECT_EQ(Complaint(absl::StrCat(R"({"type":")", type, R"("})")),
              absl::StrCat(type, " is not answered here: what is watched is sent by itself"));
  }
  const std::string type(1 << 20, 'x');
  EXPECT_LT(Complaint(absl::StrCat(R"([{"type":")", type, R"("}])")).size(), 200u);
}

TEST(DecodeFrameTest, AMessageNeedsTypeAndData) {  // P-23
  EXPECT_EQ(Complaint("{}"), "message without type");
  EXPECT_EQ(Complaint("[{}]"), "message without type");
  EXPECT_EQ(Complaint(R"({"type":null,"data":{}})"), "message without type");
  EXPECT_EQ(Complaint(R"({"type":"watch"})"), "message without data: watch");
  EXPECT_EQ(Complaint(R"({"type":"watch","data":null})"), "message without data: watch");
  EXPECT_EQ(Complaint(R"({"type":"update","varId":5,"value":1})"),
            "message without data: update");  // P-22
}

TEST(DecodeFrameTest, AMessageIsAnObject) {
  const ClientFrame frame = Decode(R"([1,"watch",null,[],{"type":"watch","data":{"varId":1}}])");
  EXPECT_THAT(Names(frame), ElementsAre("invalid", "invalid", "invalid", "invalid", "watch"));
  EXPECT_EQ(std::get<InvalidMessage>(frame.messages[3]).description,
            "a message must be an object, not an array");
}

TEST(DecodeFrameTest, WrongTypesAreNamedAtEveryField) {  // P-18
  const std::vector<std::string> not_strings = {"1", "1.5", "true", "[]", "{}", R"(["x"])"};
  const std::vector<std::string> not_integers = {R"("1")", "1.5", "true", "[1]", "{}", "1e300"};
  const std::vector<std::string> not_objects = {"1", R"("x")", "true", "[]", R"([{"a":"b"}])"};
  const std::vector<std::string> not_booleans = {"1", R"("true")", "[]", "{}", "0.5"};
  const auto data = [](absl::string_view type, absl::string_view field, absl::string_view value) {
    return absl::StrCat(R"([{"type":")", type, R"(","data":{")", field, R"(":)", value, "}}]");
  };
  for (const std::string& wrong : not_strings) {
    EXPECT_THAT(Complaint(absl::StrCat(R"([{"type":)", wrong, "}]")),
                HasSubstr("type must be a string, not "));
    EXPECT_THAT(Complaint(data("error", "code", wrong)), HasSubstr("code must be a string"));
    EXPECT_THAT(Complaint(data("error", "description", wrong)),
                HasSubstr("description must be a string"));
    for (absl::string_view type : {"create", "update"}) {
      EXPECT_THAT(Complaint(data(type, "properties",
                                 absl::StrCat(R"({"a":"b","path":)", wrong, R"(,"c":"d"})"))),
                  HasSubstr("property path must be a string, not "));
    }
  }
  EXPECT_THAT(Complaint(data("update", "properties", R"({"path":null})")),
              HasSubstr("property path must be a string, not null"));
  for (const std::string& wrong : not_integers) {
    EXPECT_THAT(Complaint(data("create", "id", wrong)), HasSubstr("id must be an integer, not "));
    EXPECT_THAT(Complaint(data("create", "parentId", wrong)), HasSubstr("parentId must be an "));
    for (absl::string_view type : {"update", "watch", "unwatch", "destroy", "error"}) {
      EXPECT_THAT(Complaint(data(type, "varId", wrong)), HasSubstr("varId must be an integer"));
    }
  }
  for (const std::string& wrong : not_objects) {
    EXPECT_THAT(Complaint(absl::StrCat(R"([{"type":"watch","data":)", wrong, "}]")),
                HasSubstr("data must be an object, not "));
    EXPECT_THAT(Complaint(data("create", "properties", wrong)),
                HasSubstr("properties must be an object, not "));
    EXPECT_THAT(Complaint(data("update", "properties", wrong)),
                HasSubstr("properties must be an object, not "));
  }
  for (const std::string& wrong : not_booleans) {
    EXPECT_THAT(Complaint(data("create", "nowatch", wrong)), HasSubstr("nowatch must be a "));
  }
}

TEST(DecodeFrameTest, NullIsTheSameAsAbsent) {
  const auto message = DecodeOne<CreateMessage>(
      R"({"type":"create","data":{"id":2,"parentId":null,"properties":null,"nowatch":null}})");
  EXPECT_EQ(message.id, WireId(2));
  EXPECT_FALSE(message.parent);
}

TEST(DecodeFrameTest, AWrongMessageDoesNotStopTheOthers) {  // P-18
  const ClientFrame frame = Decode(
      R"([{"type":"watch","data":{"varId":1}},
          {"type":"update","data":{"varId":2,"properties":{"a":1},"value":7}},
          {"type":"watch","data":{"varId":3}}])");
  EXPECT_THAT(Names(frame), ElementsAre("watch", "invalid", "watch"));
  EXPECT_EQ(MessageTarget(frame.messages[1]), WireId(2));
}

TEST(DecodeFrameTest, IdsFitWhatAClientCanRepresent) {  // P-24
  const auto watch = [](absl::string_view id) {
    return absl::StrCat(R"({"type":"watch","data":{"varId":)", id, "}}");
  };
  EXPECT_EQ(DecodeOne<WatchMessage>(watch("9007199254740992")).id, WireId(int64_t{1} << 53));
  EXPECT_EQ(DecodeOne<WatchMessage>(watch("-9007199254740992")).id, WireId(-(int64_t{1} << 53)));
  EXPECT_EQ(DecodeOne<WatchMessage>(watch("5.0")).id, WireId(5));
  EXPECT_EQ(Complaint(watch("9007199254740993")), "varId 9007199254740993 does not fit 53 bits");
  EXPECT_EQ(Complaint(watch("-9223372036854775808")),
            "varId -9223372036854775808 does not fit 53 bits");
  EXPECT_THAT(Complaint(watch("18446744073709551617")), HasSubstr("must be an integer"));
  EXPECT_EQ(Complaint(watch("5.5")), "varId must be an integer, not 5.5");
}

TEST(DecodeFrameTest, TheLastOfDuplicateKeysWins) {  // P-17
  EXPECT_EQ(
      DecodeOne<DestroyMessage>(
          R"({"type":"watch","data":{"varId":1},"type":"destroy","data":{"varId":"x","varId":2}})")
          .id,
      WireId(2));
  // Members of an earlier `data` or `properties` do not leak into the later one.
  const auto message = DecodeOne<UpdateMessage>(
      R"({"type":"update","data":{"varId":1,"value":1},
          "data":{"varId":2,"properties":{"a":"1","bad":1},"properties":{"b":"1","c":"2","b":"3"}}})");
  EXPECT_EQ(message.id, WireId(2));
  EXPECT_FALSE(message.value.has_value());
  EXPECT_THAT(message.properties, ElementsAre(Pair("b", "3"), Pair("c", "2")));
  EXPECT_EQ(Complaint(R"({"type":"watch","data":{"varId":1},"data":7})"),
            "data must be an object, not a number");
  const auto twice = DecodeOne<UpdateMessage>(
      R"({"type":"update","data":{"varId":1,"value":{"a":1},"value":[2]}})");
  EXPECT_THAT(*twice.value, EqualsJson("[2]"));
}

// Hostile frames.

TEST(DecodeFrameTest, NestingIsLimited) {  // L-153
  std::string deep = R"({"type":"update","data":{"varId":1,"value":)";
  deep += std::string(1000, '[') + std::string(1000, ']') + "}}";
  EXPECT_THAT(DecodeFrame(deep),
              StatusIs(absl::StatusCode::kResourceExhausted, HasSubstr("nested deeper than 200")));
  EXPECT_THAT(DecodeFrame(std::string(1 << 20, '[')),
              StatusIs(absl::StatusCode::kResourceExhausted));
  std::string just_right = R"({"type":"update","data":{"varId":1,"value":)";
  just_right += std::string(198, '[') + std::string(198, ']') + "}}";
  DecodeOne<UpdateMessage>(just_right);
}

TEST(DecodeFrameTest, SizeIsLimited) {  // P-6, D-45
  const std::string frame = absl::StrCat(R"({"type":"update","data":{"varId":1,"value":")",
                                         std::string(1 << 20, 'x'), "\"}}");
  EXPECT_EQ(DecodeOne<UpdateMessage>(frame).value->get<std::string>().size(), size_t{1} << 20);
  EXPECT_THAT(DecodeFrame(frame, {.max_bytes = 1000}),
              StatusIs(absl::StatusCode::kResourceExhausted));
}

TEST(DecodeFrameTest, ManyDuplicatePropertiesCostNoMoreThanOthers) {
  std::string frame = R"({"type":"update","data":{"varId":1,"properties":{"last":"0")";
  for (int i = 0; i < 5000; ++i) absl::StrAppend(&frame, ",\"p", i, "\":\"\",\"last\":\"", i, "\"");
  frame += "}}}";
  const auto message = DecodeOne<UpdateMessage>(frame);
  ASSERT_THAT(message.properties, SizeIs(5001));
  EXPECT_THAT(message.properties[0], Pair("last", "4999"));
}

TEST(DecodeFrameTest, SurvivesGarbage) {
  using std::string_literals::operator""s;
  testing::SeededEntropy entropy(3);
  std::string garbage(1 << 20, ' ');
  entropy.Fill({reinterpret_cast<uint8_t*>(garbage.data()), garbage.size()});
  EXPECT_THAT(DecodeFrame(garbage), StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(DecodeFrame(std::string(1000, '\0')), StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(DecodeFrame("[]\0"s), StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(DecodeFrame("{\"type\":\"wa\0tch\"}"s), StatusIs(absl::StatusCode::kInvalidArgument));
}

constexpr absl::string_view kRichFrame =
    R"({"userEvent":true,"messages":[{"type":"create","data":{"id":2,"parentId":1,"properties":)"
    R"({"path":"items?wrapper=lua.ViewList","elementId":"ui-2"},"widget":{"a":[1,{"b":null}]},"nowatch":false}},)"
    R"({"type":"update","data":{"varId":8,"value":{"obj":3,"l":[1,2.5e3,"\ud83d\ude00"]},"properties":{"viewdef":""}}},)"
    R"({"type":"error","data":{"varId":5,"code":"c","description":"d\n"}},{"type":"unwatch","data":{"varId":-1}}]})";

TEST(DecodeFrameTest, EveryTruncationIsAnError) {
  DecodeFrame(kRichFrame).value();
  for (size_t length = 0; length < kRichFrame.size(); ++length) {
    EXPECT_THAT(DecodeFrame(kRichFrame.substr(0, length)),
                StatusIs(absl::StatusCode::kInvalidArgument))
        << length;
  }
}

// One, two or three bytes of a good frame replaced: whatever comes of it, it is a frame or an
// error.
TEST(DecodeFrameTest, SurvivesMutations) {
  constexpr absl::string_view kBytes = "{}[]\",:\\0129.eE-+ tfn\xff\x01";
  testing::SeededEntropy entropy(5);
  int frames = 0;
  for (int round = 0; round < 2000; ++round) {
    uint8_t random[8];
    entropy.Fill(random);
    std::string bytes(kRichFrame);
    for (int i = 0; i <= random[0] % 3; ++i) {
      const size_t place = (random[1 + 2 * i] * 256u + random[2 + 2 * i]) % bytes.size();
      bytes[place] = kBytes[random[7] % kBytes.size()];
    }
    absl::StatusOr<ClientFrame> frame = DecodeFrame(bytes);
    if (!frame.ok()) continue;
    ++frames;
    EXPECT_THAT(DecodeFrame(EncodeFrame(*frame)), IsOk()) << bytes;
  }
  EXPECT_GT(frames, 100);  // Otherwise this tests nothing but the reader.
}

// Encoding.

TEST(EncodeFrameTest, WritesTheWrapper) {
  ClientFrame frame;
  frame.user_event = true;
  frame.messages = {
      CreateMessage{WireId(2), WireId(1), {{"path", "a"}, {"access", "r"}}, true},
      UpdateMessage{WireId(3), Json(nullptr), {}},
      UpdateMessage{WireId(3), std::nullopt, {{"viewdef", ""}}},
      InvalidMessage{WireId(9), ErrorKind::kBadRequest, "left out"},
      WatchMessage{WireId(4)},
      UnwatchMessage{WireId(5)},
      DestroyMessage{WireId(6)},
      ClientErrorMessage{WireId(7), "c", "d"},
  };
  EXPECT_EQ(
      EncodeFrame(frame),
      R"({"userEvent":true,"messages":[)"
      R"({"type":"create","data":{"id":2,"parentId":1,"properties":{"path":"a","access":"r"},"nowatch":true}},)"
      R"({"type":"update","data":{"varId":3,"value":null}},)"
      R"({"type":"update","data":{"varId":3,"properties":{"viewdef":""}}},)"
      R"({"type":"watch","data":{"varId":4}},)"
      R"({"type":"unwatch","data":{"varId":5}},)"
      R"({"type":"destroy","data":{"varId":6}},)"
      R"({"type":"error","data":{"varId":7,"code":"c","description":"d"}}]})");
  EXPECT_EQ(EncodeFrame(ClientFrame()), R"({"userEvent":false,"messages":[]})");
}

// Frames made of what there is: every kind of message, awkward texts, any value.
class FrameGenerator {
 public:
  explicit FrameGenerator(uint64_t seed) : entropy_(seed) {}

  ClientFrame Frame() {
    ClientFrame frame;
    frame.user_event = Below(2) == 1;
    for (uint32_t i = Below(5); i > 0; --i) frame.messages.push_back(Message());
    if (Below(2) == 1) frame.head = Head(frame.messages.empty());
    return frame;
  }

 private:
  std::optional<int64_t> Number(uint32_t least) {
    return Below(2) == 1 ? std::optional<int64_t>(least + Below(1000)) : std::nullopt;
  }

  ClientHead Head(bool is_empty) {
    ClientHead head;
    head.version = Number(1);
    if (head.version) head.features = {Below(2) == 1, Below(2) == 1, Below(2) == 1};
    head.seq = Number(1);
    head.ack = Number(0);
    if (is_empty && head.version && head.features.ack && head.ack) head.resume = Text();
    head.ping = Below(2) == 1;
    head.bye = is_empty && Below(2) == 1;
    return head;
  }

  uint32_t Below(uint32_t limit) {
    uint8_t bytes[4];
    entropy_.Fill(bytes);
    return (bytes[0] | bytes[1] << 8 | bytes[2] << 16 | (bytes[3] & 0x7f) << 24) % limit;
  }

  WireId Id() { return WireId(static_cast<int64_t>(Below(40)) - 8); }

  std::string Text() {
    static constexpr absl::string_view kParts[] = {
        "", "path", "a.b()", "value", "data", "\"", "\\", "\n", "é", "\xF0\x9F\x98\x80", "\\ud800"};
    std::string text;
    for (uint32_t i = Below(4); i > 0; --i) {
      absl::StrAppend(&text, kParts[Below(std::size(kParts))]);
    }
    if (Below(8) == 0) text.push_back('\0');
    return text;
  }

  PropertyList Properties() {
    PropertyList properties;
    for (uint32_t i = Below(4); i > 0; --i) {
      properties.emplace_back(absl::StrCat(i, Text()), Text());
    }
    return properties;
  }

  Json Value(int depth = 0) {
    switch (Below(depth < 4 ? 8 : 6)) {
      case 0:
        return nullptr;
      case 1:
        return Below(2) == 1;
      case 2:
        return static_cast<int64_t>(Below(1u << 31)) * (Below(2) == 1 ? -4'000'000'000 : 1);
      case 3:
        return (Below(1u << 30) + 0.5) / 64;
      case 4:
        return 1e-9 * Below(1000) + 1e30;
      case 5:
        return Text();
      case 6: {
        Json array = Json::array();
        for (uint32_t i = Below(4); i > 0; --i) array.push_back(Value(depth + 1));
        return array;
      }
      default: {
        Json object = Json::object();
        for (uint32_t i = Below(4); i > 0; --i) object[Text()] = Value(depth + 1);
        return object;
      }
    }
  }

  FileMessage File() {
    FileMessage message;
    message.upload = 1 + Below(9);
    message.step = static_cast<FileMessage::Step>(Below(3));
    if (message.step == FileMessage::Step::kChunk) message.data = Text();
    if (message.step != FileMessage::Step::kBegin) return message;
    message.id = Id();
    message.is_list = Below(2) == 1;
    for (uint32_t i = message.is_list ? 1 + Below(3) : 1; i > 0; --i) {
      message.files.push_back(
          {absl::StrCat("n", Text()), Text(), Below(1u << 31), Below(1u << 31)});
    }
    return message;
  }

  ClientMessage Message() {
    switch (Below(7)) {
      case 0:
        return CreateMessage{Id(), Id(), Properties(), Below(2) == 1};
      case 1:
        return UpdateMessage{Id(), Below(2) == 1 ? std::optional<Json>(Value()) : std::nullopt,
                             Properties()};
      case 2:
        return WatchMessage{Id()};
      case 3:
        return UnwatchMessage{Id()};
      case 4:
        return DestroyMessage{Id()};
      case 5:
        return File();
      default:
        return ClientErrorMessage{Id(), Text(), Text()};
    }
  }

  testing::SeededEntropy entropy_;
};

bool Equal(const CreateMessage& a, const CreateMessage& b) {
  return a.id == b.id && a.parent == b.parent && a.properties == b.properties &&
         a.nowatch == b.nowatch;
}
bool Equal(const UpdateMessage& a, const UpdateMessage& b) {
  return a.id == b.id && a.value == b.value && a.properties == b.properties;
}
bool Equal(const ClientErrorMessage& a, const ClientErrorMessage& b) {
  return a.id == b.id && a.code == b.code && a.description == b.description;
}
bool Equal(const ClientHead& a, const ClientHead& b) {
  return a.version == b.version && a.features.ack == b.features.ack &&
         a.features.list == b.features.list && a.features.files == b.features.files &&
         a.resume == b.resume && a.seq == b.seq && a.ack == b.ack && a.ping == b.ping &&
         a.bye == b.bye;
}
bool Equal(const FileMessage& a, const FileMessage& b) {
  const auto is_same = [](const FileDescription& one, const FileDescription& other) {
    return one.name == other.name && one.type == other.type && one.size == other.size &&
           one.modified == other.modified;
  };
  return a.id == b.id && a.upload == b.upload && a.step == b.step && a.is_list == b.is_list &&
         a.data == b.data &&
         std::equal(a.files.begin(), a.files.end(), b.files.begin(), b.files.end(), is_same);
}
template <typename T>
bool Equal(const T& a, const T& b) {
  return a.id == b.id;
}

TEST(CodecTest, FramesComeBackAsTheyWere) {
  FrameGenerator generator(42);
  for (int round = 0; round < 1000; ++round) {
    const ClientFrame frame = generator.Frame();
    const std::string bytes = EncodeFrame(frame);
    absl::StatusOr<ClientFrame> back = DecodeFrame(bytes);
    ASSERT_THAT(back, IsOk()) << bytes;
    ASSERT_EQ(back->user_event, frame.user_event) << bytes;
    ASSERT_EQ(back->head.has_value(), frame.head.has_value()) << bytes;
    if (frame.head) {
      EXPECT_TRUE(Equal(*back->head, *frame.head)) << bytes;
    }
    ASSERT_THAT(back->messages, SizeIs(frame.messages.size())) << bytes;
    for (size_t i = 0; i < frame.messages.size(); ++i) {
      ASSERT_EQ(back->messages[i].index(), frame.messages[i].index()) << bytes;
      std::visit(
          [&](const auto& message) {
            using T = std::decay_t<decltype(message)>;
            EXPECT_TRUE(Equal(message, std::get<T>(back->messages[i]))) << i << " of " << bytes;
          },
          frame.messages[i]);
    }
    // Encoding is a function of the frame alone.
    EXPECT_EQ(EncodeFrame(*back), bytes);
  }
}

}  // namespace
}  // namespace tandem
