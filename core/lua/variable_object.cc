// Copyright (c) the Tandem authors. Licensed under the MIT License.

#include "core/lua/variable_object.h"

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "core/base/status_macros.h"
#include "core/lua/lua_context.h"
#include "core/lua/lua_function.h"
#include "core/lua/slot_table.h"
#include "core/lua/view_lists.h"
#include "lauxlib.h"

namespace tandem {
namespace {

// The functions are closures over the variable's id and slot, because they are also called
// without an object.
VariableId IdOf(lua_State* L) { return VariableId(lua_tointeger(L, lua_upvalueindex(1))); }
Slot SlotOf(lua_State* L) { return static_cast<Slot>(lua_tointeger(L, lua_upvalueindex(2))); }

// The first argument proper: a colon puts the object before it.
int FirstArgument(lua_State* L) { return lua_type(L, 1) == LUA_TTABLE ? 2 : 1; }

absl::StatusOr<int> GetId(lua_State* L) {
  lua_pushinteger(L, IdOf(L).value());
  return 1;
}

// The variable's slot, null once it is no more.
const SlotState* FindSlot(lua_State* L) {
  const SlotState& state = LuaContext::Of(L).slots->At(SlotOf(L));
  return state.id == IdOf(L) ? &state : nullptr;
}

absl::StatusOr<int> GetValue(lua_State* L) {
  LuaContext& context = LuaContext::Of(L);
  if (FindSlot(L) == nullptr) {
    lua_pushnil(L);
    return 1;
  }
  context.slots->PushValue(L, SlotOf(L));
  context.view_lists->PushForLua(L, -1);
  return 1;
}

// Only a wrapper that the application made.
absl::StatusOr<int> GetWrapper(lua_State* L) {
  const SlotState* state = FindSlot(L);
  if (state == nullptr || state->wrapper != WrapperKind::kTable) {
    lua_pushnil(L);
  } else {
    LuaContext::Of(L).slots->PushWrapper(L, SlotOf(L));
  }
  return 1;
}

absl::StatusOr<int> GetProperty(lua_State* L) {
  const absl::string_view name = CheckString(L, FirstArgument(L));
  LuaContext& context = LuaContext::Of(L);
  std::string value;
  if (context.store != nullptr) {
    value = context.store->GetProperty(context.session, IdOf(L), name);
  }
  if (value.empty()) {
    lua_pushnil(L);
  } else {
    PushString(L, value);
  }
  return 1;
}

absl::StatusOr<int> SetProperty(lua_State* L) {
  const int first = FirstArgument(L);
  const absl::string_view name = CheckString(L, first);
  const absl::string_view value = luaL_optstring(L, first + 1, "");
  LuaContext& context = LuaContext::Of(L);
  if (context.store == nullptr) return absl::FailedPreconditionError("there are no variables");
  RETURN_IF_ERROR(context.store->SetProperty(context.session, IdOf(L), name, value));
  return 0;
}

}  // namespace

void PushVariableObject(lua_State* L, VariableId id, Slot slot) {
  luaL_checkstack(L, 4, nullptr);
  lua_createtable(L, 0, 8);
  lua_pushinteger(L, id.value());
  lua_setfield(L, -2, "_id");
  const luaL_Reg functions[] = {{"getID", &LuaFunction<&GetId>},
                                {"getId", &LuaFunction<&GetId>},
                                {"getValue", &LuaFunction<&GetValue>},
                                {"getWrapper", &LuaFunction<&GetWrapper>},
                                {"getProperty", &LuaFunction<&GetProperty>},
                                {"setProperty", &LuaFunction<&SetProperty>}};
  for (const luaL_Reg& function : functions) {
    lua_pushinteger(L, id.value());
    lua_pushinteger(L, slot);
    lua_pushcclosure(L, function.func, 2);
    lua_setfield(L, -2, function.name);
  }
}

}  // namespace tandem
