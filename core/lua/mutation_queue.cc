// Copyright (c) the Tandem authors. Licensed under the MIT License.

#include "core/lua/mutation_queue.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "core/lua/lua_call.h"
#include "core/lua/lua_context.h"
#include "core/lua/weak_table.h"
#include "lauxlib.h"

namespace tandem {
namespace {

// A `mutate` that redeclares its own prototype each time must come to an end.
constexpr int kMaxRuns = 100;

// mutate(prototype, instance): a function of its own, because looking `mutate` up may raise too.
int MutateOne(lua_State* L) {
  if (lua_getfield(L, 1, "mutate") != LUA_TFUNCTION) return 0;
  lua_pushvalue(L, 2);
  lua_call(L, 1, 0);
  return 0;
}

// Tells the instances in the table at `set`, the oldest first: the order in which they lie there
// depends on when the collector took others away.
void Mutate(lua_State* L, int prototype, int removed, int set) {
  // A list of the instances as they are now: `mutate` may make more.
  lua_createtable(L, 0, 0);
  const int list = lua_gettop(L);
  std::vector<std::pair<lua_Unsigned, lua_Integer>> order;
  {
    const FreeOfSteps free(L, FreeOfSteps::kAny);
    lua_pushnil(L);
    while (lua_next(L, set) != 0) {
      lua_pop(L, 1);
      order.emplace_back(lua_serial(L, -1), static_cast<lua_Integer>(order.size()) + 1);
      lua_pushvalue(L, -1);
      lua_rawseti(L, list, order.back().second);
    }
  }
  std::sort(order.begin(), order.end());
  for (const auto& [serial, position] : order) {
    lua_settop(L, list);
    lua_rawgeti(L, list, position);
    const int instance = lua_gettop(L);
    lua_pushcfunction(L, &MutateOne);
    lua_pushvalue(L, prototype);
    lua_pushvalue(L, instance);
    const absl::Status status = CallLua(L, 2, 0);
    if (!status.ok()) {
      LuaContext::Of(L).Log(kLogAlways, absl::StrCat("mutate: ", WithTraceback(status)));
    }
    lua_pushnil(L);
    while (lua_next(L, removed) != 0) {
      lua_pop(L, 1);
      lua_pushvalue(L, -1);
      lua_pushnil(L);
      lua_rawset(L, instance);
    }
  }
}

}  // namespace

MutationQueue::MutationQueue(lua_State* L) {
  lua_createtable(L, 0, 0);
  queue_ = LuaRef(L);
}

void MutationQueue::Add(lua_State* L, int prototype, int removed) {
  queue_.Push(L);
  const lua_Integer length = static_cast<lua_Integer>(lua_rawlen(L, -1));
  lua_pushvalue(L, prototype);
  lua_rawseti(L, -2, length + 1);
  lua_pushvalue(L, removed);
  lua_rawseti(L, -2, length + 2);
  lua_pop(L, 1);
}

// Position by position: entries are pairs, and nil would end the array.
void MutationQueue::Forget(lua_State* L, int prototype) {
  prototype = lua_absindex(L, prototype);
  queue_.Push(L);
  const lua_Integer length = static_cast<lua_Integer>(lua_rawlen(L, -1));
  for (lua_Integer i = 1; i <= length; i += 2) {
    lua_rawgeti(L, -1, i);
    if (lua_rawequal(L, -1, prototype) != 0) {
      lua_pushboolean(L, 0);
      lua_rawseti(L, -3, i);
    }
    lua_pop(L, 1);
  }
  lua_pop(L, 1);
}

void MutationQueue::Process(lua_State* L, const LuaRef& instances) {
  luaL_checkstack(L, 20, nullptr);
  const int top = lua_gettop(L);
  // What is redeclared meanwhile makes a queue of its own and has its turn in the same run
  // (H-18).
  for (int run = 0; run < kMaxRuns; ++run) {
    lua_createtable(L, 0, 0);
    LuaRef next_queue(L);
    queue_.Push(L);
    queue_ = std::move(next_queue);
    const int queue = top + 1;
    const lua_Integer length = static_cast<lua_Integer>(lua_rawlen(L, queue));
    // What nobody holds any more is told nothing, whether or not it has been collected yet.
    if (length != 0) lua_gc(L, LUA_GCCOLLECT);
    for (lua_Integer i = 1; i <= length; i += 2) {
      lua_rawgeti(L, queue, i);
      lua_rawgeti(L, queue, i + 1);
      instances.Push(L);
      lua_pushvalue(L, queue + 1);
      {
        const FreeOfSteps free(L, FreeOfSteps::kLookUp);
        lua_rawget(L, -2);
      }
      if (lua_istable(L, -1)) Mutate(L, queue + 1, queue + 2, lua_gettop(L));
      lua_settop(L, queue);
    }
    lua_settop(L, top);
    if (length == 0) return;
  }
  LuaContext::Of(L).Log(kLogAlways, "mutate redeclares prototypes without end");
}

}  // namespace tandem
