// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// The variable as a wrapper's constructor sees it: a plain table of functions that read the
// variable as it then is (L-127, L-128).

#ifndef TANDEM_CORE_LUA_VARIABLE_OBJECT_H_
#define TANDEM_CORE_LUA_VARIABLE_OBJECT_H_

#include "core/base/ids.h"
#include "core/tracker/resolver.h"
#include "lua.h"

namespace tandem {

// Pushes a table with `_id`, getValue, getProperty, setProperty, getWrapper, getID and getId. Each
// function works called with a dot or a colon. May raise.
void PushVariableObject(lua_State* L, VariableId id, Slot slot);

}  // namespace tandem

#endif  // TANDEM_CORE_LUA_VARIABLE_OBJECT_H_
