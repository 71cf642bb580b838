// Copyright (c) the Tandem authors. Licensed under the MIT License.

#include "core/backend/lua_backend.h"

#include <algorithm>
#include <iterator>
#include <optional>
#include <type_traits>
#include <utility>
#include <variant>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_cat.h"
#include "core/backend/list_edits.h"
#include "core/backend/page_view.h"
#include "core/base/error.h"
#include "core/base/status_macros.h"
#include "core/tracker/change.h"
#include "core/tracker/path.h"
#include "core/tracker/priority.h"

namespace tandem {
namespace {

// Properties that decide what a variable is worth, or how its page shows it.
bool GovernsValue(absl::string_view name) {
  static constexpr absl::string_view kNames[] = {"access", "create",      "fallbackNamespace",
                                                 "item",   "itemWrapper", "namespace",
                                                 "path",   "priority",    "wrapper"};
  return std::find(std::begin(kNames), std::end(kNames), name) != std::end(kNames);
}

// Whether a page that comes back to a variable, which is nil, shows something else: a value, a type
// or the mark of an error, which went while it did not watch (P-78). P-49 has it told nothing of
// nil because it shows nothing then (P-33).
bool ShowsWhatIsOver(const PageView& view, const Variable& variable) {
  if (!IsReadable(variable.access) || !variable.read_error.ok()) return false;
  return view.shows_something || view.is_marked || !view.lost_properties.empty();
}

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

void LuaBackend::SetResolver(Resolver& resolver) {
  tracker_ = std::make_unique<Tracker>(resolver);
  pages_.SetTracker(*tracker_);
  // Whoever asks for diagnostics (T-97) also wants to know what takes its time.
  if (host_.log.Wants(kLogConnections)) {
    tracker_->MeasureBy([this] { return host_.clock.Ticks(); });
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

// What the page was told last may have been lost, so a value that is nil now is told where one was
// told before, and a type that is gone too.
void LuaBackend::Refresh(PageId page) {
  PageSpace* space = pages_.Find(page);
  if (space == nullptr) return;
  std::vector<PendingChange> changes;
  tracker_->ForEach([&](const Variable& variable) {
    if (!pages_.IsWatching(variable.id, page)) return;
    PageView& view = space->ViewOf(variable.id);
    view.shows_own = false;
    const bool is_nil = tracker_->KindOf(variable.id) == ValueKind::kNil;
    if (is_nil && !view.has_value) return;
    PendingChange change{variable.id, true, variable.priority, {}};
    for (const Property& property : variable.properties) {
      change.properties.push_back({{property.name, PageId()}, property.priority});
    }
    for (const auto& [name, value] : view.properties) {
      if (variable.FindProperty(name) != nullptr) continue;
      change.properties.push_back({{name, PageId()}, Priority::kMedium});
    }
    for (const std::string& name : view.lost_properties) {
      if (variable.FindProperty(name) != nullptr || name == "type") continue;
      change.properties.push_back({{name, PageId()}, Priority::kMedium});
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
  pages_.Forget(page);
  debts_.Forget(page);
}

void LuaBackend::Handle(PageId page, const ClientMessage& message) {
  PageSpace* space = pages_.Find(page);
  if (space == nullptr) return;
  absl::Status status = Dispatch(page, *space, message);
  if (status.ok()) return;
  const WireId target = MessageTarget(message);
  if (PageView* view = space->FindView(space->ToVariable(target))) view->is_marked = true;
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
          return Destroy(page, space, m.id);
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
  ASSIGN_OR_RETURN(PageVariables::Made made,
                   pages_.Create(page, message.id, parent, message.properties));
  if (message.nowatch) return absl::OkStatus();
  pages_.Watch(page, made.id);
  if (made.was_there) {
    debts_.Add(page, made.id, Debts::Value::kUnlessNil, std::move(made.news));
  }
  return absl::OkStatus();
}

absl::Status LuaBackend::Update(PageId page, PageSpace& space, const UpdateMessage& message) {
  VariableId id = space.ToVariable(message.id);
  if (!id || tracker_->Find(id) == nullptr) return NotFound(message.id, " in tracker");
  // The order of P-39; an update that says `inactive` is never ignored (protocol Q-3).
  bool sets_inactive = false;
  for (const auto& [name, value] : message.properties) {
    if (name != "inactive") continue;
    sets_inactive = true;
    if (value.empty()) {
      space.inactive.Remove(id);
    } else {
      space.inactive.Set(id);
    }
  }
  if (!sets_inactive && space.inactive.Cover(id, *tracker_)) return absl::OkStatus();
  id = MakeOwnFor(page, space, id, message.properties);
  // A refused property does not keep the others, or the value, from being set.
  absl::Status first_error;
  for (const auto& [name, value] : message.properties) {
    first_error.Update(SetClientProperty(page, space, id, name, value));
  }
  if (message.value.has_value()) first_error.Update(Assign(page, space, id, *message.value));
  return first_error;
}

// What one tab does to evaluation changes nothing for the others.
VariableId LuaBackend::MakeOwnFor(PageId page, const PageSpace& space, VariableId id,
                                  const PropertyList& written) {
  if (IsCommon(id)) return id;
  const bool governs = std::any_of(written.begin(), written.end(), [&](const auto& property) {
    const auto [base, level] = SplitPrioritySuffix(property.first);
    return GovernsValue(base) && !tracker_->Find(id)->IsSet(base, property.second, level) &&
           tracker_->CheckProperty(id, property.first, property.second, space.dialect()).ok();
  });
  if (!governs) return id;
  if (!pages_.IsShared(id)) {
    pages_.Seal(id);
    return id;
  }
  const std::vector<VariableId> copies = pages_.Separate(page, id);
  const auto writes = [&](VariableId copy, absl::string_view name) {
    return copy == copies.front() &&
           std::any_of(written.begin(), written.end(), [&](const auto& own) {
             return SplitPrioritySuffix(own.first).first == name;
           });
  };
  // The page may have been due properties of what it showed so far: it is told all but those it
  // writes. Values are owed by the tracker.
  for (VariableId copy : copies) {
    std::vector<std::string> names = space.FindView(copy)->lost_properties;
    for (const Property& property : tracker_->Find(copy)->properties) {
      if (!writes(copy, property.name)) names.push_back(property.name);
    }
    debts_.Add(page, copy, Debts::Value::kNotOwed, std::move(names));
  }
  for (VariableId copy : copies) {
    if (!writes(copy, "wrapper")) tracker_->WrapAnew(copy);
  }
  return copies.front();
}

absl::Status LuaBackend::SetClientProperty(PageId page, PageSpace& space, VariableId id,
                                           const std::string& name, const std::string& value) {
  // "lua:high" is property lua (P-68).
  const absl::string_view base = SplitPrioritySuffix(name).first;
  if (IsPageProperty(base)) {
    PageView* view = IsCommon(id) ? &space.ViewOf(id) : space.FindView(id);
    if (view != nullptr) view->SetProperty(base, value);
    return absl::OkStatus();
  }
  if (id == kAppVariable && base == "lua" && !value.empty()) {
    if (!options_.development && !options_.remote_code) {
      return MakeError(ErrorKind::kUnauthorized,
                       "property lua of variable 1 is code: a browser may write it only in "
                       "development mode or where the site says [lua] remote_code = true");
    }
    pending_code_.Add(page, value);
  }
  return tracker_->SetProperty(id, name, value, page, space.dialect());
}

// The writer shows what it wrote (P-42); whoever shares the variable has to be told.
absl::Status LuaBackend::Assign(PageId page, PageSpace& space, VariableId id, const Json& value) {
  const absl::Status status = tracker_->Assign(id, value);
  const Variable* variable = tracker_->Find(id);
  if (variable == nullptr || !IsReadable(variable->access)) return status;
  if (PageView* view = space.FindView(id)) {
    view->has_value = true;
    view->shows_something = !value.is_null();
    view->shows_own = status.ok();
    view->sent_array.clear();  // That is not what it shows any more.
  }
  if (!status.ok()) return status;
  for (const WatchTally::Watcher& watcher : pages_.WatchersOf(id)) {
    if (watcher.page != page) debts_.Add(watcher.page, id, Debts::Value::kOwed, {});
  }
  return status;
}

absl::Status LuaBackend::Watch(PageId page, PageSpace& space, WireId wire) {
  const VariableId id = space.ToVariable(wire);
  if (id == kAppVariable) {
    space.awaits_app = !main_status_.ok() || tracker_->Find(id) == nullptr;
    if (space.awaits_app) return NoAppVariable();
  }
  const Variable* variable = tracker_->Find(id);
  if (!id || variable == nullptr) return NotFound(wire, "");
  pages_.Watch(page, id);
  const PageView& view = space.ViewOf(id);
  const bool is_told = read_reports_.IsTold(id);
  const bool is_nil = !is_told && tracker_->KindOf(id) == ValueKind::kNil;
  if (is_nil && !ShowsWhatIsOver(view, *variable)) return absl::OkStatus();
  // All of it to everybody who watches (P-49), and to the page what is its own or was lost while it
  // did not. What other pages show too is theirs to watch: only this one is told.
  std::vector<std::string> names = view.lost_properties;
  for (const auto& [name, value] : view.properties) names.push_back(name);
  Debts::Value value = is_nil ? Debts::Value::kOwed : Debts::Value::kUnlessNil;
  if (is_nil || is_told || pages_.IsShared(id)) {
    for (const Property& property : variable->properties) names.push_back(property.name);
  } else {
    tracker_->MarkAllChanged(id);
    value = Debts::Value::kNotOwed;
  }
  debts_.Add(page, id, value, std::move(names));
  return absl::OkStatus();
}

void LuaBackend::Unwatch(PageId page, PageSpace& space, WireId wire) {
  const VariableId id = space.ToVariable(wire);
  if (id == kAppVariable) space.awaits_app = false;
  if (!id || tracker_->Find(id) == nullptr) return;
  pages_.Unwatch(page, id);
  // It may let go of what it was sent: when it watches again it is told everything (P-49).
  if (PageView* view = space.FindView(id)) view->sent_array.clear();
}

absl::Status LuaBackend::Destroy(PageId page, PageSpace& space, WireId wire) {
  const VariableId id = space.ToVariable(wire);
  if (!id || tracker_->Find(id) == nullptr) return absl::OkStatus();
  if (IsCommon(id)) {
    return MakeError(ErrorKind::kBadAccess,
                     absl::StrCat("variable ", wire, " belongs to the application"));
  }
  for (WireId lost : pages_.Drop(page, id)) notices_.push_back({page, Destroyed{lost}});
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
  const auto deliver = [&](PageId page, VariableId id, const absl::Status& error) {
    PageView& view = pages_.Find(page)->ViewOf(id);
    view.is_marked = true;
    deliveries->push_back(
        {page, Failed{view.wire, ErrorKindOf(error), std::string(error.message())}});
  };
  absl::flat_hash_set<VariableId> told_now;
  for (VariableId id : tracker_->TakeNewlyFailed()) {
    const Variable* variable = tracker_->Find(id);
    if (variable == nullptr || variable->read_error.ok()) continue;
    const absl::Status& error = variable->read_error;
    Log(kLogMessages, absl::StrCat("var ", id, " cannot be read: ", error.message()));
    if (!read_reports_.Report(id, error)) continue;
    told_now.insert(id);
    for (const WatchTally::Watcher& watcher : pages_.WatchersOf(id)) {
      deliver(watcher.page, id, error);
    }
  }
  for (const auto& [page, id] : debts_.TakeUnaware(read_reports_)) {
    if (told_now.contains(id) || !pages_.IsWatching(id, page)) continue;
    deliver(page, id, tracker_->Find(id)->read_error);
  }
}

void LuaBackend::DeliverChanges(std::vector<Delivery>* deliveries) {
  const std::vector<Change> changes = tracker_->TakeChanges();
  LoadTemplatesFor(changes);
  NoteLostProperties(changes);
  // Templates go first and only to pages that show the app (P-90, H-56).
  for (const WatchTally::Watcher& watcher : pages_.WatchersOf(kAppVariable)) {
    if (pages_.Find(watcher.page)->templates_sent < viewdefs_.revision()) {
      deliveries->push_back({watcher.page, TemplatesDue{}});
    }
  }
  const auto first_change = static_cast<std::ptrdiff_t>(deliveries->size());
  for (const Change& change : changes) {
    for (const WatchTally::Watcher& watcher : pages_.WatchersOf(change.id)) {
      deliveries->push_back({watcher.page, change});
    }
  }
  if (!debts_.empty()) {
    debts_.Pay(pages_, *tracker_, read_reports_, deliveries);
    // As if all of it had been noted by the tracker (P-106, P-107).
    std::stable_sort(deliveries->begin() + first_change, deliveries->end(),
                     [this](const Delivery& a, const Delivery& b) {
                       const Change& left = std::get<Change>(a.what);
                       const Change& right = std::get<Change>(b.what);
                       if (left.priority != right.priority) return left.priority < right.priority;
                       return tracker_->PlaceOf(left.id) < tracker_->PlaceOf(right.id);
                     });
  }
  for (auto due = deliveries->begin() + first_change; due != deliveries->end(); ++due) {
    const Change& change = std::get<Change>(due->what);
    PageView* view = change.value ? pages_.Find(due->to)->FindView(change.id) : nullptr;
    if (view != nullptr) view->shows_own = false;
  }
}

// Whoever wrote it knows.
void LuaBackend::NoteLostProperties(const std::vector<Change>& changes) {
  for (const Change& change : changes) {
    const Variable* variable = tracker_->Find(change.id);
    for (const PropertyChange& property : change.properties) {
      if (variable == nullptr || variable->FindProperty(property.name) != nullptr) continue;
      for (auto& [page, space] : pages_.all()) {
        PageView* view = space.FindView(change.id);
        if (view == nullptr || property.origin == page) continue;
        std::vector<std::string>& lost = view->lost_properties;
        if (std::find(lost.begin(), lost.end(), property.name) == lost.end()) {
          lost.push_back(property.name);
        }
      }
    }
  }
}

// Templates of a type that somebody is about to be shown go along with it (H-55, P-97).
void LuaBackend::LoadTemplatesFor(const std::vector<Change>& changes) {
  for (const Change& change : changes) {
    const bool has_type = std::any_of(change.properties.begin(), change.properties.end(),
                                      [](const auto& property) { return property.name == "type"; });
    const Variable* variable = has_type ? tracker_->Find(change.id) : nullptr;
    if (variable == nullptr || pages_.WatchersOf(change.id).empty()) continue;
    viewdefs_.LoadFor(variable->PropertyValue("type"), host_.clock.Ticks());
  }
}

void LuaBackend::AppendChange(PageId page, const Change& change, FrameWriter& frame) {
  PageSpace* space = pages_.Find(page);
  if (space == nullptr || !pages_.IsWatching(change.id, page)) return;
  const Variable* variable = tracker_->Find(change.id);
  if (variable == nullptr) return;
  PageView& view = space->ViewOf(change.id);

  std::vector<FrameWriter::Property> properties;
  for (const PropertyChange& property : change.properties) {
    if (property.origin && property.origin == page) continue;  // An echo (D-7).
    absl::string_view value = variable->PropertyValue(property.name);
    if (value.empty()) value = view.PropertyValue(property.name);
    properties.emplace_back(property.name, value);
    std::vector<std::string>& lost = view.lost_properties;
    lost.erase(std::remove(lost.begin(), lost.end(), property.name), lost.end());
  }
  // What became due before the page wrote is no news to it, unless a mark has to go.
  const bool is_news = change.value && (!view.shows_own || view.is_marked);
  // A client that shows a value loses it to an update without one (D-8).
  const bool has_value = is_news || (!properties.empty() && view.has_value);
  if (!has_value && properties.empty()) return;
  view.is_marked = false;
  if (!has_value) {
    frame.UpdateProperties(view.wire, properties);
    return;
  }
  view.has_value = true;
  view.shows_something = tracker_->KindOf(change.id) != ValueKind::kNil;
  if (space->features.list) {
    AppendWithEdits(view, change.id, properties, frame);
  } else {
    frame.Update(
        view.wire, [&](std::string* out) { tracker_->AppendValue(change.id, out); }, properties);
  }
}

// What a frame says is what its page has next: frames are neither lost nor changed on the way,
// for the link keeps them until they have arrived. So edits are made against what was rendered
// last, however many turns ago.
void LuaBackend::AppendWithEdits(PageView& view, VariableId id,
                                 absl::Span<const FrameWriter::Property> properties,
                                 FrameWriter& frame) const {
  std::string value;
  tracker_->AppendValue(id, &value);
  const bool is_array = value.front() == '[';
  std::optional<std::string> edits;
  if (is_array && !view.sent_array.empty()) edits = ListEdits(view.sent_array, value);
  if (edits.has_value()) {
    frame.UpdateEdits(view.wire, *edits, properties);
  } else {
    frame.Update(
        view.wire, [&](std::string* out) { out->append(value); }, properties);
  }
  view.sent_array = is_array ? std::move(value) : std::string();
  view.sent_array.shrink_to_fit();
}

void LuaBackend::AppendTemplates(PageId page, FrameWriter& frame) {
  PageSpace* space = pages_.Find(page);
  if (space == nullptr) return;
  std::string templates;
  if (!viewdefs_.AppendNewerThan(space->templates_sent, &templates)) return;
  space->templates_sent = viewdefs_.revision();
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
