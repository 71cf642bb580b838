// Copyright (c) the Tandem authors. Licensed under the MIT License.

#include "core/protocol/frame_writer.h"

#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "core/base/error.h"
#include "core/base/ids.h"
#include "core/base/json.h"
#include "core/testing/matchers.h"
#include "gtest/gtest.h"

namespace tandem {
namespace {

using testing::EqualsJson;

constexpr auto kSeven = [](std::string* out) { AppendJsonNumber(int64_t{7}, out); };
constexpr auto kNull = [](std::string* out) { out->append("null"); };

TEST(FrameWriterTest, OneMessageIsSentBare) {  // P-19
  FrameWriter writer;
  EXPECT_TRUE(writer.empty());
  writer.Update(WireId(5), kSeven, {});
  EXPECT_EQ(writer.messages(), 1u);
  EXPECT_EQ(writer.Take(), R"({"type":"update","data":{"varId":5,"value":7}})");
}

TEST(FrameWriterTest, MoreAreSentAsAnArrayInOrder) {  // P-19, P-20
  FrameWriter writer;
  writer.Destroy(WireId(13));
  writer.Update(WireId(5), kSeven, {});
  writer.UpdateProperties(WireId(-2), {{"viewdef", "Tiny.DEFAULT"}});
  EXPECT_EQ(writer.messages(), 3u);
  EXPECT_EQ(writer.Take(),
            R"([{"type":"destroy","data":{"varId":13}},)"
            R"({"type":"update","data":{"varId":5,"value":7}},)"
            R"({"type":"update","data":{"varId":-2,"properties":{"viewdef":"Tiny.DEFAULT"}}}])");
}

TEST(FrameWriterTest, EditsStandInPlaceOfAValue) {  // D-41
  FrameWriter writer;
  writer.UpdateEdits(WireId(10), R"([[0,0,[{"obj":9}]]])", {{"note", "n"}});
  EXPECT_EQ(writer.Take(), R"({"type":"update","data":{"varId":10,"edits":[[0,0,[{"obj":9}]]],)"
                           R"("properties":{"note":"n"}}})");
}

TEST(FrameWriterTest, IsAsNewAfterTake) {
  FrameWriter writer;
  writer.Destroy(WireId(1));
  writer.Destroy(WireId(2));
  writer.Take();
  EXPECT_TRUE(writer.empty());
  EXPECT_EQ(writer.messages(), 0u);
  writer.Destroy(WireId(3));
  EXPECT_EQ(writer.Take(), R"({"type":"destroy","data":{"varId":3}})");
}

TEST(FrameWriterTest, NullIsAValue) {  // P-56, P-80
  FrameWriter writer;
  writer.Update(WireId(20), kNull, {{"type", ""}});
  EXPECT_EQ(writer.Take(),
            R"({"type":"update","data":{"varId":20,"value":null,"properties":{"type":""}}})");
}

TEST(FrameWriterTest, PropertiesArePresentOnlyIfThereAreAny) {  // P-57
  FrameWriter writer;
  writer.UpdateProperties(WireId(1), {});
  EXPECT_EQ(writer.Take(), R"({"type":"update","data":{"varId":1}})");
  const std::vector<FrameWriter::Property> properties = {{"a", "1"}, {"b", ""}, {"c", "3"}};
  writer.UpdateProperties(WireId(1), properties);
  EXPECT_EQ(writer.Take(),
            R"({"type":"update","data":{"varId":1,"properties":{"a":"1","b":"","c":"3"}}})");
}

TEST(FrameWriterTest, TextIsEscapedAndRepaired) {  // P-10
  FrameWriter writer;
  writer.UpdateProperties(WireId(1), {{"view\"defs", "{\"A.B\":\"<template>\\n\"}\xFF"}});
  const std::string text = writer.Take();
  EXPECT_EQ(text,
            "{\"type\":\"update\",\"data\":{\"varId\":1,\"properties\":{\"view\\\"defs\":"
            "\"{\\\"A.B\\\":\\\"<template>\\\\n\\\"}\xEF\xBF\xBD\"}}}");
  EXPECT_THAT(ParseJson(text), testing::IsOk());
}

TEST(FrameWriterTest, ErrorsNameTheVariableAndTheWord) {  // P-58, P-131
  FrameWriter writer;
  writer.Error(WireId(8), ErrorKind::kBadAccess, "cannot set \"a\"\n");
  EXPECT_EQ(
      writer.Take(),
      R"({"type":"error","data":{"varId":8,"code":"bad-access","description":"cannot set \"a\"\n"}})");
}

TEST(FrameWriterTest, AnErrorMayBelongToNoVariable) {  // P-58
  FrameWriter writer;
  writer.Error(WireId(), ErrorKind::kBadRequest, "unknown message type: x");
  EXPECT_EQ(
      writer.Take(),
      R"({"type":"error","data":{"code":"bad-request","description":"unknown message type: x"}})");
}

TEST(FrameWriterTest, EveryFrameIsJson) {
  FrameWriter writer;
  Json expected = Json::array();
  for (int i = 1; i <= 100; ++i) {
    writer.Update(WireId(i), [&](std::string* out) { AppendJsonNumber(i / 4.0, out); },
                  {{"p", "\x80"}});
    expected.push_back(
        {{"type", "update"},
         {"data", {{"varId", i}, {"value", i / 4.0}, {"properties", {{"p", "\xEF\xBF\xBD"}}}}}});
  }
  EXPECT_THAT(writer.Take(), EqualsJson(expected));
}

}  // namespace
}  // namespace tandem
