// Copyright (c) the Tandem authors. Licensed under the MIT License.

#include "native_server/sqlite_store.h"

#include <chrono>
#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/time/clock.h"
#include "core/base/status_macros.h"

namespace tandem::native {
namespace {

// "TdSt": says whose file it is, to `file` as well.
constexpr int64_t kApplicationId = 0x54645374;
// Raised whenever a Tandem of before would misunderstand the file.
constexpr int64_t kLayout = 1;

// A log is in pieces, each what was written at once; `place` is how much of the log comes before
// it.
constexpr absl::string_view kSchema = R"sql(
CREATE TABLE sessions(
  key INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  number INTEGER NOT NULL,
  used INTEGER NOT NULL      -- when it was last written, to the minute; seconds since 1970
);
CREATE TABLE entries(
  session INTEGER NOT NULL,
  place INTEGER NOT NULL,
  bytes BLOB NOT NULL,
  PRIMARY KEY(session, place)
) WITHOUT ROWID;
CREATE TABLE process(
  ticks INTEGER NOT NULL,    -- Clock::Ticks when something was last written, in microseconds
  starts INTEGER NOT NULL    -- how many processes have opened the file
);
INSERT INTO process VALUES(0, 0);
)sql";

// When a session was used is not written more often.
constexpr absl::Duration kUsedPrecision = absl::Minutes(1);

absl::Duration SteadyNow() {
  return absl::FromChrono(std::chrono::steady_clock::now().time_since_epoch());
}

}  // namespace

absl::StatusOr<std::unique_ptr<SqliteStore>> SqliteStore::Open(Options options) {
  std::unique_ptr<SqliteStore> store(new SqliteStore(std::move(options)));
  ASSIGN_OR_RETURN(store->database_, SqliteDatabase::Open(store->options_.path));
  RETURN_IF_ERROR(store->Prepare());
  store->thread_ = std::thread([store = store.get()] { store->Run(); });
  return store;
}

SqliteStore::~SqliteStore() {
  {
    std::lock_guard<std::mutex> lock(mutex_);
    is_closing_ = true;
    changed_.notify_all();
  }
  if (thread_.joinable()) thread_.join();
}

// From the first look at the file on nobody else has it.
absl::Status SqliteStore::Prepare() {
  SqliteDatabase& database = *database_;
  if (database.is_read_only()) {
    return absl::PermissionDeniedError(absl::StrCat(options_.path, " is read-only"));
  }
  RETURN_IF_ERROR(database.Run("PRAGMA locking_mode = EXCLUSIVE"));
  RETURN_IF_ERROR(CheckLayout());
  // A commit is then one write and one fsync.
  ASSIGN_OR_RETURN(const std::string mode, database.Text("PRAGMA journal_mode = WAL"));
  if (mode != "wal") {
    return absl::UnavailableError(
        absl::StrCat(options_.path, " cannot have a write-ahead log beside it"));
  }
  RETURN_IF_ERROR(database.Run("PRAGMA synchronous = FULL"));
  // What somebody typed into a session that is over stays nowhere in the file.
  RETURN_IF_ERROR(database.Run("PRAGMA secure_delete = ON"));

  RETURN_IF_ERROR(database.Run("BEGIN EXCLUSIVE"));
  ASSIGN_OR_RETURN(const int64_t layout, database.Number("PRAGMA user_version"));
  if (layout == 0) {
    RETURN_IF_ERROR(database.Run(std::string(kSchema)));
    RETURN_IF_ERROR(database.Run(absl::StrCat("PRAGMA application_id = ", kApplicationId)));
    RETURN_IF_ERROR(database.Run(absl::StrCat("PRAGMA user_version = ", kLayout)));
  }
  RETURN_IF_ERROR(database.Run("UPDATE process SET starts = starts + 1"));
  if (options_.keep != absl::InfiniteDuration())
    RETURN_IF_ERROR(Forget(absl::Now() - options_.keep));
  RETURN_IF_ERROR(database.Run("COMMIT"));

  ASSIGN_OR_RETURN(SqliteDatabase::Statement all, database.Prepare("SELECT id FROM sessions"));
  for (;;) {
    ASSIGN_OR_RETURN(const bool has_row, all.Step());
    if (!has_row) break;
    sessions_.emplace_back(std::string(all.Bytes(0)));
  }
  ASSIGN_OR_RETURN(const int64_t number, database.Number("SELECT max(number) FROM sessions"));
  last_number_ = VendedId(number);
  ASSIGN_OR_RETURN(const int64_t ticks, database.Number("SELECT ticks FROM process"));
  ticks_offset_ = absl::Microseconds(ticks) - SteadyNow();

  const auto prepare = [&](SqliteDatabase::Statement& statement, absl::string_view sql) {
    absl::StatusOr<SqliteDatabase::Statement> prepared = database.Prepare(sql);
    if (prepared.ok()) statement = *std::move(prepared);
    return prepared.status();
  };
  absl::Status status;
  status.Update(prepare(begin_, "BEGIN IMMEDIATE"));
  status.Update(prepare(commit_, "COMMIT"));
  status.Update(prepare(insert_session_,
                        "INSERT INTO sessions(id, number, used) VALUES(?1, ?2, ?3) RETURNING key"));
  status.Update(prepare(use_session_, "UPDATE sessions SET used = ?2 WHERE key = ?1"));
  status.Update(prepare(insert_entries_, "INSERT INTO entries VALUES(?1, ?2, ?3)"));
  status.Update(prepare(delete_entries_, "DELETE FROM entries WHERE session = ?1"));
  status.Update(prepare(delete_session_, "DELETE FROM sessions WHERE key = ?1"));
  status.Update(prepare(find_session_,
                        "SELECT key, (SELECT place + length(bytes) FROM entries "
                        "WHERE session = key ORDER BY place DESC LIMIT 1) "
                        "FROM sessions WHERE id = ?1"));
  status.Update(
      prepare(read_entries_, "SELECT place, bytes FROM entries WHERE session = ?1 ORDER BY place"));
  status.Update(prepare(set_ticks_, "UPDATE process SET ticks = ?1"));
  return status;
}

// A new file has nothing in it.
absl::Status SqliteStore::CheckLayout() {
  ASSIGN_OR_RETURN(const int64_t application, database_->Number("PRAGMA application_id"));
  ASSIGN_OR_RETURN(const int64_t layout, database_->Number("PRAGMA user_version"));
  ASSIGN_OR_RETURN(const int64_t tables, database_->Number("SELECT count(*) FROM sqlite_schema"));
  const bool is_new = application == 0 && layout == 0 && tables == 0;
  if (is_new) return absl::OkStatus();
  if (application != kApplicationId) {
    return absl::FailedPreconditionError(
        absl::StrCat(options_.path, " is another program's file, not one of Tandem's sessions"));
  }
  if (layout == kLayout) return absl::OkStatus();
  return absl::FailedPreconditionError(
      absl::StrCat(options_.path, " is in layout ", layout, " and this Tandem knows ", kLayout,
                   layout > kLayout ? ": a later one wrote it" : ""));
}

absl::Status SqliteStore::Forget(absl::Time before) {
  const std::string old = absl::StrCat("used < ", absl::ToUnixSeconds(before));
  RETURN_IF_ERROR(database_->Run(absl::StrCat(
      "DELETE FROM entries WHERE session IN (SELECT key FROM sessions WHERE ", old, ")")));
  return database_->Run(absl::StrCat("DELETE FROM sessions WHERE ", old));
}

void SqliteStore::Append(std::vector<Piece> pieces, absl::AnyInvocable<void() &&> done) {
  std::lock_guard<std::mutex> lock(mutex_);
  if (!failure_.ok()) return;
  tasks_.push_back({std::move(pieces), std::move(done)});
  changed_.notify_all();
}

absl::StatusOr<std::string> SqliteStore::Read(const SessionId& session) {
  std::future<absl::StatusOr<std::string>> log;
  {
    std::lock_guard<std::mutex> lock(mutex_);
    if (!failure_.ok()) return failure_;
    readings_.push_back({session, {}});
    log = readings_.back().log.get_future();
    changed_.notify_all();
  }
  return log.get();
}

// Until it is told to close, and has nothing left to do.
void SqliteStore::Run() {
  for (;;) {
    std::vector<Task> tasks;
    std::vector<Reading> readings;
    absl::Status status;
    {
      std::unique_lock<std::mutex> lock(mutex_);
      changed_.wait(lock, [&] { return is_closing_ || !tasks_.empty() || !readings_.empty(); });
      if (tasks_.empty() && readings_.empty()) return;
      tasks.swap(tasks_);
      readings.swap(readings_);
      status = failure_;
    }
    if (status.ok()) {
      status = Write(tasks);
      if (!status.ok()) {
        std::lock_guard<std::mutex> lock(mutex_);
        failure_ = status;
      }
      if (status.ok()) {
        for (Task& task : tasks) std::move(task.done)();
      } else if (options_.on_failure) {
        options_.on_failure(status);
      }
    }
    for (Reading& reading : readings) {
      if (status.ok()) {
        reading.log.set_value(ReadNow(reading.session));
      } else {
        reading.log.set_value(status);
      }
    }
  }
}

absl::Duration SqliteStore::ticks() const { return SteadyNow() + ticks_offset_; }

// After an error the transaction is never committed, and nothing else is.
absl::Status SqliteStore::Write(const std::vector<Task>& tasks) {
  bool is_begun = false;
  const absl::Time now = absl::Now();
  for (const Task& task : tasks) {
    for (const Piece& piece : task.pieces) {
      if (!is_begun) RETURN_IF_ERROR(begin_.Run());
      is_begun = true;
      RETURN_IF_ERROR(WritePiece(piece, now));
    }
  }
  if (!is_begun) return absl::OkStatus();
  RETURN_IF_ERROR(set_ticks_.Bind(1, absl::ToInt64Microseconds(ticks())).Run());
  return commit_.Run();
}

absl::Status SqliteStore::WritePiece(const Piece& piece, absl::Time now) {
  auto found = rows_.find(piece.session);
  if (found == rows_.end()) {
    ASSIGN_OR_RETURN(const std::optional<Row> known, FindRow(piece.session));
    if (known) found = rows_.emplace(piece.session, *known).first;
  }
  if (found == rows_.end()) {
    if (piece.is_last) return absl::OkStatus();
    insert_session_.BindText(1, piece.session.str())
        .Bind(2, piece.number.value())
        .Bind(3, absl::ToUnixSeconds(now));
    ASSIGN_OR_RETURN(const bool has_row, insert_session_.Step());
    const int64_t key = has_row ? insert_session_.Number(0) : 0;
    insert_session_.Reset();
    found = rows_.emplace(piece.session, Row{key, 0, now}).first;
  }
  Row& row = found->second;
  if (piece.is_last) {
    RETURN_IF_ERROR(delete_entries_.Bind(1, row.key).Run());
    RETURN_IF_ERROR(delete_session_.Bind(1, row.key).Run());
    rows_.erase(found);
    return absl::OkStatus();
  }
  RETURN_IF_ERROR(
      insert_entries_.Bind(1, row.key).Bind(2, row.size).BindBlob(3, piece.entries).Run());
  row.size += static_cast<int64_t>(piece.entries.size());
  if (now - row.used < kUsedPrecision) return absl::OkStatus();
  row.used = now;
  return use_session_.Bind(1, row.key).Bind(2, absl::ToUnixSeconds(now)).Run();
}

// Of a session that an earlier process wrote.
absl::StatusOr<std::optional<SqliteStore::Row>> SqliteStore::FindRow(const SessionId& session) {
  find_session_.BindText(1, session.str());
  const absl::StatusOr<bool> has_row = find_session_.Step();
  Row row;
  if (has_row.value_or(false)) {
    row.key = find_session_.Number(0);
    row.size = find_session_.Number(1);
  }
  find_session_.Reset();
  RETURN_IF_ERROR(has_row.status());
  if (!*has_row) return std::nullopt;
  return row;
}

absl::StatusOr<std::string> SqliteStore::ReadNow(const SessionId& session) {
  ASSIGN_OR_RETURN(const std::optional<Row> row, FindRow(session));
  if (!row) return absl::NotFoundError("no such session is stored");

  std::string log;
  read_entries_.Bind(1, row->key);
  absl::Status status;
  for (;;) {
    const absl::StatusOr<bool> has_piece = read_entries_.Step();
    status = has_piece.status();
    if (!has_piece.value_or(false)) break;
    if (read_entries_.Number(0) != static_cast<int64_t>(log.size())) {
      status =
          absl::DataLossError(absl::StrCat("a part of its log is missing at byte ", log.size()));
      break;
    }
    const absl::string_view piece = read_entries_.Bytes(1);
    log.append(piece.data(), piece.size());
  }
  read_entries_.Reset();
  RETURN_IF_ERROR(status);
  return log;
}

}  // namespace tandem::native
