// Copyright (c) the Tandem authors. Licensed under the MIT License.

#include "core/session/server.h"

#include <utility>

#include "absl/strings/str_cat.h"

namespace tandem {

Server::Server(Host& host, const SiteConfig& config)
    : host_(host),
      config_(config),
      viewdefs_(host.files, host.log),
      adapter_(host.trace),
      sessions_(std::make_unique<SessionManager>(
          host, config_.session,
          [this](VendedId id, Session& session) { CreateLuaBackendForSession(id, session); },
          [this](VendedId id) { DropLuaSession(id); })) {
  viewdefs_.Load();
}

Server::~Server() = default;

LuaSession* Server::FindLuaSession(VendedId id) {
  auto entry = lua_sessions_.find(id);
  return entry == lua_sessions_.end() ? nullptr : entry->second.get();
}

void Server::CreateLuaBackendForSession(VendedId id, Session& session) {
  TracedCall call(host_.trace, "Server", "onSessionCreated(vendedID, sess)");
  // In development an edited template reaches whoever comes next.
  if (config_.mode == Mode::kDevelopment) viewdefs_.Load();

  absl::StatusOr<std::unique_ptr<LuaSession>> runtime =
      LuaSession::NewRuntime(host_, config_.lua, session);
  if (!runtime.ok()) {
    host_.log.Write(kLogAlways,
                    absl::StrCat("session ", id, ": no Lua VM: ", runtime.status().message()));
    session.SetBackend(std::make_unique<UnavailableBackend>(runtime.status()));
    return;
  }
  LuaSession& lua = **runtime;

  LuaBackend::Options options;
  options.development = config_.mode == Mode::kDevelopment;
  options.remote_code = config_.remote_code;
  auto backend = std::make_unique<LuaBackend>(host_, options, id, lua, viewdefs_);
  LuaBackend& lua_backend = *backend;
  session.SetBackend(std::move(backend));

  adapter_.SetBackend(id, lua_backend);
  adapter_.SetLuaSession(id, lua);
  lua.SetVariableStore(adapter_);
  {
    TracedCall store(host_.trace, "Server", "luaSessions[id] = ls");
    lua_sessions_[id] = *std::move(runtime);
  }
  // Through the mailbox, like everything that runs Lua: LuaSession::CreateLuaSession(vendedID).
  session.Start();
  call.Returns("session");
}

void Server::DropLuaSession(VendedId id) {
  adapter_.Remove(id);
  lua_sessions_.erase(id);
}

}  // namespace tandem
