// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// string.format and string.gsub as programs written for Lua 5.1 use them (compat C-6, C-9). Each
// makes its arguments such as Lua's own function takes, and calls that one in the same frame, so
// that errors name the function and the argument as ever.

#ifndef TANDEM_CORE_LUA_LUA51_STRINGS_H_
#define TANDEM_CORE_LUA_LUA51_STRINGS_H_

#include "lua.h"

namespace tandem {

// Both are closures whose first upvalue is Lua's own function, which must have none.

// %d and its like cut off fractions and show what is no number as text; %q writes a JavaScript
// literal.
int Lua51Format(lua_State* L);

// A '%' in the replacement that stands before neither a digit nor a '%' means itself.
int Lua51Gsub(lua_State* L);

}  // namespace tandem

#endif  // TANDEM_CORE_LUA_LUA51_STRINGS_H_
