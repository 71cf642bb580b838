// Copyright (c) the Tandem authors. Licensed under the MIT License.

#include "core/lua/diagnostics.h"

#include <algorithm>

#include "absl/status/statusor.h"
#include "core/lua/lua_context.h"
#include "core/lua/lua_function.h"
#include "lauxlib.h"

namespace tandem {
namespace {

// Enough to look at; a loop that notes something each time must not eat the memory.
constexpr size_t kMaxNotes = 100;

// diag(level, message)
absl::StatusOr<int> Diag(lua_State* L) {
  const lua_Integer level = luaL_checkinteger(L, 1);
  const absl::string_view message = CheckString(L, 2);
  LuaContext::Of(L).diagnostics->Note(
      static_cast<LogLevel>(std::clamp<lua_Integer>(level, 0, 1000)), message);
  return 0;
}

}  // namespace

void Diagnostics::Install(lua_State* L) {
  lua_pushcfunction(L, &LuaFunction<&Diag>);
  lua_setglobal(L, "diag");
}

void Diagnostics::Note(LogLevel level, absl::string_view text) {
  if (current_ && (level <= level_ || log_.Wants(level))) NoteOn(current_, text);
}

void Diagnostics::NoteOn(VariableId variable, absl::string_view text) {
  std::vector<std::string>& notes = notes_[variable];
  if (notes.size() < kMaxNotes) notes.emplace_back(text);
}

std::vector<std::string> Diagnostics::Of(VariableId variable) const {
  auto found = notes_.find(variable);
  return found == notes_.end() ? std::vector<std::string>() : found->second;
}

}  // namespace tandem
