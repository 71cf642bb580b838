// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// Runs one file of Lua's test suite in the Lua we build, with all standard libraries, in the
// current folder; natively and, under Node, in WebAssembly. The exit status says whether it held.
//
// Usage: run_file FILE

#include <cstdio>

#include "lauxlib.h"
#include "lua.h"
#include "lualib.h"

namespace {

// What all.lua sets up for the others. Temporary names are not to be had from our Lua; the one file
// that wants some gets them here. There is no locale but "C", which musl would take any name for.
// big.lua yields twice.
constexpr char kStart[] = R"(
  local file = ...
  _port, _soft, _nomsg = true, false, true
  local names = 0
  function os.tmpname()
    names = names + 1
    local name = "temporary" .. names
    assert(io.open(name, "w")):close()
    return name
  end
  function os.setlocale(name) return (name == nil or name == "" or name == "C") and "C" or nil end
  local chunk = assert(loadfile(file))
  if file ~= "big.lua" then return chunk() end
  local resume = coroutine.wrap(chunk)
  assert(resume() == "b" and resume() == "a")
)";

int Traceback(lua_State* L) {
  luaL_traceback(L, L, luaL_tolstring(L, 1, nullptr), 1);
  return 1;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) {
    std::fprintf(stderr, "usage: run_file FILE\n");
    return 2;
  }
  lua_State* L = luaL_newstate();
  luaL_openlibs(L);
  lua_pushcfunction(L, &Traceback);
  int status = luaL_loadstring(L, kStart);
  if (status == LUA_OK) {
    lua_pushstring(L, argv[1]);
    status = lua_pcall(L, 1, 0, 1);
  }
  if (status != LUA_OK) std::fprintf(stderr, "%s\n", lua_tostring(L, -1));
  lua_close(L);
  return status == LUA_OK ? 0 : 1;
}
