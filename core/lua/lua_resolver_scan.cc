// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// Looking at every slot for what changed: the hot path of the product. Whatever runs
// application code here can open and close slots, so state is looked up again after it and
// nothing but the frame's four tables is kept on the Lua stack.

#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "core/base/error.h"
#include "core/lua/aside.h"
#include "core/lua/charges.h"
#include "core/lua/diagnostics.h"
#include "core/lua/lua_call.h"
#include "core/lua/lua_resolver.h"
#include "core/lua/named_types.h"
#include "core/tracker/path.h"
#include "lauxlib.h"

namespace tandem {
namespace {

// An array of so many elements takes a while.
constexpr int64_t kLong = 64;

}  // namespace

void LuaResolver::Scan(ScanCursor& cursor) {
  if (wrappers_.HasRetired()) {
    const absl::Status status = Protect(L_, [this](lua_State* L) { wrappers_.DestroyRetired(L); });
    if (!status.ok()) context_.Log(kLogConnections, WithTraceback(status));
  }
  const bool is_read = context_.options.read_tracebacks || context_.host.log.Wants(kLogMessages);
  const Traceback traceback = is_read ? Traceback::kTake : Traceback::kSkip;
  programs_.BeginWalking();
  ScanProgress progress;
  absl::Status status;
  do {
    progress = ScanProgress();
    status = Protect(
        L_, [&](lua_State* L) { ScanSlots(L, cursor, progress); }, traceback);
  } while (!status.ok() && ReportRaised(cursor, progress, status));
  programs_.EndWalking(L_);
  context_.diagnostics->Begin(VariableId());
}

void LuaResolver::ScanSlots(lua_State* L, ScanCursor& cursor, ScanProgress& progress) {
  slots_.PushTables(L);
  for (;;) {
    progress.slot = cursor.Next();
    if (progress.slot == kNoSlot) return;
    const SlotState& state = slots_.At(progress.slot);
    if (state.is_root) continue;  // Holds its value (T-77).
    context_.diagnostics->Begin(state.id);
    progress.generation = state.generation;
    if (IsAsSeen(L, state)) continue;
    lua_settop(L, SlotTable::kFrame);

    absl::Status error = Evaluate(L, state, progress.walk);
    std::string created_type;
    if (error.ok() && lua_isnil(L, -1) && slots_.IsCurrent(progress.slot, progress.generation) &&
        !slots_.At(progress.slot).is_evaluated) {
      created_type = CreateMissing(L, progress.slot, progress.walk);
    }
    SlotTable::News news = SlotTable::News::kGone;
    if (slots_.IsCurrent(progress.slot, progress.generation)) {
      news = error.ok() ? slots_.Note(L, progress.slot, &error) : SlotTable::News::kError;
    }
    if (news == SlotTable::News::kDifferent && !created_type.empty()) {
      slots_.NotesOf(progress.slot).created_type = std::move(created_type);
    }
    switch (news) {
      case SlotTable::News::kSame:
      case SlotTable::News::kGone:
        break;
      case SlotTable::News::kDifferent:
        context_.diagnostics->Begin(VariableId());
        cursor.Changed();
        break;
      case SlotTable::News::kError:
        LogReadError(progress.slot, error, "");
        cursor.Failed(std::move(error));
        break;
    }
  }
}

bool LuaResolver::IsAsSeen(lua_State* L, const SlotState& state) const {
  const SlotState& parent = slots_.At(state.parent);
  if (state.extent.length < kLong) return quick_look_.IsAsSeen(state, parent);
  InScripts scripts(L);
  ChargeQuickLook(L, static_cast<size_t>(state.extent.length));
  return quick_look_.IsAsSeen(state, parent);
}

absl::Status LuaResolver::Evaluate(lua_State* L, const SlotState& state, WalkProgress& walk) {
  if (state.program == nullptr) {
    return MakeError(ErrorKind::kOverBudget, "there was not enough memory for the path");
  }
  walk.program = state.program;
  slots_.PushNavigation(L, state.parent);
  return walker_.Read(L, state.program->steps.size(), walk);
}

// Nil has been seen, whatever comes of this: what fails here is not tried again each turn.
std::string LuaResolver::CreateMissing(lua_State* L, Slot slot, WalkProgress& walk) {
  slots_.At(slot).is_evaluated = true;
  if (context_.store == nullptr) return "";
  const auto property = [&, id = slots_.At(slot).id](absl::string_view name) {
    return context_.store->GetProperty(context_.session, id, name);
  };
  std::string type = property("create");
  if (type.empty()) return "";
  const absl::StatusOr<Access> access = ParseAccess(property("access"));
  if (!access.ok() || !IsWritable(*access)) return "";

  luaL_checkstack(L, 20, nullptr);
  const int missing = lua_gettop(L);
  const uint32_t generation = slots_.At(slot).generation;
  absl::Status status;
  if (!context_.named_types->PushConstructor(L, type)) {
    status = absl::NotFoundError("there is no table of that name with a function new");
  } else {
    lua_insert(L, -2);
    lua_pushnil(L);
    status = CallLua(L, 2, 1);
  }
  if (!slots_.IsCurrent(slot, generation)) return "";
  if (status.ok() && !lua_isnil(L, -1)) {
    const int made = lua_gettop(L);
    slots_.PushNavigation(L, slots_.At(slot).parent);
    walk = {slots_.At(slot).program, 0};
    status = walker_.Read(L, walk.program->steps.size() - 1, walk);
    if (status.ok()) {
      lua_pushvalue(L, made);
      status = walker_.Write(L, *access, walk);
    }
    if (status.ok()) {
      lua_copy(L, made, missing);
      lua_settop(L, missing);
      return type;
    }
  }
  lua_settop(L, missing);
  if (!status.ok()) {
    context_.Log(kLogAlways, absl::StrCat("variable ", slots_.At(slot).id, ": no ", type,
                                          " created: ", WithTraceback(status)));
    context_.diagnostics->Note(kLogAlways,
                               absl::StrCat("no ", type, " created: ", status.message()));
  }
  return "";
}

bool LuaResolver::ReportRaised(ScanCursor& cursor, const ScanProgress& progress,
                               const absl::Status& raised) {
  if (progress.slot == kNoSlot) {
    context_.Log(kLogAlways, absl::StrCat("scan given up: ", WithTraceback(raised)));
    return false;
  }
  if (!slots_.IsCurrent(progress.slot, progress.generation)) return true;
  absl::Status error = PathWalker::Raised(raised, progress.walk);
  LogReadError(progress.slot, error, TracebackOf(raised));
  cursor.Failed(std::move(error));
  return true;
}

// What fails, fails again each turn: the log hears of it when it is something else than before.
// A path that runs into nil is normal (D-11).
void LuaResolver::LogReadError(Slot slot, const absl::Status& error, const std::string& traceback) {
  const ErrorKind kind = ErrorKindOf(error);
  const LogLevel level = kind == ErrorKind::kBadValue ? kLogAlways : kLogMessages;
  if (kind == ErrorKind::kPathFailure || !context_.host.log.Wants(level)) return;
  SlotNotes& notes = slots_.NotesOf(slot);
  if (notes.logged_error == error.message()) return;
  notes.logged_error = std::string(error.message());
  context_.Log(level, absl::StrCat("variable ", slots_.At(slot).id, ": ", error.message(),
                                   traceback.empty() ? "" : "\n", traceback));
}

}  // namespace tandem
