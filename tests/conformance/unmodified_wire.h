// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// The half of an unmodified client that faces the socket: what it knows of variables, the ids
// it vends, and when it sends what. It does what the requirements marked [F] say, no better:
// what a server has to bear with is here on purpose. Time is handed in, so that a test moves it.

#ifndef TANDEM_TESTS_CONFORMANCE_UNMODIFIED_WIRE_H_
#define TANDEM_TESTS_CONFORMANCE_UNMODIFIED_WIRE_H_

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "core/base/json.h"

namespace tandem::conformance {

class UnmodifiedWire {
 public:
  using Properties = std::map<std::string, std::string>;

  // An entry of the cache (P-133).
  struct Variable {
    std::string Property(const std::string& name) const;

    int64_t parent = 0;
    Json value;
    Properties properties;
    std::string error;  // The code.
  };

  // `data` is the message's: whether it has a value is not the same as whether it is null (P-56).
  // Null data: there is an error to show.
  using OnUpdate = std::function<void(const Variable& variable, const Json& data)>;

  // `send` gets a frame's text; frames sent while there is no socket are its business to drop.
  explicit UnmodifiedWire(std::function<void(const std::string&)> send) : send_(std::move(send)) {}

  // Of variable 1: the only one it ever watches by a message (P-25, P-50).
  void WatchRoot(OnUpdate on_update);

  // Ids are 2, 3, 4 … (P-26). `widget` goes along unless it is null (P-16).
  int64_t Create(int64_t parent, Properties properties, Json widget, OnUpdate on_update);

  // Not sent if the value is what the cache has, unless access is action or w (P-140). Only an
  // update of access action is a user event, which sends everything that waits (P-141).
  void SetValue(int64_t id, const Json& value);
  void SetProperty(int64_t id, const std::string& name, const std::string& value);

  // The two steps of letting go (P-52). The cache entry goes a task later (P-112).
  void Unwatch(int64_t id);
  void Destroy(int64_t id);
  // Lets go of a variable without telling anybody (P-111).
  void Abandon(int64_t id) { callbacks_.erase(id); }

  void Receive(const std::string& frame);
  // To be called whenever time has passed.
  void Tick(absl::Time now);

  // Null if the cache has no such entry.
  const Variable* Find(int64_t id) const;
  const std::map<int64_t, Variable>& variables() const { return variables_; }
  // What the server did that this client would suffer from: updates of what is not there
  // (P-109), destroys of what is in use (P-112), values and properties of a wrong kind.
  const std::vector<std::string>& complaints() const { return complaints_; }

 private:
  void Enqueue(Json message, bool is_user_event);
  void Flush(bool is_user_event);
  void OnMessage(const Json& message);
  void OnUpdateMessage(int64_t id, const Json& data);
  void OnDestroyMessage(int64_t id);
  // Whether this client destroyed it or something above it.
  bool IsLetGo(int64_t id) const;

  const std::function<void(const std::string&)> send_;
  std::map<int64_t, Variable> variables_;
  std::map<int64_t, OnUpdate> callbacks_;
  std::map<int64_t, int64_t> parents_;  // Of everything ever created.
  std::set<int64_t> destroyed_;         // By a message of ours.
  std::set<int64_t> gone_;              // By a message of the server.
  std::vector<int64_t> to_forget_;
  int64_t last_id_ = 1;

  // Messages leave in the order they were made (P-71).
  std::vector<Json> waiting_;
  absl::Time now_;
  absl::Time first_waiting_;
  std::optional<absl::Time> due_;

  std::vector<std::string> complaints_;
};

}  // namespace tandem::conformance

#endif  // TANDEM_TESTS_CONFORMANCE_UNMODIFIED_WIRE_H_
