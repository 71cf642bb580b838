// Copyright (c) the Tandem authors. Licensed under the MIT License.

#include "core/session/site_config.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace tandem {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

absl::StatusOr<SiteConfig> Read(const char* json) { return SiteConfigFromJson(Json::parse(json)); }

void ExpectRefused(const char* json, const char* reason) {
  absl::StatusOr<SiteConfig> config = Read(json);
  ASSERT_FALSE(config.ok()) << json;
  EXPECT_EQ(config.status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(config.status().message(), HasSubstr(reason));
}

TEST(SiteConfigTest, AnEmptyConfigurationIsTheDefaults) {
  absl::StatusOr<SiteConfig> config = Read("{}");
  ASSERT_TRUE(config.ok());
  EXPECT_EQ(config->session.timeout, absl::Hours(24));
  EXPECT_EQ(config->session.resume_grace, absl::Seconds(60));  // D-5
  EXPECT_EQ(config->lua.memory_limit_bytes, int64_t{64} << 20);
  EXPECT_EQ(config->lua.turn_time, absl::Seconds(5));
  EXPECT_FALSE(config->remote_code);
  EXPECT_FALSE(config->lua.private_names_reachable);
}

TEST(SiteConfigTest, ReadsEverySetting) {
  absl::StatusOr<SiteConfig> config = Read(R"({
      "session": {"timeout": "1h30m", "resume_grace": "90s"},
      "lua": {"remote_code": true, "memory_limit_mib": 8, "turn_steps": 1000, "start_steps": 20000,
              "turn_time": "3s"},
      "limits": {"message_bytes": 1048576, "sessions": 3, "file_bytes": 7, "temporary_bytes": 8},
      "files": {"temporary": true},
      "compat": {"ui-engine": true},
      "server": {"host": "127.0.0.1", "port": 0},
      "logging": {"verbosity": 2}})");
  ASSERT_TRUE(config.ok()) << config.status();
  EXPECT_EQ(config->session.timeout, absl::Minutes(90));
  EXPECT_EQ(config->session.resume_grace, absl::Seconds(90));
  EXPECT_EQ(config->lua.memory_limit_bytes, int64_t{8} << 20);
  EXPECT_EQ(config->lua.turn_steps, 1000);
  EXPECT_EQ(config->lua.start_steps, 20'000);
  EXPECT_EQ(config->lua.turn_time, absl::Seconds(3));
  EXPECT_EQ(config->session.frame_limits.max_bytes, size_t{1} << 20);
  EXPECT_EQ(config->session.max_sessions, 3u);
  EXPECT_EQ(config->lua.file_bytes, 7);
  EXPECT_EQ(config->lua.temporary_bytes, 8);
  EXPECT_TRUE(config->lua.temporary_files);
  EXPECT_TRUE(config->remote_code);
  EXPECT_TRUE(config->compat);
  EXPECT_TRUE(config->lua.private_names_reachable);  // D-34
}

// D-38: for sites of 5.1 programs, and for all that come from ui-engine.
TEST(SiteConfigTest, Lua51CanBeHadAloneAndComesWithUiEngine) {
  EXPECT_FALSE(Read("{}")->lua.lua51);
  EXPECT_TRUE(Read(R"({"compat":{"lua51":true}})")->lua.lua51);
  EXPECT_FALSE(Read(R"({"compat":{"lua51":true}})")->lua.private_names_reachable);
  EXPECT_TRUE(Read(R"({"compat":{"ui-engine":true}})")->lua.lua51);
  EXPECT_TRUE(Read(R"({"compat":{"lua51":false,"ui-engine":true}})")->lua.lua51);
  EXPECT_FALSE(Read(R"({"compat":{"lua51":false}})")->lua.lua51);
  ExpectRefused(R"({"compat":{"lua51":1}})", "must be true or false");
}

// D-39: by name, and nothing but names that exist.
TEST(SiteConfigTest, LibrariesAreOpenedByName) {
  EXPECT_THAT(Read("{}")->lua.libraries, IsEmpty());
  EXPECT_THAT(Read(R"({"lua":{"libraries":["os","io","os"]}})")->lua.libraries,
              ElementsAre("os", "io"));
  EXPECT_THAT(Read(R"({"compat":{"ui-engine":true}})")->lua.libraries, IsEmpty());
  ExpectRefused(R"({"lua":{"libraries":["socket"]}})", "not \"socket\"");
  ExpectRefused(R"({"lua":{"libraries":"io"}})", "must be a list");
  ExpectRefused(R"({"lua":{"library":["io"]}})", "did you mean lua.libraries?");
}

TEST(SiteConfigTest, StrictIsOffUnlessAskedFor) {  // D-48
  EXPECT_FALSE(Read(R"({"lua":{"strict":false}})")->lua.strict);
  EXPECT_TRUE(Read(R"({"lua":{"strict":true}})")->lua.strict);
  ExpectRefused(R"({"lua":{"strict":"yes"}})", "must be true or false");
}

// S-6: zero means never.
TEST(SiteConfigTest, AZeroTimeoutMeansNever) {
  EXPECT_EQ(Read(R"({"session":{"timeout":"0"}})")->session.timeout, absl::InfiniteDuration());
}

// D-46
TEST(SiteConfigTest, UnknownKeysAreErrorsWithASuggestion) {
  ExpectRefused(R"({"session":{"timeuot":"1h"}})", "did you mean session.timeout?");
  ExpectRefused(R"({"session":{"resume_grase":"1s"}})", "did you mean session.resume_grace?");
  ExpectRefused(R"({"sesion":{"timeout":"1h"}})", "did you mean session?");
  ExpectRefused(R"({"server":{"hots":"x"}})", "did you mean server.host?");
  ExpectRefused(R"({"completely":{"different":1}})", "unknown configuration key \"completely\"");
}

TEST(SiteConfigTest, WrongTypesNameTheKey) {
  ExpectRefused(R"({"session":{"timeout":12}})", "\"session.timeout\" must be a duration");
  ExpectRefused(R"({"session":{"timeout":"-1s"}})", "\"session.timeout\" must be a duration");
  ExpectRefused(R"({"session":{"resume_grace":60}})",
                "\"session.resume_grace\" must be a duration");
  ExpectRefused(R"({"session":{"resume_grace":"inf"}})",
                "\"session.resume_grace\" must be a duration");
  ExpectRefused(R"({"lua":{"remote_code":"yes"}})", "\"lua.remote_code\" must be true or false");
  ExpectRefused(R"({"lua":{"memory_limit_mib":0}})", "\"lua.memory_limit_mib\" must be a whole");
  ExpectRefused(R"({"lua":{"turn_steps":0}})", "\"lua.turn_steps\" must be a whole number");
  ExpectRefused(R"({"lua":{"turn_time":5}})", "\"lua.turn_time\" must be a duration");
  ExpectRefused(R"({"files":{"temporary":1}})", "\"files.temporary\" must be true or false");
  ExpectRefused(R"({"limits":{"file_bytes":0}})", "\"limits.file_bytes\" must be a whole number");
  ExpectRefused(R"({"limits":{"sessions":1.5}})", "\"limits.sessions\" must be a whole number");
  ExpectRefused(R"({"lua":true})", "\"lua\" must be a table");
  ExpectRefused("[]", "must be a table");
}

}  // namespace
}  // namespace tandem
