// Copyright (c) the Tandem authors. Licensed under the MIT License.

#include "core/log/hash64.h"

#include <cstddef>

namespace tandem {
namespace {

constexpr uint64_t kMultiplier = 0xc6a4a7935bd1e995;
constexpr int kShift = 47;

uint64_t Byte(const char* bytes, size_t i) {
  return uint64_t{static_cast<uint8_t>(bytes[i])} << (8 * i);
}

// Eight bytes, the first the lowest; written out, it is one load.
uint64_t Word(const char* bytes) {
  return Byte(bytes, 0) | Byte(bytes, 1) | Byte(bytes, 2) | Byte(bytes, 3) | Byte(bytes, 4) |
         Byte(bytes, 5) | Byte(bytes, 6) | Byte(bytes, 7);
}

// Fewer than eight.
uint64_t Short(absl::string_view bytes) {
  uint64_t word = 0;
  for (size_t i = 0; i < bytes.size(); ++i) word |= Byte(bytes.data(), i);
  return word;
}

}  // namespace

uint64_t Hash64(absl::string_view bytes, uint64_t seed) {
  uint64_t hash = seed ^ (bytes.size() * kMultiplier);
  const size_t rest = bytes.size() % 8;
  const char* const end = bytes.data() + bytes.size();
  for (const char* next = bytes.data(); next != end - rest; next += 8) {
    uint64_t word = Word(next) * kMultiplier;
    word ^= word >> kShift;
    hash = (hash ^ (word * kMultiplier)) * kMultiplier;
  }
  if (rest != 0) {
    // Of the last eight bytes there are, those that are still missing: one load.
    const uint64_t last = bytes.size() >= 8 ? Word(end - 8) >> (8 * (8 - rest)) : Short(bytes);
    hash = (hash ^ last) * kMultiplier;
  }
  hash = (hash ^ (hash >> kShift)) * kMultiplier;
  return hash ^ (hash >> kShift);
}

}  // namespace tandem
