// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// What a page asks for: the part of LuaBackend that answers its messages.

#include <algorithm>
#include <iterator>
#include <memory>
#include <type_traits>
#include <utility>
#include <variant>

#include "absl/strings/str_cat.h"
#include "core/backend/lua_backend.h"
#include "core/backend/page_view.h"
#include "core/base/error.h"
#include "core/base/status_macros.h"
#include "core/base/traceback.h"
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

absl::Status CheckIsOver(const PageSpace& space, int64_t upload) {
  if (upload <= space.last_upload) return absl::OkStatus();
  return MakeError(ErrorKind::kBadRequest, absl::StrCat("upload ", upload, " has not begun"));
}

}  // namespace

void LuaBackend::Handle(PageId page, const ClientMessage& message) {
  PageSpace* space = pages_.Find(page);
  if (space == nullptr) return;
  WireId target = MessageTarget(message);
  const int64_t upload = space->features.files ? MessageUpload(message) : 0;
  if (upload != 0 && !target) {
    if (const Upload* known = uploads_.Find(page, upload)) target = known->target;
  }
  absl::Status status = Dispatch(page, *space, message);
  if (status.ok()) return;
  if (upload != 0) uploads_.Drop(page, upload);
  if (PageView* view = space->FindView(space->ToVariable(target))) view->is_marked = true;
  Log(kLogAlways,
      absl::StrCat(MessageName(message), " failed for var ", target, ": ", status.message()));
  notices_.push_back(
      {page, Failed{target, ErrorKindOf(status), ErrorText(status, options_.development), upload}});
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
        } else if constexpr (std::is_same_v<Message, FileMessage>) {
          if (!space.features.files) {
            return MakeError(ErrorKind::kBadRequest,
                             absl::StrCat("unknown message type: ", MessageName(message)));
          }
          if (m.step == FileMessage::Step::kBegin) return BeginUpload(page, space, m);
          if (m.step == FileMessage::Step::kChunk) return Append(page, space, m);
          return Cancel(page, space, m);
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
  ASSIGN_OR_RETURN(id, MakeOwnFor(page, space, id, message.properties));
  // A refused property does not keep the others, or the value, from being set.
  absl::Status first_error;
  for (const auto& [name, value] : message.properties) {
    first_error.Update(SetClientProperty(page, space, id, name, value));
  }
  if (message.value.has_value()) first_error.Update(Assign(page, space, id, *message.value));
  return first_error;
}

// What one tab does to evaluation changes nothing for the others.
absl::StatusOr<VariableId> LuaBackend::MakeOwnFor(PageId page, const PageSpace& space,
                                                  VariableId id, const PropertyList& written) {
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
  RETURN_IF_ERROR(tracker_->CheckRoomForCopies(id));
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
    return view == nullptr ? absl::OkStatus() : space.SetProperty(*view, base, value);
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
    space.KeepSent(*view, "");  // That is not what it shows any more.
  }
  if (status.ok()) OweToWatchers(id, page);
  return status;
}

void LuaBackend::OweToWatchers(VariableId id, PageId writer) {
  for (const WatchTally::Watcher& watcher : pages_.WatchersOf(id)) {
    if (watcher.page != writer) debts_.Add(watcher.page, id, Debts::Value::kOwed, {});
  }
}

void LuaBackend::Edit(VariableId id, const Json& value) {
  if (tracker_->Find(id) == nullptr) return;
  const absl::Status status = tracker_->Assign(id, value);
  if (!status.ok()) {
    Log(kLogAlways, absl::StrCat("edit of var ", id, " failed: ", status.message()));
    return;
  }
  const Variable* variable = tracker_->Find(id);
  if (variable != nullptr && IsReadable(variable->access)) OweToWatchers(id, PageId());
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
  if (PageView* view = space.FindView(id)) space.KeepSent(*view, "");
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

// What cannot be written is refused before its bytes are sent.
absl::Status LuaBackend::BeginUpload(PageId page, PageSpace& space, const FileMessage& message) {
  const VariableId id = space.ToVariable(message.id);
  const Variable* variable = id ? tracker_->Find(id) : nullptr;
  if (variable == nullptr) return NotFound(message.id, " in tracker");
  if (!IsWritable(variable->access)) {
    return MakeError(ErrorKind::kBadAccess,
                     absl::StrCat("variable ", message.id, " can only be read: no file for it"));
  }
  RETURN_IF_ERROR(uploads_.Begin(page, space.last_upload, message));
  return FinishUpload(page, space, message.upload);
}

// What comes of one that is over crossed with the error that ended it.
absl::Status LuaBackend::Append(PageId page, PageSpace& space, const FileMessage& message) {
  Upload* upload = uploads_.Find(page, message.upload);
  if (upload == nullptr) return CheckIsOver(space, message.upload);
  RETURN_IF_ERROR(Uploads::Append(message, *upload));
  return FinishUpload(page, space, message.upload);
}

absl::Status LuaBackend::Cancel(PageId page, PageSpace& space, const FileMessage& message) {
  uploads_.Drop(page, message.upload);
  return CheckIsOver(space, message.upload);
}

absl::Status LuaBackend::FinishUpload(PageId page, PageSpace& space, int64_t upload) {
  if (uploads_.Find(page, upload)->files->missing() > 0) return absl::OkStatus();
  const std::unique_ptr<Upload> complete = uploads_.Take(page, upload);
  const WireId target = complete->target;
  return lua_.FinishFiles(*complete->files, [&](Json& objects) {
    Json value = complete->is_list ? std::move(objects) : std::move(objects.front());
    RETURN_IF_ERROR(Update(page, space, {target, std::move(value), {}}));
    // The page does not know by what number the object goes.
    const VariableId id = space.ToVariable(target);
    const Variable* variable = tracker_->Find(id);
    if (variable != nullptr && IsReadable(variable->access)) tracker_->MarkValueChanged(id);
    return absl::OkStatus();
  });
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

}  // namespace tandem
