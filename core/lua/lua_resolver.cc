// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// Opening, closing, rendering and wrapping of slots. Scanning is in lua_resolver_scan.cc,
// writing in lua_resolver_assign.cc.

#include "core/lua/lua_resolver.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "core/lua/aside.h"
#include "core/lua/diagnostics.h"
#include "core/lua/lua_call.h"
#include "core/lua/lua_stack.h"
#include "core/lua/object_ids.h"
#include "core/lua/value_shape.h"
#include "core/lua/value_writer.h"
#include "lauxlib.h"

namespace tandem {

LuaResolver::LuaResolver(lua_State* L, LuaContext& context)
    : context_(context),
      L_(LuaState::Of(L).get()),
      natives_(L),
      programs_(L, context.options.private_names_reachable),
      slots_(L, programs_),
      view_lists_(natives_),
      wrappers_(L, context, slots_, view_lists_),
      quick_look_(L, natives_, *context.object_ids),
      walker_(natives_, *context.object_ids, SlotTable::kKeys) {
  context.resolver = this;
  context.slots = &slots_;
  context.view_lists = &view_lists_;
}

void LuaResolver::Open(Slot slot, VariableId id, Slot parent, const Path& path) {
  slots_.Add(slot, id, parent);
  SetPath(slot, path);
}

void LuaResolver::SetPath(Slot slot, const Path& path) {
  const PathProgram* program = nullptr;
  const absl::Status status =
      Protect(L_, [&](lua_State* L) { program = programs_.Acquire(L, path); });
  if (!status.ok()) {
    context_.Log(kLogAlways, absl::StrCat("variable ", slots_.At(slot).id, ": path ",
                                          PathText(path), ": ", status.message()));
  }
  StackGuard guard(L_);
  slots_.SetProgram(L_, slot, program);
}

void LuaResolver::OpenRoot(Slot slot, VariableId id, ValueRef value) {
  slots_.Add(slot, id, kNoSlot).is_root = true;
  TakeRoot(slot, value);
}

void LuaResolver::Inherit(Slot slot, Slot model) {
  const absl::Status status = Protect(L_, [&](lua_State* L) {
    slots_.PushTables(L);
    slots_.CopyValue(L, slot, model);
  });
  if (status.ok()) return;
  context_.Log(kLogAlways, absl::StrCat("variable ", slots_.At(slot).id,
                                        ": value not taken over: ", status.message()));
}

void LuaResolver::SetRoot(Slot slot, ValueRef value) { TakeRoot(slot, value); }

// Children navigate the value even if it cannot be sent. An app that is still empty is an object
// all the same, not the array that an empty table is elsewhere.
void LuaResolver::TakeRoot(Slot slot, ValueRef value) {
  absl::Status error;
  const absl::Status status = Protect(L_, [&](lua_State* L) {
    slots_.PushTables(L);
    lua_rawgeti(L, LUA_REGISTRYINDEX, value);
    if (slots_.Note(L, slot, &error) == SlotTable::News::kError) {
      lua_rawgeti(L, LUA_REGISTRYINDEX, value);
      slots_.SetValue(L, slot);
    }
    SlotState& state = slots_.At(slot);
    if (state.kind == ValueKind::kArray && state.extent.length == 0) {
      state.kind = ValueKind::kObject;
    }
  });
  if (error.ok()) error = status;
  if (!error.ok()) {
    context_.Log(kLogAlways, absl::StrCat("variable ", slots_.At(slot).id, ": ", error.message()));
  }
  Release(value);
}

void LuaResolver::Close(Slot slot) {
  if (!IsOpen(slot)) return;
  context_.diagnostics->Forget(slots_.At(slot).id);
  if (slots_.At(slot).wrapper == WrapperKind::kTable) {
    const absl::Status status = Protect(L_, [&](lua_State* L) {
      slots_.PushTables(L);
      wrappers_.Retire(L, slot);
    });
    if (!status.ok()) context_.Log(kLogConnections, "no memory to destroy a wrapper");
  }
  StackGuard guard(L_);
  slots_.Remove(L_, slot);
}

// As it is sent: what wraps a value stands for it (T-3).
ValueKind LuaResolver::KindOf(Slot slot) const {
  if (!IsOpen(slot)) return ValueKind::kNil;
  const SlotState& state = slots_.At(slot);
  switch (state.wrapper) {
    case WrapperKind::kNone:
      return state.kind;
    case WrapperKind::kPrimitive:
      return ValueKind::kPrimitive;
    case WrapperKind::kViewList:
    case WrapperKind::kTable:
      return ValueKind::kObject;
  }
  return ValueKind::kNil;
}

void LuaResolver::AppendValue(Slot slot, std::string* out) {
  const ValueKind kind = KindOf(slot);
  if (kind == ValueKind::kNil) {
    out->append("null");
    return;
  }
  const size_t before = out->size();
  const absl::Status status = Protect(L_, [&](lua_State* L) {
    InScripts scripts(L);
    slots_.PushTables(L);
    if (kind == ValueKind::kArray) {
      lua_rawgeti(L, SlotTable::kSnapshots, slot + 1);
      AppendArray(L, -1, slots_.At(slot).extent.length, *context_.object_ids, out);
    } else {
      slots_.PushNavigation(L, slot);
      AppendScalarOrReference(L, -1, *context_.object_ids, out);
    }
  });
  if (status.ok()) return;
  out->resize(before);
  out->append("null");
  context_.Log(kLogAlways, absl::StrCat("variable ", slots_.At(slot).id,
                                        ": value not sent: ", status.message()));
}

std::string LuaResolver::TypeOf(Slot slot) {
  if (KindOf(slot) != ValueKind::kObject) return "";
  const SlotState& state = slots_.At(slot);
  // A wrapper without a type of its own is known by the name it was asked for by (L-123).
  std::string type;
  if (state.wrapper == WrapperKind::kTable) {
    type = state.notes->wrapper_name;
  } else if (state.notes != nullptr && state.wrapper == WrapperKind::kNone) {
    type = state.notes->created_type;  // As is one that was made for the slot (L-131).
  }
  const absl::Status status = Protect(L_, [&](lua_State* L) {
    slots_.PushTables(L);
    slots_.PushNavigation(L, slot);
    std::string own = TypeText(L, -1);
    if (!own.empty()) type = std::move(own);
  });
  if (!status.ok()) {
    context_.Log(kLogMessages, absl::StrCat("a type was asked for: ", status.message()));
  }
  return type;
}

Resolver::Wrapping LuaResolver::UpdateWrapper(Slot slot, absl::string_view name) {
  if (!IsOpen(slot)) return Wrapping::kNone;
  if (name.empty() && slots_.At(slot).wrapper == WrapperKind::kNone) return Wrapping::kNone;
  Wrapping wrapping = Wrapping::kNone;
  const absl::Status status = Protect(L_, [&](lua_State* L) {
    slots_.PushTables(L);
    wrapping = wrappers_.Update(L, slot, name);
  });
  if (status.ok()) return wrapping;
  context_.Log(kLogAlways, absl::StrCat("wrapper ", name, ": ", WithTraceback(status)));
  return slots_.At(slot).wrapper == WrapperKind::kNone ? Wrapping::kNone : Wrapping::kReplaced;
}

ValueRef LuaResolver::Hold(lua_State* L, int index) {
  lua_pushvalue(L, index);
  const ValueRef value = luaL_ref(L, LUA_REGISTRYINDEX);
  held_.insert(value);
  return value;
}

void LuaResolver::Release(ValueRef value) {
  if (held_.erase(value) > 0) luaL_unref(L_, LUA_REGISTRYINDEX, value);
}

std::vector<VariableId> LuaResolver::VariablesHolding(lua_State* L, int index, Which which) const {
  index = lua_absindex(L, index);
  std::vector<VariableId> ids;
  for (Slot slot = 0; slot < slots_.size(); ++slot) {
    if (!IsOpen(slot) || (which == Which::kRoots && !slots_.At(slot).is_root)) continue;
    slots_.PushValue(L, slot);
    if (lua_rawequal(L, -1, index) != 0) ids.push_back(slots_.At(slot).id);
    lua_pop(L, 1);
  }
  return ids;
}

}  // namespace tandem
