// Copyright (c) the Tandem authors. Licensed under the MIT License.

#include "native_server/mapped_chunks.h"

#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <thread>
#include <vector>

#include "gtest/gtest.h"

namespace tandem::native {
namespace {

// How much of `chunk` has memory.
size_t ResidentBytes(void* chunk) {
  const auto page = static_cast<size_t>(::sysconf(_SC_PAGESIZE));
  std::vector<unsigned char> pages(MemoryChunks::kBytes / page);
  EXPECT_EQ(::mincore(chunk, MemoryChunks::kBytes, pages.data()), 0);
  const auto resident =
      std::count_if(pages.begin(), pages.end(), [](unsigned char one) { return (one & 1) != 0; });
  return static_cast<size_t>(resident) * page;
}

TEST(MappedChunksTest, ChunksAreAlignedAndApart) {
  MappedChunks chunks;
  std::vector<char*> taken;
  for (int i = 0; i < 200; ++i) {
    taken.push_back(static_cast<char*>(chunks.Take()));
    ASSERT_NE(taken.back(), nullptr);
    EXPECT_EQ(reinterpret_cast<uintptr_t>(taken.back()) % MemoryChunks::kBytes, 0u);
    std::memset(taken.back(), i, MemoryChunks::kBytes);
  }
  for (int i = 0; i < 200; ++i) {
    const char* chunk = taken[static_cast<size_t>(i)];
    EXPECT_EQ(static_cast<unsigned char>(chunk[0]), i);
    EXPECT_EQ(static_cast<unsigned char>(chunk[MemoryChunks::kBytes - 1]), i);
  }
  for (char* chunk : taken) chunks.Give(chunk);
}

// A few stay warm; the memory of all others goes back to the system.
TEST(MappedChunksTest, WhatIsGivenBackInNumbersHasNoMemory) {
  MappedChunks chunks;
  std::vector<void*> taken;
  for (int i = 0; i < 500; ++i) {
    taken.push_back(chunks.Take());
    std::memset(taken.back(), 1, MemoryChunks::kBytes);
  }
  for (void* chunk : taken) chunks.Give(chunk);
  size_t resident = 0;
  for (void* chunk : taken) resident += ResidentBytes(chunk);
  EXPECT_LE(resident, 64 * MemoryChunks::kBytes);
  EXPECT_GT(resident, 0u);
}

TEST(MappedChunksTest, ThreadsTakeAndGiveWhatOthersTook) {
  MappedChunks chunks;
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([&chunks, t] {
      std::vector<unsigned char*> mine;
      for (int i = 0; i < 5'000; ++i) {
        if (mine.size() < 40 && i % 3 != 0) {
          mine.push_back(static_cast<unsigned char*>(chunks.Take()));
          mine.back()[0] = static_cast<unsigned char>(t);
        } else if (!mine.empty()) {
          EXPECT_EQ(mine.back()[0], t);
          chunks.Give(mine.back());
          mine.pop_back();
        }
      }
      for (unsigned char* chunk : mine) chunks.Give(chunk);
    });
  }
  for (std::thread& thread : threads) thread.join();
}

}  // namespace
}  // namespace tandem::native
