// Copyright (c) the Tandem authors. Licensed under the MIT License.

#include "core/lua/file_intake.h"

#include <algorithm>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "core/base/error.h"
#include "core/base/status_macros.h"
#include "core/lua/lua_call.h"
#include "core/lua/lua_function.h"
#include "core/lua/lua_state.h"

namespace tandem {
namespace {

// What a file takes in the VM beside its bytes, generously, and what a script needs to take it.
constexpr int64_t kOverhead = 1024;

// Its address is where the VM's registry has the metatable of files.
constexpr char kMetatable = 0;

// By the type in its metatable a file is shown with templates called "File.NAMESPACE"; its field
// `type` is about what is in it.
void PushMetatable(lua_State* L) {
  if (lua_rawgetp(L, LUA_REGISTRYINDEX, &kMetatable) != LUA_TNIL) return;
  lua_pop(L, 1);
  lua_createtable(L, 0, 1);
  lua_pushliteral(L, "File");
  lua_setfield(L, -2, "type");
  lua_pushvalue(L, -1);
  lua_rawsetp(L, LUA_REGISTRYINDEX, &kMetatable);
}

void SetField(lua_State* L, const char* name, absl::string_view text) {
  PushString(L, text);
  lua_setfield(L, -2, name);
}

void SetField(lua_State* L, const char* name, int64_t number) {
  lua_pushinteger(L, number);
  lua_setfield(L, -2, name);
}

void PushFile(lua_State* L, const FileDescription& file, const char* what, absl::string_view it) {
  luaL_checkstack(L, 4, nullptr);
  lua_createtable(L, 0, 5);
  SetField(L, "name", file.name);
  SetField(L, "type", file.type);
  SetField(L, "size", file.size);
  SetField(L, "modified", file.modified);
  SetField(L, what, it);
  PushMetatable(L);
  lua_setmetatable(L, -2);
}

absl::Status TooMuch(const FileDescription& file, absl::string_view why) {
  return MakeError(ErrorKind::kOverBudget,
                   absl::StrCat("\"", file.name, "\" has ", file.size, " bytes, ", why));
}

}  // namespace

absl::StatusOr<std::unique_ptr<IncomingFiles>> FileIntake::Begin(
    std::vector<FileDescription> files) {
  const LuaOptions& options = context_.options;
  std::unique_ptr<IncomingFiles> incoming(new IncomingFiles(files.size()));
  for (size_t i = 0; i < files.size(); ++i) {
    if (files[i].size > options.file_bytes) {
      return TooMuch(files[i], absl::StrCat("more than the limit of ", options.file_bytes));
    }
    incoming->missing_ += files[i].size;
    incoming->files_[i].description = std::move(files[i]);
  }
  RETURN_IF_ERROR(options.temporary_files ? TakeDisk(*incoming) : TakeMemory(*incoming));
  return incoming;
}

bool FileIntake::HasMemoryFor(int64_t bytes) {
  const LuaState& state = LuaState::Of(L_);
  const auto has = [&] { return bytes <= state.memory_limit_bytes() - state.memory_bytes(); };
  if (!has()) lua_gc(L_, LUA_GCCOLLECT);
  return has();
}

// While a file becomes an object, its bytes are there twice.
absl::Status FileIntake::TakeMemory(IncomingFiles& files) {
  int64_t largest = 0;
  for (IncomingFiles::File& file : files.files_) {
    const int64_t size = file.description.size;
    largest = std::max(largest, size);
    if (!HasMemoryFor(size + largest + kOverhead)) {
      return TooMuch(file.description, "more than the session has memory for");
    }
    if (size > 0 && !file.bytes.Take(L_, static_cast<size_t>(size))) {
      return TooMuch(file.description, "more than there is memory for");
    }
  }
  return absl::OkStatus();
}

absl::Status FileIntake::TakeDisk(IncomingFiles& files) {
  TemporaryFiles* disk = context_.host.temporary;
  if (disk == nullptr) {
    return MakeError(ErrorKind::kInternal, "there is no place for temporary files here");
  }
  if (!folder_) {
    ASSIGN_OR_RETURN(folder_, disk->CreateFolder(context_.options.temporary_bytes));
  }
  for (IncomingFiles::File& file : files.files_) {
    ASSIGN_OR_RETURN(file.temporary, folder_->Create(file.description));
  }
  return absl::OkStatus();
}

absl::StatusOr<LuaRef> FileIntake::Finish(IncomingFiles& files) {
  LuaRef objects;
  RETURN_IF_ERROR(Protect(L_, [&](lua_State* L) {
    lua_createtable(L, static_cast<int>(files.files_.size()), 0);
    objects = LuaRef(L);
  }));
  lua_Integer position = 0;
  for (IncomingFiles::File& file : files.files_) {
    absl::string_view it(file.bytes.data(), static_cast<size_t>(file.description.size));
    std::string path;
    if (file.temporary) {
      ASSIGN_OR_RETURN(path, file.temporary->Finish());
      it = path;
    }
    RETURN_IF_ERROR(Protect(L_, [&](lua_State* L) {
      objects.Push(L);
      PushFile(L, file.description, file.temporary ? "path" : "data", it);
      lua_rawseti(L, 1, ++position);
    }));
    file.bytes.Drop();
  }
  return objects;
}

}  // namespace tandem
