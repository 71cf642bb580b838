// Copyright (c) the Tandem authors. Licensed under the MIT License.

#include "native_server/stored_sessions.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "core/log/log_header.h"
#include "core/replay/revival.h"

namespace tandem::native {

class StoredSessions::Log : public EventLog {
 public:
  Log(StoredSessions& owner, SessionId session, VendedId number)
      : owner_(owner), session_(std::move(session)), number_(number) {}

  // A record and its outcome are appended in one turn, so what is handed over has whole events.
  void Append(absl::string_view entry) override {
    if (is_over_) return;
    owner_.PieceOf(session_, number_).entries.append(entry.data(), entry.size());
  }

  void OnSessionOver() override {
    is_over_ = true;
    owner_.PieceOf(session_, number_).is_last = true;
  }

 private:
  StoredSessions& owner_;
  const SessionId session_;
  const VendedId number_;
  bool is_over_ = false;
};

StoredSessions::StoredSessions(SessionStore& store, LogSink& log,
                               const std::vector<SessionId>& earlier, Post post)
    : store_(store), log_(log), post_(std::move(post)) {
  for (const SessionId& session : earlier) earlier_.emplace(session, absl::OkStatus());
}

std::unique_ptr<EventLog> StoredSessions::Open(const SessionId& session, VendedId number) {
  return std::make_unique<Log>(*this, session, number);
}

SessionStore::Piece& StoredSessions::PieceOf(const SessionId& session, VendedId number) {
  FlushSoon();
  const auto [place, is_new] = places_.try_emplace(session, pieces_.size());
  if (is_new) pieces_.push_back({session, number, "", false});
  return pieces_[place->second];
}

void StoredSessions::WhenStored(absl::AnyInvocable<void() &&> task) {
  FlushSoon();
  tasks_.push_back(std::move(task));
}

// After the present turn, and after what else is due at the moment: that goes along.
void StoredSessions::FlushSoon() {
  if (std::exchange(is_flush_posted_, true)) return;
  post_([this] { Flush(); });
}

void StoredSessions::Flush() {
  is_flush_posted_ = false;
  if (pieces_.empty() && tasks_.empty()) return;
  places_.clear();
  handed_over_.push_back(std::exchange(tasks_, {}));
  store_.Append(std::exchange(pieces_, {}), [this, post = post_] { post([this] { OnStored(); }); });
}

void StoredSessions::OnStored() {
  Tasks tasks = std::move(handed_over_.front());
  handed_over_.pop_front();
  for (auto& task : tasks) std::move(task)();
}

absl::Status StoredSessions::Revive(Server& server, Host& host, const SessionId& session) {
  const auto earlier = earlier_.find(session);
  if (earlier == earlier_.end()) return absl::NotFoundError("no such session is stored");
  if (!earlier->second.ok()) return earlier->second;
  const absl::StatusOr<std::string> bytes = store_.Read(session);
  absl::Status status = bytes.status();
  VendedId number;
  if (status.ok()) {
    const absl::StatusOr<DecodedLogHeader> header = DecodeLogHeader(*bytes);
    status = header.status();
    if (header.ok()) number = header->header.number;
    if (header.ok() && header->header.session != session) {
      status = absl::DataLossError("its log is another session's");
    }
  }
  if (status.ok()) {
    status = tandem::Revive(server, host, *bytes, std::make_unique<Log>(*this, session, number));
  }
  if (status.ok()) {
    earlier_.erase(session);
    log_.Write(kLogAlways, absl::StrCat("session ", number, " is back"));
  } else if (!absl::IsResourceExhausted(status)) {
    earlier_[session] = status;
    log_.Write(kLogAlways,
               absl::StrCat("session ", number ? absl::StrCat(number) : "of an earlier process",
                            " cannot be brought back: ", status.message()));
  }
  return status;
}

absl::StatusOr<std::string> StoredSessions::Find(const SessionId& session) {
  Flush();
  return store_.Read(session);
}

}  // namespace tandem::native
