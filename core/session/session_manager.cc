// Copyright (c) the Tandem authors. Licensed under the MIT License.

#include "core/session/session_manager.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "core/base/error.h"
#include "core/session/random_hex.h"

namespace tandem {
namespace {

// Between looks at sessions that are to end after their turn.
constexpr absl::Duration kEndPeriod = absl::Milliseconds(5);

}  // namespace

SessionManager::SessionManager(Host& host, const SessionOptions& options,
                               OnSessionCreated on_created, OnSessionDestroyed on_destroyed,
                               MakeRecorder make_recorder)
    : host_(host),
      options_(options),
      on_created_(std::move(on_created)),
      on_destroyed_(std::move(on_destroyed)),
      make_recorder_(std::move(make_recorder)) {}

SessionManager::~SessionManager() { DestroyAll(); }

absl::StatusOr<SessionId> SessionManager::CreateSession() {
  TracedCall call(host_.trace, "SessionManager", "createSession()");
  if (!has_room()) {
    return MakeError(ErrorKind::kOverBudget,
                     absl::StrCat("there are ", sessions_.size(), " sessions already"));
  }
  SessionId id = NewId();
  const VendedId vended_id = host_.numbers.Next();
  Add(id, vended_id, make_recorder_ ? make_recorder_(id, vended_id) : nullptr);
  host_.log.Write(kLogAlways, absl::StrCat("session ", vended_id, " created"));
  call.Returns("sessionId");
  return id;
}

Session& SessionManager::Restore(const SessionId& id, VendedId vended_id,
                                 std::unique_ptr<Recorder> recorder, ConnectionId last_connection) {
  last_connection_ = std::max(last_connection_, last_connection.value());
  return Add(id, vended_id, std::move(recorder));
}

Session& SessionManager::Add(const SessionId& id, VendedId vended_id,
                             std::unique_ptr<Recorder> recorder) {
  // Registered before anybody hears of it, so that it can be found while main.lua runs (S-59).
  Entry& entry = sessions_[id];
  entry.recorder = std::move(recorder);
  Recorder* const records = entry.recorder.get();
  entry.session = std::make_unique<Session>(records == nullptr ? host_ : records->host(), options_,
                                            id, vended_id, records);
  // The map may move its entries while main.lua runs, not what they hold.
  Session& session = *entry.session;
  on_created_(vended_id, session);
  ScheduleExpiry();
  return session;
}

SessionId SessionManager::NewId() {
  SessionId id;
  do {
    id = SessionId(RandomHex<SessionId::kLength>(host_.entropy));
  } while (sessions_.contains(id) || (options_.accepts_id && !options_.accepts_id(id)));
  return id;
}

Session* SessionManager::Find(const SessionId& id) {
  auto entry = sessions_.find(id);
  return entry == sessions_.end() ? nullptr : entry->second.session.get();
}

absl::StatusOr<ConnectionId> SessionManager::Connect(const SessionId& id, Outbox& outbox) {
  Session* session = Find(id);
  if (session == nullptr) return MakeError(ErrorKind::kNoSession, "Session not found");
  const ConnectionId connection(++last_connection_);
  connections_.emplace(connection, session);
  host_.log.Write(kLogConnections,
                  absl::StrCat("connected: session=", session->vended_id(), " conn-", connection));
  session->Connect(connection, outbox);
  return connection;
}

void SessionManager::Receive(ConnectionId connection, std::string frame) {
  auto entry = connections_.find(connection);
  if (entry != connections_.end()) entry->second->Receive(connection, std::move(frame));
}

absl::Duration SessionManager::RestLeft(ConnectionId connection) const {
  auto entry = connections_.find(connection);
  return entry == connections_.end() ? absl::ZeroDuration() : entry->second->rest_left();
}

void SessionManager::Drained(ConnectionId connection) {
  auto entry = connections_.find(connection);
  if (entry != connections_.end()) entry->second->Drained(connection);
}

void SessionManager::Disconnect(ConnectionId connection) {
  auto entry = connections_.find(connection);
  if (entry == connections_.end()) return;
  Session* session = entry->second;
  connections_.erase(entry);
  host_.log.Write(kLogConnections, absl::StrCat("disconnected: session=", session->vended_id(),
                                                " conn-", connection));
  session->Disconnect(connection);
}

void SessionManager::Reload(const SiteChange& change) {
  for (auto& [id, entry] : sessions_) entry.session->Reload(change);
}

void SessionManager::Destroy(const SessionId& id) {
  auto found = sessions_.find(id);
  if (found == sessions_.end()) return;
  Entry entry = Take(found);
  entry.session->Close("session ended");
  ending_.push_back(std::move(entry));
  EndIdle();
}

void SessionManager::EndIdle() {
  std::vector<Entry> busy;
  for (Entry& entry : std::exchange(ending_, {})) {
    if (entry.session->is_busy()) {
      busy.push_back(std::move(entry));
    } else {
      End(std::move(entry));
    }
  }
  ending_ = std::move(busy);
  end_ = ending_.empty() ? Timer() : host_.scheduler.RunAfter(kEndPeriod, [this] { EndIdle(); });
}

void SessionManager::End(Entry entry) {
  const VendedId vended_id = entry.session->vended_id();
  entry.session.reset();
  on_destroyed_(vended_id);
  if (entry.is_abandoned) return;
  host_.log.Write(kLogAlways, absl::StrCat("session ", vended_id, " destroyed"));
}

void SessionManager::DestroyAll() {
  while (!sessions_.empty()) Destroy(SessionId(sessions_.begin()->first));
}

void SessionManager::Abandon(const SessionId& id) {
  auto found = sessions_.find(id);
  if (found == sessions_.end()) return;
  ending_.push_back(Take(found));
  ending_.back().is_abandoned = true;
  EndIdle();
}

void SessionManager::AbandonAll() {
  while (!sessions_.empty()) Abandon(SessionId(sessions_.begin()->first));
}

SessionManager::Entry SessionManager::Take(absl::btree_map<SessionId, Entry>::iterator found) {
  Entry entry = std::move(found->second);
  sessions_.erase(found);
  for (ConnectionId connection : entry.session->connections()) connections_.erase(connection);
  return entry;
}

void SessionManager::ScheduleExpiry() {
  if (sessions_.size() != 1 || options_.timeout == absl::InfiniteDuration()) return;
  expiry_ = host_.scheduler.RunAfter(options_.expiry_period, [this] { Expire(); });
}

// Runs while there are sessions. One with connections never expires (S-87).
void SessionManager::Expire() {
  const absl::Duration now = host_.clock.Ticks();
  std::vector<SessionId> expired;
  for (const auto& [id, entry] : sessions_) {
    const Session& session = *entry.session;
    if (!session.has_connections() && now - session.last_active() >= options_.timeout) {
      expired.push_back(id);
    }
  }
  for (const SessionId& id : expired) Destroy(id);
  if (!expired.empty()) {
    host_.log.Write(kLogAlways, absl::StrCat("expired ", expired.size(), " idle sessions"));
  }
  expiry_ = Timer();
  if (!sessions_.empty()) {
    expiry_ = host_.scheduler.RunAfter(options_.expiry_period, [this] { Expire(); });
  }
}

}  // namespace tandem
