// Copyright (c) the Tandem authors. Licensed under the MIT License.

#include "core/session/server.h"

#include <cstdint>
#include <set>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "core/backend/site_change.h"
#include "core/base/version.h"
#include "core/session/session_settings.h"
#include "core/session/site_hash.h"

namespace tandem {

Server::Server(Host& host, const SiteConfig& config, EventLogs* logs)
    : host_(host),
      config_(config),
      logs_(logs),
      viewdefs_(host.files, host.log),
      adapter_(host.trace),
      sessions_(std::make_unique<SessionManager>(
          host, config_.session,
          [this](VendedId id, Session& session) { CreateLuaBackendForSession(id, session); },
          [this](VendedId id) { DropLuaSession(id); },
          logs == nullptr ? SessionManager::MakeRecorder()
                          : [this](const SessionId& id,
                                   VendedId number) { return MakeRecorder(id, number); })) {
  viewdefs_.Load();
}

Server::~Server() = default;

LuaSession* Server::FindLuaSession(VendedId id) {
  auto entry = lua_sessions_.find(id);
  return entry == lua_sessions_.end() ? nullptr : entry->second.get();
}

void Server::CreateLuaBackendForSession(VendedId id, Session& session) {
  TracedCall call(host_.trace, "Server", "onSessionCreated(vendedID, sess)");
  const bool development = config_.mode == Mode::kDevelopment;
  LuaOptions lua_options = config_.lua;
  lua_options.read_tracebacks = development;
  absl::StatusOr<std::unique_ptr<LuaSession>> runtime =
      LuaSession::NewRuntime(session.host(), lua_options, session);
  if (!runtime.ok()) {
    host_.log.Write(kLogAlways,
                    absl::StrCat("session ", id, ": no Lua VM: ", runtime.status().message()));
    session.SetBackend(std::make_unique<UnavailableBackend>(runtime.status()));
    return;
  }
  LuaSession& lua = **runtime;

  LuaBackend::Options options;
  options.development = development;
  options.remote_code = config_.remote_code;
  auto backend = std::make_unique<LuaBackend>(session.host(), options, id, lua, viewdefs_);
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

std::unique_ptr<Recorder> Server::MakeRecorder(const SessionId& session, VendedId number) {
  std::unique_ptr<EventLog> log = logs_->Open(session, number);
  if (log == nullptr) return nullptr;
  return std::make_unique<Recorder>(host_, viewdefs_, std::move(log), HeaderFor(session, number),
                                    logs_->keeps_frames());
}

LogHeader Server::HeaderFor(const SessionId& session, VendedId number) {
  if (site_hash_.empty()) site_hash_ = SiteHash(host_.files);
  return {kVersion, site_hash_, session, number, SessionSettings(config_)};
}

Session& Server::Restore(const LogHeader& header, Host& world, std::unique_ptr<EventLog> log,
                         ConnectionId last_connection) {
  return sessions_->Restore(header.session, header.number,
                            std::make_unique<Recorder>(world, viewdefs_, std::move(log), header,
                                                       /*keeps_frames=*/false),
                            last_connection);
}

void Server::RefreshTemplates() {
  site_hash_.clear();
  viewdefs_.Load();
}

void Server::FilesChanged(const std::vector<std::string>& paths) {
  site_hash_.clear();
  SiteChange change;
  bool has_templates = false;
  std::set<std::string> keys;
  for (const std::string& path : paths) {
    if (absl::EndsWith(path, ".html")) has_templates = true;
    if (!absl::EndsWith(path, ".lua")) continue;
    const absl::StatusOr<std::string> key = host_.files.Canonical(path);
    if (key.ok() && !keys.insert(*key).second) continue;
    absl::StatusOr<std::string> text = key.ok() ? host_.files.Read(*key) : key.status();
    if (text.ok()) {
      change.scripts.emplace_back(*key, *std::move(text));
    } else {
      host_.log.Write(kLogMessages, absl::StrCat("not reloaded: ", text.status().message()));
    }
  }
  // A template may have changed under several keys, by way of links: all are read again.
  if (has_templates) {
    const int64_t before = viewdefs_.revision();
    viewdefs_.Load();
    change.templates = viewdefs_.NewerThan(before);
  }
  if (!change.empty()) sessions_->Reload(change);
}

void Server::PutTemplate(absl::string_view key, absl::string_view html) {
  SiteChange change;
  const int64_t before = viewdefs_.revision();
  viewdefs_.Put(key, html);
  change.templates = viewdefs_.NewerThan(before);
  if (!change.empty()) sessions_->Reload(change);
}

void Server::DropLuaSession(VendedId id) {
  adapter_.Remove(id);
  lua_sessions_.erase(id);
}

}  // namespace tandem
