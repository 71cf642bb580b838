// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// What Lua code can do to variables: the face the luaTrackerAdapter shows to a LuaSession.
// Sessions are named by their vended id, because one store serves all sessions of a server.

#ifndef TANDEM_CORE_LUA_VARIABLE_STORE_H_
#define TANDEM_CORE_LUA_VARIABLE_STORE_H_

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "core/base/ids.h"
#include "core/tracker/resolver.h"
#include "core/tracker/tracker.h"

namespace tandem {

class VariableStore {
 public:
  virtual ~VariableStore() = default;

  // Readies the session's tracker and gives it its resolver. Before any other call for `session`.
  virtual void CreateSession(VendedId session) = 0;

  // Variable below `parent`; 0 makes a root that holds `value`. The first root is the app
  // variable and gets id 1; called again with parent 0 and `app` true it replaces variable 1's
  // value (D-18). Other roots get negative ids (D-16). Takes over
  // `value` on success only; kBadRequest for a child (T-26), kNotFound for an unknown parent.
  enum class RootKind { kApp, kOther };
  virtual absl::StatusOr<VariableId> CreateVariable(VendedId session, VariableId parent,
                                                    RootKind kind, ValueRef value,
                                                    const Tracker::Properties& properties) = 0;

  // With everything below; those who watch are told. Unknown id: nothing (L-25).
  virtual void DestroyVariable(VendedId session, VariableId id) = 0;

  // As Tracker::SetProperty, written by the application.
  virtual absl::Status SetProperty(VendedId session, VariableId id, absl::string_view name,
                                   absl::string_view value) = 0;

  // "" if the variable or the property is absent.
  virtual std::string GetProperty(VendedId session, VariableId id, absl::string_view name) = 0;

  // The parent of a variable; 0 for roots and unknown ids.
  virtual VariableId ParentOf(VendedId session, VariableId id) = 0;
};

}  // namespace tandem

#endif  // TANDEM_CORE_LUA_VARIABLE_STORE_H_
