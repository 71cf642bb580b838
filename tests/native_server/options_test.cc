// Copyright (c) the Tandem authors. Licensed under the MIT License.

#include "native_server/options.h"

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "core/session/site_config.h"
#include "core/testing/matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "native_server/command_line.h"
#include "tests/native_server/temp_folder.h"

namespace tandem::native {
namespace {

using ::tandem::testing::EqualsJson;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

class OptionsTest : public ::testing::Test {
 protected:
  void Toml(absl::string_view text) { site_.Write("config/config.toml", text); }
  void Env(const std::string& name, const std::string& value) { environment_[name] = value; }

  absl::StatusOr<Options> Resolve(std::vector<std::string> words) {
    words.insert(words.begin(), {"serve", site_.path()});
    auto line = ParseCommandLine(words);
    if (!line.ok()) return line.status();
    return ResolveOptions(*line, [this](const char* name) -> std::optional<std::string> {
      const auto entry = environment_.find(name);
      if (entry == environment_.end()) return std::nullopt;
      return entry->second;
    });
  }

  Options Get(std::vector<std::string> words = {}) {
    auto options = Resolve(std::move(words));
    EXPECT_TRUE(options.ok()) << options.status();
    return options.ok() ? *options : Options();
  }

  std::string Error(std::vector<std::string> words = {}) {
    const auto options = Resolve(std::move(words));
    EXPECT_FALSE(options.ok());
    const std::string message(options.status().message());
    EXPECT_THAT(message, Not(HasSubstr("\n")));
    return message;
  }

  TempFolder site_;
  std::map<std::string, std::string> environment_;
};

TEST_F(OptionsTest, Defaults) {
  const Options options = Get();
  EXPECT_EQ(options.host, "127.0.0.1");  // D-2
  EXPECT_EQ(options.port, 8080);
  EXPECT_EQ(options.site, site_.path());
  EXPECT_FALSE(options.local);
  EXPECT_EQ(options.verbosity, 0);
  EXPECT_EQ(options.config.mode, Mode::kProduction);
  EXPECT_EQ(options.config.session.timeout, absl::Hours(24));
  EXPECT_EQ(options.config.session.frame_limits.max_bytes, size_t{64} << 20);
}

// S-6: every setting from every one of its sources, the stronger one winning.
TEST_F(OptionsTest, StrongerSourcesWin) {
  const struct {
    const char *toml, *variable, *flag;  // The values differ: TOML 1, environment 2, flag 3.
    std::string (*read)(const Options&);
    const char *from_toml, *from_environment, *from_flag;
  } cases[] = {
      {"[server]\nhost = '1.1.1.1'", "UI_HOST=2.2.2.2", "--host=3.3.3.3",
       [](const Options& o) { return o.host; }, "1.1.1.1", "2.2.2.2", "3.3.3.3"},
      {"[server]\nport = 1", "UI_PORT=2", "--port=3",
       [](const Options& o) { return absl::StrCat(o.port); }, "1", "2", "3"},
      {"[server]\nthreads = 1", "UI_THREADS=2", "--threads=3",
       [](const Options& o) { return absl::StrCat(o.threads); }, "1", "2", "3"},
      {"[server]\nallow_origin = ['http://1']", "UI_ALLOW_ORIGIN=http://2",
       "--allow-origin=http://3", [](const Options& o) { return o.allowed_origins.at(0); },
       "http://1", "http://2", "http://3"},
      {"[session]\ntimeout = '1h30m'", "UI_SESSION_TIMEOUT=90s", "--session-timeout=0",
       [](const Options& o) { return absl::FormatDuration(o.config.session.timeout); }, "1h30m",
       "1m30s", "inf"},
      {"[logging]\nverbosity = 1", "UI_VERBOSITY=2", "--verbosity=3",
       [](const Options& o) { return absl::StrCat(o.verbosity); }, "1", "2", "3"},
      {"[logging]\nverbosity = 1", "UI_VERBOSITY=2", "-vvv",
       [](const Options& o) { return absl::StrCat(o.verbosity); }, "1", "2", "3"},
      {"[logging]\nlevel = 'info'", "UI_LOG_LEVEL=debug", "--log-level=trace",
       [](const Options& o) { return absl::StrCat(o.verbosity); }, "0", "2", "4"},
  };
  for (const auto& c : cases) {
    environment_.clear();
    Toml(c.toml);
    EXPECT_EQ(c.read(Get()), c.from_toml) << c.toml;
    const std::string variable = c.variable;
    Env(variable.substr(0, variable.find('=')), variable.substr(variable.find('=') + 1));
    EXPECT_EQ(c.read(Get()), c.from_environment) << c.variable;
    EXPECT_EQ(c.read(Get({c.flag})), c.from_flag) << c.flag;
  }
}

// S-11: an explicit zero is a value.
TEST_F(OptionsTest, ZeroIsAValue) {
  Toml("[server]\nport = 8000\n[session]\ntimeout = '1h'\n[logging]\nverbosity = 3");
  const Options options = Get({"--port", "0", "--session-timeout", "0", "--verbosity", "0"});
  EXPECT_EQ(options.port, 0);
  EXPECT_EQ(options.config.session.timeout, absl::InfiniteDuration());
  EXPECT_EQ(options.verbosity, 0);
}

TEST_F(OptionsTest, TheSiteComesFromTheEnvironmentToo) {
  TempFolder other;
  other.Write("config/config.toml", "[server]\nport = 4321");
  Env("UI_DIR", other.path());
  const auto options = ResolveOptions(CommandLine(), [&](const char* name) {
    return std::optional<std::string>(environment_[name]);
  });
  ASSERT_TRUE(options.ok()) << options.status();
  EXPECT_EQ(options->site, other.path());
  EXPECT_EQ(options->port, 4321);
  EXPECT_EQ(Get().site, site_.path());
}

TEST_F(OptionsTest, AnEmptyVariableIsNone) {
  Env("UI_PORT", "");
  EXPECT_EQ(Get().port, 8080);
}

TEST_F(OptionsTest, DevelopmentIsAskedForEachTime) {
  EXPECT_EQ(Get({"--dev"}).config.mode, Mode::kDevelopment);
  EXPECT_EQ(Get({"--dev=false"}).config.mode, Mode::kProduction);
  Env("UI_DEV", "1");
  EXPECT_EQ(Get().config.mode, Mode::kDevelopment);
}

// What the browser home is told: the core's tables with the winning values, nothing of this
// machine.
TEST_F(OptionsTest, TheCoresSettingsGoTogether) {
  Toml(
      "[server]\nhost = '::1'\n[session]\ntimeout = '1h'\n[limits]\nmessage_bytes = 1000\n"
      "[logging]\nlevel = 'debug'\n[compat]\nui-engine = true\n");
  Env("UI_SESSION_TIMEOUT", "2h");
  const Options options = Get();
  EXPECT_THAT(options.site_settings,
              EqualsJson(R"({"session":{"timeout":"2h"},"limits":{"message_bytes":1000},
                             "compat":{"ui-engine":true}})"));
  EXPECT_EQ(options.config.session.frame_limits.max_bytes, 1000u);
  EXPECT_TRUE(options.config.compat);
}

// S-6, H-30 and hot-reload section 9: off by default, on in development unless told otherwise.
TEST_F(OptionsTest, HotReloadIsAskedFor) {
  EXPECT_FALSE(Get({}).hotload);
  EXPECT_TRUE(Get({"--hotload"}).hotload);
  EXPECT_TRUE(Get({"--dev"}).hotload);
  EXPECT_FALSE(Get({"--dev", "--hotload=false"}).hotload);
  Toml("[lua]\nhotload = true\n");
  EXPECT_TRUE(Get({}).hotload);
  EXPECT_FALSE(Get({"--hotload=false"}).hotload);
  Env("UI_HOTLOAD", "false");
  EXPECT_FALSE(Get({}).hotload);
  Env("UI_HOTLOAD", "1");
  Toml("");
  EXPECT_TRUE(Get({}).hotload);
}

TEST_F(OptionsTest, WhatIsNotOfferedIsSaid) {
  Toml("[lua]\nenabled = true\npath = 'lua/'\n");
  EXPECT_THAT(Get({"--socket", "/x"}).notes,
              ElementsAre(HasSubstr("--socket"), HasSubstr("lua.path")));
  EXPECT_THAT(Error({"--lua=false"}), HasSubstr("--lua: Lua cannot be switched off"));
}

// D-46, S-7: one line that says where, whatever the source and even if a stronger one wins.
TEST_F(OptionsTest, BadValuesAreErrors) {
  EXPECT_EQ(Error({"--port", "abc"}),
            "--port: \"abc\" is not a port (0 to 65535; 0 is any free one)");
  EXPECT_THAT(Error({"--port", "65536"}), HasSubstr("--port: \"65536\" is not a port"));
  EXPECT_THAT(Error({"--port", "-1"}), HasSubstr("--port"));
  EXPECT_THAT(Error({"--session-timeout", "90"}),
              HasSubstr("--session-timeout: \"90\" is not a duration"));
  EXPECT_THAT(Error({"--session-timeout", "-1h"}), HasSubstr("is not a duration"));
  EXPECT_THAT(Error({"--session-timeout", "inf"}), HasSubstr("is not a duration"));
  EXPECT_THAT(Error({"--threads", "many"}), HasSubstr("--threads: \"many\" is not a whole number"));
  EXPECT_THAT(Error({"--dev=perhaps"}), HasSubstr("--dev: \"perhaps\" is not true or false"));
  EXPECT_EQ(Error({"--log-level", "debgu"}),
            "--log-level: unknown level \"debgu\"; did you mean debug?");
  Env("UI_PORT", "http");
  EXPECT_THAT(Error(), HasSubstr("UI_PORT: \"http\" is not a port"));
  EXPECT_THAT(Error({"--port", "1"}), HasSubstr("UI_PORT"));
}

TEST_F(OptionsTest, BadTomlIsAnErrorWithItsPlace) {
  Toml("[server]\nport = = 3\n");
  EXPECT_THAT(Error(), HasSubstr(absl::StrCat(site_.path(), "/config/config.toml:2:")));
  Toml("[server]\nport = 1\nport = 2\n");
  EXPECT_THAT(Error(), HasSubstr("config.toml:3:"));
}

TEST_F(OptionsTest, WrongKeysInTheConfigurationAreErrors) {
  const struct {
    const char *toml, *message;
  } cases[] = {
      {"[server]\nprot = 1", "config.toml: unknown key server.prot; did you mean server.port?"},
      {"[logging]\ncolour = true", "config.toml: unknown key logging.colour"},
      {"[server]\nport = 'x'", "config.toml: server.port: \"x\" is not a port"},
      {"server = 3", "config.toml: server must be a table"},
      {"[sesion]\ntimeout = '1h'", "did you mean session?"},
      {"[session]\ntimeuot = '1h'", "did you mean session.timeout?"},
      {"[session]\ntimeout = 3", "config.toml: session.timeout: 3 is not a duration"},
      {"session = 3", "\"session\" must be a table"},
      {"[limits]\nsessions = 0", "limits.sessions"},
      {"[lua]\nhotload = 'x'", "config.toml: lua.hotload: \"x\" is not true or false"},
  };
  for (const auto& c : cases) {
    Toml(c.toml);
    EXPECT_THAT(Error(), HasSubstr(c.message));
    // Also when a flag would override it.
    EXPECT_THAT(Error({"--port=1", "--session-timeout=1h"}), HasSubstr(c.message));
  }
}

TEST_F(OptionsTest, AConfigurationThatLeadsOutOfTheSiteIsAnError) {
  TempFolder outside;
  outside.Write("x.toml", "");
  site_.Link("config/config.toml", outside / "x.toml");
  EXPECT_THAT(Error(), HasSubstr("config/config.toml"));
}

}  // namespace
}  // namespace tandem::native
