// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// The luaTrackerAdapter of the session initialization sequence: one for all Lua sessions of a
// server, it routes what Lua code does to variables to the backend, and so the tracker, of the
// session it came from.

#ifndef TANDEM_CORE_BACKEND_LUA_TRACKER_ADAPTER_H_
#define TANDEM_CORE_BACKEND_LUA_TRACKER_ADAPTER_H_

#include <string>

#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "core/backend/lua_backend.h"
#include "core/base/ids.h"
#include "core/host/call_trace.h"
#include "core/lua/lua_session.h"
#include "core/lua/variable_store.h"

namespace tandem {

class LuaTrackerAdapter : public VariableStore {
 public:
  // `trace` may be null.
  explicit LuaTrackerAdapter(CallTrace* trace) : trace_(trace) {}

  // Both before CreateSession(id); both outlive Remove(id).
  void SetBackend(VendedId id, LuaBackend& backend);
  void SetLuaSession(VendedId id, LuaSession& lua);
  void Remove(VendedId id);

  // Null if the session is unknown or not ready.
  LuaBackend* FindBackend(VendedId session);

  // VariableStore. Calls for an unknown session fail with kNoSession or do nothing.
  void CreateSession(VendedId session) override;
  absl::StatusOr<VariableId> CreateVariable(VendedId session, VariableId parent, RootKind kind,
                                            ValueRef value,
                                            const Tracker::Properties& properties) override;
  void DestroyVariable(VendedId session, VariableId id) override;
  absl::Status SetProperty(VendedId session, VariableId id, absl::string_view name,
                           absl::string_view value) override;
  std::string GetProperty(VendedId session, VariableId id, absl::string_view name) override;
  VariableId ParentOf(VendedId session, VariableId id) override;

 private:
  struct Route {
    LuaBackend* backend = nullptr;
    LuaSession* lua = nullptr;
  };

  const Variable* FindVariable(VendedId session, VariableId id);

  CallTrace* trace_;
  absl::flat_hash_map<VendedId, Route> routes_;
};

}  // namespace tandem

#endif  // TANDEM_CORE_BACKEND_LUA_TRACKER_ADAPTER_H_
