// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// Finding the type that a property names: `wrapper=Money`, `itemWrapper=ContactPresenter`. Also
// keeps what ui.registerWrapper and ui.registerPresenter were given (L-53, L-54).

#ifndef TANDEM_CORE_LUA_NAMED_TYPES_H_
#define TANDEM_CORE_LUA_NAMED_TYPES_H_

#include "absl/strings/string_view.h"
#include "core/lua/lua_ref.h"
#include "lua.h"

namespace tandem {

class NamedTypes {
 public:
  // May raise.
  explicit NamedTypes(lua_State* L);

  // Pushes the table called `name` and its function `new` and returns true; or pushes nothing.
  // Looks at registered wrappers, the global of exactly that name, the session's prototypes,
  // and last for globals step by step between the dots (L-121). May run application code and
  // raise.
  bool PushConstructor(lua_State* L, absl::string_view name) const;

  // Remember the value at `index` under `name`. May raise.
  void RegisterWrapper(lua_State* L, absl::string_view name, int index);
  void RegisterPresenter(lua_State* L, absl::string_view name, int index);

  // Unknown names are fine.
  void ForgetWrapper(lua_State* L, absl::string_view name);
  void ForgetPresenter(lua_State* L, absl::string_view name);

 private:
  LuaRef wrappers_, presenters_;  // name → table
};

}  // namespace tandem

#endif  // TANDEM_CORE_LUA_NAMED_TYPES_H_
