// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// A place on a disk for files that pages send, where the site wants them there and not in the
// memory of the session. Each session has a folder of its own, which goes with it.

#ifndef TANDEM_CORE_HOST_TEMPORARY_FILES_H_
#define TANDEM_CORE_HOST_TEMPORARY_FILES_H_

#include <cstdint>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "core/base/file_description.h"

namespace tandem {

// Being written. Goes when this does, unless it was finished.
class TemporaryFile {
 public:
  virtual ~TemporaryFile() = default;

  // kResourceExhausted if the disk is full.
  virtual absl::Status Append(absl::string_view bytes) = 0;

  // Once: nothing more is appended. Its path; from now on it lives as long as its folder.
  virtual absl::StatusOr<std::string> Finish() = 0;
};

// Goes with whatever is in it.
class TemporaryFolder {
 public:
  virtual ~TemporaryFolder() = default;

  // An empty file under a name that nobody chose, for what is described. kResourceExhausted, naming
  // that, if it does not fit into the folder with what is there and what is expected; the
  // application may have taken files away. Must not outlive the folder.
  virtual absl::StatusOr<std::unique_ptr<TemporaryFile>> Create(const FileDescription& file) = 0;
};

class TemporaryFiles {
 public:
  virtual ~TemporaryFiles() = default;

  // For at most so many bytes.
  virtual absl::StatusOr<std::unique_ptr<TemporaryFolder>> CreateFolder(int64_t max_bytes) = 0;
};

}  // namespace tandem

#endif  // TANDEM_CORE_HOST_TEMPORARY_FILES_H_
