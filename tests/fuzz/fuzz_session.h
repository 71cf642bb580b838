// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// A session of a small app over a FakeHost, with two connections. Whatever comes in, what goes out
// is frames of messages a client understands.

#ifndef TANDEM_TESTS_FUZZ_FUZZ_SESSION_H_
#define TANDEM_TESTS_FUZZ_FUZZ_SESSION_H_

#include <memory>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "core/base/ids.h"
#include "core/session/server.h"
#include "core/session/site_config.h"
#include "core/testing/fake_host.h"

namespace tandem::fuzz {

class FuzzSession {
 public:
  static constexpr int kConnections = 2;

  explicit FuzzSession(absl::string_view main);
  ~FuzzSession();

  // A connection that was closed meanwhile is opened anew first. So that a mutated frame may still
  // fit the conversation, PAGE in it stands for the name that a page was told last, SEQ for the
  // number after the connection's last such, ACK for the number of the last frame it got.
  void Send(int connection, absl::string_view frame);
  void Reconnect(int connection);
  // The connection takes no more frames, or takes them again.
  void ToggleStall(int connection);
  void Advance(absl::Duration duration);
  // A file is written while the site is watched.
  void Edit(absl::string_view path, absl::string_view text);

  // The frames a connection got since last taken.
  std::vector<std::string> Take(int connection);

 private:
  class CheckingOutbox;
  struct Link {
    ConnectionId id;
    std::unique_ptr<CheckingOutbox> outbox;
  };

  void Connect(Link& link);

  testing::FakeHost host_;
  SiteConfig config_;
  SessionId session_;
  std::string last_page_;
  Link links_[kConnections];
  std::unique_ptr<Server> server_;
};

}  // namespace tandem::fuzz

#endif  // TANDEM_TESTS_FUZZ_FUZZ_SESSION_H_
