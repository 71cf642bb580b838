// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// Where Lua VMs get the memory from that their small blocks lie in, so that no VM waits for what
// another one does to a heap that they share.

#ifndef TANDEM_CORE_HOST_MEMORY_CHUNKS_H_
#define TANDEM_CORE_HOST_MEMORY_CHUNKS_H_

#include <cstddef>

namespace tandem {

// Thread-safe.
class MemoryChunks {
 public:
  static constexpr size_t kBytes = size_t{64} << 10;

  virtual ~MemoryChunks() = default;

  // kBytes at a multiple of kBytes, with anything in them; null if there is no memory.
  virtual void* Take() = 0;

  // What Take has returned.
  virtual void Give(void* chunk) = 0;
};

}  // namespace tandem

#endif  // TANDEM_CORE_HOST_MEMORY_CHUNKS_H_
