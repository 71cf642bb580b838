// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// The logs of live sessions in a file of SQLite. One thread writes: it takes what all shards have
// handed over meanwhile, puts it into one transaction, waits until the disk has it, and says so to
// each. While the disk works more gathers, so the more there is to do the more of it is done at
// once.
//
// One process has the file at a time. Besides the logs it has the time by Clock::Ticks, which the
// next process goes on from: what a session waits for then comes due as if the time in between had
// not been.

#ifndef TANDEM_NATIVE_SERVER_SQLITE_STORE_H_
#define TANDEM_NATIVE_SERVER_SQLITE_STORE_H_

#include <condition_variable>
#include <cstdint>
#include <functional>
#include <future>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "core/base/ids.h"
#include "native_server/session_store.h"
#include "native_server/sqlite_database.h"

namespace tandem::native {

class SqliteStore : public SessionStore {
 public:
  struct Options {
    std::string path;
    // Sessions that were not used for so long are forgotten when the file is opened.
    absl::Duration keep = absl::InfiniteDuration();
    // Called once, on a thread of the store's, when it has failed. May be null.
    std::function<void(const absl::Status&)> on_failure;
  };

  // Reads and writes the file once, so that one that cannot be used is refused here. Errors as
  // SqliteDatabase; kFailedPrecondition also for a file of another program or of a later Tandem.
  static absl::StatusOr<std::unique_ptr<SqliteStore>> Open(Options options);
  // Writes what was handed over.
  ~SqliteStore() override;

  void Append(std::vector<Piece> pieces, absl::AnyInvocable<void() &&> done) override;
  absl::StatusOr<std::string> Read(const SessionId& session) override;

  // As the file was when it was opened.
  const std::vector<SessionId>& sessions() const { return sessions_; }
  VendedId last_number() const { return last_number_; }

  // What Clock::Ticks reads, to be added to the steady clock of this process.
  absl::Duration ticks_offset() const { return ticks_offset_; }

 private:
  struct Task {
    std::vector<Piece> pieces;
    absl::AnyInvocable<void() &&> done;
  };
  struct Reading {
    SessionId session;
    std::promise<absl::StatusOr<std::string>> log;
  };
  // What is known of a session that was written in this process.
  struct Row {
    int64_t key = 0;
    int64_t size = 0;  // Of its log.
    absl::Time used = absl::InfinitePast();
  };

  explicit SqliteStore(Options options) : options_(std::move(options)) {}

  absl::Status Prepare();
  absl::Status CheckLayout();
  absl::Status Forget(absl::Time before);

  void Run();
  absl::Status Write(const std::vector<Task>& tasks);
  absl::Status WritePiece(const Piece& piece, absl::Time now);
  absl::StatusOr<std::optional<Row>> FindRow(const SessionId& session);
  absl::StatusOr<std::string> ReadNow(const SessionId& session);
  absl::Duration ticks() const;

  const Options options_;
  std::unique_ptr<SqliteDatabase> database_;
  std::vector<SessionId> sessions_;
  VendedId last_number_;
  absl::Duration ticks_offset_;

  // Of the thread that writes.
  SqliteDatabase::Statement begin_, commit_, insert_session_, use_session_, insert_entries_,
      delete_entries_, delete_session_, find_session_, read_entries_, set_ticks_;
  std::map<SessionId, Row> rows_;

  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<Task> tasks_;
  std::vector<Reading> readings_;
  bool is_closing_ = false;
  absl::Status failure_;

  std::thread thread_;
};

}  // namespace tandem::native

#endif  // TANDEM_NATIVE_SERVER_SQLITE_STORE_H_
