// Copyright (c) the Tandem authors. Licensed under the MIT License.

#include "native_server/setting.h"

#include <cstdint>

#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/time/time.h"
#include "core/base/status_macros.h"

namespace tandem::native {
namespace {

using Kind = Setting::Kind;

// More threads, or a higher verbosity, is certainly a slip.
constexpr int64_t kMaxCount = 1024;

absl::Status Refuse(absl::string_view source, absl::string_view value, absl::string_view wanted) {
  return absl::InvalidArgumentError(absl::StrCat(source, ": ", value, " is not ", wanted));
}

absl::string_view Wanted(Kind kind) {
  switch (kind) {
    case Kind::kText:
      return "a text";
    case Kind::kTexts:
      return "a list of texts";
    case Kind::kPort:
      return "a port (0 to 65535; 0 is any free one)";
    case Kind::kCount:
      return "a whole number from 0 to 1024";
    case Kind::kSwitch:
      return "true or false";
    case Kind::kDuration:
      return "a duration such as 1h30m, 90s, 500ms or 0";
  }
  return "";
}

bool IsWholeNumber(const Json& value, int64_t max) {
  return value.is_number_integer() && value.get<int64_t>() >= 0 && value.get<int64_t>() <= max;
}

bool IsDuration(const std::string& text) {
  absl::Duration duration;
  return absl::ParseDuration(text, &duration) && duration >= absl::ZeroDuration() &&
         duration != absl::InfiniteDuration();
}

bool IsRight(Kind kind, const Json& value) {
  switch (kind) {
    case Kind::kText:
      return value.is_string();
    case Kind::kTexts:
      if (!value.is_array()) return false;
      for (const Json& item : value) {
        if (!item.is_string()) return false;
      }
      return true;
    case Kind::kPort:
      return IsWholeNumber(value, 65535);
    case Kind::kCount:
      return IsWholeNumber(value, kMaxCount);
    case Kind::kSwitch:
      return value.is_boolean();
    case Kind::kDuration:
      return value.is_string() && IsDuration(value.get_ref<const std::string&>());
  }
  return false;
}

// Text that is not of the right form stays text and is refused afterwards.
Json FromText(Kind kind, absl::string_view text) {
  int64_t number = 0;
  switch (kind) {
    case Kind::kPort:
    case Kind::kCount:
      if (absl::SimpleAtoi(text, &number)) return number;
      return std::string(text);
    case Kind::kSwitch: {
      const std::string lower = absl::AsciiStrToLower(text);
      if (lower == "true" || lower == "1" || lower == "yes" || lower == "on") return true;
      if (lower == "false" || lower == "0" || lower == "no" || lower == "off") return false;
      return std::string(text);
    }
    case Kind::kTexts: {
      Json list = Json::array();
      for (absl::string_view item : absl::StrSplit(text, ',', absl::SkipWhitespace())) {
        list.push_back(std::string(absl::StripAsciiWhitespace(item)));
      }
      return list;
    }
    case Kind::kText:
    case Kind::kDuration:
      return std::string(text);
  }
  return nullptr;
}

}  // namespace

const std::vector<Setting>& AllSettings() {
  static const auto& settings = *new std::vector<Setting>{
      {"host", Kind::kText, "UI_HOST", "server", "host", "address to listen on (127.0.0.1)"},
      {"port", Kind::kPort, "UI_PORT", "server", "port",
       "port to listen on; 0: any free one (8080)"},
      {"dir", Kind::kText, "UI_DIR", nullptr, nullptr, "the site's folder (the current one)"},
      {"assets", Kind::kText, "UI_ASSETS", nullptr, nullptr,
       "the folder of Tandem's own pages and scripts (assets, beside the program)"},
      {"dev", Kind::kSwitch, "UI_DEV", nullptr, nullptr,
       "development mode: errors in the page, and --hotload unless that is false"},
      {"local", Kind::kSwitch, nullptr, nullptr, nullptr,
       "no sessions here: the browser runs the site by itself"},
      {"threads", Kind::kCount, "UI_THREADS", "server", "threads",
       "threads that run sessions; 0: one for each processor (0)"},
      {"allow-origin", Kind::kTexts, "UI_ALLOW_ORIGIN", "server", "allow_origin",
       "another origin whose pages may join sessions; * for all"},
      {"session-timeout", Kind::kDuration, "UI_SESSION_TIMEOUT", "session", "timeout",
       "how long a session without a page lives; 0: for ever (24h)"},
      {"record", Kind::kText, "UI_RECORD", nullptr, nullptr,
       "a folder: what happens to each session is recorded there, for tandem replay"},
      {"store", Kind::kText, "UI_STORE", "server", "store",
       "where sessions live: memory, or sqlite:FILE, which outlives the server (memory)"},
      {"log-level", Kind::kText, "UI_LOG_LEVEL", "logging", "level",
       "error, warn, info, debug (as -vv) or trace (as -vvvv)"},
      {"verbosity", Kind::kCount, "UI_VERBOSITY", "logging", "verbosity",
       "0 to 4; -v, -vv … for short (0)"},
      {"socket", Kind::kText, "UI_SOCKET", "server", "socket",
       "not offered yet: noted and ignored"},
      {"lua", Kind::kSwitch, "UI_LUA", "lua", "enabled", "cannot be switched off"},
      {"lua-path", Kind::kText, "UI_LUA_PATH", "lua", "path",
       "ignored: Lua files are in the site's lua folder"},
      {"hotload", Kind::kSwitch, "UI_HOTLOAD", "lua", "hotload",
       "running sessions take up edited Lua files and templates"},
  };
  return settings;
}

const Setting* FindSetting(absl::string_view name) {
  for (const Setting& setting : AllSettings()) {
    if (setting.name == name) return &setting;
  }
  return nullptr;
}

absl::StatusOr<Json> ParseSetting(const Setting& setting, absl::string_view text,
                                  absl::string_view source) {
  Json value = FromText(setting.kind, text);
  if (!IsRight(setting.kind, value)) {
    return Refuse(source, absl::StrCat("\"", text, "\""), Wanted(setting.kind));
  }
  return value;
}

absl::Status CheckSetting(const Setting& setting, const Json& value, absl::string_view source) {
  if (IsRight(setting.kind, value)) return absl::OkStatus();
  return Refuse(source, DumpJson(value), Wanted(setting.kind));
}

}  // namespace tandem::native
