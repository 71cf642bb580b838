// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// Files that a page sends, on their way into a session. Room for all of them is taken when they
// are announced: memory that counts as the VM's, or files in the session's temporary folder. When
// the last byte is there they become objects; before that no script knows of them.

#ifndef TANDEM_CORE_LUA_INCOMING_FILES_H_
#define TANDEM_CORE_LUA_INCOMING_FILES_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "core/base/file_description.h"
#include "core/host/temporary_files.h"

struct lua_State;

namespace tandem {

// Memory outside of the VM that counts as the VM's. Must not outlive it.
class HeldBytes {
 public:
  HeldBytes() = default;
  HeldBytes(const HeldBytes&) = delete;
  HeldBytes& operator=(const HeldBytes&) = delete;
  ~HeldBytes() { Drop(); }

  // False if there is no memory.
  bool Take(lua_State* L, size_t size);
  void Drop();

  char* data() const { return data_; }

 private:
  lua_State* L_ = nullptr;
  char* data_ = nullptr;
  size_t size_ = 0;
};

// Those of one upload, in their order.
class IncomingFiles {
 public:
  // Bytes that are still to come.
  int64_t missing() const { return missing_; }

  // The next bytes, at most as many as are missing. Errors are the disk's.
  absl::Status Append(absl::string_view bytes);

 private:
  friend class FileIntake;

  struct File {
    FileDescription description;
    int64_t received = 0;
    // One of the two.
    HeldBytes bytes;
    std::unique_ptr<TemporaryFile> temporary;
  };

  explicit IncomingFiles(size_t count) : files_(count) {}

  std::vector<File> files_;
  size_t next_ = 0;  // The first that is not complete.
  int64_t missing_ = 0;
};

}  // namespace tandem

#endif  // TANDEM_CORE_LUA_INCOMING_FILES_H_
