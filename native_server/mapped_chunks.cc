// Copyright (c) the Tandem authors. Licensed under the MIT License.

#include "native_server/mapped_chunks.h"

#include <sys/mman.h>

#include <cstdint>

namespace tandem::native {
namespace {

constexpr size_t kChunksOfRegion = 64;

// What sessions give and take all the time is not given back to the system each time.
constexpr size_t kMaxWarm = 64;

}  // namespace

MappedChunks::~MappedChunks() {
  for (const Region& region : regions_) ::munmap(region.start, region.bytes);
}

void* MappedChunks::Take() {
  const std::lock_guard<std::mutex> lock(mutex_);
  if (warm_.empty() && cold_.empty() && !Map()) return nullptr;
  std::vector<void*>& chunks = warm_.empty() ? cold_ : warm_;
  void* chunk = chunks.back();
  chunks.pop_back();
  return chunk;
}

void MappedChunks::Give(void* chunk) {
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    if (warm_.size() < kMaxWarm) return warm_.push_back(chunk);
  }
  ::madvise(chunk, kBytes, MADV_DONTNEED);
  const std::lock_guard<std::mutex> lock(mutex_);
  cold_.push_back(chunk);
}

// Address space alone: the system adds memory where something is written.
bool MappedChunks::Map() {
  constexpr size_t kRegionBytes = (kChunksOfRegion + 1) * kBytes;
  void* start = ::mmap(nullptr, kRegionBytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS,
                       /*fd=*/-1, /*offset=*/0);
  if (start == MAP_FAILED) return false;
#ifdef MADV_NOHUGEPAGE
  ::madvise(start, kRegionBytes, MADV_NOHUGEPAGE);
#endif
  regions_.push_back({start, kRegionBytes});
  const size_t beyond = reinterpret_cast<uintptr_t>(start) % kBytes;
  char* chunk = static_cast<char*>(start) + (kBytes - beyond) % kBytes;
  for (size_t i = kChunksOfRegion; i > 0; --i) cold_.push_back(chunk + (i - 1) * kBytes);
  return true;
}

}  // namespace tandem::native
