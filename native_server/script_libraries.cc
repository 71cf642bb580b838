// Copyright (c) the Tandem authors. Licensed under the MIT License.

#include "native_server/script_libraries.h"

#include <fcntl.h>
#include <unistd.h>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <initializer_list>

#include "core/lua/aside.h"
#include "lauxlib.h"
#include "lua.h"
#include "lualib.h"
#include "native_server/child_process.h"

namespace tandem::native {
namespace {

// Every function here has as its upvalue whether the site runs as Lua 5.1.
bool IsLua51(lua_State* L) { return lua_toboolean(L, lua_upvalueindex(1)) != 0; }

// What became of a process: Lua 5.4 says true or nil, "exit" or "signal", and the number.
int PushOutcome(lua_State* L, const ProcessEnd& end) {
  if (end.is_exit && end.number == 0) {
    lua_pushboolean(L, 1);
  } else {
    lua_pushnil(L);
  }
  lua_pushstring(L, end.is_exit ? "exit" : "signal");
  lua_pushinteger(L, end.number);
  return 3;
}

// os.execute([command])
int Execute(lua_State* L) {
  const char* command = luaL_optstring(L, 1, nullptr);
  if (command == nullptr) {
    const bool has_shell = access("/bin/sh", X_OK) == 0;
    if (IsLua51(L)) {
      lua_pushinteger(L, has_shell ? 1 : 0);
    } else {
      lua_pushboolean(L, has_shell ? 1 : 0);
    }
    return 1;
  }
  const ProcessId child = StartShell(command, kNoFile, kNoFile);
  if (child < 0) return luaL_fileresult(L, 0, "/bin/sh");
  const ProcessEnd end = AwaitProcess(child);
  if (!IsLua51(L)) return PushOutcome(L, end);
  lua_pushinteger(L, end.is_exit && end.number == 0 ? 0 : 1);  // compat C-9
  return 1;
}

// os.getenv(name)
int GetEnvironment(lua_State* L) {
  lua_pushstring(L, std::getenv(luaL_checkstring(L, 1)));
  return 1;
}

// os.remove(path)
int Remove(lua_State* L) {
  const char* path = luaL_checkstring(L, 1);
  errno = 0;
  return luaL_fileresult(L, std::remove(path) == 0 ? 1 : 0, path);
}

// os.rename(from, to)
int Rename(lua_State* L) {
  const char* from = luaL_checkstring(L, 1);
  const char* to = luaL_checkstring(L, 2);
  errno = 0;
  return luaL_fileresult(L, std::rename(from, to) == 0 ? 1 : 0, nullptr);
}

// os.tmpname(): the file exists, so that nobody else gets the name.
int TemporaryName(lua_State* L) {
  char name[] = "/tmp/lua_XXXXXX";
  const int file = mkstemp(name);
  if (file < 0) return luaL_error(L, "unable to generate a unique filename");
  close(file);
  lua_pushstring(L, name);
  return 1;
}

// A file handle of the io library that knows its process. The library sees only the first part.
struct ProcessStream {
  luaL_Stream stream;
  ProcessId child;
  bool lua51;
};

int CloseProcess(lua_State* L) {
  auto* process = static_cast<ProcessStream*>(luaL_checkudata(L, 1, LUA_FILEHANDLE));
  std::fclose(process->stream.f);
  const ProcessEnd end = AwaitProcess(process->child);
  if (!process->lua51) return PushOutcome(L, end);
  lua_pushinteger(L, end.is_exit ? end.number : 128 + end.number);  // compat C-9
  return 1;
}

// io.popen(command [, mode])
int OpenProcess(lua_State* L) {
  const char* command = luaL_checkstring(L, 1);
  const char* mode = luaL_optstring(L, 2, "r");
  const bool reads = mode[0] == 'r';
  luaL_argcheck(L, (reads || mode[0] == 'w') && mode[1] == '\0', 2, "invalid mode");
  auto* process = static_cast<ProcessStream*>(lua_newuserdatauv(L, sizeof(ProcessStream), 0));
  process->stream.closef = nullptr;  // Closed, until it is open.
  process->lua51 = IsLua51(L);
  luaL_setmetatable(L, LUA_FILEHANDLE);

  int ends[2];
  if (pipe2(ends, O_CLOEXEC) != 0) return luaL_fileresult(L, 0, command);
  const int ours = reads ? ends[0] : ends[1];
  const int theirs = reads ? ends[1] : ends[0];
  std::FILE* file = fdopen(ours, mode);
  process->child = file == nullptr
                       ? -1
                       : StartShell(command, reads ? kNoFile : theirs, reads ? theirs : kNoFile);
  close(theirs);
  if (process->child < 0) {
    const int error = errno;
    if (file != nullptr) std::fclose(file);
    if (file == nullptr) close(ours);
    errno = error;
    return luaL_fileresult(L, 0, command);
  }
  process->stream.f = file;
  process->stream.closef = &CloseProcess;
  return 1;
}

// A function that writes its arguments, with the original as upvalue: gives it floats as text
// (compat C-10), which it would else make by itself.
int WriteNumbersAsText(lua_State* L) {
  for (int i = 1; i <= lua_gettop(L); ++i) {
    if (lua_type(L, i) == LUA_TNUMBER) lua_tolstring(L, i, nullptr);
  }
  return lua_tocfunction(L, lua_upvalueindex(1))(L);
}

// A function that may wait for something outside, as second upvalue, beside the others' turns; the
// first one is what that function has for its own.
int CallBlocking(lua_State* L) {
  Blocking blocking(L);
  return lua_tocfunction(L, lua_upvalueindex(2))(L);
}

// An iterator over lines, which has upvalues of its own.
int NextLine(lua_State* L) {
  Blocking blocking(L);
  lua_pushvalue(L, lua_upvalueindex(1));
  lua_insert(L, 1);
  lua_call(L, lua_gettop(L) - 1, LUA_MULTRET);
  return lua_gettop(L);
}

// io.lines and file:lines, the original as upvalue: what they return is called later.
int Lines(lua_State* L) {
  const int results = lua_tocfunction(L, lua_upvalueindex(1))(L);
  lua_pushvalue(L, -results);
  lua_pushcclosure(L, &NextLine, 1);
  lua_replace(L, -results - 1);
  return results;
}

// The functions of the table on top of the stack, from now on.
void MarkBlocking(lua_State* L, std::initializer_list<const char*> names) {
  for (const char* name : names) {
    if (lua_getfield(L, -1, name) != LUA_TFUNCTION) {
      lua_pop(L, 1);
      continue;
    }
    if (lua_getupvalue(L, -1, 1) == nullptr) lua_pushnil(L);
    lua_insert(L, -2);
    lua_pushcclosure(L, &CallBlocking, 2);
    lua_setfield(L, -2, name);
  }
}

void WrapLines(lua_State* L) {
  lua_getfield(L, -1, "lines");
  lua_pushcclosure(L, &Lines, 1);
  lua_setfield(L, -2, "lines");
}

// Puts the functions, which end in a null, into the table on top of the stack.
void SetFunctions(lua_State* L, const luaL_Reg* functions, bool lua51) {
  lua_pushboolean(L, lua51 ? 1 : 0);
  luaL_setfuncs(L, functions, 1);
}

void OpenIo(lua_State* L, bool lua51) {
  luaL_requiref(L, LUA_IOLIBNAME, luaopen_io, 1);
  const luaL_Reg functions[] = {{"popen", &OpenProcess}, {nullptr, nullptr}};
  SetFunctions(L, functions, lua51);
  if (lua51) {
    luaL_getmetatable(L, LUA_FILEHANDLE);
    lua_getfield(L, -1, "__index");
    for (int table : {-1, -3}) {
      table = lua_absindex(L, table);
      lua_getfield(L, table, "write");
      lua_pushcclosure(L, &WriteNumbersAsText, 1);
      lua_setfield(L, table, "write");
    }
    lua_pop(L, 2);
  }
  MarkBlocking(L, {"close", "open", "popen", "read", "write", "flush", "tmpfile"});
  WrapLines(L);
  luaL_getmetatable(L, LUA_FILEHANDLE);
  MarkBlocking(L, {"__gc", "__close"});
  lua_getfield(L, -1, "__index");
  MarkBlocking(L, {"close", "flush", "read", "seek", "write"});
  WrapLines(L);
  lua_pop(L, 3);
}

void OpenOs(lua_State* L, bool lua51) {
  lua_getglobal(L, LUA_OSLIBNAME);
  const luaL_Reg functions[] = {{"execute", &Execute},       {"getenv", &GetEnvironment},
                                {"remove", &Remove},         {"rename", &Rename},
                                {"tmpname", &TemporaryName}, {nullptr, nullptr}};
  SetFunctions(L, functions, lua51);
  MarkBlocking(L, {"execute", "remove", "rename", "tmpname"});
  lua_pop(L, 1);
}

}  // namespace

void OpenScriptLibrary(lua_State* L, absl::string_view name, bool lua51) {
  if (name == LUA_IOLIBNAME) {
    OpenIo(L, lua51);
  } else if (name == LUA_OSLIBNAME) {
    OpenOs(L, lua51);
  } else if (name == LUA_DBLIBNAME) {
    luaL_requiref(L, LUA_DBLIBNAME, luaopen_debug, 1);
    lua_pop(L, 1);
  }
}

}  // namespace tandem::native
