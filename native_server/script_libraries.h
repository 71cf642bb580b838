// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// The Lua libraries that reach outside a session: files, processes, the environment, the VM's own
// insides. A site opens them by name, [lua] libraries = ["io", "os", "debug"] (D-39); its Lua code
// then does what this process may do. Lua's headers are included here and in core/lua only.
//
// They block: while a script waits for a file or a process, the other sessions of its shard wait.

#ifndef TANDEM_NATIVE_SERVER_SCRIPT_LIBRARIES_H_
#define TANDEM_NATIVE_SERVER_SCRIPT_LIBRARIES_H_

#include "absl/strings/string_view.h"

struct lua_State;

namespace tandem::native {

// A LuaOptions::OpenLibrary. "io": all of it; "os": execute, getenv, remove, rename and tmpname
// beside what every session has (there is no exit); "debug": all of it. With `lua51`, results and
// the text of numbers are as in compat C-9 and C-10. May raise.
void OpenScriptLibrary(lua_State* L, absl::string_view name, bool lua51);

}  // namespace tandem::native

#endif  // TANDEM_NATIVE_SERVER_SCRIPT_LIBRARIES_H_
