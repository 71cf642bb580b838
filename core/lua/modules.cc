// Copyright (c) the Tandem authors. Licensed under the MIT License.

#include "core/lua/modules.h"

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "core/base/error.h"
#include "core/base/status_macros.h"
#include "core/lua/charges.h"
#include "core/lua/lua_call.h"
#include "core/lua/lua_function.h"
#include "core/lua/module_records.h"
#include "core/lua/named_types.h"
#include "core/lua/prototypes.h"
#include "lauxlib.h"

namespace tandem {
namespace {

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
  ChargeFileAccess(L);
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
  lua_createtable(L, 0, 0);
  loaded_ = LuaRef(L);
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
  ChargeFileAccess(L);
  const std::string path = absl::StrCat(absl::StrReplaceAll(name, {{".", "/"}}), ".lua");
  lua_pushboolean(L, 1);
  SetRaw(L, loaded_, name);
  const absl::StatusOr<std::string> key = KeyOf(path);
  const absl::Status status = key.ok() ? LoadKey(L, *key) : key.status();
  if (!status.ok()) {
    ClearRaw(L, loaded_, name);
    NoteFailure(path, name);
    return absl::Status(status.code(),
                        absl::StrCat("error loading module '", name, "': ", status.message()));
  }
  failed_.RemoveAskedFor(path);
  lua_pushvalue(L, -1);
  SetRaw(L, loaded_, name);
  context_.module_records->AttributeTo(L, *key, ModuleItem::kName, name);
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
  ChargeFileAccess(L);
  const absl::StatusOr<std::string> key = KeyOf(path);
  const absl::Status status = key.ok() ? LoadKey(L, *key) : key.status();
  if (status.ok()) {
    failed_.RemoveAskedFor(path);
  } else {
    NoteFailure(path, "");
  }
  return status;
}

// A file that is in neither place may come to be in either.
void Modules::NoteFailure(absl::string_view path, absl::string_view name) {
  const FailedLoads::Entry entry = {std::string(path), std::string(name),
                                    context_.module_records->current()};
  const absl::StatusOr<std::string> key = KeyOf(path);
  if (key.ok()) {
    failed_.Add(*key, entry);
  } else {
    failed_.Add(absl::StrCat("lua/", path), entry);
    failed_.Add(path, entry);
  }
}

absl::Status Modules::LoadKey(lua_State* L, const std::string& key) {
  if (GetRaw(L, loaded_, key) != LUA_TNIL) return absl::OkStatus();
  lua_pop(L, 1);
  ASSIGN_OR_RETURN(const std::string text, context_.host.files.Read(key));
  return Run(L, key, text);
}

absl::Status Modules::RunMain(lua_State* L) {
  const absl::StatusOr<std::string> key = context_.host.files.Canonical("lua/main.lua");
  // Until the end: it is asked for, and not there.
  has_main_failed_ = true;
  failed_.Add(key.ok() ? *key : "lua/main.lua", {});
  if (absl::IsNotFound(key.status())) {
    return MakeError(ErrorKind::kNotFound, "there is no lua/main.lua");
  }
  RETURN_IF_ERROR(key.status());
  ASSIGN_OR_RETURN(const std::string text, context_.host.files.Read(*key));
  RETURN_IF_ERROR(Run(L, *key, text));
  has_main_failed_ = false;
  return absl::OkStatus();
}

bool Modules::IsLoaded(lua_State* L, absl::string_view key) const {
  const bool is_loaded = GetRaw(L, loaded_, key) != LUA_TNIL;
  lua_pop(L, 1);
  return is_loaded;
}

absl::Status Modules::RunAgain(lua_State* L, const std::string& key, absl::string_view text) {
  luaL_checkstack(L, 10, nullptr);
  ModuleRecords::Running running(*context_.module_records, key);
  failed_.RemoveAskedBy(key);
  RETURN_IF_ERROR(Compile(L, text, absl::StrCat("@", key)));
  return CallLua(L, 0, 0);
}

// As the `require` or the look-up by path that failed.
absl::Status Modules::Retry(lua_State* L, const std::string& key, absl::string_view text) {
  luaL_checkstack(L, 10, nullptr);
  const FailedLoads::Entry* found = failed_.Find(key);
  const FailedLoads::Entry entry = found == nullptr ? FailedLoads::Entry() : *found;
  const absl::Status status = Run(L, key, text);
  if (!status.ok()) {
    failed_.Add(key, entry);
    return status;
  }
  failed_.RemoveAskedFor(entry.path);
  if (!entry.name.empty()) {
    lua_pushvalue(L, -1);
    SetRaw(L, loaded_, entry.name);
    context_.module_records->AttributeTo(L, key, ModuleItem::kName, entry.name);
  }
  lua_pop(L, 1);
  return absl::OkStatus();
}

// Marked before it runs, so that a cycle sees `true` (L-65); unmarked if it fails, so that it can
// be tried again (H-22).
absl::Status Modules::Run(lua_State* L, const std::string& key, absl::string_view text) {
  lua_pushboolean(L, 1);
  SetRaw(L, loaded_, key);
  ModuleRecords& records = *context_.module_records;
  ModuleRecords::Running running(records, key);
  failed_.RemoveAskedBy(key);
  absl::Status status = Compile(L, text, absl::StrCat("@", key));
  if (status.ok()) status = CallLua(L, 0, 1);
  if (!status.ok()) {
    ClearRaw(L, loaded_, key);
    records.Remove(L, key);
    return status;
  }
  if (lua_isnil(L, -1)) {
    lua_pop(L, 1);
    lua_pushboolean(L, 1);
  }
  failed_.RemoveFile(key);
  lua_pushvalue(L, -1);
  SetRaw(L, loaded_, key);
  // Known even if it declared nothing.
  records.AttributeTo(L, key, ModuleItem::kName, key);
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

void Modules::Unload(lua_State* L, absl::string_view key_or_name) {
  failed_.Remove(key_or_name);
  const std::string key = context_.module_records->Find(L, key_or_name);
  if (!key.empty()) UnloadKey(L, key);
}

void Modules::UnloadDirectory(lua_State* L, absl::string_view directory) {
  if (absl::EndsWith(directory, "/")) directory.remove_suffix(1);
  for (const std::string& key : context_.module_records->Keys(L)) {
    if (DirectoryOf(key) == directory) UnloadKey(L, key);
  }
}

void Modules::UnloadKey(lua_State* L, const std::string& key) {
  ModuleRecords& records = *context_.module_records;
  for (const std::string& name : records.ItemsOf(L, key, ModuleItem::kPrototype)) {
    context_.prototypes->Remove(L, name, Prototypes::Extent::kExactly);
  }
  for (const std::string& name : records.ItemsOf(L, key, ModuleItem::kPresenter)) {
    context_.named_types->ForgetPresenter(L, name);
  }
  for (const std::string& name : records.ItemsOf(L, key, ModuleItem::kWrapper)) {
    context_.named_types->ForgetWrapper(L, name);
  }
  for (const std::string& name : records.ItemsOf(L, key, ModuleItem::kName)) {
    ClearRaw(L, loaded_, name);
  }
  records.Remove(L, key);
  failed_.RemoveAskedBy(key);
}

}  // namespace tandem
