// Copyright (c) the Tandem authors. Licensed under the MIT License.

#include "core/session/session_settings.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <type_traits>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"

namespace tandem {
namespace {

// Calls `visit` with the name and the place of every setting: written and read alike.
template <typename Config, typename Visit>
void VisitSettings(Config& config, const Visit& visit) {
  visit("remote_code", config.remote_code);
  visit("compat", config.compat);
  visit("lua.memory_limit_bytes", config.lua.memory_limit_bytes);
  visit("lua.turn_steps", config.lua.turn_steps);
  visit("lua.start_steps", config.lua.start_steps);
  // When it stops a turn is in the readings of the clock.
  visit("lua.turn_time", config.lua.turn_time);
  visit("lua.private_names_reachable", config.lua.private_names_reachable);
  visit("lua.lua51", config.lua.lua51);
  visit("lua.strict", config.lua.strict);
  visit("lua.file_bytes", config.lua.file_bytes);
  visit("lua.temporary_files", config.lua.temporary_files);
  visit("lua.temporary_bytes", config.lua.temporary_bytes);
  visit("lua.libraries", config.lua.libraries);
  visit("session.resume_grace", config.session.resume_grace);
  visit("session.frame_bytes", config.session.frame_limits.max_bytes);
  visit("session.frame_depth", config.session.frame_limits.max_depth);
  visit("session.max_malformed_frames", config.session.max_malformed_frames);
}

constexpr char kDevelopment[] = "development";

Json ToJson(const absl::Duration& value) { return absl::FormatDuration(value); }
template <typename Value>
Json ToJson(const Value& value) {
  return value;
}

bool FromJson(const Json& json, absl::Duration* value) {
  return json.is_string() && absl::ParseDuration(json.get_ref<const std::string&>(), value);
}
bool FromJson(const Json& json, bool* value) {
  if (json.is_boolean()) *value = json.get<bool>();
  return json.is_boolean();
}
bool FromJson(const Json& json, std::vector<std::string>* value) {
  if (!json.is_array()) return false;
  for (const Json& item : json) {
    if (!item.is_string()) return false;
    value->push_back(item.get<std::string>());
  }
  return true;
}
template <typename Integer>
bool FromJson(const Json& json, Integer* value) {
  static_assert(std::is_integral_v<Integer>);
  if (!json.is_number_integer()) return false;
  *value = json.get<Integer>();
  return true;
}

absl::Status Wrong(absl::string_view name, absl::string_view what) {
  return absl::InvalidArgumentError(absl::StrCat("the log's setting \"", name, "\" ", what));
}

}  // namespace

Json SessionSettings(const SiteConfig& config) {
  Json settings = {{kDevelopment, config.mode == Mode::kDevelopment}};
  VisitSettings(config,
                [&](const char* name, const auto& value) { settings[name] = ToJson(value); });
  return settings;
}

absl::StatusOr<SiteConfig> ConfigFromSessionSettings(const Json& settings) {
  if (!settings.is_object()) return absl::InvalidArgumentError("the log has no settings");
  SiteConfig config;
  Json rest = settings;
  absl::Status status;
  const auto take = [&](const char* name, auto& value) {
    const auto found = rest.find(name);
    if (found == rest.end()) return status.Update(Wrong(name, "is missing"));
    if (!FromJson(*found, &value)) status.Update(Wrong(name, "is of another type"));
    rest.erase(found);
  };
  bool is_development = false;
  take(kDevelopment, is_development);
  VisitSettings(config, take);
  if (!status.ok()) return status;
  if (!rest.empty()) return Wrong(rest.begin().key(), "is not known here");
  if (is_development) config.mode = Mode::kDevelopment;
  return config;
}

}  // namespace tandem
