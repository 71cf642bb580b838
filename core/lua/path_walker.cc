// Copyright (c) the Tandem authors. Licensed under the MIT License.

#include "core/lua/path_walker.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "absl/types/span.h"
#include "core/base/error.h"
#include "core/base/ids.h"
#include "core/base/status_macros.h"
#include "core/base/traceback.h"
#include "core/lua/aside.h"
#include "core/lua/lua_call.h"
#include "core/lua/lua_function.h"

namespace tandem {
namespace {

const PathProgram::CompiledStep& StepOf(const WalkProgress& progress) {
  return progress.program->steps[progress.step];
}

const Step& ParsedStepOf(const WalkProgress& progress) {
  return progress.program->path[progress.step];
}

// The current step without the parentheses of a call.
std::string NameOf(const WalkProgress& progress) {
  const Step& step = ParsedStepOf(progress);
  return HasName(step.kind) ? step.name : PathText({&step, 1});
}

// Lua's types as tracker section 17.1 names them.
absl::string_view TypeName(lua_State* L, int index) {
  switch (lua_type(L, index)) {
    case LUA_TBOOLEAN:
      return "bool";
    case LUA_TNUMBER:
      return "float64";
    case LUA_TSTRING:
      return "string";
    case LUA_TFUNCTION:
      return "*lua.LFunction";
    case LUA_TTHREAD:
      return "*lua.LState";
    default:
      return "*lua.LUserData";
  }
}

// The value at `index`, which is not a table, stands where the current step needs one.
absl::Status NotATable(lua_State* L, int index, absl::string_view operation,
                       const WalkProgress& progress) {
  if (lua_type(L, index) == LUA_TNIL) return progress.program->NilPathError(progress.step);
  std::string message =
      absl::StrCat("LuaResolver.", operation, ": expected *lua.LTable, got ", TypeName(L, index));
  const absl::Span<const Step> before(progress.program->path.data(), progress.step);
  if (!before.empty()) absl::StrAppend(&message, " at ", PathText(before));
  return MakeError(ErrorKind::kPathFailure, message);
}

absl::Status PrivateName(const WalkProgress& progress) {
  return MakeError(ErrorKind::kBadAccess, absl::StrCat("BadAccess error: \"", NameOf(progress),
                                                       "\" is private to the application"));
}

absl::Status UnknownProperty(NativeKind kind, const WalkProgress& progress) {
  const std::string name = NameOf(progress);
  switch (kind) {
    case NativeKind::kList:
      return MakeError(ErrorKind::kPathFailure, absl::StrCat("Unknown ViewList property: ", name));
    case NativeKind::kItem:
      return MakeError(ErrorKind::kPathFailure,
                       absl::StrCat("Unknown ViewListItem property: ", name));
    default:
      return ParsedStepOf(progress).kind == Step::Kind::kIndex
                 ? MakeNothingThere(absl::StrCat("ViewList index ", name, " out of range"))
                 : MakeError(ErrorKind::kPathFailure,
                             "[]*ViewListItem resolution only supports number indexes");
  }
}

// lua_gettable and the like where it may run a script.
int GetFromScript(lua_State* L, int index) {
  InScripts scripts(L);
  return lua_gettable(L, index);
}

void CallScript(lua_State* L, int args, int results) {
  InScripts scripts(L);
  lua_call(L, args, results);
}

}  // namespace

absl::Status PathWalker::Read(lua_State* L, size_t count, WalkProgress& progress) const {
  for (progress.step = 0; progress.step < count; ++progress.step) {
    const PathProgram::CompiledStep& step = StepOf(progress);
    if (step.kind == Step::Kind::kObject) {
      // One that lives no longer is nil (D-41).
      if (!objects_.Push(L, ObjectId(step.index))) lua_pushnil(L);
      lua_replace(L, -2);
      continue;
    }
    if (lua_type(L, -1) != LUA_TTABLE) {
      return NotATable(L, -1, step.kind == Step::Kind::kCall ? "Call" : "Get", progress);
    }
    switch (step.kind) {
      case Step::Kind::kField:
        if (step.is_private) {
          lua_pushnil(L);
        } else {
          lua_rawgeti(L, keys_, step.key);
          if (GetFromScript(L, -2) == LUA_TNIL) RETURN_IF_ERROR(ReadMissing(L, progress));
        }
        break;
      case Step::Kind::kIndex: {
        // The fields of native tables are none of the wire's positions.
        const NativeKind native = natives_.KindOf(L, -1);
        if (native == NativeKind::kList || native == NativeKind::kItem) {
          return UnknownProperty(native, progress);
        }
        if (lua_rawgeti(L, -1, step.index + 1) == LUA_TNIL) {
          RETURN_IF_ERROR(ReadMissing(L, progress));
        }
        break;
      }
      case Step::Kind::kCall:
        RETURN_IF_ERROR(PushMethod(L, progress));
        lua_pushvalue(L, -2);
        CallScript(L, 1, 1);
        break;
      case Step::Kind::kSetter:
        return MakeError(ErrorKind::kBadAccess,
                         "PathError error: cannot Get on write-only path (ends in setter)");
      case Step::Kind::kObject:
        break;  // Done above.
    }
    lua_replace(L, -2);
  }
  return absl::OkStatus();
}

absl::Status PathWalker::ReadMissing(lua_State* L, const WalkProgress& progress) const {
  const NativeKind kind = natives_.KindOf(L, -2);
  if (kind == NativeKind::kNone) return absl::OkStatus();
  const Step& step = ParsedStepOf(progress);
  if (kind == NativeKind::kItem && step.kind == Step::Kind::kField) {
    // A hole of the list has neither (L-105).
    if (step.name == "item" || step.name == "baseItem") return absl::OkStatus();
    if (step.name == "type") {
      lua_pop(L, 1);
      PushString(L, kViewListItemType);
      return absl::OkStatus();
    }
  }
  return UnknownProperty(kind, progress);
}

absl::Status PathWalker::PushMethod(lua_State* L, const WalkProgress& progress) const {
  const PathProgram::CompiledStep& step = StepOf(progress);
  if (step.is_private) return PrivateName(progress);
  if (const NativeKind native = natives_.KindOf(L, -1); native != NativeKind::kNone) {
    return UnknownProperty(native, progress);
  }
  lua_rawgeti(L, keys_, step.key);
  const int type = GetFromScript(L, -2);
  if (type == LUA_TFUNCTION) return absl::OkStatus();
  return MakeError(ErrorKind::kMethodFailure,
                   type == LUA_TNIL
                       ? absl::StrCat("method ", ParsedStepOf(progress).name, " not found")
                       : absl::StrCat(ParsedStepOf(progress).name, " is not a function"));
}

absl::Status PathWalker::Write(lua_State* L, Access access, WalkProgress& progress) const {
  progress.step = progress.program->steps.size() - 1;
  const PathProgram::CompiledStep& step = StepOf(progress);
  const bool calls = step.kind == Step::Kind::kCall || step.kind == Step::Kind::kSetter;
  if (step.kind == Step::Kind::kCall && access != Access::kReadWrite && access != Access::kAction) {
    return MakeError(ErrorKind::kBadAccess,
                     "BadAccess error: cannot Set on read-only path (ends in getter)");
  }
  if (step.kind == Step::Kind::kObject) {
    return MakeError(ErrorKind::kBadAccess,
                     absl::StrCat("BadAccess error: cannot Set \"", NameOf(progress),
                                  "\": an object is no place to assign to"));
  }
  if (lua_type(L, -2) != LUA_TTABLE) {
    return NotATable(L, -2, calls ? "CallWith" : "Set", progress);
  }
  if (calls) {
    lua_insert(L, -2);  // value, target
    RETURN_IF_ERROR(PushMethod(L, progress));
    lua_insert(L, -3);  // method, value, target
    lua_insert(L, -2);  // method, target, value
    if (step.kind == Step::Kind::kCall && access == Access::kAction) {
      lua_pop(L, 1);
      CallScript(L, 1, 0);
    } else {
      CallScript(L, 2, 0);
    }
    return absl::OkStatus();
  }
  if (step.is_private) return PrivateName(progress);
  if (const NativeKind native = natives_.KindOf(L, -2); native != NativeKind::kNone) {
    return MakeError(ErrorKind::kBadAccess,
                     absl::StrCat("BadAccess error: cannot Set \"", NameOf(progress), "\" of a ",
                                  native == NativeKind::kItem ? kViewListItemType : kViewListType));
  }
  if (step.kind == Step::Kind::kIndex) {
    lua_rawseti(L, -2, step.index + 1);
  } else {
    lua_rawgeti(L, keys_, step.key);
    lua_insert(L, -2);
    InScripts scripts(L);
    lua_settable(L, -3);
  }
  lua_pop(L, 1);
  return absl::OkStatus();
}

absl::Status PathWalker::Raised(const absl::Status& error, const WalkProgress& progress) {
  if (IsOverBudget(error)) return MakeError(ErrorKind::kOverBudget, error.message());
  // Past the last step, or without any, a value was being looked at.
  bool called = false;
  if (progress.program != nullptr && progress.step < progress.program->path.size()) {
    const Step::Kind kind = ParsedStepOf(progress).kind;
    called = kind == Step::Kind::kCall || kind == Step::Kind::kSetter;
  }
  absl::Status failure = MakeError(ErrorKind::kMethodFailure,
                                   called ? absl::StrCat("method call failed: ", error.message())
                                          : std::string(error.message()));
  TakeTraceback(error, &failure);
  return failure;
}

}  // namespace tandem
