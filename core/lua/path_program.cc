// Copyright (c) the Tandem authors. Licensed under the MIT License.

#include "core/lua/path_program.h"

#include <utility>

#include "absl/hash/hash.h"
#include "absl/memory/memory.h"
#include "absl/strings/str_cat.h"
#include "absl/types/span.h"
#include "core/base/error.h"
#include "core/lua/lua_function.h"

namespace tandem {
namespace {

// LUAI_MAXSHORTLEN: Lua keeps one copy of each string up to here.
constexpr size_t kShortString = 40;

}  // namespace

const absl::Status& PathProgram::NilPathError(size_t at) const {
  if (nil_path_errors_.empty()) nil_path_errors_.resize(path.size());
  absl::Status& error = nil_path_errors_[at];
  if (error.ok()) {
    const absl::Span<const Step> all(path);
    error = MakeNothingThere(absl::StrCat("NilPath error: Nil path ", PathText(all.first(at)),
                                          "(nil!).", PathText(all.subspan(at))));
  }
  return error;
}

size_t PathPrograms::HashPath::operator()(const Path* path) const {
  size_t hash = path->size();
  for (const Step& step : *path) hash = absl::HashOf(hash, step.kind, step.name, step.index);
  return hash;
}

PathPrograms::PathPrograms(lua_State* L, bool private_names_reachable)
    : private_names_reachable_(private_names_reachable) {
  lua_createtable(L, 0, 0);
  keys_ = LuaRef(L);
}

const PathProgram* PathPrograms::Acquire(lua_State* L, const Path& path) {
  if (auto found = programs_.find(&path); found != programs_.end()) {
    ++found->second->users;
    return found->second.get();
  }
  auto program = std::make_unique<PathProgram>();
  program->path = path;
  program->users = 1;
  // Lets go of the keys acquired so far if one more does not fit.
  struct Undo {
    PathPrograms& self;
    lua_State* L;
    const PathProgram* program;
    ~Undo() {
      if (program != nullptr) self.ReleaseKeys(L, *program);
    }
  } undo{*this, L, program.get()};
  for (const Step& step : path) {
    PathProgram::CompiledStep compiled{step.kind, false, 0, nullptr, step.index};
    if (HasName(step.kind)) {
      compiled.is_private =
          !private_names_reachable_ && !step.name.empty() && step.name.front() == '_';
      const Key& key = AcquireKey(L, step.name);
      compiled.key = key.position;
      compiled.name = key.string;
    }
    program->steps.push_back(compiled);
  }
  undo.program = nullptr;
  const PathProgram* result = program.get();
  programs_.emplace(&program->path, std::move(program));
  return result;
}

void PathPrograms::Release(lua_State* L, const PathProgram* program) {
  if (program == nullptr) return;
  auto found = programs_.find(&program->path);
  if (--found->second->users > 0) return;
  std::unique_ptr<PathProgram> unused = std::move(found->second);
  programs_.erase(found);
  if (walking_ > 0) {
    unused_.push_back(std::move(unused));
  } else {
    ReleaseKeys(L, *unused);
  }
}

void PathPrograms::EndWalking(lua_State* L) {
  if (--walking_ > 0) return;
  for (const auto& program : unused_) ReleaseKeys(L, *program);
  unused_.clear();
}

const PathPrograms::Key& PathPrograms::AcquireKey(lua_State* L, const std::string& name) {
  if (auto found = key_positions_.find(name); found != key_positions_.end()) {
    ++found->second.users;
    return found->second;
  }
  const int position = free_positions_.empty() ? positions_ + 1 : free_positions_.back();
  keys_.Push(L);
  PushString(L, name);
  const void* string = name.size() <= kShortString ? lua_topointer(L, -1) : nullptr;
  lua_rawseti(L, -2, position);
  lua_pop(L, 1);
  if (free_positions_.empty()) {
    ++positions_;
  } else {
    free_positions_.pop_back();
  }
  return key_positions_.emplace(name, Key{position, string, 1}).first->second;
}

void PathPrograms::ReleaseKeys(lua_State* L, const PathProgram& program) {
  for (size_t i = 0; i < program.steps.size(); ++i) {
    if (!HasName(program.steps[i].kind)) continue;
    auto found = key_positions_.find(program.path[i].name);
    if (--found->second.users > 0) continue;
    keys_.Push(L);
    lua_pushnil(L);
    lua_rawseti(L, -2, found->second.position);
    lua_pop(L, 1);
    free_positions_.push_back(found->second.position);
    key_positions_.erase(found);
  }
}

}  // namespace tandem
