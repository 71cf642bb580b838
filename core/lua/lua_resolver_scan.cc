// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// Looking at every slot for what changed: the hot path of the product. Whatever runs
// application code here can open and close slots, so state is looked up again after it and
// nothing but the frame's four tables is kept on the Lua stack.

#include <utility>

#include "absl/strings/str_cat.h"
#include "core/base/error.h"
#include "core/lua/diagnostics.h"
#include "core/lua/lua_call.h"
#include "core/lua/lua_resolver.h"
#include "lauxlib.h"

namespace tandem {

void LuaResolver::Scan(ScanCursor& cursor) {
  if (wrappers_.HasRetired()) {
    const absl::Status status = Protect(L_, [this](lua_State* L) { wrappers_.DestroyRetired(L); });
    if (!status.ok()) context_.Log(kLogConnections, WithTraceback(status));
  }
  const Traceback traceback =
      context_.host.log.Wants(kLogMessages) ? Traceback::kTake : Traceback::kSkip;
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
    lua_settop(L, SlotTable::kFrame);
    progress.slot = cursor.Next();
    if (progress.slot == kNoSlot) return;
    const SlotState& state = slots_.At(progress.slot);
    if (state.is_root) continue;  // Holds its value (T-77).
    progress.generation = state.generation;
    context_.diagnostics->Begin(state.id);

    absl::Status error = Evaluate(L, state, progress.walk);
    SlotTable::News news = SlotTable::News::kGone;
    if (slots_.IsCurrent(progress.slot, progress.generation)) {
      news = error.ok() ? slots_.Note(L, progress.slot, &error) : SlotTable::News::kError;
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

absl::Status LuaResolver::Evaluate(lua_State* L, const SlotState& state, WalkProgress& walk) {
  if (state.program == nullptr) {
    return MakeError(ErrorKind::kOverBudget, "there was not enough memory for the path");
  }
  walk.program = state.program;
  slots_.PushNavigation(L, state.parent);
  return walker_.Read(L, state.program->steps.size(), walk);
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
