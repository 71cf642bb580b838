// Copyright (c) the Tandem authors. Licensed under the MIT License.

#include "core/backend/lua_backend.h"

#include <algorithm>
#include <type_traits>
#include <utility>
#include <variant>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "core/base/error.h"
#include "core/base/status_macros.h"
#include "core/tracker/priority.h"

namespace tandem {
namespace {

// Facts about a page rather than about the application: two tabs have two of them.
bool IsPageProperty(absl::string_view name) { return name == "url" || name == "viewdef"; }

absl::Status NotFound(WireId wire, absl::string_view suffix) {
  return MakeError(ErrorKind::kNotFound, absl::StrCat("variable ", wire, " not found", suffix));
}

}  // namespace

LuaBackend::LuaBackend(Host& host, const Options& options, VendedId id, LuaSession& lua,
                       ViewdefStore& viewdefs)
    : host_(host),
      options_(options),
      id_(id),
      lua_(lua),
      viewdefs_(viewdefs),
      read_reports_(options.development) {
  TracedCall call(host_.trace, "LuaBackend", "NewLuaBackend()");
}

LuaBackend::~LuaBackend() = default;

void LuaBackend::SetResolver(Resolver& resolver) { tracker_ = std::make_unique<Tracker>(resolver); }

void LuaBackend::Start() {
  main_status_ = lua_.CreateLuaSession(id_);
  if (!main_status_.ok()) {
    Log(kLogAlways, absl::StrCat("app not started: ", main_status_.message()));
  }
  RunPendingCode();
}

void LuaBackend::Join(PageId page, const Features& features) { spaces_[page].features = features; }

// What the page was told last may have been lost, so a value that is nil now is told where one was
// told before, and a type that is gone too.
void LuaBackend::Refresh(PageId page) {
  auto space = spaces_.find(page);
  if (space == spaces_.end()) return;
  std::vector<PendingChange> changes;
  tracker_->ForEach([&](const Variable& variable) {
    if (!tally_.IsWatching(variable.id, page)) return;
    const bool is_nil = tracker_->KindOf(variable.id) == ValueKind::kNil;
    if (is_nil && !space->second.HasValue(variable.id)) return;
    PendingChange change{variable.id, true, variable.priority, {}};
    for (const Property& property : variable.properties) {
      change.properties.push_back({{property.name, PageId()}, property.priority});
    }
    if (variable.FindProperty("type") == nullptr) {
      change.properties.push_back({{"type", PageId()}, Priority::kMedium});
    }
    changes.push_back(std::move(change));
  });
  for (Change& change : GroupByPriority(std::move(changes))) {
    notices_.push_back({page, std::move(change)});
  }
}

void LuaBackend::Forget(PageId page) {
  auto space = spaces_.find(page);
  if (space == spaces_.end()) return;
  // Parents come first and take their children along; nobody is left to be told.
  const std::vector<VariableId> created = space->second.Created();
  spaces_.erase(space);
  for (VariableId id : tally_.Forget(page)) tracker_->SetActive(id, false);
  for (VariableId id : created) DestroyAndTell(id);
}

void LuaBackend::Handle(PageId page, const ClientMessage& message) {
  auto space = spaces_.find(page);
  if (space == spaces_.end()) return;
  absl::Status status = Dispatch(page, space->second, message);
  if (status.ok()) return;
  const WireId target = MessageTarget(message);
  Log(kLogAlways,
      absl::StrCat(MessageName(message), " failed for var ", target, ": ", status.message()));
  notices_.push_back({page, Failed{target, ErrorKindOf(status), std::string(status.message())}});
}

absl::Status LuaBackend::Dispatch(PageId page, PageSpace& space, const ClientMessage& message) {
  return std::visit(
      [&](const auto& m) -> absl::Status {
        using Message = std::decay_t<decltype(m)>;
        if constexpr (std::is_same_v<Message, CreateMessage>) {
          return Create(page, space, m);
        } else if constexpr (std::is_same_v<Message, UpdateMessage>) {
          return Update(page, space, m);
        } else if constexpr (std::is_same_v<Message, WatchMessage>) {
          return Watch(page, space, m.id);
        } else if constexpr (std::is_same_v<Message, UnwatchMessage>) {
          Unwatch(page, space, m.id);
          return absl::OkStatus();
        } else if constexpr (std::is_same_v<Message, DestroyMessage>) {
          return Destroy(space, m.id);
        } else if constexpr (std::is_same_v<Message, ClientErrorMessage>) {
          Log(kLogConnections,
              absl::StrCat("client reports ", m.code, " for var ", m.id, ": ", m.description));
          return absl::OkStatus();
        } else {
          static_assert(std::is_same_v<Message, InvalidMessage>);
          return MakeError(m.kind, m.description);
        }
      },
      message);
}

absl::Status LuaBackend::Create(PageId page, PageSpace& space, const CreateMessage& message) {
  if (!message.id) return MakeError(ErrorKind::kBadRequest, "create message must include id");
  if (message.id.value() < 0) {
    return MakeError(ErrorKind::kBadRequest,
                     absl::StrCat("create: id ", message.id, " is reserved for the server"));
  }
  if (space.ToVariable(message.id)) {
    return MakeError(ErrorKind::kDuplicateId,
                     absl::StrCat("variable ID ", message.id, " already in use"));
  }
  const VariableId parent = space.ToVariable(message.parent);
  if (parent == kAppVariable && tracker_->Find(parent) == nullptr) return NoAppVariable();
  if (!parent || tracker_->Find(parent) == nullptr) {
    return MakeError(ErrorKind::kNotFound,
                     absl::StrCat("parent variable ", message.parent, " not found"));
  }
  const VariableId id(++last_client_variable_);
  RETURN_IF_ERROR(tracker_->Create(id, parent, message.properties));
  space.Add(message.id, id);
  if (!message.nowatch) tally_.Watch(id, page);
  return absl::OkStatus();
}

absl::Status LuaBackend::Update(PageId page, PageSpace& space, const UpdateMessage& message) {
  const VariableId id = space.ToVariable(message.id);
  if (!id || tracker_->Find(id) == nullptr) return NotFound(message.id, " in tracker");
  // The order of P-39; an update that says `inactive` is never ignored (protocol Q-3).
  bool sets_inactive = false;
  for (const auto& [name, value] : message.properties) {
    if (name != "inactive") continue;
    sets_inactive = true;
    if (value.empty()) {
      inactive_.Remove(id);
    } else {
      inactive_.Set(id);
    }
  }
  if (!sets_inactive && inactive_.Cover(id, *tracker_)) return absl::OkStatus();
  // A refused property does not keep the others, or the value, from being set.
  absl::Status first_error;
  for (const auto& [name, value] : message.properties) {
    first_error.Update(SetClientProperty(page, space, id, name, value));
  }
  if (message.value.has_value()) first_error.Update(tracker_->Assign(id, *message.value));
  return first_error;
}

absl::Status LuaBackend::SetClientProperty(PageId page, PageSpace& space, VariableId id,
                                           const std::string& name, const std::string& value) {
  if (id == kAppVariable) {
    // "lua:high" is property lua (P-68).
    const absl::string_view base = SplitPrioritySuffix(name).first;
    if (IsPageProperty(base)) {
      space.page_properties[std::string(base)] = value;
      return absl::OkStatus();
    }
    if (base == "lua" && !value.empty()) {
      if (!options_.development && !options_.remote_code) {
        return MakeError(ErrorKind::kUnauthorized,
                         "property lua of variable 1 is code: a browser may write it only in "
                         "development mode or where the site says [lua] remote_code = true");
      }
      pending_code_.Add(page, value);
    }
  }
  return tracker_->SetProperty(id, name, value, page);
}

absl::Status LuaBackend::Watch(PageId page, PageSpace& space, WireId wire) {
  const VariableId id = space.ToVariable(wire);
  if (id == kAppVariable) {
    space.awaits_app = !main_status_.ok() || tracker_->Find(id) == nullptr;
    if (space.awaits_app) return NoAppVariable();
  }
  if (!id || tracker_->Find(id) == nullptr) return NotFound(wire, "");
  if (tally_.Watch(id, page) == WatchTally::Edge::kFirstWatch) {
    tracker_->SetActive(id, true);
  }
  tracker_->MarkAllChanged(id);
  return absl::OkStatus();
}

void LuaBackend::Unwatch(PageId page, PageSpace& space, WireId wire) {
  const VariableId id = space.ToVariable(wire);
  if (id == kAppVariable) space.awaits_app = false;
  if (id && tally_.Unwatch(id, page) == WatchTally::Edge::kLastUnwatch) {
    tracker_->SetActive(id, false);
  }
}

absl::Status LuaBackend::Destroy(PageSpace& space, WireId wire) {
  const VariableId id = space.ToVariable(wire);
  if (!id || tracker_->Find(id) == nullptr) return absl::OkStatus();
  if (id == kAppVariable || id.value() < 0) {
    return MakeError(ErrorKind::kBadAccess,
                     absl::StrCat("variable ", wire, " belongs to the application"));
  }
  DestroyAndTell(id);
  return absl::OkStatus();
}

absl::Status LuaBackend::NoAppVariable() const {
  if (main_status_.ok()) {
    return MakeError(ErrorKind::kNotFound,
                     "variable 1 not found: main.lua did not call session:createAppVariable");
  }
  if (absl::IsNotFound(main_status_)) {
    return MakeError(ErrorKind::kNotFound,
                     absl::StrCat("variable 1 not found: ", main_status_.message()));
  }
  if (options_.development) return MakeError(ErrorKind::kAppFailure, main_status_.message());
  return MakeError(ErrorKind::kAppFailure, "main.lua failed; the server's log says where");
}

void LuaBackend::DestroyAndTell(VariableId id) {
  std::vector<VariableId> destroyed;
  tracker_->Destroy(id, &destroyed);
  for (VariableId gone : destroyed) {
    for (auto& [page, space] : spaces_) {
      const WireId wire = space.ToWire(gone);
      // A common id has a name everywhere, but only those who watch it show it.
      const bool is_common = gone == kAppVariable || gone.value() < 0;
      if (!wire || (is_common && !tally_.IsWatching(gone, page))) continue;
      space.Remove(gone);
      notices_.push_back({page, Destroyed{wire}});
    }
    tally_.Remove(gone);
    inactive_.Remove(gone);
  }
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

void LuaBackend::DestroyVariable(VariableId id) { DestroyAndTell(id); }

absl::Status LuaBackend::SetProperty(VariableId id, absl::string_view name,
                                     absl::string_view value) {
  if (id == kAppVariable && SplitPrioritySuffix(name).first == "lua" && !value.empty()) {
    pending_code_.Add(PageId(), std::string(value));
  }
  return tracker_->SetProperty(id, name, value, PageId());
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

std::vector<Delivery> LuaBackend::FinishTurn() {
  RunPendingCode();
  AdmitWaiting();
  tracker_->DetectChanges();
  // A page takes the mark of an error off with the next update, whatever it says (P-132).
  for (VariableId id : read_reports_.TakeHealed(*tracker_)) tracker_->MarkValueChanged(id);
  std::vector<Delivery> deliveries = TakeNotices();
  DeliverReadErrors(&deliveries);
  DeliverChanges(&deliveries);
  return deliveries;
}

std::vector<Delivery> LuaBackend::TakeNotices() { return std::exchange(notices_, {}); }

void LuaBackend::DeliverReadErrors(std::vector<Delivery>* deliveries) {
  for (VariableId id : tracker_->TakeNewlyFailed()) {
    const Variable* variable = tracker_->Find(id);
    if (variable == nullptr || variable->read_error.ok()) continue;
    const absl::Status& error = variable->read_error;
    Log(kLogMessages, absl::StrCat("var ", id, " cannot be read: ", error.message()));
    if (!read_reports_.Report(id, error)) continue;
    for (const WatchTally::Watcher& watcher : tally_.WatchersOf(id)) {
      const WireId wire = spaces_[watcher.page].ToWire(id);
      deliveries->push_back(
          {watcher.page, Failed{wire, ErrorKindOf(error), std::string(error.message())}});
    }
  }
}

void LuaBackend::DeliverChanges(std::vector<Delivery>* deliveries) {
  const std::vector<Change> changes = tracker_->TakeChanges();
  LoadTemplatesFor(changes);
  // Templates go first and only to pages that show the app (P-90, H-56).
  for (const WatchTally::Watcher& watcher : tally_.WatchersOf(kAppVariable)) {
    if (spaces_[watcher.page].templates_sent < viewdefs_.revision()) {
      deliveries->push_back({watcher.page, TemplatesDue{}});
    }
  }
  for (const Change& change : changes) {
    for (const WatchTally::Watcher& watcher : tally_.WatchersOf(change.id)) {
      deliveries->push_back({watcher.page, change});
    }
  }
}

// Templates of a type that somebody is about to be shown go along with it (H-55, P-97).
void LuaBackend::LoadTemplatesFor(const std::vector<Change>& changes) {
  absl::flat_hash_set<std::string> types;
  for (const Change& change : changes) {
    const bool has_type = std::any_of(change.properties.begin(), change.properties.end(),
                                      [](const auto& property) { return property.name == "type"; });
    const Variable* variable = has_type ? tracker_->Find(change.id) : nullptr;
    if (variable == nullptr || tally_.WatchersOf(change.id).empty()) continue;
    const std::string type(variable->PropertyValue("type"));
    if (types.insert(type).second) viewdefs_.LoadFor(type);
  }
}

void LuaBackend::AppendChange(PageId page, const Change& change, FrameWriter& frame) {
  auto space = spaces_.find(page);
  if (space == spaces_.end() || !tally_.IsWatching(change.id, page)) return;
  const Variable* variable = tracker_->Find(change.id);
  const WireId wire = space->second.ToWire(change.id);
  if (variable == nullptr || !wire) return;

  std::vector<FrameWriter::Property> properties;
  for (const PropertyChange& property : change.properties) {
    const bool is_echo = property.origin && property.origin == page;
    if (!is_echo) properties.emplace_back(property.name, variable->PropertyValue(property.name));
  }
  // A client that shows a value loses it to an update without one (D-8).
  const bool has_value = change.value || (!properties.empty() && space->second.HasValue(change.id));
  if (!has_value && properties.empty()) return;
  if (!has_value) {
    frame.UpdateProperties(wire, properties);
    return;
  }
  space->second.SetHasValue(change.id);
  frame.Update(
      wire, [&](std::string* out) { tracker_->AppendValue(change.id, out); }, properties);
}

void LuaBackend::AppendTemplates(PageId page, FrameWriter& frame) {
  auto space = spaces_.find(page);
  if (space == spaces_.end()) return;
  std::string templates;
  if (!viewdefs_.AppendNewerThan(space->second.templates_sent, &templates)) return;
  space->second.templates_sent = viewdefs_.revision();
  frame.UpdateProperties(WireId(kAppVariable.value()), {{"viewdefs", templates}});
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
