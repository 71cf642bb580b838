// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// Runs one piece of ordinary Lua in a bare VM and prints the seconds of processor time it took.
// Built twice, with our Lua and with the same Lua without fuel; fuel_cost.sh compares them.
//
// Usage: vm_work NAME SCALE    more work with a greater SCALE; 1 takes a moment

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <ctime>

#include "lauxlib.h"
#include "lua.h"
#include "lualib.h"

namespace {

struct Work {
  const char* name;
  const char* code;  // Gets SCALE; returns true if what it computed is right.
};

constexpr Work kWorks[] = {
    {"calls",
     "local function fib(n) if n < 2 then return n end return fib(n - 1) + fib(n - 2) end "
     "for _ = 1, ... do if fib(24) ~= 46368 then return false end end return true"},
    {"methods",
     "local C = {} C.__index = C function C:inc(n) self.v = self.v + n return self end "
     "local o, n = setmetatable({v = 0}, C), 100000 * ... for i = 1, n do o:inc(1) end return o.v "
     "== n"},
    {"closures",
     "local s, n = 0, 100000 * ... for i = 1, n do local f = function() return i end s = s + f() "
     "end "
     "return s == n * (n + 1) // 2"},
    {"numbers",
     "local x, y, z, vx, vy, vz = 1, 2, 3, .1, .2, .3 for i = 1, 100000 * ... do "
     "local d = (x * x + y * y + z * z) ^ 0.5 local m = 0.01 / (d * d * d) "
     "vx, vy, vz = vx - x * m, vy - y * m, vz - z * m "
     "x, y, z = x + vx * .01, y + vy * .01, z + vz * .01 end return x == x"},
    {"while",
     "local i, s, n = 0, 0, 300000 * ... while i < n do i = i + 1 "
     "if i % 3 == 0 then s = s + i else s = s - 1 end end return s > 0"},
    {"sieve",
     "for _ = 1, ... do local f, c = {}, 0 for i = 2, 50000 do f[i] = true end "
     "for i = 2, 50000 do if f[i] then c = c + 1 for j = i * i, 50000, i do f[j] = false end end "
     "end "
     "if c ~= 5133 then return false end end return true"},
    {"tables",
     "for _ = 1, ... do local t, s = {}, 0 for i = 1, 50000 do t[i] = {i, n = i} end "
     "for _, e in ipairs(t) do s = s + e[1] + e.n end if s ~= 50000 * 50001 then return false end "
     "end "
     "return true"},
    {"keys",
     "local t = {} for i = 1, 5000 do t['k' .. i] = i end for _ = 1, 10 * ... do local s = 0 "
     "for k, v in pairs(t) do s = s + v end if s ~= 5000 * 5001 // 2 then return false end end "
     "return true"},
    {"sort",
     "for _ = 1, ... do local t, x = {}, 42 for i = 1, 10000 do x = (x * 1103515245 + 12345) % "
     "2147483648 "
     "t[i] = x end table.sort(t) for i = 2, #t do if t[i - 1] > t[i] then return false end end "
     "table.sort(t, function(a, b) return a > b end) end return true"},
    {"text",
     "for _ = 1, ... do local t = {} for i = 1, 5000 do t[#t + 1] = ('%d:%s'):format(i, 'abc') end "
     "local s, n = table.concat(t, ','), 0 for a, b in s:gmatch('(%d+):(%a+)') do n = n + #b end "
     "if n ~= 15000 or #s:gsub('abc', 'xy') ~= #s - 5000 then return false end end return true"},
    {"library",
     "local floor, max, s = math.floor, math.max, 0 for i = 1, 100000 * ... do "
     "s = s + floor(i / 3) + max(i, 5) end return s > 0"},
    {"coroutines",
     "local c = coroutine.wrap(function() local i = 0 while true do i = i + 1 coroutine.yield(i) "
     "end end) "
     "local n for i = 1, 2000 * ... do n = c() end return n == 2000 * ..."},
};

}  // namespace

int main(int count, char** arguments) {
  const Work* work = nullptr;
  for (const Work& one : kWorks) {
    if (count == 3 && std::strcmp(one.name, arguments[1]) == 0) work = &one;
  }
  if (work == nullptr) {
    for (const Work& one : kWorks) std::puts(one.name);
    return count == 1 ? 0 : 2;
  }
  lua_State* L = luaL_newstate();
  luaL_openlibs(L);
  luaL_loadstring(L, work->code);
  lua_pushinteger(L, std::atoi(arguments[2]));
  const std::clock_t start = std::clock();
  const bool is_right = lua_pcall(L, 1, 1, 0) == LUA_OK && lua_toboolean(L, -1) != 0;
  const double seconds = static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC;
  if (!is_right) {
    std::fprintf(stderr, "vm_work: %s went wrong: %s\n", work->name,
                 lua_isstring(L, -1) != 0 ? lua_tostring(L, -1) : "a wrong result");
    return 1;
  }
  std::printf("%.6f\n", seconds);
  lua_close(L);
  return 0;
}
