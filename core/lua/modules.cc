// Copyright (c) the Tandem authors. Licensed under the MIT License.

#include "core/lua/modules.h"

#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "core/base/error.h"
#include "core/base/status_macros.h"
#include "core/lua/lua_call.h"
#include "core/lua/lua_function.h"
#include "core/lua/named_types.h"
#include "core/lua/prototypes.h"
#include "lauxlib.h"

namespace tandem {
namespace {

constexpr char kNames[] = "names";  // The field of a record with what it was required by.

const char* FieldOf(Modules::Kind kind) {
  switch (kind) {
    case Modules::Kind::kPrototype:
      return "prototypes";
    case Modules::Kind::kPresenter:
      return "presenters";
    case Modules::Kind::kWrapper:
      return "wrappers";
  }
  return "";
}

// Sets table[key] to the topmost value, and pops that.
void SetRaw(lua_State* L, const LuaRef& table, absl::string_view key) {
  table.Push(L);
  PushString(L, key);
  lua_rotate(L, -3, -1);
  lua_rawset(L, -3);
  lua_pop(L, 1);
}

void ClearRaw(lua_State* L, const LuaRef& table, absl::string_view key) {
  lua_pushnil(L);
  SetRaw(L, table, key);
}

// Pushes table[key] and says its type.
int GetRaw(lua_State* L, const LuaRef& table, absl::string_view key) {
  table.Push(L);
  PushString(L, key);
  const int type = lua_rawget(L, -2);
  lua_remove(L, -2);
  return type;
}

std::vector<std::string> StringKeys(lua_State* L, int table) {
  table = lua_absindex(L, table);
  std::vector<std::string> keys;
  lua_pushnil(L);
  while (lua_next(L, table) != 0) {
    lua_pop(L, 1);
    size_t size = 0;
    const char* key = lua_tolstring(L, -1, &size);
    keys.emplace_back(key, size);
  }
  return keys;
}

absl::string_view DirectoryOf(absl::string_view key) {
  const size_t slash = key.rfind('/');
  return slash == absl::string_view::npos ? "." : key.substr(0, slash);
}

absl::StatusOr<int> RequireFunction(lua_State* L) {
  const absl::string_view name = CheckString(L, 1);
  RETURN_IF_ERROR(LuaContext::Of(L).modules->Require(L, name));
  return 1;
}

// The file a script names, compiled.
absl::Status LoadFile(lua_State* L) {
  const absl::string_view path = CheckString(L, 1);
  ASSIGN_OR_RETURN(const std::string text, LuaContext::Of(L).host.files.Read(path));
  return Modules::Compile(L, text, absl::StrCat("@", path));
}

// loadfile(path [, mode [, env]]): mode is not asked, there is only text.
absl::StatusOr<int> LoadFileFunction(lua_State* L) {
  const bool has_environment = lua_gettop(L) >= 3;
  const absl::Status status = LoadFile(L);
  if (!status.ok()) {
    lua_pushnil(L);
    PushString(L, status.message());
    return 2;
  }
  if (has_environment) {
    lua_pushvalue(L, 3);
    if (lua_setupvalue(L, -2, 1) == nullptr) lua_pop(L, 1);
  }
  return 1;
}

// dofile(path)
absl::StatusOr<int> DoFileFunction(lua_State* L) {
  lua_settop(L, 1);
  RETURN_IF_ERROR(LoadFile(L));
  lua_call(L, 0, LUA_MULTRET);
  return lua_gettop(L) - 1;
}

}  // namespace

Modules::Modules(lua_State* L, LuaContext& context) : context_(context) {
  for (LuaRef* table : {&loaded_, &records_}) {
    lua_createtable(L, 0, 0);
    *table = LuaRef(L);
  }
}

void Modules::Install(lua_State* L) {
  lua_createtable(L, 0, 1);
  loaded_.Push(L);
  lua_setfield(L, -2, "loaded");
  lua_setglobal(L, "package");
  lua_pushcfunction(L, &LuaFunction<&RequireFunction>);
  lua_setglobal(L, "require");
  lua_pushcfunction(L, &LuaFunction<&LoadFileFunction>);
  lua_setglobal(L, "loadfile");
  lua_pushcfunction(L, &LuaFunction<&DoFileFunction>);
  lua_setglobal(L, "dofile");
}

absl::Status Modules::Require(lua_State* L, absl::string_view name) {
  luaL_checkstack(L, 10, nullptr);
  if (GetRaw(L, loaded_, name) != LUA_TNIL) return absl::OkStatus();
  lua_pop(L, 1);
  const std::string path = absl::StrCat(absl::StrReplaceAll(name, {{".", "/"}}), ".lua");
  lua_pushboolean(L, 1);
  SetRaw(L, loaded_, name);
  const absl::StatusOr<std::string> key = KeyOf(path);
  const absl::Status status = key.ok() ? LoadKey(L, *key) : key.status();
  if (!status.ok()) {
    ClearRaw(L, loaded_, name);
    return absl::Status(status.code(),
                        absl::StrCat("error loading module '", name, "': ", status.message()));
  }
  lua_pushvalue(L, -1);
  SetRaw(L, loaded_, name);
  PushRecordSet(L, *key, kNames);
  PushString(L, name);
  lua_pushboolean(L, 1);
  lua_rawset(L, -3);
  lua_pop(L, 1);
  return absl::OkStatus();
}

absl::StatusOr<std::string> Modules::KeyOf(absl::string_view path) const {
  const std::string in_lua = absl::StrCat("lua/", path);
  absl::StatusOr<std::string> key = context_.host.files.Canonical(in_lua);
  if (key.ok() || !absl::IsNotFound(key.status())) return key;
  key = context_.host.files.Canonical(path);
  if (key.ok() || !absl::IsNotFound(key.status())) return key;
  return MakeError(ErrorKind::kNotFound,
                   absl::StrCat("file not found: ", in_lua, " (also tried ", path, ")"));
}

absl::Status Modules::Load(lua_State* L, absl::string_view path) {
  luaL_checkstack(L, 10, nullptr);
  ASSIGN_OR_RETURN(const std::string key, KeyOf(path));
  return LoadKey(L, key);
}

absl::Status Modules::LoadKey(lua_State* L, const std::string& key) {
  if (GetRaw(L, loaded_, key) != LUA_TNIL) return absl::OkStatus();
  lua_pop(L, 1);
  ASSIGN_OR_RETURN(const std::string text, context_.host.files.Read(key));
  return Run(L, key, text);
}

absl::Status Modules::RunMain(lua_State* L) {
  const absl::StatusOr<std::string> key = context_.host.files.Canonical("lua/main.lua");
  if (absl::IsNotFound(key.status())) {
    return MakeError(ErrorKind::kNotFound, "there is no lua/main.lua");
  }
  RETURN_IF_ERROR(key.status());
  ASSIGN_OR_RETURN(const std::string text, context_.host.files.Read(*key));
  return Run(L, *key, text);
}

// Marked before it runs, so that a cycle sees `true` (L-65); unmarked if it fails, so that it can
// be tried again (H-22).
absl::Status Modules::Run(lua_State* L, const std::string& key, absl::string_view text) {
  lua_pushboolean(L, 1);
  SetRaw(L, loaded_, key);
  struct Current {
    std::string& place;
    std::string outer;
    ~Current() { place = std::move(outer); }
  } current{current_key_, std::exchange(current_key_, key)};

  absl::Status status = Compile(L, text, absl::StrCat("@", key));
  if (status.ok()) status = CallLua(L, 0, 1);
  if (!status.ok()) {
    ClearRaw(L, loaded_, key);
    ClearRaw(L, records_, key);
    return status;
  }
  if (lua_isnil(L, -1)) {
    lua_pop(L, 1);
    lua_pushboolean(L, 1);
  }
  lua_pushvalue(L, -1);
  SetRaw(L, loaded_, key);
  PushRecordSet(L, key, kNames);
  lua_pop(L, 1);
  return absl::OkStatus();
}

// As luaL_loadfile does, a byte order mark and a first line that begins with '#' are passed
// over; the line still counts.
absl::Status Modules::Compile(lua_State* L, absl::string_view text, const std::string& chunk) {
  if (absl::StartsWith(text, "\xEF\xBB\xBF")) text.remove_prefix(3);
  if (absl::StartsWith(text, "#")) {
    const size_t end = text.find('\n');
    text.remove_prefix(end == absl::string_view::npos ? text.size() : end);
  }
  const int code = luaL_loadbufferx(L, text.data(), text.size(), chunk.c_str(), "t");
  if (code == LUA_OK) return absl::OkStatus();
  const absl::Status status = code == LUA_ERRMEM
                                  ? MakeError(ErrorKind::kOverBudget, "not enough memory")
                                  : absl::AbortedError(lua_tostring(L, -1));
  lua_pop(L, 1);
  return status;
}

void Modules::PushRecordSet(lua_State* L, absl::string_view key, const char* field) {
  if (GetRaw(L, records_, key) != LUA_TTABLE) {
    lua_pop(L, 1);
    lua_createtable(L, 0, 0);
    lua_pushvalue(L, -1);
    SetRaw(L, records_, key);
  }
  lua_pushstring(L, field);
  if (lua_rawget(L, -2) != LUA_TTABLE) {
    lua_pop(L, 1);
    lua_createtable(L, 0, 0);
    lua_pushstring(L, field);
    lua_pushvalue(L, -2);
    lua_rawset(L, -4);
  }
  lua_remove(L, -2);
}

void Modules::Attribute(lua_State* L, Kind kind, absl::string_view name) {
  if (current_key_.empty()) return;
  PushRecordSet(L, current_key_, FieldOf(kind));
  PushString(L, name);
  lua_pushboolean(L, 1);
  lua_rawset(L, -3);
  lua_pop(L, 1);
}

void Modules::Disown(lua_State* L, Kind kind, absl::string_view name) {
  const int top = lua_gettop(L);
  records_.Push(L);
  lua_pushnil(L);
  while (lua_next(L, top + 1) != 0) {
    lua_pushstring(L, FieldOf(kind));
    if (lua_rawget(L, -2) == LUA_TTABLE) {
      PushString(L, name);
      lua_pushnil(L);
      lua_rawset(L, -3);
    }
    lua_pop(L, 2);
  }
  lua_settop(L, top);
}

void Modules::Unload(lua_State* L, absl::string_view key_or_name) {
  const int top = lua_gettop(L);
  records_.Push(L);
  std::vector<std::string> keys = StringKeys(L, -1);
  lua_settop(L, top);
  for (const std::string& key : keys) {
    bool wanted = key == key_or_name;
    if (!wanted) {
      PushRecordSet(L, key, kNames);
      PushString(L, key_or_name);
      wanted = lua_rawget(L, -2) != LUA_TNIL;
      lua_settop(L, top);
    }
    if (wanted) UnloadKey(L, key);
  }
}

void Modules::UnloadDirectory(lua_State* L, absl::string_view directory) {
  if (absl::EndsWith(directory, "/")) directory.remove_suffix(1);
  const int top = lua_gettop(L);
  records_.Push(L);
  std::vector<std::string> keys = StringKeys(L, -1);
  lua_settop(L, top);
  for (const std::string& key : keys) {
    if (DirectoryOf(key) == directory) UnloadKey(L, key);
  }
}

void Modules::UnloadKey(lua_State* L, const std::string& key) {
  const auto names_of = [&](const char* field) {
    PushRecordSet(L, key, field);
    std::vector<std::string> names = StringKeys(L, -1);
    lua_pop(L, 1);
    return names;
  };
  for (const std::string& name : names_of(FieldOf(Kind::kPrototype))) {
    context_.prototypes->Remove(L, name, Prototypes::Extent::kExactly);
  }
  for (const std::string& name : names_of(FieldOf(Kind::kPresenter))) {
    context_.named_types->ForgetPresenter(L, name);
  }
  for (const std::string& name : names_of(FieldOf(Kind::kWrapper))) {
    context_.named_types->ForgetWrapper(L, name);
  }
  for (const std::string& name : names_of(kNames)) ClearRaw(L, loaded_, name);
  ClearRaw(L, loaded_, key);
  ClearRaw(L, records_, key);
}

}  // namespace tandem
