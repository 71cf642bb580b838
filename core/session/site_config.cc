// Copyright (c) the Tandem authors. Licensed under the MIT License.

#include "core/session/site_config.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "core/base/status_macros.h"
#include "core/base/suggestion.h"

namespace tandem {
namespace {

// One setting: where it stands and how it is taken.
struct Setting {
  absl::string_view table;
  absl::string_view key;
  std::function<absl::Status(const Json&, SiteConfig&)> apply;  // Null: a shell's own.
};

absl::Status WrongType(absl::string_view wanted) { return absl::InvalidArgumentError(wanted); }

auto Bool(bool SiteConfig::*field) {
  return [field](const Json& value, SiteConfig& config) {
    if (!value.is_boolean()) return WrongType("must be true or false");
    config.*field = value.get<bool>();
    return absl::OkStatus();
  };
}

absl::StatusOr<int64_t> Positive(const Json& value, int64_t max) {
  if (!value.is_number_integer() || value.get<double>() < 1 ||
      value.get<double>() > static_cast<double>(max)) {
    return WrongType(absl::StrCat("must be a whole number from 1 to ", max));
  }
  return value.get<int64_t>();
}

absl::StatusOr<absl::Duration> DurationText(const Json& value) {
  absl::Duration duration;
  if (!value.is_string() || !absl::ParseDuration(value.get_ref<const std::string&>(), &duration) ||
      duration < absl::ZeroDuration() || duration == absl::InfiniteDuration()) {
    return WrongType("must be a duration such as \"1h30m\", \"90s\" or \"0\"");
  }
  return duration;
}

absl::Status SetTimeout(const Json& value, SiteConfig& config) {
  ASSIGN_OR_RETURN(const absl::Duration timeout, DurationText(value));
  // Zero means never (S-6).
  config.session.timeout = timeout == absl::ZeroDuration() ? absl::InfiniteDuration() : timeout;
  return absl::OkStatus();
}

absl::Status SetResumeGrace(const Json& value, SiteConfig& config) {
  ASSIGN_OR_RETURN(config.session.resume_grace, DurationText(value));
  return absl::OkStatus();
}

absl::Status SetMemoryLimit(const Json& value, SiteConfig& config) {
  ASSIGN_OR_RETURN(const int64_t mebibytes, Positive(value, 4096));
  config.lua.memory_limit_bytes = mebibytes << 20;
  return absl::OkStatus();
}

absl::Status SetCount(int64_t LuaOptions::*field, const Json& value, SiteConfig& config) {
  ASSIGN_OR_RETURN(config.lua.*field, Positive(value, int64_t{1} << 50));
  return absl::OkStatus();
}

absl::Status SetTurnTime(const Json& value, SiteConfig& config) {
  ASSIGN_OR_RETURN(config.lua.turn_time, DurationText(value));
  if (config.lua.turn_time == absl::ZeroDuration()) config.lua.turn_time = absl::InfiniteDuration();
  return absl::OkStatus();
}

absl::Status SetStrict(const Json& value, SiteConfig& config) {
  if (!value.is_boolean()) return WrongType("must be true or false");
  config.lua.strict = value.get<bool>();
  return absl::OkStatus();
}

absl::Status SetLibraries(const Json& value, SiteConfig& config) {
  static constexpr absl::string_view kWanted =
      "must be a list of some of \"io\", \"os\", \"debug\"";
  if (!value.is_array()) return WrongType(kWanted);
  std::vector<std::string>& libraries = config.lua.libraries;
  for (const Json& name : value) {
    if (name != "io" && name != "os" && name != "debug") {
      return WrongType(absl::StrCat(kWanted, ", not ", DumpJson(name)));
    }
    if (std::find(libraries.begin(), libraries.end(), name) == libraries.end()) {
      libraries.push_back(name.get<std::string>());
    }
  }
  return absl::OkStatus();
}

absl::Status SetMessageBytes(const Json& value, SiteConfig& config) {
  ASSIGN_OR_RETURN(const int64_t bytes, Positive(value, int64_t{1} << 31));
  config.session.frame_limits.max_bytes = static_cast<size_t>(bytes);
  return absl::OkStatus();
}

absl::Status SetMaxSessions(const Json& value, SiteConfig& config) {
  ASSIGN_OR_RETURN(const int64_t sessions, Positive(value, 10'000'000));
  config.session.max_sessions = static_cast<size_t>(sessions);
  return absl::OkStatus();
}

absl::Status SetTemporaryFiles(const Json& value, SiteConfig& config) {
  if (!value.is_boolean()) return WrongType("must be true or false");
  config.lua.temporary_files = value.get<bool>();
  return absl::OkStatus();
}

absl::Status SetCompat(const Json& value, SiteConfig& config) {
  RETURN_IF_ERROR(Bool(&SiteConfig::compat)(value, config));
  config.lua.private_names_reachable = config.compat;
  if (config.compat) config.lua.lua51 = true;
  return absl::OkStatus();
}

// ui-engine implies it, so nothing takes it back (D-38).
absl::Status SetLua51(const Json& value, SiteConfig& config) {
  if (!value.is_boolean()) return WrongType("must be true or false");
  if (value.get<bool>()) config.lua.lua51 = true;
  return absl::OkStatus();
}

// Every key a configuration may have. Those of the shells are listed so that a slip in any of
// them is noticed in both homes.
const std::vector<Setting>& Settings() {
  static const auto& settings = *new std::vector<Setting>{
      {"session", "timeout", SetTimeout},
      {"session", "resume_grace", SetResumeGrace},
      {"lua", "remote_code", Bool(&SiteConfig::remote_code)},
      {"lua", "memory_limit_mib", SetMemoryLimit},
      {"lua", "turn_steps", std::bind_front(SetCount, &LuaOptions::turn_steps)},
      {"lua", "start_steps", std::bind_front(SetCount, &LuaOptions::start_steps)},
      {"lua", "turn_time", SetTurnTime},
      {"lua", "libraries", SetLibraries},
      {"lua", "strict", SetStrict},
      {"limits", "message_bytes", SetMessageBytes},
      {"limits", "sessions", SetMaxSessions},
      {"limits", "file_bytes", std::bind_front(SetCount, &LuaOptions::file_bytes)},
      {"limits", "temporary_bytes", std::bind_front(SetCount, &LuaOptions::temporary_bytes)},
      {"files", "temporary", SetTemporaryFiles},
      {"compat", "lua51", SetLua51},
      {"compat", "ui-engine", SetCompat},
      {"lua", "hotload", nullptr},
      {"server", "host", nullptr},
      {"server", "port", nullptr},
      {"logging", "verbosity", nullptr},
  };
  return settings;
}

absl::Status UnknownKey(absl::string_view name) {
  std::vector<std::string> known;
  for (const Setting& setting : Settings()) {
    known.push_back(absl::StrCat(setting.table, ".", setting.key));
    known.emplace_back(setting.table);
  }
  return absl::InvalidArgumentError(
      absl::StrCat("unknown configuration key \"", name, "\"", Suggestion(name, known)));
}

bool IsTable(absl::string_view name) {
  return std::any_of(Settings().begin(), Settings().end(),
                     [&](const Setting& setting) { return setting.table == name; });
}

absl::Status ApplyKey(absl::string_view table, absl::string_view key, const Json& value,
                      SiteConfig& config) {
  const std::string name = absl::StrCat(table, ".", key);
  for (const Setting& setting : Settings()) {
    if (setting.table != table || setting.key != key) continue;
    if (!setting.apply) return absl::OkStatus();
    const absl::Status status = setting.apply(value, config);
    if (status.ok()) return status;
    return absl::InvalidArgumentError(
        absl::StrCat("configuration key \"", name, "\" ", status.message()));
  }
  return UnknownKey(name);
}

}  // namespace

absl::StatusOr<SiteConfig> SiteConfigFromJson(const Json& config) {
  if (!config.is_object()) {
    return absl::InvalidArgumentError("a configuration must be a table");
  }
  SiteConfig result;
  for (const auto& [table, keys] : config.items()) {
    if (!IsTable(table)) return UnknownKey(table);
    if (!keys.is_object()) {
      return absl::InvalidArgumentError(
          absl::StrCat("configuration key \"", table, "\" must be a table"));
    }
    for (const auto& [key, value] : keys.items()) {
      RETURN_IF_ERROR(ApplyKey(table, key, value, result));
    }
  }
  return result;
}

}  // namespace tandem
