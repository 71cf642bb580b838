// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// Lua data as JSON text, contents included (Lua API section 14.2): ui.json_encode. Unlike the
// values clients get, tables are written out; metatables and types play no part, so no
// application code runs.

#ifndef TANDEM_CORE_LUA_JSON_ENCODER_H_
#define TANDEM_CORE_LUA_JSON_ENCODER_H_

#include <cstddef>
#include <string>

#include "absl/status/status.h"
#include "lua.h"

namespace tandem {

// Appends the value at `index`, compact, keys sorted bytewise (L-51, L-140, L-141).
// kInvalidArgument for cycles, nesting deeper than 200, NaN and infinities, and arrays that are
// nearly all holes (L-142); kResourceExhausted past `max_bytes`, which tables that share
// parts reach easily; after an error the stack is higher than before. May raise only "not
// enough memory".
absl::Status EncodeJson(lua_State* L, int index, size_t max_bytes, std::string* out);

}  // namespace tandem

#endif  // TANDEM_CORE_LUA_JSON_ENCODER_H_
