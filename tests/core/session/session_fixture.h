// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// A whole server over a FakeHost, with a small vocabulary: a site of a few files, pages that
// join a session, messages they send, frames they got. Everything but the transport is real.

#ifndef TANDEM_TESTS_CORE_SESSION_SESSION_FIXTURE_H_
#define TANDEM_TESTS_CORE_SESSION_SESSION_FIXTURE_H_

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "core/base/ids.h"
#include "core/base/json.h"
#include "core/log/event_log.h"
#include "core/session/server.h"
#include "core/session/site_config.h"
#include "core/testing/fake_host.h"
#include "gtest/gtest.h"
#include "tests/core/session/recording_outbox.h"

namespace tandem {

class SessionFixture : public ::testing::Test {
 protected:
  // One tab.
  class Page {
   public:
    Page(SessionFixture& fixture, const SessionId& session) : fixture_(fixture) {
      absl::StatusOr<ConnectionId> connection =
          fixture.server().sessions().Connect(session, outbox_);
      EXPECT_TRUE(connection.ok()) << connection.status();
      connection_ = *connection;
    }
    ~Page() { Leave(); }

    void Send(std::string frame) {
      fixture_.server().sessions().Receive(connection_, std::move(frame));
    }
    // The connection has room for one more frame.
    void Drain() {
      outbox_.is_writable = true;
      outbox_.capacity = 1;
      fixture_.server().sessions().Drained(connection_);
    }
    void Leave() { fixture_.server().sessions().Disconnect(connection_); }

    // Messages wait for the throttle unless the frame is a user event.
    void Watch(int64_t id) { Send(absl::StrCat(R"({"type":"watch","data":{"varId":)", id, "}}")); }
    void Create(int64_t id, int64_t parent, absl::string_view path,
                absl::string_view access = "r") {
      Send(absl::StrCat(R"({"type":"create","data":{"id":)", id, R"(,"parentId":)", parent,
                        R"(,"properties":{"path":")", path, R"(","access":")", access, R"("}}})"));
    }
    void Update(int id, absl::string_view json) {
      Send(absl::StrCat(R"({"type":"update","data":{"varId":)", id, R"(,"value":)", json, "}}"));
    }
    // A user event: what it causes is sent at once.
    void Act(int id) {
      Send(absl::StrCat(R"({"userEvent":true,"messages":[{"type":"update","data":{"varId":)", id,
                        R"(,"value":null}}]})"));
    }

    // Every message received since last taken, after the throttle has run out.
    std::vector<std::string> Messages() {
      fixture_.host_.Advance(absl::Milliseconds(10));
      std::vector<std::string> messages;
      for (const std::string& frame : outbox_.Take()) {
        absl::StatusOr<Json> json = ParseJson(frame);
        EXPECT_TRUE(json.ok()) << frame;
        if (!json->is_array()) json = Json::array({*json});
        for (const Json& message : *json) messages.push_back(DumpJson(message));
      }
      return messages;
    }

    RecordingOutbox& outbox() { return outbox_; }

   private:
    SessionFixture& fixture_;
    RecordingOutbox outbox_;
    ConnectionId connection_;
  };

  void Site(absl::string_view path, absl::string_view text) { host_.files.Set(path, text); }
  void Main(absl::string_view lua) { Site("lua/main.lua", lua); }

  // Built when first asked for, so that a test can say what the site holds.
  Server& server() {
    if (server_ == nullptr) server_ = std::make_unique<Server>(host_.host, config_, logs_);
    return *server_;
  }

  SessionId NewSession() {
    absl::StatusOr<SessionId> id = server().sessions().CreateSession();
    EXPECT_TRUE(id.ok()) << id.status();
    return id.ok() ? *id : SessionId();
  }

  tandem::testing::FakeHost host_;
  SiteConfig config_;
  EventLogs* logs_ = nullptr;
  std::unique_ptr<Server> server_;
};

// Texts of messages, as Page::Messages gives them (keys sorted).
inline std::string ValueUpdate(int id, absl::string_view json) {
  return absl::StrCat(R"({"data":{"value":)", json, R"(,"varId":)", id, R"(},"type":"update"})");
}

}  // namespace tandem

#endif  // TANDEM_TESTS_CORE_SESSION_SESSION_FIXTURE_H_
