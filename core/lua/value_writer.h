// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// Values as clients get them (Lua API section 14.1): primitives as themselves, arrays of
// elements, everything else as a reference {"obj":N}. Written straight into the outgoing text.

#ifndef TANDEM_CORE_LUA_VALUE_WRITER_H_
#define TANDEM_CORE_LUA_VALUE_WRITER_H_

#include <cstdint>
#include <string>

#include "core/lua/object_ids.h"
#include "lua.h"

namespace tandem {

// Appends the value at `index`: null, a boolean, number or string (L-98, L-99), or a reference to
// whatever else it is. May raise.
void AppendScalarOrReference(lua_State* L, int index, ObjectIds& ids, std::string* out);

// Appends elements 1 to `length` of the table at `index`; holes become null (L-92). May raise.
void AppendArray(lua_State* L, int index, int64_t length, ObjectIds& ids, std::string* out);

}  // namespace tandem

#endif  // TANDEM_CORE_LUA_VALUE_WRITER_H_
