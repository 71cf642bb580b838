// Copyright (c) the Tandem authors. Licensed under the MIT License.

#include "core/lua/small_blocks.h"

#include <new>

#include "absl/base/config.h"
#include "absl/numeric/bits.h"

#ifdef ABSL_HAVE_ADDRESS_SANITIZER
#include <sanitizer/asan_interface.h>
#endif

namespace tandem {
namespace {

// For the sanitizer a block that is not taken is not there.
void Hide([[maybe_unused]] void* memory, [[maybe_unused]] size_t bytes) {
#ifdef ABSL_HAVE_ADDRESS_SANITIZER
  ASAN_POISON_MEMORY_REGION(memory, bytes);
#endif
}
void Show([[maybe_unused]] void* memory, [[maybe_unused]] size_t bytes) {
#ifdef ABSL_HAVE_ADDRESS_SANITIZER
  ASAN_UNPOISON_MEMORY_REGION(memory, bytes);
#endif
}

char* StartOf(void* chunk, size_t run, size_t run_bytes) {
  return static_cast<char*>(chunk) + run * run_bytes;
}

}  // namespace

SmallBlocks::Chunk& SmallBlocks::ChunkOf(void* block) {
  const auto address = reinterpret_cast<uintptr_t>(block);
  return *reinterpret_cast<Chunk*>(address & ~uintptr_t{MemoryChunks::kBytes - 1});
}

template <typename T>
void SmallBlocks::Link(T*& first, T& one) {
  one.links = {nullptr, first};
  if (first != nullptr) first->links.previous = &one;
  first = &one;
}

template <typename T>
void SmallBlocks::Unlink(T*& first, T& one) {
  (one.links.previous != nullptr ? one.links.previous->links.next : first) = one.links.next;
  if (one.links.next != nullptr) one.links.next->links.previous = one.links.previous;
}

void* SmallBlocks::Take(size_t bytes) {
  Run*& first = runs_with_room_[ClassOf(bytes)];
  if (first == nullptr) {
    first = NewRun((ClassOf(bytes) + 1) * kGrain);
    if (first == nullptr) return nullptr;
  }
  Run& run = *first;
  Chunk& chunk = ChunkOf(&run);
  char* block = nullptr;
  if (run.free != 0) {
    block = StartOf(&chunk, 0, 0) + run.free;
    Show(block, run.size);
    run.free = reinterpret_cast<Free*>(block)->next;
  } else {
    const auto place = static_cast<size_t>(&run - chunk.runs.data());
    block = StartOf(&chunk, place + 1, kRunBytes) - run.fresh;
    run.fresh = static_cast<uint16_t>(run.fresh - run.size);
    Show(block, run.size);
  }
  ++run.used;
  if (run.free == 0 && run.fresh < run.size) Unlink(first, run);
  return block;
}

void SmallBlocks::Give(void* block, size_t bytes) {
  Chunk& chunk = ChunkOf(block);
  const auto offset = static_cast<size_t>(static_cast<char*>(block) - StartOf(&chunk, 0, 0));
  Run& run = chunk.runs[offset / kRunBytes];
  const bool was_full = run.free == 0 && run.fresh < run.size;
  Show(block, run.size);
  new (block) Free{run.free};
  run.free = static_cast<uint16_t>(offset);
  Hide(block, run.size);
  Run*& first = runs_with_room_[ClassOf(bytes)];
  if (was_full) Link(first, run);
  if (--run.used > 0) return;
  Unlink(first, run);
  FreeRun(chunk, run);
}

SmallBlocks::Run* SmallBlocks::NewRun(size_t size) {
  if (chunks_with_room_ == nullptr && NewChunk() == nullptr) return nullptr;
  Chunk& chunk = *chunks_with_room_;
  const int place = absl::countr_zero(chunk.free_runs);
  chunk.free_runs &= ~(uint64_t{1} << place);
  if (chunk.free_runs == 0) Unlink(chunks_with_room_, chunk);
  Run& run = chunk.runs[static_cast<size_t>(place)];
  run = Run();
  run.size = static_cast<uint16_t>(size);
  run.fresh = static_cast<uint16_t>(kRunBytes - kRunBytes % size);
  return &run;
}

SmallBlocks::Chunk* SmallBlocks::NewChunk() {
  void* memory = chunks_.Take();
  if (memory == nullptr) return nullptr;
  char* first = StartOf(memory, kFirstRun, kRunBytes);
  Hide(first, MemoryChunks::kBytes - kFirstRun * kRunBytes);
  Chunk* chunk = new (memory) Chunk;
  chunk->free_runs = kAllFree;
  Link(chunks_with_room_, *chunk);
  return chunk;
}

void SmallBlocks::FreeRun(Chunk& chunk, Run& run) {
  if (chunk.free_runs == 0) Link(chunks_with_room_, chunk);
  chunk.free_runs |= uint64_t{1} << (&run - chunk.runs.data());
  if (chunk.free_runs != kAllFree) return;
  Unlink(chunks_with_room_, chunk);
  Show(&chunk, MemoryChunks::kBytes);
  chunks_.Give(&chunk);
}

}  // namespace tandem
