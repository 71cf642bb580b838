// Copyright (c) the Tandem authors. Licensed under the MIT License.

#include "native_server/sqlite_database.h"

#include <fcntl.h>
#include <sys/stat.h>

#include <cstring>
#include <fstream>
#include <sstream>
#include <utility>

#include "absl/strings/str_cat.h"
#include "core/base/status_macros.h"
#include "native_server/unique_fd.h"
#include "sqlite3.h"

namespace tandem::native {
namespace {

// Who has a lock on the file, as the system tells; empty if it does not. The file is not opened for
// that: closing it would let go of the locks that this process may have.
std::string HolderOf(const std::string& path) {
  struct stat file {};
  if (::stat(path.c_str(), &file) != 0) return "";
  const std::string inode = absl::StrCat(":", file.st_ino);
  std::ifstream locks("/proc/locks");
  std::string line;
  while (std::getline(locks, line)) {
    // "1: POSIX  ADVISORY  WRITE 1234 08:01:5678 1073741826 1073742335"
    std::istringstream fields(line);
    std::string number, kind, strength, access, process, place;
    fields >> number >> kind >> strength >> access >> process >> place;
    if (kind == "POSIX" && access == "WRITE" && place.size() > inode.size() &&
        place.compare(place.size() - inode.size(), inode.size(), inode) == 0) {
      return process;
    }
  }
  return "";
}

absl::StatusCode CodeOf(int error) {
  switch (error & 0xff) {
    case SQLITE_FULL:
      return absl::StatusCode::kResourceExhausted;
    case SQLITE_READONLY:
    case SQLITE_PERM:
    case SQLITE_AUTH:
    case SQLITE_CANTOPEN:
      return absl::StatusCode::kPermissionDenied;
    case SQLITE_NOTADB:
      return absl::StatusCode::kFailedPrecondition;
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return absl::StatusCode::kAborted;
    case SQLITE_CORRUPT:
      return absl::StatusCode::kDataLoss;
    default:
      return absl::StatusCode::kUnavailable;
  }
}

}  // namespace

absl::StatusOr<std::unique_ptr<SqliteDatabase>> SqliteDatabase::Open(const std::string& path) {
  // For nobody else: it holds what people typed. SQLite would ask the umask.
  { const UniqueFd created(::open(path.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600)); }
  sqlite3* handle = nullptr;
  const int code =
      sqlite3_open_v2(path.c_str(), &handle,
                      SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_EXRESCODE, nullptr);
  std::unique_ptr<SqliteDatabase> database(new SqliteDatabase(path, handle));
  if (code != SQLITE_OK) return database->Error(code);
  return database;
}

SqliteDatabase::~SqliteDatabase() { sqlite3_close_v2(handle_); }

absl::Status SqliteDatabase::Run(const std::string& sql) {
  const int code = sqlite3_exec(handle_, sql.c_str(), nullptr, nullptr, nullptr);
  return code == SQLITE_OK ? absl::OkStatus() : Error(code);
}

absl::StatusOr<int64_t> SqliteDatabase::Number(const std::string& sql) {
  ASSIGN_OR_RETURN(Statement statement, Prepare(sql));
  ASSIGN_OR_RETURN(const bool has_row, statement.Step());
  return has_row ? statement.Number(0) : 0;
}

absl::StatusOr<std::string> SqliteDatabase::Text(const std::string& sql) {
  ASSIGN_OR_RETURN(Statement statement, Prepare(sql));
  ASSIGN_OR_RETURN(const bool has_row, statement.Step());
  return has_row ? std::string(statement.Bytes(0)) : "";
}

bool SqliteDatabase::is_read_only() const { return sqlite3_db_readonly(handle_, "main") == 1; }

absl::StatusOr<SqliteDatabase::Statement> SqliteDatabase::Prepare(absl::string_view sql) {
  sqlite3_stmt* statement = nullptr;
  const int code = sqlite3_prepare_v3(handle_, sql.data(), static_cast<int>(sql.size()),
                                      SQLITE_PREPARE_PERSISTENT, &statement, nullptr);
  if (code != SQLITE_OK) return Error(code);
  return Statement(this, statement);
}

// SQLite's words are for programmers where the cause is ordinary.
absl::Status SqliteDatabase::Error(int code) const {
  const char* words = handle_ == nullptr ? "out of memory" : sqlite3_errmsg(handle_);
  std::string message;
  switch (code & 0xff) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED: {
      const std::string holder = HolderOf(path_);
      message = absl::StrCat(path_, " is in use by ",
                             holder.empty() ? "another process" : "process ", holder);
      break;
    }
    case SQLITE_NOTADB:
      message = absl::StrCat(path_, " is no SQLite file");
      break;
    case SQLITE_READONLY:
      message = absl::StrCat(path_, " is read-only");
      break;
    case SQLITE_FULL:
      message = absl::StrCat(path_, " cannot grow: the disk is full");
      break;
    default:
      message = absl::StrCat(path_, ": ", words);
      // What the system said, of reading and writing.
      if (handle_ != nullptr && sqlite3_system_errno(handle_) != 0 &&
          ((code & 0xff) == SQLITE_IOERR || (code & 0xff) == SQLITE_CANTOPEN)) {
        absl::StrAppend(&message, " (", std::strerror(sqlite3_system_errno(handle_)), ")");
      }
  }
  return absl::Status(CodeOf(code), message);
}

SqliteDatabase::Statement::Statement(Statement&& other) noexcept
    : database_(other.database_), statement_(std::exchange(other.statement_, nullptr)) {}

SqliteDatabase::Statement& SqliteDatabase::Statement::operator=(Statement&& other) noexcept {
  std::swap(database_, other.database_);
  std::swap(statement_, other.statement_);
  return *this;
}

SqliteDatabase::Statement::~Statement() { sqlite3_finalize(statement_); }

SqliteDatabase::Statement& SqliteDatabase::Statement::Bind(int index, int64_t number) {
  sqlite3_bind_int64(statement_, index, number);
  return *this;
}

SqliteDatabase::Statement& SqliteDatabase::Statement::BindText(int index, absl::string_view text) {
  sqlite3_bind_text64(statement_, index, text.data(), text.size(), SQLITE_STATIC, SQLITE_UTF8);
  return *this;
}

SqliteDatabase::Statement& SqliteDatabase::Statement::BindBlob(int index, absl::string_view bytes) {
  sqlite3_bind_blob64(statement_, index, bytes.data(), bytes.size(), SQLITE_STATIC);
  return *this;
}

absl::StatusOr<bool> SqliteDatabase::Statement::Step() {
  const int code = sqlite3_step(statement_);
  if (code == SQLITE_ROW) return true;
  if (code == SQLITE_DONE) return false;
  return database_->Error(code);
}

absl::Status SqliteDatabase::Statement::Run() {
  const absl::StatusOr<bool> has_row = Step();
  Reset();
  return has_row.status();
}

void SqliteDatabase::Statement::Reset() {
  sqlite3_reset(statement_);
  sqlite3_clear_bindings(statement_);
}

int64_t SqliteDatabase::Statement::Number(int column) const {
  return sqlite3_column_int64(statement_, column);
}

absl::string_view SqliteDatabase::Statement::Bytes(int column) const {
  const void* bytes = sqlite3_column_blob(statement_, column);
  const int size = sqlite3_column_bytes(statement_, column);
  return {static_cast<const char*>(bytes), bytes == nullptr ? 0 : static_cast<size_t>(size)};
}

}  // namespace tandem::native
