// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// Taking up edited files: the part of LuaBackend that knows what a reload means to pages.

#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "core/backend/lua_backend.h"
#include "core/base/error.h"
#include "core/tracker/tracker.h"
#include "core/tracker/variable.h"

namespace tandem {

bool LuaBackend::Reload(const SiteChange& change) {
  bool is_concerned = false;
  bool is_taken_up = false;
  for (const auto& [key, text] : change.scripts) {
    const absl::StatusOr<bool> reloaded = lua_.Reload(key, text);
    if (reloaded.ok() && !*reloaded) continue;
    is_concerned = true;
    if (reloaded.ok()) {
      is_taken_up = true;
      Log(kLogConnections, absl::StrCat("reloaded ", key));
    } else {
      TellReloadFailed(reloaded.status());
    }
  }
  if (is_concerned && lua_.has_main_failed()) is_taken_up = RunMainAgain();
  // They are there already, unless this is a record played again.
  for (const auto& [key, html] : change.templates) viewdefs_.Put(key, html);
  for (const auto& [page, space] : pages_.all()) {
    if (viewdefs_.HasChangedSince(space.templates_sent)) is_taken_up = true;
  }
  return is_taken_up || IsWaitedFor(change);
}

// Whether there is a variable that one of the templates is for: it may be shown with another, or
// with none. What is for no variable can wait for the next batch (H-62).
bool LuaBackend::IsWaitedFor(const SiteChange& change) const {
  if (change.templates.empty()) return false;
  bool is_waited_for = false;
  tracker_->ForEach([&](const Variable& variable) {
    const absl::string_view type = variable.PropertyValue("type");
    if (type.empty()) return;
    for (const auto& [key, html] : change.templates) {
      absl::string_view rest = key;
      if (absl::ConsumePrefix(&rest, type) && absl::StartsWith(rest, ".")) is_waited_for = true;
    }
  });
  return is_waited_for;
}

// H-41, S-83.
void LuaBackend::TellReloadFailed(const absl::Status& error) {
  Log(kLogAlways, absl::StrCat("reload failed, the old code goes on: ", error.message()));
  if (!options_.development) return;
  for (const auto& [page, space] : pages_.all()) {
    notices_.push_back(
        {page, Failed{WireId(), ErrorKind::kReloadFailure, std::string(error.message())}});
  }
}

// D-22. Whoever was shown the error is shown the new one; it differs only in development.
bool LuaBackend::RunMainAgain() {
  main_status_ = lua_.RunMainAgain();
  if (main_status_.ok()) {
    Log(kLogAlways, "app started, now that its files are mended");
    return true;
  }
  Log(kLogAlways, absl::StrCat("app not started: ", main_status_.message()));
  if (!options_.development) return false;
  const absl::Status error = NoAppVariable();
  for (const auto& [page, space] : pages_.all()) {
    if (!space.awaits_app) continue;
    notices_.push_back({page, Failed{WireId(kAppVariable.value()), ErrorKindOf(error),
                                     std::string(error.message())}});
  }
  return false;
}

void LuaBackend::AdmitWaiting() {
  if (!main_status_.ok() || tracker_->Find(kAppVariable) == nullptr) return;
  for (auto& [page, space] : pages_.all()) {
    if (!std::exchange(space.awaits_app, false)) continue;
    // Variable 1 is there, so this cannot fail.
    Watch(page, space, WireId(kAppVariable.value())).IgnoreError();
  }
}

}  // namespace tandem
