// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// The standard library as sessions get it: everything that computes, nothing that reaches
// outside (D-39). Time and randomness come from the Host, output goes to its log, chunks are
// text. What of a library is missing here is missing on purpose.

#ifndef TANDEM_CORE_LUA_LIBRARIES_H_
#define TANDEM_CORE_LUA_LIBRARIES_H_

#include "lua.h"

namespace tandem {

// Opens base (without dofile and loadfile), coroutine, table, string, utf8, math, and our own
// `os` and `debug`. Needs the LuaContext. May raise.
void OpenLibraries(lua_State* L);

}  // namespace tandem

#endif  // TANDEM_CORE_LUA_LIBRARIES_H_
