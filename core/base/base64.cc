// Copyright (c) the Tandem authors. Licensed under the MIT License.

#include "core/base/base64.h"

#include <cstddef>
#include <cstdint>

namespace tandem {
namespace {

constexpr uint32_t kNone = 64;

// The six bits of a character.
uint32_t BitsOf(char c) {
  if (c >= 'A' && c <= 'Z') return static_cast<uint32_t>(c - 'A');
  if (c >= 'a' && c <= 'z') return static_cast<uint32_t>(c - 'a') + 26;
  if (c >= '0' && c <= '9') return static_cast<uint32_t>(c - '0') + 52;
  if (c == '+') return 62;
  if (c == '/') return 63;
  return kNone;
}

}  // namespace

std::optional<std::string> DecodeBase64(absl::string_view text) {
  if (text.size() % 4 != 0) return std::nullopt;
  size_t padding = 0;
  while (padding < 2 && padding < text.size() && text[text.size() - 1 - padding] == '=') ++padding;
  text.remove_suffix(padding);
  std::string bytes;
  bytes.reserve(text.size() * 3 / 4);
  uint32_t bits = 0;
  int count = 0;  // Of the low ones of `bits` that are not used yet.
  for (const char c : text) {
    const uint32_t six = BitsOf(c);
    if (six == kNone) return std::nullopt;
    bits = bits << 6 | six;
    count += 6;
    if (count < 8) continue;
    count -= 8;
    bytes.push_back(static_cast<char>(bits >> count & 0xFF));
  }
  if ((bits & ((1u << count) - 1)) != 0) return std::nullopt;
  return bytes;
}

}  // namespace tandem
