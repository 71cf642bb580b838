// Copyright (c) the Tandem authors. Licensed under the MIT License.

#include "core/backend/lua_tracker_adapter.h"

#include <cassert>

#include "absl/strings/str_cat.h"
#include "core/base/error.h"

namespace tandem {
namespace {

constexpr absl::string_view kParticipant = "luaTrackerAdapter";

absl::Status UnknownSession(VendedId session) {
  return MakeError(ErrorKind::kNoSession, absl::StrCat("Lua session ", session, " not found"));
}

}  // namespace

void LuaTrackerAdapter::SetBackend(VendedId id, LuaBackend& backend) {
  TracedCall call(trace_, kParticipant, "SetBackend(id, lb)");
  routes_[id].backend = &backend;
}

void LuaTrackerAdapter::SetLuaSession(VendedId id, LuaSession& lua) {
  TracedCall call(trace_, kParticipant, "SetLuaSession(id, ls)");
  routes_[id].lua = &lua;
}

void LuaTrackerAdapter::Remove(VendedId id) { routes_.erase(id); }

void LuaTrackerAdapter::CreateSession(VendedId session) {
  TracedCall call(trace_, kParticipant, "CreateSession(id)");
  auto route = routes_.find(session);
  // The server routes a session before it lets it create itself.
  assert(route != routes_.end() && route->second.backend != nullptr &&
         route->second.lua != nullptr);
  route->second.backend->SetResolver(route->second.lua->resolver());
}

absl::StatusOr<VariableId> LuaTrackerAdapter::CreateVariable(
    VendedId session, VariableId parent, RootKind kind, ValueRef value,
    const Tracker::Properties& properties) {
  TracedCall call(trace_, kParticipant, "CreateVariable(id, 0, obj, props)");
  LuaBackend* backend = FindBackend(session);
  if (backend == nullptr) return UnknownSession(session);
  absl::StatusOr<VariableId> id = backend->CreateVariable(parent, kind, value, properties);
  if (id.ok() && *id == kAppVariable) call.Returns("variable 1");
  return id;
}

void LuaTrackerAdapter::DestroyVariable(VendedId session, VariableId id) {
  if (LuaBackend* backend = FindBackend(session)) backend->DestroyVariable(id);
}

absl::Status LuaTrackerAdapter::SetProperty(VendedId session, VariableId id, absl::string_view name,
                                            absl::string_view value) {
  LuaBackend* backend = FindBackend(session);
  if (backend == nullptr) return UnknownSession(session);
  return backend->SetProperty(id, name, value);
}

std::string LuaTrackerAdapter::GetProperty(VendedId session, VariableId id,
                                           absl::string_view name) {
  LuaBackend* backend = FindBackend(session);
  return backend == nullptr ? std::string() : backend->GetProperty(id, name);
}

VariableId LuaTrackerAdapter::ParentOf(VendedId session, VariableId id) {
  const Variable* variable = FindVariable(session, id);
  return variable == nullptr ? VariableId() : variable->parent;
}

LuaBackend* LuaTrackerAdapter::FindBackend(VendedId session) {
  auto route = routes_.find(session);
  if (route == routes_.end() || route->second.backend == nullptr) return nullptr;
  return route->second.backend->tracker() == nullptr ? nullptr : route->second.backend;
}

const Variable* LuaTrackerAdapter::FindVariable(VendedId session, VariableId id) {
  LuaBackend* backend = FindBackend(session);
  return backend == nullptr ? nullptr : backend->tracker()->Find(id);
}

}  // namespace tandem
