// Copyright (c) the Tandem authors. Licensed under the MIT License.

#include "core/log/hash64.h"

#include <string>

#include "gtest/gtest.h"

namespace tandem {
namespace {

std::string Bytes(uint64_t word) {
  std::string bytes;
  for (int i = 0; i < 8; ++i) bytes.push_back(static_cast<char>(word >> (8 * i)));
  return bytes;
}

// SMHasher's verification value of MurmurHash64A: keys 0, 0 1, 0 1 2 … of every length below 256,
// seeded with 256 less the length, and the hash of all those hashes.
TEST(Hash64Test, IsMurmurHash64A) {
  std::string key, hashes;
  for (int length = 0; length < 256; ++length) {
    hashes += Bytes(Hash64(key, 256 - static_cast<uint64_t>(length)));
    key.push_back(static_cast<char>(length));
  }
  EXPECT_EQ(static_cast<uint32_t>(Hash64(hashes)), 0x1F0D3804u);
}

TEST(Hash64Test, DependsOnTheSeed) { EXPECT_NE(Hash64("frame", 1), Hash64("frame", 2)); }

}  // namespace
}  // namespace tandem
