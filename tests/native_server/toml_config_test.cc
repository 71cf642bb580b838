// Copyright (c) the Tandem authors. Licensed under the MIT License.

#include "native_server/toml_config.h"

#include "absl/status/status.h"
#include "core/testing/matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace tandem::native {
namespace {

using ::tandem::testing::EqualsJson;
using ::tandem::testing::IsOkAndHolds;
using ::tandem::testing::StatusIs;
using ::testing::HasSubstr;

TEST(TomlConfigTest, BecomesJson) {
  EXPECT_THAT(ParseToml(R"(
        name = "x"
        [a.b]
        n = 3
        f = 0.5
        t = true
        list = [1, "two", { three = 3 }]
        day = 2024-03-01
      )",
                        "c.toml"),
              IsOkAndHolds(EqualsJson(R"({"name":"x","a":{"b":{"n":3,"f":0.5,"t":true,
          "list":[1,"two",{"three":3}],"day":"2024-03-01"}}})")));
}

TEST(TomlConfigTest, NothingIsAnEmptyTable) {
  EXPECT_THAT(ParseToml("", "c.toml"), IsOkAndHolds(EqualsJson("{}")));
}

TEST(TomlConfigTest, SaysWhereItStoppedMakingSense) {
  EXPECT_THAT(ParseToml("a = 1\nb = \n", "c.toml"),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("c.toml:2:")));
  EXPECT_THAT(ParseToml("a = \"\xff\"", "c.toml"),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("c.toml:1:")));
}

}  // namespace
}  // namespace tandem::native
