// Copyright (c) the Tandem authors. Licensed under the MIT License.

#include "native_server/disk_temporary_files.h"

#include <fcntl.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdint>
#include <filesystem>
#include <system_error>

#include "absl/status/status.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "core/base/error.h"
#include "core/base/file_description.h"
#include "core/base/status_macros.h"

namespace tandem::native {
namespace {

namespace fs = std::filesystem;

constexpr absl::string_view kPrefix = "tandem-files-";

void RemoveAll(const std::string& path) {
  std::error_code error;
  fs::remove_all(path, error);
}

absl::StatusOr<std::string> MakeFolder(std::string pattern) {
  pattern.append("XXXXXX");
  if (::mkdtemp(pattern.data()) == nullptr) {
    return absl::ErrnoToStatus(errno, absl::StrCat("no folder for temporary files: ", pattern));
  }
  return pattern;
}

// The lock on `folder`; nothing if somebody has it, or there is no such folder of ours (any more).
UniqueFd Lock(const std::string& folder) {
  UniqueFd fd(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
  struct stat opened, found;
  if (!fd.valid() || ::flock(fd.get(), LOCK_EX | LOCK_NB) != 0 || ::fstat(fd.get(), &opened) != 0 ||
      opened.st_uid != ::geteuid() || ::lstat(folder.c_str(), &found) != 0 ||
      found.st_dev != opened.st_dev || found.st_ino != opened.st_ino) {
    return UniqueFd();
  }
  return fd;
}

void RemoveLeftovers(const std::string& parent) {
  std::error_code error;
  for (fs::directory_iterator entry(parent, error), end; !error && entry != end;
       entry.increment(error)) {
    if (!absl::StartsWith(entry->path().filename().string(), kPrefix)) continue;
    const UniqueFd lock = Lock(entry->path().string());
    if (lock.valid()) RemoveAll(entry->path().string());
  }
}

// Names no path: who sent the file is told.
absl::Status CannotWrite(int error) {
  if (error == ENOSPC || error == EDQUOT) {
    return MakeError(ErrorKind::kOverBudget, "the server's disk for temporary files is full");
  }
  return MakeError(ErrorKind::kInternal,
                   absl::StrCat("the server cannot write a temporary file: ",
                                std::error_code(error, std::generic_category()).message()));
}

// Opened for each piece: a session may have more files on their way than a process may have open.
class DiskFile : public TemporaryFile {
 public:
  // `expected` is the folder's sum of what is still to come, kept up to date.
  static absl::StatusOr<std::unique_ptr<TemporaryFile>> Create(std::string path, int64_t size,
                                                               int64_t& expected) {
    const UniqueFd fd(::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600));
    if (!fd.valid()) return CannotWrite(errno);
    return std::unique_ptr<TemporaryFile>(new DiskFile(std::move(path), size, expected));
  }
  ~DiskFile() override {
    expected_ -= missing_;
    if (!is_finished_) ::unlink(path_.c_str());
  }

  absl::Status Append(absl::string_view bytes) override {
    const UniqueFd fd(::open(path_.c_str(), O_WRONLY | O_APPEND | O_NOFOLLOW | O_CLOEXEC));
    if (!fd.valid()) return CannotWrite(errno);
    while (!bytes.empty()) {
      const ssize_t count = ::write(fd.get(), bytes.data(), bytes.size());
      if (count < 0 && errno == EINTR) continue;
      if (count < 0) return CannotWrite(errno);
      bytes.remove_prefix(static_cast<size_t>(count));
      missing_ -= count;
      expected_ -= count;
    }
    return absl::OkStatus();
  }

  absl::StatusOr<std::string> Finish() override {
    is_finished_ = true;
    return path_;
  }

 private:
  DiskFile(std::string path, int64_t size, int64_t& expected)
      : path_(std::move(path)), expected_(expected), missing_(size) {
    expected_ += size;
  }

  const std::string path_;
  int64_t& expected_;
  int64_t missing_;
  bool is_finished_ = false;
};

class DiskFolder : public TemporaryFolder {
 public:
  DiskFolder(std::string path, int64_t max_bytes) : path_(std::move(path)), max_bytes_(max_bytes) {}
  ~DiskFolder() override { RemoveAll(path_); }

  absl::StatusOr<std::unique_ptr<TemporaryFile>> Create(const FileDescription& file) override {
    if (file.size > max_bytes_ - expected_ - Bytes()) {
      return MakeError(ErrorKind::kOverBudget,
                       absl::StrCat("\"", file.name, "\" has ", file.size,
                                    " bytes, more than the session may keep in files"));
    }
    return DiskFile::Create(absl::StrCat(path_, "/", ++last_), file.size, expected_);
  }

 private:
  // What is there now.
  int64_t Bytes() const {
    int64_t sum = 0;
    std::error_code error;
    for (fs::directory_iterator entry(path_, error), end; !error && entry != end;
         entry.increment(error)) {
      std::error_code is_gone;
      const auto size = entry->file_size(is_gone);
      if (!is_gone) sum += static_cast<int64_t>(size);
    }
    return sum;
  }

  const std::string path_;
  const int64_t max_bytes_;
  int64_t expected_ = 0;
  int64_t last_ = 0;
};

}  // namespace

// Between making a folder and locking it another process may take it for a leftover.
absl::StatusOr<std::unique_ptr<DiskTemporaryFiles>> DiskTemporaryFiles::Create(
    const std::string& parent) {
  std::error_code error;
  const std::string where = parent.empty() ? fs::temp_directory_path(error).string() : parent;
  if (error) {
    return absl::NotFoundError(
        absl::StrCat("there is no folder for temporary files: ", error.message()));
  }
  RemoveLeftovers(where);
  for (;;) {
    ASSIGN_OR_RETURN(std::string path, MakeFolder(absl::StrCat(where, "/", kPrefix)));
    UniqueFd lock = Lock(path);
    if (!lock.valid()) continue;
    return std::unique_ptr<DiskTemporaryFiles>(
        new DiskTemporaryFiles(std::move(path), std::move(lock)));
  }
}

DiskTemporaryFiles::~DiskTemporaryFiles() { RemoveAll(path_); }

absl::StatusOr<std::unique_ptr<TemporaryFolder>> DiskTemporaryFiles::CreateFolder(
    int64_t max_bytes) {
  ASSIGN_OR_RETURN(std::string path, MakeFolder(absl::StrCat(path_, "/")));
  return std::make_unique<DiskFolder>(std::move(path), max_bytes);
}

}  // namespace tandem::native
