// Copyright (c) the Tandem authors. Licensed under the MIT License.

#include "core/lua/small_blocks.h"

#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <random>
#include <set>
#include <vector>

#include "core/testing/test_chunks.h"
#include "gtest/gtest.h"

namespace tandem::testing {
namespace {

struct Block {
  unsigned char* start;
  size_t bytes;
  unsigned char mark;

  bool IsIntact() const {
    for (size_t i = 0; i < bytes; ++i) {
      if (start[i] != mark) return false;
    }
    return true;
  }
};

class SmallBlocksTest : public ::testing::Test {
 protected:
  Block Take(size_t bytes) {
    Block block{static_cast<unsigned char*>(blocks_.Take(bytes)), bytes,
                static_cast<unsigned char>(random_())};
    if (block.start != nullptr) std::memset(block.start, block.mark, bytes);
    return block;
  }
  void Give(const Block& block) {
    EXPECT_TRUE(block.IsIntact());
    blocks_.Give(block.start, block.bytes);
  }

  std::mt19937 random_{20261127};
  TestChunks chunks_;
  SmallBlocks blocks_{chunks_};
};

TEST_F(SmallBlocksTest, BlocksOfEverySizeAreApartAndAligned) {
  std::vector<Block> taken;
  for (size_t bytes = 1; bytes <= SmallBlocks::kMaxBytes; ++bytes) {
    for (int i = 0; i < 5; ++i) {
      taken.push_back(Take(bytes));
      ASSERT_NE(taken.back().start, nullptr);
      EXPECT_EQ(reinterpret_cast<uintptr_t>(taken.back().start) % 16, 0u);
    }
  }
  for (const Block& block : taken) Give(block);
  EXPECT_EQ(chunks_.taken(), 0);
}

TEST_F(SmallBlocksTest, ARandomLifeKeepsWhatIsInThem) {
  std::vector<Block> taken;
  for (int i = 0; i < 200'000; ++i) {
    // Grows and shrinks in waves.
    const bool takes = random_() % 100 < ((i / 20'000) % 2 == 0 ? 60u : 35u);
    if (takes || taken.empty()) {
      taken.push_back(Take(1 + random_() % SmallBlocks::kMaxBytes));
    } else {
      std::swap(taken[random_() % taken.size()], taken.back());
      Give(taken.back());
      taken.pop_back();
    }
  }
  for (const Block& block : taken) Give(block);
  EXPECT_EQ(chunks_.taken(), 0);
}

TEST_F(SmallBlocksTest, WhatOneSizeHadServesAnother) {
  std::vector<Block> taken;
  for (int i = 0; i < 10'000; ++i) taken.push_back(Take(48));
  const int most = chunks_.taken();
  // One stays, and with it no more than its chunk.
  for (size_t i = 1; i < taken.size(); ++i) Give(taken[i]);
  EXPECT_EQ(chunks_.taken(), 1);
  std::vector<Block> others;
  for (int i = 0; i < 1'000; ++i) others.push_back(Take(240));
  EXPECT_LE(chunks_.taken(), most + 3);
  for (const Block& block : others) Give(block);
  EXPECT_EQ(chunks_.taken(), 1);
  Give(taken[0]);
  EXPECT_EQ(chunks_.taken(), 0);
}

// 2 of the 64 KiB of a chunk tell what is in it, and a run of 48 bytes leaves 16 of its 1 KiB.
TEST_F(SmallBlocksTest, LittleIsLostBetweenThem) {
  std::vector<Block> taken;
  while (chunks_.taken() < 11) taken.push_back(Take(48));
  EXPECT_GT(taken.size() * 48, 10 * MemoryChunks::kBytes * 95 / 100);
  for (const Block& block : taken) Give(block);
}

TEST_F(SmallBlocksTest, WithoutMemoryThereIsNoBlock) {
  chunks_.limit = 1;
  std::vector<Block> taken;
  for (Block block = Take(256); block.start != nullptr; block = Take(256)) taken.push_back(block);
  EXPECT_EQ(taken.size(), 62u * 4);
  EXPECT_EQ(blocks_.Take(16), nullptr);
  Give(taken.back());
  taken.pop_back();
  EXPECT_EQ(blocks_.Take(16), nullptr);  // Three of its run are still taken.
  const Block again = Take(256);
  EXPECT_NE(again.start, nullptr);
  Give(again);
  for (const Block& block : taken) Give(block);
  EXPECT_EQ(chunks_.taken(), 0);
}

}  // namespace
}  // namespace tandem::testing
