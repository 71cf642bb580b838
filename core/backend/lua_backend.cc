// Copyright (c) the Tandem authors. Licensed under the MIT License.

#include "core/backend/lua_backend.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "core/base/error.h"
#include "core/base/status_macros.h"
#include "core/tracker/priority.h"

namespace tandem {

LuaBackend::LuaBackend(Host& host, const Options& options, VendedId id, LuaSession& lua,
                       ViewdefStore& viewdefs)
    : host_(host),
      options_(options),
      id_(id),
      lua_(lua),
      viewdefs_(viewdefs),
      uploads_(lua),
      read_reports_(options.development) {
  TracedCall call(host_.trace, "LuaBackend", "NewLuaBackend()");
}

LuaBackend::~LuaBackend() = default;

void LuaBackend::SetResolver(Resolver& resolver) {
  tracker_ = std::make_unique<Tracker>(resolver);
  pages_.SetTracker(*tracker_);
  Measure(false);
}

// Whoever asks for diagnostics (T-97) also wants to know what takes its time.
void LuaBackend::Measure(bool is_wanted) {
  if (is_wanted || host_.log.Wants(kLogConnections)) {
    tracker_->MeasureBy([this] { return host_.clock.Ticks(); });
  } else {
    tracker_->MeasureBy(nullptr);
  }
}

void LuaBackend::Start() {
  main_status_ = lua_.CreateLuaSession(id_);
  if (!main_status_.ok()) {
    Log(kLogAlways, absl::StrCat("app not started: ", main_status_.message()));
  }
  RunPendingCode();
}

void LuaBackend::Join(PageId page, const Features& features) { pages_.Join(page, features); }

void LuaBackend::Forget(PageId page) {
  pages_.Forget(page);
  uploads_.Forget(page);
  debts_.Forget(page);
}

void LuaBackend::RunTimer(TimerHandle handle) { lua_.RunTimer(handle); }

absl::StatusOr<VariableId> LuaBackend::CreateVariable(VariableId parent,
                                                      VariableStore::RootKind kind, ValueRef value,
                                                      const Tracker::Properties& properties) {
  if (parent) {
    if (tracker_->Find(parent) == nullptr) {
      return MakeError(ErrorKind::kNotFound,
                       absl::StrCat("CreateVariable: parent variable ", parent, " not found"));
    }
    return MakeError(ErrorKind::kBadRequest,
                     "CreateVariable: cannot provide both parentID and value; child variables "
                     "derive value from parent via path");
  }
  const bool is_app = kind == VariableStore::RootKind::kApp;
  const VariableId id = is_app ? kAppVariable : VariableId(--last_root_);
  if (is_app && tracker_->Find(id) != nullptr) {
    RETURN_IF_ERROR(tracker_->ReplaceRoot(id, value));
    for (const auto& [name, text] : properties) {
      RETURN_IF_ERROR(SetProperty(id, name, text));
    }
    return id;
  }
  RETURN_IF_ERROR(tracker_->CreateRoot(id, value, properties));
  if (is_app) {
    for (const auto& [name, text] : properties) {
      if (name == "lua" && !text.empty()) pending_code_.Add(PageId(), text);
    }
  }
  return id;
}

void LuaBackend::DestroyVariable(VariableId id) {
  for (const PageVariables::Loss& loss : pages_.Remove(id)) {
    notices_.push_back({loss.page, Destroyed{loss.wire}});
  }
}

absl::Status LuaBackend::SetProperty(VariableId id, absl::string_view name,
                                     absl::string_view value) {
  if (id == kAppVariable && SplitPrioritySuffix(name).first == "lua" && !value.empty()) {
    pending_code_.Add(PageId(), std::string(value));
  }
  return tracker_->SetProperty(id, name, value, PageId());
}

// Of what belongs to pages, what the first one says that says anything.
std::string LuaBackend::GetProperty(VariableId id, absl::string_view name) const {
  const Variable* variable = tracker_->Find(id);
  absl::string_view value;
  if (variable != nullptr) value = variable->PropertyValue(name);
  if (!value.empty() || !IsPageProperty(name)) return std::string(value);
  for (const auto& [page, space] : pages_.all()) {
    const PageView* view = space.FindView(id);
    if (view != nullptr && value.empty()) value = view->PropertyValue(name);
  }
  return std::string(value);
}

// The built-in watcher of the initialization sequence.
void LuaBackend::RunPendingCode() {
  pending_code_.RunAll(
      [this](const std::string& code) { return lua_.RunLuaProperty(code); },
      [this](PageId origin, const absl::Status& status) {
        Log(kLogAlways, absl::StrCat("property lua of variable 1: ", status.message()));
        if (!origin) return;
        notices_.push_back({origin, Failed{WireId(kAppVariable.value()), ErrorKindOf(status),
                                           std::string(TextForClient(status))}});
      });
}

// The traceback is for developers (L-162).
absl::string_view LuaBackend::TextForClient(const absl::Status& status) const {
  const absl::string_view text = status.message();
  return options_.development ? text : text.substr(0, text.find("\nstack traceback:"));
}

void LuaBackend::Log(LogLevel level, absl::string_view text) const {
  if (host_.log.Wants(level)) host_.log.Write(level, absl::StrCat("session ", id_, ": ", text));
}

}  // namespace tandem
