// Copyright (c) the Tandem authors. Licensed under the MIT License.

#include "native_server/options.h"

#include <map>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/string_view.h"
#include "core/base/status_macros.h"
#include "core/base/suggestion.h"
#include "native_server/rooted_folder.h"
#include "native_server/setting.h"
#include "native_server/toml_config.h"

namespace tandem::native {
namespace {

constexpr absl::string_view kConfigFile = "config/config.toml";

// The strongest source of each setting that was given, and who said so.
struct Given {
  Json value;
  std::string source;
};
using GivenSettings = std::map<std::string, Given, std::less<>>;

absl::Status TakeFlags(const CommandLine& line, GivenSettings& given) {
  for (const auto& [name, values] : line.flags) {
    const Setting* setting = FindSetting(name);
    if (values.empty() || setting == nullptr) continue;
    const std::string source = absl::StrCat("--", name);
    Json value = Json::array();
    for (const std::string& text : values) {
      ASSIGN_OR_RETURN(Json one, ParseSetting(*setting, text, source));
      if (setting->kind != Setting::Kind::kTexts) {
        value = std::move(one);
      } else {
        for (Json& item : one) value.push_back(std::move(item));
      }
    }
    given[name] = {std::move(value), source};
  }
  if (line.verbose > 0) given["verbosity"] = {Json(line.verbose), "-v"};
  return absl::OkStatus();
}

// An empty variable is as good as none.
absl::Status TakeEnvironment(const Environment& environment, GivenSettings& given) {
  for (const Setting& setting : AllSettings()) {
    if (setting.environment == nullptr) continue;
    const std::optional<std::string> text = environment(setting.environment);
    if (!text || text->empty()) continue;
    ASSIGN_OR_RETURN(Json value, ParseSetting(setting, *text, setting.environment));
    given.try_emplace(setting.name, Given{std::move(value), setting.environment});
  }
  return absl::OkStatus();
}

// Moves what is the shell's own out of the configuration; the rest is for the core to judge, which
// knows the other tables, but not [server] and [logging].
absl::Status TakeFromConfig(absl::string_view file, Json& config, GivenSettings& given) {
  for (const Setting& setting : AllSettings()) {
    if (setting.table == nullptr || !config.contains(setting.table)) continue;
    Json& table = config[setting.table];
    if (!table.is_object() || !table.contains(setting.key)) continue;
    const std::string source = absl::StrCat(file, ": ", setting.table, ".", setting.key);
    RETURN_IF_ERROR(CheckSetting(setting, table[setting.key], source));
    given.try_emplace(setting.name, Given{table[setting.key], source});
    table.erase(setting.key);
  }
  for (const absl::string_view name : {"server", "logging"}) {
    const auto table = config.find(name);
    if (table == config.end()) continue;
    if (!table->is_object()) {
      return absl::InvalidArgumentError(absl::StrCat(file, ": ", name, " must be a table"));
    }
    if (!table->empty()) {
      std::vector<std::string> known;
      for (const Setting& setting : AllSettings()) {
        if (setting.table != nullptr)
          known.push_back(absl::StrCat(setting.table, ".", setting.key));
      }
      const std::string key = absl::StrCat(name, ".", table->begin().key());
      return absl::InvalidArgumentError(
          absl::StrCat(file, ": unknown key ", key, Suggestion(key, known)));
    }
    config.erase(table);
  }
  return absl::OkStatus();
}

absl::StatusOr<Json> ReadConfig(const std::string& site) {
  const RootedFolder folder(site, RootedFolder::Links::kInside);
  const absl::StatusOr<std::string> text = folder.Read(kConfigFile);
  if (absl::IsNotFound(text.status())) return Json::object();
  const std::string name = absl::StrCat(site, "/", kConfigFile);
  if (!text.ok()) {
    return absl::Status(text.status().code(), absl::StrCat(site, "/", text.status().message()));
  }
  return ParseToml(*text, name);
}

absl::StatusOr<LogLevel> VerbosityOf(const std::string& level, absl::string_view source) {
  static const auto& levels = *new std::map<std::string, LogLevel>{
      {"error", 0}, {"warn", 0}, {"info", 0}, {"debug", kLogMessages}, {"trace", kLogValues}};
  const auto entry = levels.find(level);
  if (entry != levels.end()) return entry->second;
  std::vector<std::string> known;
  for (const auto& [name, verbosity] : levels) known.push_back(name);
  return absl::InvalidArgumentError(
      absl::StrCat(source, ": unknown level \"", level, "\"", Suggestion(level, known)));
}

// The file that "sqlite:FILE" names; empty for "memory".
absl::StatusOr<std::string> StoreOf(const std::string& text, absl::string_view source) {
  constexpr absl::string_view kSqlite = "sqlite:";
  if (text == "memory") return "";
  if (absl::StartsWith(text, kSqlite) && text.size() > kSqlite.size()) {
    return text.substr(kSqlite.size());
  }
  return absl::InvalidArgumentError(
      absl::StrCat(source, ": \"", text, "\" is no store: memory or sqlite:FILE"));
}

absl::Status Apply(const GivenSettings& given, Options& options) {
  const auto find = [&](absl::string_view name) -> const Json* {
    const auto entry = given.find(name);
    return entry == given.end() ? nullptr : &entry->second.value;
  };
  if (const Json* value = find("host")) options.host = value->get<std::string>();
  if (const Json* value = find("port")) options.port = value->get<int>();
  if (const Json* value = find("assets")) options.assets = value->get<std::string>();
  if (const Json* value = find("local")) options.local = value->get<bool>();
  if (const Json* value = find("threads")) options.threads = value->get<int>();
  if (const Json* value = find("record")) options.record = value->get<std::string>();
  if (const Json* value = find("store")) {
    const std::string& source = given.find("store")->second.source;
    ASSIGN_OR_RETURN(options.store, StoreOf(value->get<std::string>(), source));
    if (!options.store.empty() && !options.record.empty()) {
      return absl::InvalidArgumentError(absl::StrCat(
          source, " and --record exclude each other: a store has the logs of its sessions"));
    }
    if (!options.store.empty() && options.local) {
      return absl::InvalidArgumentError(
          absl::StrCat(source, " and --local exclude each other: there are no sessions here"));
    }
  }
  if (const Json* value = find("allow-origin")) {
    options.allowed_origins = value->get<std::vector<std::string>>();
  }
  if (const Json* value = find("log-level")) {
    ASSIGN_OR_RETURN(options.verbosity, VerbosityOf(value->get<std::string>(),
                                                    given.find("log-level")->second.source));
  }
  if (const Json* value = find("verbosity")) options.verbosity = value->get<int>();
  if (const Json* value = find("lua"); value != nullptr && !value->get<bool>()) {
    return absl::InvalidArgumentError(absl::StrCat(
        given.find("lua")->second.source, ": Lua cannot be switched off: it owns the data"));
  }
  return absl::OkStatus();
}

void AddNotes(const GivenSettings& given, Options& options) {
  const auto note = [&](absl::string_view name, absl::string_view why) {
    const auto entry = given.find(name);
    if (entry == given.end() || entry->second.value == Json(false)) return;
    options.notes.push_back(absl::StrCat("Warning: ", entry->second.source, " is ignored: ", why));
  };
  note("socket", "there is no backend socket yet");
  note("lua-path", "Lua files are read from the site's lua folder");
}

}  // namespace

absl::StatusOr<Options> ResolveOptions(const CommandLine& line, const Environment& environment) {
  Options options;
  GivenSettings given;
  RETURN_IF_ERROR(TakeFlags(line, given));
  RETURN_IF_ERROR(TakeEnvironment(environment, given));
  if (const auto dir = given.find("dir"); dir != given.end()) {
    options.site = dir->second.value.get<std::string>();
  }

  ASSIGN_OR_RETURN(Json config, ReadConfig(options.site));
  const std::string file = absl::StrCat(options.site, "/", kConfigFile);
  RETURN_IF_ERROR(TakeFromConfig(file, config, given));
  RETURN_IF_ERROR(TakePageOptions(file, config, options.page));
  RETURN_IF_ERROR(Apply(given, options));
  AddNotes(given, options);

  const auto timeout = given.find("session-timeout");
  // Where [session] is no table, the core says so below.
  if (timeout != given.end() && (!config.contains("session") || config["session"].is_object())) {
    config["session"]["timeout"] = timeout->second.value;
  }
  absl::StatusOr<SiteConfig> site_config = SiteConfigFromJson(config);
  if (!site_config.ok()) {
    return absl::Status(site_config.status().code(),
                        absl::StrCat(file, ": ", site_config.status().message()));
  }
  options.config = *std::move(site_config);
  options.page.compat = options.config.compat;
  if (!options.store.empty() && !options.config.lua.libraries.empty()) {
    return absl::InvalidArgumentError(
        absl::StrCat("the site opens Lua libraries that reach outside (",
                     absl::StrJoin(options.config.lua.libraries, ", "),
                     "): its sessions cannot be stored, because playing them again would do again "
                     "what they did"));
  }
  if (!options.store.empty() && options.config.lua.temporary_files) {
    return absl::InvalidArgumentError(
        "the site takes temporary files ([files] temporary): its sessions cannot be stored, "
        "because the files end with the server");
  }
  options.site_settings = std::move(config);
  if (const auto dev = given.find("dev"); dev != given.end() && dev->second.value.get<bool>()) {
    options.config.mode = Mode::kDevelopment;
    options.hotload = true;
  }
  if (const auto hotload = given.find("hotload"); hotload != given.end()) {
    options.hotload = hotload->second.value.get<bool>();
  }
  return options;
}

}  // namespace tandem::native
