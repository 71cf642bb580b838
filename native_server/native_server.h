// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// The server as a program or a test builds it: opens the port, runs the shards, stops gracefully.
// Of each shard's Host any part can be replaced, and work can be run on a shard's thread: that is
// how the conformance transcripts are played over real sockets in virtual time.
//
//   auto server = NativeServer::Create(options);        // The port is open.
//   (*server)->Start();                                 // Threads run.
//   (*server)->Stop(); (*server)->Wait();               // Or let it go out of scope.

#ifndef TANDEM_NATIVE_SERVER_NATIVE_SERVER_H_
#define TANDEM_NATIVE_SERVER_NATIVE_SERVER_H_

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "core/session/server.h"
#include "native_server/native_server_options.h"
#include "native_server/progress.h"

namespace tandem::native {

class NativeServer {
 public:
  // Opens the port and reads the site's templates. One line of why not: port taken, no such
  // address, a site that is no folder. A site that is missing is logged and served all the same.
  static absl::StatusOr<std::unique_ptr<NativeServer>> Create(NativeServerOptions options);
  NativeServer(const NativeServer&) = delete;
  NativeServer& operator=(const NativeServer&) = delete;
  // Stops and waits.
  ~NativeServer();

  int port() const;
  // "http://127.0.0.1:8080"; an address that means all of them is replaced by the loopback one
  // (S-4).
  std::string url() const;
  int shards() const;

  // Once.
  void Start();

  // Begins to stop: no new connections, WebSockets are closed with 1001, requests under way are
  // answered. From any thread, returns at once, may be called again.
  void Stop();

  // Until the server has stopped.
  void Wait();

  // Runs `task` on the shard's thread, where its Server (null with --local) may be used, and waits
  // for it. Between Start and Stop, from a thread that is not a shard's.
  void RunOnShard(int shard, const std::function<void(Server*)>& task);

  // Waits until `condition` holds for the connections of a shard, asking again after each frame
  // that was handled or written and each connection that came or went. False after `limit`.
  bool AwaitProgress(int shard, std::function<bool(const Progress&)> condition,
                     absl::Duration limit);

  // Adds or replaces the template TYPE.NAMESPACE, in the site's folder and for all sessions (H-59,
  // S-96). kInvalidArgument for what is no such key; kUnavailable if it cannot be written. As
  // RunOnShard; not with --local.
  absl::Status PutTemplate(const std::string& key, const std::string& html);

  // How often edited files were taken up by all shards, and waiting for it: false after `limit`.
  int64_t reloads() const;
  bool AwaitReloads(int64_t count, absl::Duration limit);

  // The connections of a shard as they are now.
  Progress ProgressOf(int shard);

 private:
  class Impl;
  explicit NativeServer(std::unique_ptr<Impl> impl);

  std::unique_ptr<Impl> impl_;
};

}  // namespace tandem::native

#endif  // TANDEM_NATIVE_SERVER_NATIVE_SERVER_H_
