// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// The one place where Lua errors are caught. Everything that can run a script or allocate in
// the VM happens inside CallLua or Protect (or inside a function that Lua itself called); an
// error comes out as a Status whose message is what the script said, `chunk:line: message`,
// with the traceback beside it, because people get the one and the log the other (L-162).

#ifndef TANDEM_CORE_LUA_LUA_CALL_H_
#define TANDEM_CORE_LUA_LUA_CALL_H_

#include <string>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "lua.h"

namespace tandem {

// Taking a traceback costs some microseconds; skip it where nobody will read it.
enum class Traceback { kTake, kSkip };

// Calls the function below the topmost `args` values with them, leaving `results` values
// (LUA_MULTRET: all) in their place, or nothing on error. kAborted if the script raised;
// kResourceExhausted if the VM is out of memory, or the turn out of steps.
absl::Status CallLua(lua_State* L, int args, int results, Traceback traceback = Traceback::kTake);

// Runs `body` with an empty stack of its own, of which nothing is left. Errors as CallLua; a
// standard C++ exception is caught as well, and kResourceExhausted is also the answer when
// calls of this are nested so deep that only a script that plays tricks can have done it.
// `body` may let Lua errors pass through it: they unwind its locals.
absl::Status Protect(lua_State* L, absl::FunctionRef<void(lua_State*)> body,
                     Traceback traceback = Traceback::kTake);

// What came with an error of the above: "stack traceback:\n\t…", or "".
std::string TracebackOf(const absl::Status& error);

// The message, and below it the traceback if there is one.
std::string WithTraceback(const absl::Status& error);

// Whether the VM ran out of something, as against the script being wrong.
bool IsOverBudget(const absl::Status& error);

}  // namespace tandem

#endif  // TANDEM_CORE_LUA_LUA_CALL_H_
