// Copyright (c) the Tandem authors. Licensed under the MIT License.

#include "core/lua/ui_library.h"

#include <algorithm>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "core/base/json.h"
#include "core/lua/charges.h"
#include "core/lua/json_encoder.h"
#include "core/lua/lua_context.h"
#include "core/lua/lua_function.h"
#include "core/lua/lua_value.h"
#include "core/lua/module_records.h"
#include "core/lua/named_types.h"
#include "lauxlib.h"

namespace tandem {
namespace {

absl::StatusOr<int> Log(lua_State* L) { return LogFromLua(L, 1); }

int PushFailure(lua_State* L, const absl::Status& status) {
  lua_pushnil(L);
  PushString(L, status.message());
  return 2;
}

// ui.json_encode(value) → text; or nil, message
absl::StatusOr<int> JsonEncode(lua_State* L) {
  luaL_checkany(L, 1);
  std::string text;
  const auto limit = static_cast<size_t>(LuaState::Of(L).memory_limit_bytes());
  const absl::Status status = EncodeJson(L, 1, limit, &text);
  if (!status.ok()) return PushFailure(L, status);
  PushString(L, text);
  return 1;
}

// ui.json_decode(text) → value; or nil, message
absl::StatusOr<int> JsonDecode(lua_State* L) {
  const absl::string_view text = CheckString(L, 1);
  ChargeJson(L, 8 * text.size());
  const absl::StatusOr<Json> value = ParseJson(text);
  if (!value.ok()) return PushFailure(L, value.status());
  PushJson(L, *value, &NoReferences);
  return 1;
}

// ui.registerPresenter(name, table), ui.registerWrapper(name, table)
absl::StatusOr<int> RegisterPresenter(lua_State* L) {
  const absl::string_view name = CheckString(L, 1);
  luaL_checkany(L, 2);
  LuaContext& context = LuaContext::Of(L);
  context.named_types->RegisterPresenter(L, name, 2);
  context.module_records->Attribute(L, ModuleItem::kPresenter, name);
  return 0;
}

absl::StatusOr<int> RegisterWrapper(lua_State* L) {
  const absl::string_view name = CheckString(L, 1);
  luaL_checktype(L, 2, LUA_TTABLE);
  LuaContext& context = LuaContext::Of(L);
  context.named_types->RegisterWrapper(L, name, 2);
  context.module_records->Attribute(L, ModuleItem::kWrapper, name);
  return 0;
}

}  // namespace

absl::StatusOr<int> LogFromLua(lua_State* L, int first) {
  lua_Integer level = 0;
  int message = first;
  if (lua_gettop(L) > first) {
    level = static_cast<lua_Integer>(luaL_checknumber(L, first));
    message = first + 1;
  }
  luaL_checkany(L, message);
  size_t size = 0;
  const char* text = luaL_tolstring(L, message, &size);
  ChargeLogLine(L, size);
  LuaContext::Of(L).LogFromScript(static_cast<LogLevel>(std::clamp<lua_Integer>(level, 0, 1000)),
                                  absl::string_view(text, size));
  return 0;
}

void InstallUiLibrary(lua_State* L) {
  const luaL_Reg functions[] = {{"json_decode", &LuaFunction<&JsonDecode>},
                                {"json_encode", &LuaFunction<&JsonEncode>},
                                {"log", &LuaFunction<&Log>},
                                {"registerPresenter", &LuaFunction<&RegisterPresenter>},
                                {"registerWrapper", &LuaFunction<&RegisterWrapper>},
                                {nullptr, nullptr}};
  luaL_newlib(L, functions);
  lua_setglobal(L, "ui");
  lua_createtable(L, 0, 0);
  lua_setglobal(L, "EMPTY");
}

}  // namespace tandem
