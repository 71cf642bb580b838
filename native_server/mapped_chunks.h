// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// The memory of Lua VMs' small blocks (core/host/memory_chunks.h), mapped from the system. It goes
// back to the system in small pieces and while no lock is held: a heap that is shared gives back
// megabytes at once, and everybody waits.

#ifndef TANDEM_NATIVE_SERVER_MAPPED_CHUNKS_H_
#define TANDEM_NATIVE_SERVER_MAPPED_CHUNKS_H_

#include <cstddef>
#include <mutex>
#include <vector>

#include "core/host/memory_chunks.h"

namespace tandem::native {

class MappedChunks : public MemoryChunks {
 public:
  MappedChunks() = default;
  MappedChunks(const MappedChunks&) = delete;
  MappedChunks& operator=(const MappedChunks&) = delete;
  // With all chunks given back.
  ~MappedChunks() override;

  void* Take() override;
  void Give(void* chunk) override;

 private:
  struct Region {
    void* start;
    size_t bytes;
  };

  bool Map();

  std::mutex mutex_;
  std::vector<void*> warm_;  // With memory.
  std::vector<void*> cold_;  // Without.
  std::vector<Region> regions_;
};

}  // namespace tandem::native

#endif  // TANDEM_NATIVE_SERVER_MAPPED_CHUNKS_H_
