// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// What a shard says to a store and when, with a store that is durable when the test says so, and a
// loop that turns when the test turns it.

#include "native_server/stored_sessions.h"

#include <deque>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/functional/any_invocable.h"
#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "core/base/ids.h"
#include "core/log/log_reader.h"
#include "core/testing/matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "native_server/session_store.h"
#include "tests/core/session/session_fixture.h"

namespace tandem::native {
namespace {

using ::tandem::testing::IsOk;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

class PatientStore : public SessionStore {
 public:
  void Append(std::vector<Piece> pieces, absl::AnyInvocable<void() &&> done) override {
    handed_over.push_back({std::move(pieces), std::move(done)});
  }
  absl::StatusOr<std::string> Read(const SessionId& session) override {
    ++reads;
    const auto log = logs.find(session);
    if (log == logs.end()) return absl::NotFoundError("no such session is stored");
    return log->second;
  }

  // What was handed over first is durable from now on.
  void Store() {
    for (Piece& piece : handed_over.front().pieces) logs[piece.session] += piece.entries;
    std::move(handed_over.front().done)();
    handed_over.pop_front();
  }

  struct HandedOver {
    std::vector<Piece> pieces;
    absl::AnyInvocable<void() &&> done;
  };
  std::deque<HandedOver> handed_over;
  std::map<SessionId, std::string> logs;
  int reads = 0;
};

class StoredSessionsTest : public SessionFixture {
 protected:
  StoredSessionsTest() {
    Main("app = {n = 0} function app:add() self.n = self.n + 1 end session:createAppVariable(app)");
    Restart({});
  }
  ~StoredSessionsTest() override { Stop(); }

  void Stop() {
    if (server_ != nullptr) server_->sessions().AbandonAll();
    server_.reset();
  }
  void Restart(const std::vector<SessionId>& earlier) {
    Stop();
    // What the thread had still to do it never does.
    posted_.clear();
    store_.handed_over.clear();
    stored_ = std::make_unique<StoredSessions>(
        store_, host_.log, earlier,
        [this](absl::AnyInvocable<void() &&> task) { posted_.push_back(std::move(task)); });
    logs_ = stored_.get();
  }

  // The shard's thread does what is due.
  void Turn() {
    while (!posted_.empty()) {
      auto task = std::move(posted_.front());
      posted_.pop_front();
      std::move(task)();
    }
  }
  void WhenStored(int number) {
    stored_->WhenStored([this, number] { told_.push_back(number); });
  }

  PatientStore store_;
  std::deque<absl::AnyInvocable<void() &&>> posted_;
  std::unique_ptr<StoredSessions> stored_;
  std::vector<int> told_;
};

TEST_F(StoredSessionsTest, WhatHappensInATurnOfTheLoopIsHandedOverAtOnce) {
  const SessionId a = NewSession(), b = NewSession();
  {
    Page page(*this, a);
    page.Watch(1);
    EXPECT_THAT(store_.handed_over, IsEmpty()) << "not in the middle of it";
    Turn();
    ASSERT_EQ(store_.handed_over.size(), 1u);
    const std::vector<SessionStore::Piece>& pieces = store_.handed_over.front().pieces;
    ASSERT_EQ(pieces.size(), 2u);
    EXPECT_EQ(pieces[0].session, a);
    EXPECT_EQ(pieces[1].session, b);
    EXPECT_EQ(pieces[0].number, VendedId(1));
    auto reader = LogReader::Open(pieces[0].entries);
    ASSERT_THAT(reader.status(), IsOk());
    for (int i = 0; i < 3; ++i)
      EXPECT_TRUE(reader->Next().value().has_value()) << "start, join, frame";
    EXPECT_FALSE(reader->Next().value().has_value()) << "whole events, and no more";
    Turn();
    EXPECT_EQ(store_.handed_over.size(), 1u) << "nothing has happened since";
  }
  Turn();
  ASSERT_EQ(store_.handed_over.size(), 2u);
  EXPECT_EQ(store_.handed_over.back().pieces.size(), 1u) << "the page left";
}

// D-42: what follows from an input waits until that is durable, and all before it.
TEST_F(StoredSessionsTest, WhatIsToldWaitsUntilItIsStored) {
  const SessionId session = NewSession();
  WhenStored(1);
  Turn();
  server().sessions().Destroy(session);
  WhenStored(2);
  WhenStored(3);
  Turn();
  ASSERT_EQ(store_.handed_over.size(), 2u);
  EXPECT_THAT(told_, IsEmpty());
  store_.Store();
  EXPECT_THAT(told_, IsEmpty()) << "on the shard's own thread";
  Turn();
  EXPECT_THAT(told_, ElementsAre(1));
  store_.Store();
  Turn();
  EXPECT_THAT(told_, ElementsAre(1, 2, 3));
  // Also when nothing happened that could be stored.
  WhenStored(4);
  Turn();
  EXPECT_THAT(told_, ElementsAre(1, 2, 3));
  store_.Store();
  Turn();
  EXPECT_THAT(told_, ElementsAre(1, 2, 3, 4));
}

TEST_F(StoredSessionsTest, ASessionThatEndsIsSaidToBeOver) {
  const SessionId session = NewSession();
  Turn();
  EXPECT_FALSE(store_.handed_over.back().pieces[0].is_last);
  server().sessions().Destroy(session);
  Turn();
  EXPECT_TRUE(store_.handed_over.back().pieces[0].is_last);
  const SessionId other = NewSession();
  Turn();
  server().sessions().Abandon(other);
  Turn();
  EXPECT_FALSE(store_.handed_over.back().pieces[0].is_last) << "the server ends, not the session";
}

TEST_F(StoredSessionsTest, BringsBackWhatIsAskedFor) {
  const SessionId session = NewSession();
  Turn();
  store_.Store();
  Restart({session});
  EXPECT_EQ(server().sessions().Find(session), nullptr);
  EXPECT_EQ(store_.reads, 0) << "nobody has asked";
  EXPECT_THAT(stored_->Revive(server(), host_.host, session), IsOk());
  EXPECT_NE(server().sessions().Find(session), nullptr);
  EXPECT_TRUE(host_.log.Contains("session 1 is back"));
  Turn();
  EXPECT_THAT(store_.handed_over, IsEmpty()) << "nothing has happened to it";
  // What happens now follows what is stored.
  { Page page(*this, session); }
  Turn();
  store_.Store();
  Restart({session});
  EXPECT_THAT(stored_->Revive(server(), host_.host, session), IsOk());
}

TEST_F(StoredSessionsTest, WhatCannotBeBroughtBackIsRefusedOnce) {
  const SessionId session = NewSession();
  Turn();
  store_.Store();
  const SessionId never(std::string(SessionId::kLength, '7'));
  const SessionId other(std::string(SessionId::kLength, '8'));
  store_.logs[other] = store_.logs[session];
  std::string& log = store_.logs[session];
  log[log.size() - 3] ^= 1;
  Restart({session, other});
  EXPECT_TRUE(absl::IsNotFound(stored_->Revive(server(), host_.host, never)));
  EXPECT_EQ(store_.reads, 0) << "an id that anybody made up costs nothing";
  for (int i = 0; i < 2; ++i) {
    EXPECT_TRUE(absl::IsDataLoss(stored_->Revive(server(), host_.host, session)));
    EXPECT_EQ(store_.reads, 1);
  }
  EXPECT_TRUE(host_.log.Contains("session 1 cannot be brought back: the log is damaged at byte "));
  const absl::Status status = stored_->Revive(server(), host_.host, other);
  EXPECT_THAT(status.message(), HasSubstr("its log is another session's"));
  Turn();
  EXPECT_THAT(store_.handed_over, IsEmpty()) << "they stay as they are";
}

}  // namespace
}  // namespace tandem::native
