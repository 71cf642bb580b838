// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// A running server on a port of its own, over a site and an assets folder in a TempFolder, and a
// log that several threads may write to.

#ifndef TANDEM_TESTS_NATIVE_SERVER_SERVER_FIXTURE_H_
#define TANDEM_TESTS_NATIVE_SERVER_SERVER_FIXTURE_H_

#include <memory>
#include <mutex>
#include <string>

#include "absl/strings/string_view.h"
#include "core/host/log_sink.h"
#include "gtest/gtest.h"
#include "native_server/native_server.h"
#include "native_server/native_server_options.h"
#include "tests/native_server/temp_folder.h"
#include "tests/native_server/test_client.h"

namespace tandem::native {

class SharedLog : public LogSink {
 public:
  bool Wants(LogLevel) const override { return true; }
  void Write(LogLevel level, absl::string_view text) override;

  // All entries, each as "LEVEL text\n".
  std::string Text();

 private:
  std::mutex mutex_;
  std::string text_;
};

class ServerFixture : public ::testing::Test {
 protected:
  // The site is a counter: variable 1 is an object with `count` and a method `add()`.
  ServerFixture();
  ~ServerFixture() override;

  // With `options_`, once a test has adjusted them.
  void StartServer();

  // Stops it gracefully and waits.
  void StopServer() { server_.reset(); }

  NativeServer& server() { return *server_; }
  int port() const { return server_->port(); }

  // The id of a new session.
  std::string NewSession();

  // A WebSocket that has joined; a failure of the test if it cannot.
  std::unique_ptr<WebSocketClient> Join(const std::string& session);

  // Until `count` connections have joined sessions, over all shards.
  bool AwaitConnections(size_t count);

  TempFolder disk_;
  SharedLog log_;
  NativeServerOptions options_;

 private:
  std::unique_ptr<NativeServer> server_;
};

}  // namespace tandem::native

#endif  // TANDEM_TESTS_NATIVE_SERVER_SERVER_FIXTURE_H_
