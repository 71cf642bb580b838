// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// Writing what a client sent through a slot's path (T-32, T-33).

#include <algorithm>
#include <vector>

#include "absl/strings/str_cat.h"
#include "core/base/error.h"
#include "core/base/status_macros.h"
#include "core/lua/aside.h"
#include "core/lua/lua_call.h"
#include "core/lua/lua_resolver.h"
#include "core/lua/lua_state.h"
#include "core/lua/lua_value.h"
#include "core/lua/object_ids.h"
#include "lauxlib.h"

namespace tandem {
namespace {

// T-36: what could not be sent back is not taken in.
absl::Status CheckNoNestedArray(const Json& value) {
  if (!value.is_array()) return absl::OkStatus();
  for (size_t i = 0; i < value.size(); ++i) {
    if (value[i].is_array()) {
      return MakeError(
          ErrorKind::kBadValue,
          absl::StrCat("ToValueJSON: nested arrays not allowed (element ", i, " is an array)"));
    }
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status LuaResolver::Assign(Slot slot, const Json& value, Access access) {
  programs_.BeginWalking();
  WalkProgress walk;
  absl::Status result;
  const absl::Status raised =
      Protect(L_, [&](lua_State* L) { result = Write(L, slot, value, access, walk); });
  programs_.EndWalking(L_);
  if (raised.ok()) return result;
  if (const std::string traceback = TracebackOf(raised); !traceback.empty()) {
    context_.Log(kLogAlways, absl::StrCat("write failed: ", raised.message(), "\n", traceback));
  }
  return PathWalker::Raised(raised, walk);
}

absl::Status LuaResolver::Write(lua_State* L, Slot slot, const Json& value, Access access,
                                WalkProgress& walk) {
  slots_.PushTables(L);
  luaL_checkstack(L, 20, nullptr);
  bool has_data = false;
  RETURN_IF_ERROR(PushWritten(L, value, &has_data));
  const uint32_t generation = slots_.At(slot).generation;
  const PathProgram* program = slots_.At(slot).program;
  if (slots_.At(slot).is_root || program == nullptr || program->steps.empty()) {
    return MakeError(ErrorKind::kBadAccess,
                     "BadAccess error: cannot Set a variable without a path");
  }
  const int written = lua_gettop(L);

  RETURN_IF_ERROR(PushParent(L, slots_.At(slot).parent, walk));
  walk.program = program;
  RETURN_IF_ERROR(walker_.Read(L, program->steps.size() - 1, walk));
  lua_pushvalue(L, written);
  RETURN_IF_ERROR(walker_.Write(L, access, walk));

  if (access != Access::kReadWrite || !slots_.IsCurrent(slot, generation)) {
    return absl::OkStatus();
  }
  lua_settop(L, written);
  absl::Status unsendable;  // Found again by the next scan, which reports it.
  if (slots_.Note(L, slot, &unsendable) != SlotTable::News::kGone && has_data) {
    // The client knows what it wrote as data and must learn its reference.
    slots_.At(slot).must_report = true;
  }
  return absl::OkStatus();
}

// A client may send much.
absl::Status LuaResolver::PushWritten(lua_State* L, const Json& value, bool* has_data) {
  InScripts scripts(L);
  LuaState::Of(L).aside.OnSteps(static_cast<int64_t>(value.size()));
  RETURN_IF_ERROR(CheckNoNestedArray(value));
  const auto is_data = [&](const Json& part) { return part.is_object() && !IsReference(L, part); };
  *has_data =
      is_data(value) || (value.is_array() && std::any_of(value.begin(), value.end(), is_data));
  PushJson(L, value, [&](lua_State* inner, ObjectId id) { return PushObject(inner, id); });
  return absl::OkStatus();
}

absl::Status LuaResolver::PushParent(lua_State* L, Slot slot, WalkProgress& walk) {
  std::vector<const PathProgram*> unevaluated;
  for (; !slots_.At(slot).is_root && !slots_.At(slot).is_evaluated; slot = slots_.At(slot).parent) {
    unevaluated.push_back(slots_.At(slot).program);
  }
  slots_.PushNavigation(L, slot);
  for (auto program = unevaluated.rbegin(); program != unevaluated.rend(); ++program) {
    if (*program == nullptr) {
      return MakeError(ErrorKind::kOverBudget, "there was not enough memory for the path");
    }
    walk.program = *program;
    RETURN_IF_ERROR(walker_.Read(L, (*program)->steps.size(), walk));
  }
  return absl::OkStatus();
}

bool LuaResolver::IsReference(lua_State* L, const Json& value) const {
  const auto id = ReferenceIn(value);
  if (!id.has_value() || !context_.object_ids->Push(L, *id)) return false;
  const bool is_the_applications = natives_.KindOf(L, -1) == NativeKind::kNone;
  lua_pop(L, 1);
  return is_the_applications;
}

// Items are handed to the application as copies (T-57); lists mean nothing to it.
bool LuaResolver::PushObject(lua_State* L, ObjectId id) const {
  if (!context_.object_ids->Push(L, id)) return false;
  const NativeKind kind = natives_.KindOf(L, -1);
  if (kind == NativeKind::kNone) return true;
  if (kind == NativeKind::kItem) {
    view_lists_.PushForLua(L, -1);
    lua_remove(L, -2);
    return true;
  }
  lua_pop(L, 1);
  return false;
}

}  // namespace tandem
