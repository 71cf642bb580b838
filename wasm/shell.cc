// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// See shell.h.

#include "wasm/shell.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "core/base/json.h"
#include "core/base/status_macros.h"
#include "core/session/site_config.h"

namespace tandem::wasm {
namespace {

constexpr absl::string_view kConfigFile = "config/config.json";

struct Options {
  Mode mode = Mode::kProduction;
  LogLevel verbosity = kLogAlways;
};

absl::StatusOr<Options> OptionsFromJson(absl::string_view text) {
  ASSIGN_OR_RETURN(const Json json, ParseJson(text));
  if (!json.is_object()) return absl::InvalidArgumentError("options: not an object");
  Options options;
  for (const auto& [key, value] : json.items()) {
    if (key == "dev" && value.is_boolean()) {
      options.mode = value.get<bool>() ? Mode::kDevelopment : Mode::kProduction;
    } else if (key == "verbosity" && value.is_number_integer()) {
      options.verbosity = value.get<int>();
    } else {
      return absl::InvalidArgumentError(
          absl::StrCat("options: unknown key or wrong type: ", key, " = ", DumpJson(value)));
    }
  }
  return options;
}

// The defaults if the site has no configuration.
absl::StatusOr<SiteConfig> ReadConfig(FileSource& files) {
  absl::StatusOr<std::string> text = files.Read(kConfigFile);
  if (absl::IsNotFound(text.status())) return SiteConfig{};
  RETURN_IF_ERROR(text.status());
  absl::StatusOr<Json> json = ParseJson(*text);
  if (!json.ok()) {
    return absl::InvalidArgumentError(absl::StrCat(kConfigFile, ": ", json.status().message()));
  }
  absl::StatusOr<SiteConfig> config = SiteConfigFromJson(*json);
  if (!config.ok()) {
    return absl::InvalidArgumentError(absl::StrCat(kConfigFile, ": ", config.status().message()));
  }
  return config;
}

}  // namespace

absl::Status Shell::AddFile(absl::string_view path, absl::string_view bytes) {
  RETURN_IF_ERROR(host_.files().Add(path, bytes));
  if (server_ != nullptr) changed_.emplace_back(path);
  return absl::OkStatus();
}

absl::Status Shell::Start(absl::string_view options_json) {
  if (server_ != nullptr) return absl::FailedPreconditionError("already started");
  ASSIGN_OR_RETURN(const Options options, OptionsFromJson(options_json));
  host_.log().set_verbosity(options.verbosity);
  ASSIGN_OR_RETURN(SiteConfig config, ReadConfig(host_.files()));
  if (!config.lua.libraries.empty()) {
    return absl::InvalidArgumentError(
        absl::StrCat("[lua] libraries: the browser has no \"", config.lua.libraries.front(),
                     "\" to open; an app that needs it runs on a server only"));
  }
  if (config.lua.temporary_files) {
    return absl::InvalidArgumentError(
        "[files] temporary: the browser has no disk for them; an app that needs it runs on a "
        "server only");
  }
  // In a page of its own a slow turn keeps nobody else waiting; its steps end it.
  config.lua.turn_time = absl::InfiniteDuration();
  // Development can be asked for by either, and refused by none.
  if (options.mode == Mode::kDevelopment) config.mode = options.mode;
  server_ = std::make_unique<Server>(host_.host(), config);
  return absl::OkStatus();
}

absl::Status Shell::Reload() {
  if (server_ == nullptr) return absl::FailedPreconditionError("not started");
  server_->FilesChanged(std::exchange(changed_, {}));
  return absl::OkStatus();
}

absl::StatusOr<std::string> Shell::Create() {
  if (server_ == nullptr) return absl::FailedPreconditionError("not started");
  ASSIGN_OR_RETURN(const SessionId id, server_->sessions().CreateSession());
  return id.str();
}

absl::StatusOr<int64_t> Shell::Connect(absl::string_view session) {
  if (server_ == nullptr) return absl::FailedPreconditionError("not started");
  const int64_t number = last_connection_ + 1;
  auto outbox = std::make_unique<JsOutbox>(js_, number);
  ASSIGN_OR_RETURN(const ConnectionId id,
                   server_->sessions().Connect(SessionId(std::string(session)), *outbox));
  links_[number] = Link{std::move(outbox), id};
  last_connection_ = number;
  return number;
}

void Shell::Receive(int64_t connection, absl::string_view frame) {
  auto link = links_.find(connection);
  if (link != links_.end()) server_->sessions().Receive(link->second.id, std::string(frame));
}

void Shell::Disconnect(int64_t connection) {
  auto link = links_.find(connection);
  if (link == links_.end()) return;
  server_->sessions().Disconnect(link->second.id);
  links_.erase(link);
}

void Shell::Destroy(absl::string_view session) {
  if (server_ != nullptr) server_->sessions().Destroy(SessionId(std::string(session)));
}

}  // namespace tandem::wasm
