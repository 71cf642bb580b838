// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// Numbers as Lua 5.1 programs expect to read them: an integral float without ".0", any other with
// the fewest digits that read back as the same number (compat C-10). Given to the VM, which uses
// it wherever a float becomes text, the concatenation operator included.

#ifndef TANDEM_CORE_LUA_NUMBER_TEXT_H_
#define TANDEM_CORE_LUA_NUMBER_TEXT_H_

#include <cstddef>
#include <string>

#include "lua.h"

namespace tandem {

std::string Lua51NumberText(lua_Number number);

// The same as the VM wants it: a lua_NumberText.
int WriteLua51NumberText(char* buffer, size_t size, lua_Number number);

}  // namespace tandem

#endif  // TANDEM_CORE_LUA_NUMBER_TEXT_H_
