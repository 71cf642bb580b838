// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// A page that loses its connection at every possible moment. A model of a client that acknowledges
// sends numbered events over connections that are cut at random: frames on their way are lost in
// both directions, the server notices early, late or only when the page comes back, readers are
// slow. Whatever happens, the application has seen every event once and in order, no frame of the
// server is missing or new under an old number, and the page shows the final state (D-42).

#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "core/base/ids.h"
#include "core/base/json.h"
#include "core/session/session_manager.h"
#include "gtest/gtest.h"
#include "tests/core/session/recording_outbox.h"
#include "tests/core/session/session_fixture.h"

namespace tandem {
namespace {

constexpr int kSeeds = 200;
constexpr int kSteps = 150;

// `text` gets longer with every event, and a timer changes `tick` now and then.
constexpr char kApp[] = R"lua(
local App = session:prototype("App", { text = "", tick = 0 })
function App:append(what) self.text = self.text .. what .. "," end
local app = session:create(App)
session:createAppVariable(app)
session:setInterval(function() app.tick = app.tick + 1 end, 7)
)lua";

// What it counts, so that a run that tests nothing is noticed.
struct Coverage {
  int cuts = 0, take_overs = 0, frames_lost = 0, events_lost = 0, given_again = 0;
};

class ModelClient {
 public:
  ModelClient(SessionManager& sessions, const SessionId& session, std::mt19937& random,
              Coverage& coverage)
      : sessions_(sessions), session_(session), random_(random), coverage_(coverage) {
    Open();
    Send(
        R"({"type":"create","data":{"id":2,"parentId":1,"properties":{"path":"text","access":"r"}}})",
        R"("version":1,"features":["ack"],)");
  }
  ~ModelClient() {
    if (link_ != nullptr) sessions_.Disconnect(link_->id);
    NoticeDead();
  }

  void Event() {
    ++events_;
    Send(absl::StrCat(R"({"type":"update","data":{"varId":3,"value":")", events_, R"("}})"));
  }

  // Some of what the client said arrives.
  void Deliver(int count) {
    for (; count > 0 && !on_their_way_.empty() && link_ != nullptr; --count) {
      const std::string frame = std::move(on_their_way_.front());
      on_their_way_.pop_front();
      sessions_.Receive(link_->id, frame);
    }
  }

  // Reads some of what has arrived; a slow reader makes room with it.
  void Read(int count) {
    for (; count > 0 && link_ != nullptr && !link_->outbox.frames.empty(); --count) {
      const std::string frame = std::move(link_->outbox.frames.front());
      link_->outbox.frames.erase(link_->outbox.frames.begin());
      Take(frame);
      Drain();
    }
  }

  void Acknowledge() {
    if (key_.empty()) return;
    on_their_way_.push_back(absl::StrCat(R"({"tandem":{"ack":)", received_, R"(},"messages":[]})"));
  }

  // The connection breaks. The server may notice, or not yet.
  void Cut() {
    if (link_ == nullptr || key_.empty()) return;
    ++coverage_.cuts;
    for (const std::string& frame : link_->outbox.Take()) {
      ++coverage_.frames_lost;
      const absl::StatusOr<Json> json = ParseJson(frame);
      if (json.ok() && json->is_array()) {
        lost_[(*json)[0]["data"]["seq"].get<int64_t>()] = frame;
      }
    }
    coverage_.events_lost += static_cast<int>(on_their_way_.size());
    on_their_way_.clear();
    dead_.push_back(std::move(link_));
    if (Chance(2)) NoticeDead();
  }

  void NoticeDead() {
    for (auto& link : dead_) sessions_.Disconnect(link->id);
    dead_.clear();
  }

  void ComeBack() {
    if (link_ != nullptr) return;
    const bool is_believed_open = !dead_.empty();
    Open();
    sessions_.Receive(link_->id,
                      absl::StrCat(R"({"tandem":{"version":1,"features":["ack"],"resume":")", key_,
                                   R"(","ack":)", received_, R"(},"messages":[]})"));
    if (is_believed_open) {
      ++coverage_.take_overs;
      EXPECT_EQ(dead_.back()->outbox.closed, CloseCode::kGoingAway);
    }
    is_answered_ = false;
  }

  bool is_connected() const { return link_ != nullptr; }
  int events() const { return events_; }
  const std::string& shown() const { return shown_; }
  bool Chance(int one_in) { return Below(one_in) == 0; }
  int Below(int limit) { return static_cast<int>(random_() % limit); }

 private:
  struct Link {
    ConnectionId id;
    RecordingOutbox outbox;
  };

  void Open() {
    link_ = std::make_unique<Link>();
    if (Chance(2)) link_->outbox.capacity = 1;
    absl::StatusOr<ConnectionId> id = sessions_.Connect(session_, link_->outbox);
    ASSERT_TRUE(id.ok()) << id.status();
    link_->id = *id;
  }

  void Drain() {
    if (link_->outbox.is_writable) return;
    link_->outbox.is_writable = true;
    link_->outbox.capacity = 1;
    sessions_.Drained(link_->id);
  }

  void Send(const std::string& message, const std::string& greeting = "") {
    const int64_t seq = ++last_sent_;
    sent_[seq] = absl::StrCat(R"({"tandem":{)", greeting, R"("seq":)", seq, R"(,"ack":)", received_,
                              R"(},"userEvent":)", Chance(2) ? "true" : "false", R"(,"messages":[)",
                              message, "]}");
    if (link_ != nullptr && is_answered_) on_their_way_.push_back(sent_[seq]);
  }

  // One frame of the server.
  void Take(const std::string& frame) {
    absl::StatusOr<Json> json = ParseJson(frame);
    ASSERT_TRUE(json.ok()) << frame;
    if (!json->is_array()) json = Json::array({*json});
    const Json& head = (*json)[0];
    ASSERT_EQ(head["type"], "tandem") << frame;
    const Json& data = head["data"];
    if (data.contains("resumed")) TakeGreeting(data);
    const int64_t ack = data["ack"].get<int64_t>();
    sent_.erase(sent_.begin(), sent_.upper_bound(ack));
    if (!data.contains("seq")) return;

    const int64_t seq = data["seq"].get<int64_t>();
    ASSERT_EQ(seq, received_ + 1) << frame;
    received_ = seq;
    if (const auto lost = lost_.find(seq); lost != lost_.end()) {
      ++coverage_.given_again;
      EXPECT_EQ(lost->second, frame);
    }
    for (size_t i = 1; i < json->size(); ++i) {
      const Json& message = (*json)[i];
      ASSERT_EQ(message["type"], "update") << frame;
      if (message["data"]["varId"] == 2) shown_ = message["data"]["value"].get<std::string>();
    }
  }

  void TakeGreeting(const Json& data) {
    const bool is_first = key_.empty();
    EXPECT_EQ(data["resumed"].get<bool>(), !is_first);
    key_ = data["page"].get<std::string>();
    is_answered_ = true;
    if (is_first) {
      Send(
          R"j({"type":"create","data":{"id":3,"parentId":1,"properties":{"path":"append(_)","access":"action"}}})j");
      Send(
          R"({"type":"create","data":{"id":4,"parentId":1,"properties":{"path":"tick","access":"r"}}})");
      return;
    }
    // Again, with the old bytes, what was not handled.
    const int64_t handled = data["ack"].get<int64_t>();
    for (auto frame = sent_.upper_bound(handled); frame != sent_.end(); ++frame) {
      on_their_way_.push_back(frame->second);
    }
  }

  SessionManager& sessions_;
  const SessionId session_;
  std::mt19937& random_;
  Coverage& coverage_;

  std::unique_ptr<Link> link_;               // Null while cut.
  std::vector<std::unique_ptr<Link>> dead_;  // Cut, and the server has not noticed.
  bool is_answered_ = true;                  // Not between a resume and its answer.
  std::deque<std::string> on_their_way_;     // To the server.

  std::string key_;
  int64_t last_sent_ = 0;
  std::map<int64_t, std::string> sent_;  // Not acknowledged.
  int64_t received_ = 0;
  std::map<int64_t, std::string> lost_;  // Sent to a connection that was cut.
  int events_ = 0;
  std::string shown_;
};

class ResumeModelTest : public SessionFixture {};

TEST_F(ResumeModelTest, NoEventIsLostDoubledOrReordered) {
  Main(kApp);
  Coverage coverage;
  for (int seed = 1; seed <= kSeeds; ++seed) {
    SCOPED_TRACE(absl::StrCat("seed ", seed));
    std::mt19937 random(seed);
    const SessionId session = NewSession();
    ModelClient client(server().sessions(), session, random, coverage);
    client.Deliver(1);
    host_.Advance(absl::Milliseconds(10));
    client.Read(1);
    client.Deliver(2);
    for (int step = 0; step < kSteps; ++step) {
      switch (client.Below(10)) {
        case 0:
        case 1:
        case 2:
          client.Event();
          break;
        case 3:
        case 4:
          client.Deliver(client.Below(4));
          break;
        case 5:
          client.Read(client.Below(4));
          break;
        case 6:
          client.Acknowledge();
          break;
        case 7:
          host_.Advance(absl::Milliseconds(client.Below(15)));
          break;
        case 8:
          if (client.Chance(2)) client.Cut();
          break;
        default:
          if (client.Chance(4)) client.NoticeDead();
          client.ComeBack();
          break;
      }
      if (HasFatalFailure()) return;
    }
    // Everything comes to rest.
    client.ComeBack();
    for (int round = 0; round < 20; ++round) {
      client.Read(1000);
      client.Deliver(1000);
      host_.Advance(absl::Milliseconds(10));
    }
    client.Read(1000);
    std::string expected;
    for (int i = 1; i <= client.events(); ++i) absl::StrAppend(&expected, i, ",");
    ASSERT_EQ(client.shown(), expected);
    server().sessions().Destroy(session);
  }
  EXPECT_GT(coverage.cuts, kSeeds);
  EXPECT_GT(coverage.take_overs, kSeeds / 4);
  EXPECT_GT(coverage.frames_lost, kSeeds);
  EXPECT_GT(coverage.events_lost, kSeeds);
  EXPECT_GT(coverage.given_again, kSeeds);
  RecordProperty("cuts", coverage.cuts);
  RecordProperty("take_overs", coverage.take_overs);
  RecordProperty("frames_lost", coverage.frames_lost);
  RecordProperty("events_lost", coverage.events_lost);
  RecordProperty("given_again", coverage.given_again);
}

}  // namespace
}  // namespace tandem
