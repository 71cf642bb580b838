// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// Owns a file descriptor and closes it.

#ifndef TANDEM_NATIVE_SERVER_UNIQUE_FD_H_
#define TANDEM_NATIVE_SERVER_UNIQUE_FD_H_

#include <unistd.h>

#include <utility>

namespace tandem::native {

class UniqueFd {
 public:
  UniqueFd() = default;
  explicit UniqueFd(int fd) : fd_(fd) {}
  UniqueFd(UniqueFd&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
  UniqueFd& operator=(UniqueFd&& other) noexcept {
    std::swap(fd_, other.fd_);
    return *this;
  }
  ~UniqueFd() {
    if (fd_ >= 0) ::close(fd_);
  }

  bool valid() const { return fd_ >= 0; }
  int get() const { return fd_; }
  // The caller closes it from now on.
  int Release() { return std::exchange(fd_, -1); }

 private:
  int fd_ = -1;
};

}  // namespace tandem::native

#endif  // TANDEM_NATIVE_SERVER_UNIQUE_FD_H_
