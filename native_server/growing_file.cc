// Copyright (c) the Tandem authors. Licensed under the MIT License.

#include "native_server/growing_file.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/types.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <utility>

#include "core/base/status_macros.h"
#include "native_server/whole_file.h"

namespace tandem::native {
namespace {

// Ready made: memory of that size, taken and given back, makes the heap tidy itself up each time.
const char kZeros[GrowingFile::kSmallestWindow] = {};

}  // namespace

absl::StatusOr<std::unique_ptr<GrowingFile>> GrowingFile::Create(const std::string& path) {
  // Mapping for writing takes the right to read.
  UniqueFd fd(::open(path.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600));
  if (!fd.valid()) return absl::ErrnoToStatus(errno, path);
  return std::unique_ptr<GrowingFile>(new GrowingFile(std::move(fd)));
}

GrowingFile::~GrowingFile() {
  Unmap();
  // Should it fail, nobody is left to be told, and zeros at the end of a log do no harm.
  if (::ftruncate(fd_.get(), static_cast<off_t>(size_)) != 0) return;
}

absl::Status GrowingFile::Append(absl::string_view bytes) {
  while (!bytes.empty()) {
    if (used_ == window_size_) RETURN_IF_ERROR(NextWindow());
    const size_t count = std::min(bytes.size(), window_size_ - used_);
    std::memcpy(window_ + used_, bytes.data(), count);
    used_ += count;
    size_ += count;
    bytes.remove_prefix(count);
  }
  return absl::OkStatus();
}

absl::Status GrowingFile::NextWindow() {
  Unmap();
  const size_t size = std::clamp(size_, kSmallestWindow, kLargestWindow);
  // Zeros are written: to have the room reserved, and each page fetched when it is touched, takes
  // three times as long (measured on ext4).
  for (size_t made = 0; made < size; made += kSmallestWindow) {
    RETURN_IF_ERROR(WriteAll(fd_.get(), absl::string_view(kZeros, kSmallestWindow), "no room"));
  }
  const auto begin = static_cast<off_t>(size_);
  void* window = ::mmap(nullptr, size, PROT_READ | PROT_WRITE, MAP_SHARED, fd_.get(), begin);
  if (window == MAP_FAILED) return absl::ErrnoToStatus(errno, "cannot be mapped");
  window_ = static_cast<char*>(window);
  window_size_ = size;
  return absl::OkStatus();
}

void GrowingFile::Unmap() {
  if (window_ != nullptr) ::munmap(window_, window_size_);
  window_ = nullptr;
  window_size_ = used_ = 0;
}

}  // namespace tandem::native
