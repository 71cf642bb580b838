// Copyright (c) the Tandem authors. Licensed under the MIT License.

#include "core/lua/table_sort.h"

#include <algorithm>

#include "lauxlib.h"

namespace tandem {
namespace {

// Up to here programs can have come to rely on what insertion makes of a comparison that
// contradicts itself: one that says yes to everything reverses the list.
constexpr lua_Integer kInsertionLimit = 12;

constexpr int kTable = 1;
constexpr int kLess = 2;

// Whether the value at `a` sorts before the one at `b`. Runs application code.
bool IsLess(lua_State* L, int a, int b) {
  lua_charge(L, 8);
  if (lua_isnil(L, kLess)) return lua_compare(L, a, b, LUA_OPLT) != 0;
  lua_pushvalue(L, kLess);
  lua_pushvalue(L, a);
  lua_pushvalue(L, b);
  lua_call(L, 2, 1);
  const bool less = lua_toboolean(L, -1) != 0;
  lua_pop(L, 1);
  return less;
}

// The elements lie on the stack above kLess.
void SortByInsertion(lua_State* L, int count) {
  for (int i = 2; i <= count; ++i) {
    for (int j = kLess + i; j > kLess + 1 && IsLess(L, j, j - 1); --j) {
      lua_pushvalue(L, j - 1);
      lua_copy(L, j, j - 1);
      lua_replace(L, j);
    }
  }
}

// Merges the runs [low, middle) and [middle, high) of the table at `from` into the one at `to`.
void Merge(lua_State* L, int from, int to, lua_Integer low, lua_Integer middle, lua_Integer high) {
  lua_Integer left = low, right = middle;
  const int top = lua_gettop(L);
  for (lua_Integer out = low; out < high; ++out) {
    bool takes_left = left < middle;
    if (takes_left && right < high) {
      lua_rawgeti(L, from, right);
      lua_rawgeti(L, from, left);
      takes_left = !IsLess(L, top + 1, top + 2);  // Equal ones stay in order.
      lua_settop(L, top);
    }
    lua_rawgeti(L, from, takes_left ? left++ : right++);
    lua_rawseti(L, to, out);
  }
}

// Sorts the table of ours on top of the stack; leaves it or another in its place.
void SortByMerging(lua_State* L, lua_Integer count) {
  const int from = lua_gettop(L);
  lua_createtable(L, static_cast<int>(count), 0);
  for (lua_Integer width = 1; width < count; width *= 2) {
    for (lua_Integer low = 1; low <= count; low += 2 * width) {
      Merge(L, from, from + 1, low, std::min(low + width, count + 1),
            std::min(low + 2 * width, count + 1));
    }
    lua_insert(L, from);
  }
  lua_settop(L, from);
}

}  // namespace

int TableSort(lua_State* L) {
  luaL_checktype(L, kTable, LUA_TTABLE);
  if (!lua_isnoneornil(L, kLess)) luaL_checktype(L, kLess, LUA_TFUNCTION);
  lua_settop(L, 2);
  const lua_Integer count = luaL_len(L, kTable);
  luaL_argcheck(L, count < 0x7fffffff, kTable, "array too big");
  if (count < 2) return 0;
  luaL_checkstack(L, static_cast<int>(kInsertionLimit) + 8, nullptr);
  if (count <= kInsertionLimit) {
    for (lua_Integer i = 1; i <= count; ++i) lua_geti(L, kTable, i);
    SortByInsertion(L, static_cast<int>(count));
    for (lua_Integer i = count; i >= 1; --i) lua_seti(L, kTable, i);
    return 0;
  }
  lua_charge(L, 4 * static_cast<lua_Unsigned>(count));
  lua_createtable(L, static_cast<int>(count), 0);
  for (lua_Integer i = 1; i <= count; ++i) {
    lua_geti(L, kTable, i);
    lua_rawseti(L, -2, i);
  }
  SortByMerging(L, count);
  for (lua_Integer i = 1; i <= count; ++i) {
    lua_rawgeti(L, -1, i);
    lua_seti(L, kTable, i);
  }
  return 0;
}

}  // namespace tandem
