// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// One sequence of execution with one io_context, a Host of its own and a tandem::Server whose
// sessions never leave it: what happens in a shard happens as on one thread, so nothing in it takes
// a lock. A session's id says which shard it belongs to.

#ifndef TANDEM_NATIVE_SERVER_SHARD_H_
#define TANDEM_NATIVE_SERVER_SHARD_H_

#include <functional>
#include <memory>
#include <utility>
#include <vector>

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>

#include "absl/container/flat_hash_set.h"
#include "absl/functional/any_invocable.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "core/base/ids.h"
#include "core/host/host.h"
#include "core/host/log_sink.h"
#include "core/host/temporary_files.h"
#include "core/session/server.h"
#include "native_server/asio_scheduler.h"
#include "native_server/connection.h"
#include "native_server/disk_file_source.h"
#include "native_server/http_endpoint.h"
#include "native_server/inspector.h"
#include "native_server/native_server_options.h"
#include "native_server/net.h"
#include "native_server/os_entropy.h"
#include "native_server/processor_shares.h"
#include "native_server/progress.h"
#include "native_server/recorded_sessions.h"
#include "native_server/rooted_folder.h"
#include "native_server/session_peer.h"
#include "native_server/shard_threads.h"
#include "native_server/sqlite_store.h"
#include "native_server/static_files.h"
#include "native_server/stored_sessions.h"
#include "native_server/system_clock.h"

namespace tandem::native {

// Which of `count` shards a session belongs to: its first four hex digits modulo `count`.
int ShardOf(const SessionId& session, int count);

class Shard : public ConnectionHome {
 public:
  // What the shards of a process have in common. Borrowed, thread-safe or constant.
  struct Commons {
    const NativeServerOptions& options;
    const RootedFolder& site;
    const StaticFiles& html;
    const StaticFiles& assets;
    SessionNumbers& numbers;
    LogSink& log;
    ProcessorShares& shares;
    MemoryChunks& chunks;
    SqliteStore* store;         // Null: sessions are not stored.
    TemporaryFiles* temporary;  // Null: the site takes none.
  };

  // Reads the templates. `shards` are all of them, this one included, complete before Start.
  Shard(int index, int count, const Commons& commons,
        const std::vector<std::unique_ptr<Shard>>& shards);
  Shard(const Shard&) = delete;
  Shard& operator=(const Shard&) = delete;
  // Its threads have ended, or were never started.
  ~Shard() override;

  // Starts its thread.
  void Start();

  // From any thread. Ends the connections and sessions, then its threads, at most `limit` later and
  // not before the turns under way.
  void Stop(absl::Duration limit);

  // Waits for its threads.
  void Join();

  // From any thread: `task` runs later on the shard's, or is destroyed if that has ended.
  void Post(absl::AnyInvocable<void() &&> task);

  // On the shard's thread: calls `done` once `condition` holds, now or after some progress.
  void WhenProgress(std::function<bool(const Progress&)> condition,
                    absl::AnyInvocable<void() &&> done);

  // From any thread. The store has failed: ends the thread with what is open, and nothing more is
  // said to anybody.
  void BreakOff();

  // Null with --local. On the shard's thread.
  Server* server() { return server_.get(); }
  Progress progress() const;

  // ConnectionHome.
  asio::io_context& io() override { return io_; }
  const ConnectionLimits& limits() const override { return commons_.options.limits; }
  const EndpointView& endpoint() const override { return endpoint_; }
  size_t max_message_bytes() const override;
  bool is_draining() const override { return is_draining_; }
  void Add(Connection& connection) override { connections_.insert(&connection); }
  void Remove(Connection& connection) override;
  bool IsHomeOf(const SessionId& session) const override;
  void RunAtHomeOf(const SessionId& session,
                   absl::AnyInvocable<void(ConnectionHome&) &&> task) override;
  bool is_stored() const override { return stored_ != nullptr; }
  void WhenStored(absl::AnyInvocable<void() &&> task) override {
    stored_->WhenStored(std::move(task));
  }
  void OnProgress() override;

 private:
  // The log of the process, silent while `is_muted`: every shard reads the templates, and what
  // there is to say about them is said by the first.
  struct ShardLog : LogSink {
    explicit ShardLog(LogSink& all) : log(all) {}
    bool Wants(LogLevel level) const override { return !is_muted && log.Wants(level); }
    void Write(LogLevel level, absl::string_view text) override {
      if (!is_muted) log.Write(level, text);
    }
    LogSink& log;
    bool is_muted = false;
  };

  struct Waiter {
    std::function<bool(const Progress&)> condition;
    absl::AnyInvocable<void() &&> done;
  };

  std::unique_ptr<StoredSessions> MakeStored();
  EventLogs* logs() const;
  std::unique_ptr<Server> MakeServer();
  SiteConfig ConfigOfShard() const;
  void Drain(absl::Duration limit);
  void FinishAfter(absl::Duration delay);
  void Finish();
  void CheckWaiters();

  const int index_;
  const int count_;
  const Commons commons_;
  const std::vector<std::unique_ptr<Shard>>& shards_;

  // Before the io_context: what it destroys last, handlers that hold connections, still uses them.
  absl::flat_hash_set<Connection*> connections_;
  std::vector<Waiter> waiters_;
  bool is_check_posted_ = false;
  bool is_draining_ = false;
  bool is_finished_ = false;

  asio::io_context io_;
  asio::executor_work_guard<asio::io_context::executor_type> work_;
  asio::steady_timer stop_timer_;

  // The host's parts, unless the options bring others.
  SystemClock clock_;
  AsioScheduler scheduler_;
  OsEntropy entropy_;
  DiskFileSource files_;
  ShardLog log_;
  ShardThreads threads_;
  Host host_;

  // Null unless sessions are stored, or recorded. Not both: what is stored is a record.
  std::unique_ptr<StoredSessions> stored_;
  std::unique_ptr<RecordedSessions> recorded_;
  std::unique_ptr<Server> server_;
  std::unique_ptr<Inspector> inspector_;  // Null unless in development mode.
  std::unique_ptr<SessionPeer> peer_;
  EndpointView endpoint_;
};

}  // namespace tandem::native

#endif  // TANDEM_NATIVE_SERVER_SHARD_H_
