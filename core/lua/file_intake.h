// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// Where a session takes files in that its pages send: says what is too much, has the temporary
// folder where the site wants one, and makes of files that are complete the objects that the
// application gets: `name`, `type`, `size`, `modified`, and `data` or `path`.

#ifndef TANDEM_CORE_LUA_FILE_INTAKE_H_
#define TANDEM_CORE_LUA_FILE_INTAKE_H_

#include <cstdint>
#include <memory>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "core/base/file_description.h"
#include "core/host/temporary_files.h"
#include "core/lua/incoming_files.h"
#include "core/lua/lua_context.h"
#include "core/lua/lua_ref.h"
#include "lua.h"

namespace tandem {

class FileIntake {
 public:
  // `context` must outlive this, and the VM too.
  FileIntake(lua_State* L, LuaContext& context) : L_(L), context_(context) {}

  // Takes room for them. kOverBudget, naming the file, if there is none: one is larger than the
  // site allows, or all of them are more than the session can hold.
  absl::StatusOr<std::unique_ptr<IncomingFiles>> Begin(std::vector<FileDescription> files);

  // An array of the objects of files that are complete; what the files held is theirs. Errors as
  // CallLua, and the disk's.
  absl::StatusOr<LuaRef> Finish(IncomingFiles& files);

 private:
  absl::Status TakeMemory(IncomingFiles& files);
  absl::Status TakeDisk(IncomingFiles& files);
  bool HasMemoryFor(int64_t bytes);

  lua_State* const L_;
  LuaContext& context_;
  // Null until it is needed.
  std::unique_ptr<TemporaryFolder> folder_;
};

}  // namespace tandem

#endif  // TANDEM_CORE_LUA_FILE_INTAKE_H_
