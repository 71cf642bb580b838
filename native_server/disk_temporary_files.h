// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// The core's TemporaryFiles, in a folder of this process below the system's folder for temporary
// files: TANDEM/SESSION/NUMBER, for its owner alone. The process holds a lock on its folder as long
// as it lives, however it ends; a folder that nobody holds is what a killed server left behind, and
// the next one removes it.
//
// CreateFolder may be called from any thread; what it gives belongs to one.

#ifndef TANDEM_NATIVE_SERVER_DISK_TEMPORARY_FILES_H_
#define TANDEM_NATIVE_SERVER_DISK_TEMPORARY_FILES_H_

#include <cstdint>
#include <memory>
#include <string>
#include <utility>

#include "absl/status/statusor.h"
#include "core/host/temporary_files.h"
#include "native_server/unique_fd.h"

namespace tandem::native {

class DiskTemporaryFiles : public TemporaryFiles {
 public:
  // Below `parent`; "" is the system's folder for temporary files (TMPDIR, else /tmp).
  static absl::StatusOr<std::unique_ptr<DiskTemporaryFiles>> Create(const std::string& parent);
  DiskTemporaryFiles(const DiskTemporaryFiles&) = delete;
  DiskTemporaryFiles& operator=(const DiskTemporaryFiles&) = delete;
  // Removes all of it. Nobody may use its folders any more.
  ~DiskTemporaryFiles() override;

  absl::StatusOr<std::unique_ptr<TemporaryFolder>> CreateFolder(int64_t max_bytes) override;

  const std::string& path() const { return path_; }

 private:
  DiskTemporaryFiles(std::string path, UniqueFd lock)
      : path_(std::move(path)), lock_(std::move(lock)) {}

  const std::string path_;
  const UniqueFd lock_;
};

}  // namespace tandem::native

#endif  // TANDEM_NATIVE_SERVER_DISK_TEMPORARY_FILES_H_
