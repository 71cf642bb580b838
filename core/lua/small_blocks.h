// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// The small blocks of one Lua VM. A VM says how large a block is when it gives it back, so a block
// needs no header: blocks of one size lie side by side in a run of 1 KiB, and 62 runs behind what
// is known about them in a chunk. Taking and giving is a few instructions and no lock; a run whose
// last block was given back serves any size again, and a chunk whose last run is free goes back to
// where it came from. After Bonwick, "The Slab Allocator" (USENIX Summer 1994).

#ifndef TANDEM_CORE_LUA_SMALL_BLOCKS_H_
#define TANDEM_CORE_LUA_SMALL_BLOCKS_H_

#include <array>
#include <cstddef>
#include <cstdint>

#include "core/host/memory_chunks.h"

namespace tandem {

class SmallBlocks {
 public:
  // Larger ones are few, and whole runs for each of their sizes would cost more than they save.
  static constexpr size_t kMaxBytes = 256;

  // `chunks` must outlive this.
  explicit SmallBlocks(MemoryChunks& chunks) : chunks_(chunks) {}
  SmallBlocks(const SmallBlocks&) = delete;
  SmallBlocks& operator=(const SmallBlocks&) = delete;
  // With all blocks given back.
  ~SmallBlocks() = default;

  // `bytes` is 1 to kMaxBytes. Aligned to 16; null if there is no memory.
  void* Take(size_t bytes);

  // `bytes` is what was asked for.
  void Give(void* block, size_t bytes);

  // Whether a block taken for `before` bytes holds `after` and none smaller does.
  static bool IsSameSize(size_t before, size_t after) { return ClassOf(before) == ClassOf(after); }

 private:
  static constexpr size_t kGrain = 16;
  static constexpr size_t kClasses = kMaxBytes / kGrain;
  static constexpr size_t kRunBytes = 1024;
  static constexpr size_t kRuns = MemoryChunks::kBytes / kRunBytes;

  // A block that was given back.
  struct Free {
    uint16_t next;  // As Run::free.
  };

  // Links of a list whose ends are null.
  template <typename T>
  struct Links {
    T* previous = nullptr;
    T* next = nullptr;
  };

  struct Run {
    Links<Run> links;    // In runs_with_room_, while it has room and is in use.
    uint16_t free = 0;   // Where in the chunk the first block lies that was given back; 0: none.
    uint16_t used = 0;   // Blocks.
    uint16_t fresh = 0;  // Bytes never taken, at its end.
    uint16_t size = 0;   // Of a block, in bytes.
  };

  struct Chunk {
    Links<Chunk> links;           // In chunks_with_room_, while it has a free run.
    uint64_t free_runs;           // One bit each.
    std::array<Run, kRuns> runs;  // The first of them are not in use: there is the Chunk.
  };
  static constexpr size_t kFirstRun = (sizeof(Chunk) + kRunBytes - 1) / kRunBytes;

  static constexpr uint64_t kAllFree = ~((uint64_t{1} << kFirstRun) - 1);

  static size_t ClassOf(size_t bytes) { return (bytes - 1) / kGrain; }
  static Chunk& ChunkOf(void* block);
  template <typename T>
  static void Link(T*& first, T& one);
  template <typename T>
  static void Unlink(T*& first, T& one);

  Run* NewRun(size_t size);
  Chunk* NewChunk();
  void FreeRun(Chunk& chunk, Run& run);

  MemoryChunks& chunks_;
  std::array<Run*, kClasses> runs_with_room_ = {};
  Chunk* chunks_with_room_ = nullptr;
};

}  // namespace tandem

#endif  // TANDEM_CORE_LUA_SMALL_BLOCKS_H_
