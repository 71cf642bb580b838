// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// One file of SQLite, and its statements; the only code that sees sqlite3.h. Errors name the file:
// kResourceExhausted for a full disk, kPermissionDenied where writing is not allowed,
// kFailedPrecondition for a file that is none of SQLite's, kAborted if another process has it,
// kDataLoss for a damaged one.
//
// Used by one thread at a time.

#ifndef TANDEM_NATIVE_SERVER_SQLITE_DATABASE_H_
#define TANDEM_NATIVE_SERVER_SQLITE_DATABASE_H_

#include <cstdint>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

struct sqlite3;
struct sqlite3_stmt;

namespace tandem::native {

class SqliteDatabase {
 public:
  // Opens the file, or makes one that is its owner's alone. Nothing of it is read yet.
  static absl::StatusOr<std::unique_ptr<SqliteDatabase>> Open(const std::string& path);
  SqliteDatabase(const SqliteDatabase&) = delete;
  SqliteDatabase& operator=(const SqliteDatabase&) = delete;
  // Its statements are gone.
  ~SqliteDatabase();

  // Statements without parameters and results.
  absl::Status Run(const std::string& sql);
  // The first column of the first row; 0 if there is no row.
  absl::StatusOr<int64_t> Number(const std::string& sql);
  absl::StatusOr<std::string> Text(const std::string& sql);

  bool is_read_only() const;

  class Statement {
   public:
    Statement() = default;
    Statement(Statement&& other) noexcept;
    Statement& operator=(Statement&& other) noexcept;
    ~Statement();

    // Parameters are counted from 1. Texts and blobs stay valid until Reset.
    Statement& Bind(int index, int64_t number);
    Statement& BindText(int index, absl::string_view text);
    Statement& BindBlob(int index, absl::string_view bytes);

    // Whether there is a row. To the end, and Reset, if there are to be none.
    absl::StatusOr<bool> Step();
    absl::Status Run();
    void Reset();

    // Of the present row; columns are counted from 0.
    int64_t Number(int column) const;
    absl::string_view Bytes(int column) const;

   private:
    friend class SqliteDatabase;
    Statement(SqliteDatabase* database, sqlite3_stmt* statement)
        : database_(database), statement_(statement) {}

    SqliteDatabase* database_ = nullptr;
    sqlite3_stmt* statement_ = nullptr;
  };
  absl::StatusOr<Statement> Prepare(absl::string_view sql);

 private:
  SqliteDatabase(std::string path, sqlite3* handle) : path_(std::move(path)), handle_(handle) {}

  absl::Status Error(int code) const;

  const std::string path_;
  sqlite3* const handle_;
};

}  // namespace tandem::native

#endif  // TANDEM_NATIVE_SERVER_SQLITE_DATABASE_H_
