// Copyright (c) the Tandem authors. Licensed under the MIT License.

#include "core/lua/lua_call.h"

#include <exception>
#include <utility>

#include "absl/strings/cord.h"
#include "core/base/error.h"
#include "core/base/traceback.h"
#include "core/lua/aside.h"
#include "core/lua/lua_state.h"
#include "lauxlib.h"

namespace tandem {
namespace {

// Lua bounds its use of the C stack per coroutine (200 levels), and a main thread that is entered
// from inside its own coroutine counts anew. This bounds how often that can happen. What
// applications do needs four: scan, wrapper, property written by the wrapper, its wrapper.
constexpr int kMaxNesting = 10;

// Of functions under way in an error; beyond it the error is of the depth, and so is what it takes
// to unwind them. Lua stops at three times this or more.
constexpr int kDeep = 20'000;

absl::Status OutOfMemory() { return MakeError(ErrorKind::kOverBudget, "not enough memory"); }

// Makes the error a string, as the message of a Status must be.
void ErrorToText(lua_State* L) {
  if (lua_type(L, 1) == LUA_TSTRING) return;
  if (lua_type(L, 1) == LUA_TNUMBER) {
    lua_tolstring(L, 1, nullptr);
    return;
  }
  if (luaL_callmeta(L, 1, "__tostring") == 0 || lua_type(L, -1) != LUA_TSTRING) {
    lua_pushfstring(L, "(error object is a %s value)", luaL_typename(L, 1));
  }
  lua_replace(L, 1);
}

void NoteDepth(lua_State* L) {
  lua_Debug function;
  if (lua_getstack(L, kDeep, &function) != 0) LuaState::Of(L).is_over_budget = true;
}

// Message handlers: run where the error was raised, before anything unwinds.
int KeepMessage(lua_State* L) {
  NoteDepth(L);
  ErrorToText(L);
  lua_settop(L, 1);
  return 1;
}

int KeepMessageAndTraceback(lua_State* L) {
  NoteDepth(L);
  ErrorToText(L);
  luaL_traceback(L, L, nullptr, 1);
  LuaState::Of(L).traceback = lua_tostring(L, -1);
  lua_settop(L, 1);
  return 1;
}

// The error on top of the stack.
absl::Status ErrorFrom(lua_State* L, int code) {
  LuaState& state = LuaState::Of(L);
  std::string traceback = std::exchange(state.traceback, {});
  if (code == LUA_ERRMEM) {
    state.is_over_budget = true;
    return OutOfMemory();
  }
  size_t size = 0;
  const char* text = lua_type(L, -1) == LUA_TSTRING ? lua_tolstring(L, -1, &size) : nullptr;
  // Lua answers with a code of its own only if something other than a Lua error was thrown.
  const bool foreign = code != LUA_ERRRUN && code != LUA_ERRERR && code != LUA_ERRSYNTAX;
  const auto message = foreign || text == nullptr
                           ? absl::string_view("unexpected C++ exception below Lua")
                           : absl::string_view(text, size);
  if (state.fuel.is_spent()) state.is_over_budget = true;
  absl::Status error = state.fuel.is_spent() ? MakeError(ErrorKind::kOverBudget, message)
                                             : absl::AbortedError(message);
  if (!traceback.empty()) error.SetPayload(kTracebackPayload, absl::Cord(std::move(traceback)));
  return error;
}

int RunBody(lua_State* L) {
  OutOfScripts ours(L);
  auto* body = static_cast<absl::FunctionRef<void(lua_State*)>*>(lua_touserdata(L, 1));
  lua_settop(L, 0);
  try {
    (*body)(L);
    return 0;
  } catch (const std::exception& e) {
    lua_pushstring(L, e.what());
  }
  return lua_error(L);
}

}  // namespace

absl::Status CallLua(lua_State* L, int args, int results, Traceback traceback) {
  const int function = lua_gettop(L) - args;
  if (lua_checkstack(L, 4) == 0) {
    lua_settop(L, function - 1);
    return OutOfMemory();
  }
  lua_pushcfunction(L, traceback == Traceback::kTake ? &KeepMessageAndTraceback : &KeepMessage);
  lua_insert(L, function);
  const int code = [&] {
    InScripts scripts(L);
    const LuaState& state = LuaState::Of(L);
    const bool was_over_budget = state.is_over_budget;
    const int outcome = lua_pcall(L, args, results, function);
    // What filled the memory is garbage now, and what a script that was stopped has left may be
    // much, too: it would be collected on somebody else's time.
    const bool was_stopped = outcome != LUA_OK && state.fuel.is_spent() && !was_over_budget;
    if (outcome == LUA_ERRMEM || was_stopped) lua_gc(L, LUA_GCCOLLECT);
    return outcome;
  }();
  lua_remove(L, function);
  if (code == LUA_OK) return absl::OkStatus();
  absl::Status error = ErrorFrom(L, code);
  lua_pop(L, 1);
  return error;
}

absl::Status Protect(lua_State* L, absl::FunctionRef<void(lua_State*)> body, Traceback traceback) {
  LuaState& state = LuaState::Of(L);
  if (state.nesting >= kMaxNesting) {
    return MakeError(ErrorKind::kOverBudget, "calls into Lua are nested too deeply");
  }
  if (lua_checkstack(L, 4) == 0) return OutOfMemory();
  lua_pushcfunction(L, &RunBody);
  lua_pushlightuserdata(L, &body);
  ++state.nesting;
  absl::Status status = CallLua(L, 1, 0, traceback);
  --state.nesting;
  return status;
}

std::string TracebackOf(const absl::Status& error) {
  const auto payload = error.GetPayload(kTracebackPayload);
  return payload.has_value() ? std::string(*payload) : std::string();
}

std::string WithTraceback(const absl::Status& error) { return TextWithTraceback(error); }

bool IsOverBudget(const absl::Status& error) {
  return !error.ok() && ErrorKindOf(error) == ErrorKind::kOverBudget;
}

}  // namespace tandem
