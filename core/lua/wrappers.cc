// Copyright (c) the Tandem authors. Licensed under the MIT License.

#include "core/lua/wrappers.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "core/lua/diagnostics.h"
#include "core/lua/lua_call.h"
#include "core/lua/named_types.h"
#include "core/lua/native_tables.h"
#include "core/lua/value_shape.h"
#include "core/lua/variable_object.h"
#include "lauxlib.h"

namespace tandem {

using Wrapping = Resolver::Wrapping;

Wrappers::Wrappers(lua_State* L, LuaContext& context, SlotTable& slots, ViewLists& view_lists)
    : context_(context), slots_(slots), view_lists_(view_lists) {
  lua_createtable(L, 0, 0);
  retired_ = LuaRef(L);
}

bool Wrappers::IsCurrent(const Attempt& attempt) const {
  return slots_.IsCurrent(attempt.slot, attempt.generation) &&
         slots_.At(attempt.slot).notes->wrapper_updates == attempt.number;
}

Wrapping Wrappers::Overtaken(Slot slot) const {
  return slots_.At(slot).wrapper == WrapperKind::kNone ? Wrapping::kNone : Wrapping::kKept;
}

Wrapping Wrappers::Update(lua_State* L, Slot slot, absl::string_view name) {
  luaL_checkstack(L, 20, nullptr);
  SlotNotes& notes = slots_.NotesOf(slot);
  const SlotState& state = slots_.At(slot);
  const Attempt attempt{slot, state.id, state.generation, ++notes.wrapper_updates};

  lua_rawgeti(L, SlotTable::kValues, slot + 1);
  // The list has wrapped its items already; the name came down with the list's properties.
  const bool is_wrapped = view_lists_.IsItemPresentedBy(L, -1, name);
  lua_pop(L, 1);
  if (name.empty() || state.kind == ValueKind::kNil || is_wrapped) {
    Drop(L, slot);
    return Wrapping::kNone;
  }
  if (state.wrapper != WrapperKind::kNone && notes.wrapper_name == name) {
    return Refresh(L, attempt, name);
  }
  Drop(L, slot);
  if (!IsCurrent(attempt)) return Overtaken(slot);
  return name == kViewListType ? CreateViewList(L, attempt) : Create(L, attempt, name);
}

Wrapping Wrappers::CreateViewList(lua_State* L, const Attempt& attempt) {
  std::string item_type;
  if (context_.store != nullptr) {
    item_type = context_.store->GetProperty(context_.session, attempt.id, "itemWrapper");
  }
  view_lists_.PushNew(L, item_type);
  const int list = lua_gettop(L);
  lua_pushvalue(L, list);
  slots_.SetWrapper(L, attempt.slot, WrapperKind::kViewList);
  slots_.NotesOf(attempt.slot).wrapper_name = std::string(kViewListType);
  if (context_.store != nullptr) {
    const absl::Status status = context_.store->SetProperty(context_.session, attempt.id,
                                                            "fallbackNamespace:high", "list-item");
    if (!status.ok()) Report(attempt.id, "fallbackNamespace", status);
  }
  if (IsCurrent(attempt)) SynchroniseList(L, attempt, list);
  lua_settop(L, list - 1);
  return IsCurrent(attempt) ? Wrapping::kReplaced : Overtaken(attempt.slot);
}

Wrapping Wrappers::Create(lua_State* L, const Attempt& attempt, absl::string_view name) {
  PushConstructed(L, attempt, name);
  if (!IsCurrent(attempt)) {
    lua_pop(L, 1);
    return Overtaken(attempt.slot);
  }
  WrapperKind kind = WrapperKind::kNone;
  switch (lua_type(L, -1)) {
    case LUA_TTABLE:
      kind = WrapperKind::kTable;
      break;
    case LUA_TBOOLEAN:
    case LUA_TNUMBER:
    case LUA_TSTRING:
      kind = WrapperKind::kPrimitive;
      break;
    default:
      lua_pop(L, 1);
      return Wrapping::kNone;
  }
  lua_pushvalue(L, -1);
  slots_.SetWrapper(L, attempt.slot, kind);
  slots_.NotesOf(attempt.slot).wrapper_name = std::string(name);
  if (kind == WrapperKind::kTable) Hand(L, attempt);
  lua_pop(L, 1);
  return IsCurrent(attempt) ? Wrapping::kReplaced : Overtaken(attempt.slot);
}

Wrapping Wrappers::Refresh(lua_State* L, const Attempt& attempt, absl::string_view name) {
  lua_rawgeti(L, SlotTable::kWrappers, attempt.slot + 1);
  const int wrapper = lua_gettop(L);
  bool is_kept = true;
  switch (slots_.At(attempt.slot).wrapper) {
    case WrapperKind::kViewList:
      SynchroniseList(L, attempt, wrapper);
      break;
    case WrapperKind::kTable:
      Hand(L, attempt);
      break;
    case WrapperKind::kPrimitive: {
      // Computed anew from each value (L-124), and may become something else altogether.
      const Wrapping wrapping = Create(L, attempt, name);
      if (wrapping == Wrapping::kNone && IsCurrent(attempt)) {
        lua_pushnil(L);
        slots_.SetWrapper(L, attempt.slot, WrapperKind::kNone);
      }
      if (wrapping != Wrapping::kReplaced) {
        lua_settop(L, wrapper - 1);
        return wrapping;
      }
      lua_rawgeti(L, SlotTable::kWrappers, attempt.slot + 1);
      is_kept = SameValue(L, -1, wrapper);
      break;
    }
    case WrapperKind::kNone:
      break;
  }
  lua_settop(L, wrapper - 1);
  if (!IsCurrent(attempt)) return Overtaken(attempt.slot);
  return is_kept ? Wrapping::kKept : Wrapping::kReplaced;
}

void Wrappers::PushConstructed(lua_State* L, const Attempt& attempt, absl::string_view name) {
  const int top = lua_gettop(L);
  if (context_.named_types->PushConstructor(L, name)) {
    lua_insert(L, -2);
    PushVariableObject(L, attempt.id, attempt.slot);
    const absl::Status status = CallLua(L, 2, 1);
    if (status.ok()) return;
    Report(attempt.id, absl::StrCat("no wrapper ", name), status);
  }
  lua_settop(L, top);
  lua_pushnil(L);
}

void Wrappers::Hand(lua_State* L, const Attempt& attempt) {
  const int wrapper = lua_gettop(L);
  const absl::Status status = Protect(L, [&](lua_State* inner) {
    slots_.PushTables(inner);
    lua_rawgeti(inner, SlotTable::kWrappers, attempt.slot + 1);
    lua_rawgeti(inner, SlotTable::kValues, attempt.slot + 1);
    view_lists_.PushForLua(inner, -1);
    lua_setfield(inner, -3, "value");
    if (lua_getfield(inner, SlotTable::kFrame + 1, "sync") == LUA_TFUNCTION) {
      lua_pushvalue(inner, SlotTable::kFrame + 1);
      lua_call(inner, 1, 0);
    }
  });
  if (!status.ok()) Report(attempt.id, "wrapper not synchronised", status);
  lua_settop(L, wrapper);
}

void Wrappers::SynchroniseList(lua_State* L, const Attempt& attempt, int list) {
  const SlotState& state = slots_.At(attempt.slot);
  const bool is_array = state.kind == ValueKind::kArray;
  if (!is_array) {
    context_.Log(kLogAlways, absl::StrCat("variable ", attempt.id,
                                          ": the value below lua.ViewList is not an array"));
  }
  lua_rawgeti(L, SlotTable::kSnapshots, attempt.slot + 1);
  view_lists_.Synchronise(L, list, -1, is_array ? state.extent.length : 0, attempt.id);
  lua_pop(L, 1);
}

void Wrappers::Drop(lua_State* L, Slot slot) {
  const WrapperKind kind = slots_.At(slot).wrapper;
  if (kind == WrapperKind::kNone) return;
  lua_rawgeti(L, SlotTable::kWrappers, slot + 1);
  lua_pushnil(L);
  slots_.SetWrapper(L, slot, WrapperKind::kNone);
  if (kind == WrapperKind::kTable) CallDestroy(L, lua_gettop(L));
  lua_pop(L, 1);
}

void Wrappers::Retire(lua_State* L, Slot slot) {
  retired_.Push(L);
  lua_rawgeti(L, SlotTable::kWrappers, slot + 1);
  lua_rawseti(L, -2, retired_count_ + 1);
  ++retired_count_;
  lua_pop(L, 1);
}

void Wrappers::DestroyRetired(lua_State* L) {
  lua_createtable(L, 0, 0);
  LuaRef fresh(L);
  retired_.Push(L);
  const int retired = lua_gettop(L);
  const int count = retired_count_;
  retired_ = std::move(fresh);
  retired_count_ = 0;
  for (int i = 1; i <= count; ++i) {
    lua_rawgeti(L, retired, i);
    CallDestroy(L, retired + 1);
    lua_settop(L, retired);
  }
  lua_pop(L, 1);
}

void Wrappers::CallDestroy(lua_State* L, int wrapper) {
  if (lua_getfield(L, wrapper, "destroy") != LUA_TFUNCTION) {
    lua_pop(L, 1);
    return;
  }
  lua_pushvalue(L, wrapper);
  const absl::Status status = CallLua(L, 1, 0);
  if (!status.ok()) {
    context_.Log(kLogConnections, absl::StrCat("wrapper not destroyed: ", WithTraceback(status)));
  }
}

void Wrappers::Report(VariableId id, absl::string_view what, const absl::Status& error) {
  context_.diagnostics->NoteOn(id, absl::StrCat(what, ": ", error.message()));
  context_.Log(kLogConnections,
               absl::StrCat("variable ", id, ": ", what, ": ", WithTraceback(error)));
}

}  // namespace tandem
