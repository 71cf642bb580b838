// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// A new file that is only appended to, for much that is small: what was appended survives the end
// of the process, however that comes about, and costs no system call. The end of the file is mapped
// into memory, a window at a time, on room that was written before: a full disk is an error, not a
// signal. Until the file is closed, zeros stand after what was appended.
//
// Not thread-safe.

#ifndef TANDEM_NATIVE_SERVER_GROWING_FILE_H_
#define TANDEM_NATIVE_SERVER_GROWING_FILE_H_

#include <cstddef>
#include <memory>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "native_server/unique_fd.h"

namespace tandem::native {

class GrowingFile {
 public:
  // So much more room is made each time: the more, the longer the file is. Of these, the largest is
  // a multiple of the smallest, and both are whole pages.
  static constexpr size_t kSmallestWindow = size_t{64} << 10;
  static constexpr size_t kLargestWindow = size_t{256} << 10;

  // For its owner alone. An error if there is such a file.
  static absl::StatusOr<std::unique_ptr<GrowingFile>> Create(const std::string& path);
  GrowingFile(const GrowingFile&) = delete;
  GrowingFile& operator=(const GrowingFile&) = delete;
  // Cuts the zeros off.
  ~GrowingFile();

  // After an error the file has what was appended before, and part of `bytes`.
  absl::Status Append(absl::string_view bytes);

  size_t size() const { return size_; }

 private:
  explicit GrowingFile(UniqueFd fd) : fd_(std::move(fd)) {}

  absl::Status NextWindow();
  void Unmap();

  UniqueFd fd_;
  size_t size_ = 0;
  char* window_ = nullptr;
  size_t window_size_ = 0;
  size_t used_ = 0;  // Of the window.
};

}  // namespace tandem::native

#endif  // TANDEM_NATIVE_SERVER_GROWING_FILE_H_
