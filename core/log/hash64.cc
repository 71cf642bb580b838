// Copyright (c) the Tandem authors. Licensed under the MIT License.

#include "core/log/hash64.h"

#include <cstddef>

namespace tandem {
namespace {

constexpr uint64_t kMultiplier = 0xc6a4a7935bd1e995;
constexpr int kShift = 47;

// `count` bytes, at most eight, the first the lowest.
uint64_t Load(const char* bytes, size_t count) {
  uint64_t word = 0;
  for (size_t i = 0; i < count; ++i) {
    word |= uint64_t{static_cast<uint8_t>(bytes[i])} << (8 * i);
  }
  return word;
}

}  // namespace

uint64_t Hash64(absl::string_view bytes, uint64_t seed) {
  uint64_t hash = seed ^ (bytes.size() * kMultiplier);
  while (bytes.size() >= 8) {
    uint64_t word = Load(bytes.data(), 8) * kMultiplier;
    word ^= word >> kShift;
    hash = (hash ^ (word * kMultiplier)) * kMultiplier;
    bytes.remove_prefix(8);
  }
  if (!bytes.empty()) hash = (hash ^ Load(bytes.data(), bytes.size())) * kMultiplier;
  hash = (hash ^ (hash >> kShift)) * kMultiplier;
  return hash ^ (hash >> kShift);
}

}  // namespace tandem
