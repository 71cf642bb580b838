// Copyright (c) the Tandem authors. Licensed under the MIT License.

#include "core/lua/reloader.h"

#include "absl/strings/cord.h"
#include "absl/strings/str_cat.h"
#include "core/base/status_macros.h"
#include "core/lua/failed_loads.h"
#include "core/lua/modules.h"
#include "core/lua/prototypes.h"
#include "core/lua/session_library.h"

namespace tandem {
namespace {

// The same error, with its traceback, and the file in front.
absl::Status In(const std::string& key, const absl::Status& status) {
  if (status.ok()) return status;
  absl::Status named(status.code(), absl::StrCat(key, ": ", status.message()));
  status.ForEachPayload(
      [&](absl::string_view type, const absl::Cord& payload) { named.SetPayload(type, payload); });
  return named;
}

}  // namespace

absl::StatusOr<bool> Reloader::Reload(lua_State* L, const std::string& key,
                                      absl::string_view text) {
  Modules& modules = *context_.modules;
  if (modules.IsLoaded(L, key)) {
    RETURN_IF_ERROR(RunAgain(L, key, text));
    return true;
  }
  const FailedLoads::Entry* failed = modules.failed().Find(key);
  if (failed == nullptr) return false;
  const std::string asker = failed->asker;
  // main.lua is run again by whoever started it, and asks for everything else itself (D-22).
  if (modules.has_main_failed()) return true;
  RETURN_IF_ERROR(In(key, modules.Retry(L, key, text)));
  RETURN_IF_ERROR(RetryAsker(L, asker));
  return true;
}

absl::Status Reloader::RunAgain(lua_State* L, const std::string& key, absl::string_view text) {
  stale_.insert(key);
  context_.session_library->SetReloading(L, true);
  absl::Status status = context_.modules->RunAgain(L, key, text);
  if (status.ok()) context_.prototypes->ProcessMutations(L);
  context_.session_library->SetReloading(L, false);
  if (status.ok()) stale_.erase(key);
  return In(key, status);
}

// Each round takes a failure off the list, or ends; what was noted first is asked for once more
// even if it fails for another reason, which is then told.
absl::Status Reloader::RetryAsker(lua_State* L, const std::string& asker) {
  Modules& modules = *context_.modules;
  std::string key = asker;
  while (!key.empty()) {
    const FailedLoads::Entry* failed = modules.failed().Find(key);
    const bool is_stale = stale_.count(key) > 0 && modules.IsLoaded(L, key);
    if (failed == nullptr && !is_stale) return absl::OkStatus();
    const std::string next = failed == nullptr ? "" : failed->asker;
    const absl::StatusOr<std::string> text = context_.host.files.Read(key);
    RETURN_IF_ERROR(text.status());
    if (failed == nullptr) return RunAgain(L, key, *text);
    RETURN_IF_ERROR(In(key, modules.Retry(L, key, *text)));
    key = next;
  }
  return absl::OkStatus();
}

}  // namespace tandem
