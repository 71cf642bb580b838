// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// The event stream under ParseJson: what is told, in which order, and that JsonBuilder can be
// used again.

#include "core/base/json_reader.h"

#include <string>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "core/testing/matchers.h"
#include "gtest/gtest.h"

namespace tandem {
namespace {

using testing::EqualsJson;
using testing::IsOk;
using testing::StatusIs;

// Writes down what it is told.
class Recorder : public JsonEvents {
 public:
  void Null() override { Note("null"); }
  void Boolean(bool value) override { Note(value ? "true" : "false"); }
  void Integer(int64_t value) override { Note(absl::StrCat("i", value)); }
  void Double(double value) override { Note(absl::StrCat("d", value)); }
  void String(std::string value) override { Note(absl::StrCat("'", value, "'")); }
  void BeginArray() override { Note("["); }
  void EndArray() override { Note("]"); }
  void BeginObject() override { Note("{"); }
  void Key(std::string name) override { Note(absl::StrCat(name, ":")); }
  void EndObject() override { Note("}"); }

  std::string told;

 private:
  void Note(absl::string_view event) { absl::StrAppend(&told, told.empty() ? "" : " ", event); }
};

TEST(ReadJsonTest, TellsEventsInTheOrderOfTheText) {
  Recorder recorder;
  ASSERT_THAT(ReadJson(R"({"b":[1,2.5,"x"],"a":{"c":null},"b":false})", {}, recorder), IsOk());
  EXPECT_EQ(recorder.told, "{ b: [ i1 d2.5 'x' ] a: { c: null } b: false }");
}

TEST(ReadJsonTest, StopsAtTheLimit) {  // L-153
  Recorder recorder;
  EXPECT_THAT(ReadJson("[[[1]]]", {.max_depth = 2}, recorder),
              StatusIs(absl::StatusCode::kResourceExhausted));
  EXPECT_EQ(recorder.told, "[ [");
}

TEST(JsonBuilderTest, KnowsWhenTheValueIsComplete) {
  JsonBuilder builder;
  EXPECT_FALSE(builder.done());
  builder.BeginArray();
  builder.BeginObject();
  builder.Key("a");
  builder.Integer(1);
  builder.EndObject();
  EXPECT_FALSE(builder.done());
  builder.EndArray();
  EXPECT_TRUE(builder.done());
  EXPECT_THAT(builder.Take(), EqualsJson(R"([{"a":1}])"));
}

TEST(JsonBuilderTest, BeginsAnewAfterTake) {
  JsonBuilder builder;
  builder.String("first");
  EXPECT_TRUE(builder.done());
  EXPECT_THAT(builder.Take(), EqualsJson(R"("first")"));
  EXPECT_FALSE(builder.done());
  builder.Null();
  EXPECT_TRUE(builder.done());
  EXPECT_THAT(builder.Take(), EqualsJson("null"));
}

}  // namespace
}  // namespace tandem
