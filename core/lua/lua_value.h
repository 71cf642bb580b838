// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// JSON becoming Lua values (Lua API section 15): what clients write, and ui.json_decode.

#ifndef TANDEM_CORE_LUA_LUA_VALUE_H_
#define TANDEM_CORE_LUA_LUA_VALUE_H_

#include <cstdint>
#include <optional>

#include "absl/functional/function_ref.h"
#include "core/base/ids.h"
#include "core/base/json.h"
#include "lua.h"

namespace tandem {

// Pushes the object that a client means by {"obj":N} and returns true; or pushes nothing.
using PushReference = absl::FunctionRef<bool(lua_State* L, ObjectId id)>;

// For JSON that is only data: {"obj":N} is a table like any other.
inline bool NoReferences(lua_State*, ObjectId) { return false; }

// Pushes `value`: null as nil, arrays as sequences with holes for null, objects as tables with
// string keys, integral numbers that fit as integers however they were written (L-150, L-151).
// An object with exactly the member "obj" is offered to `reference` (D-9). `value` comes from
// ParseJson, so its depth is bounded. May raise.
void PushJson(lua_State* L, const Json& value, PushReference reference);

// The N of an object that is exactly {"obj":N}.
std::optional<ObjectId> ReferenceIn(const Json& value);

}  // namespace tandem

#endif  // TANDEM_CORE_LUA_LUA_VALUE_H_
