// Copyright (c) the Tandem authors. Licensed under the MIT License.

#include "core/log/log_bytes.h"

#include <limits>
#include <utility>

namespace tandem {

size_t LogBuffer::NumberBefore(size_t end, uint64_t number) {
  size_t begin = end - 1;
  for (uint64_t rest = number >> 7; rest != 0; rest >>= 7) --begin;
  char* next = bytes_.get() + begin;
  for (; number >= 0x80; number >>= 7) *next++ = static_cast<char>(number | 0x80);
  *next = static_cast<char>(number);
  return begin;
}

void LogBuffer::Free() {
  bytes_.reset();
  size_ = capacity_ = 0;
}

void LogBuffer::Grow(size_t size) {
  capacity_ = std::max({size_ + size, 2 * capacity_, size_t{64}});
  std::unique_ptr<char[]> grown(new char[capacity_]);
  std::copy_n(bytes_.get(), size_, grown.get());
  bytes_ = std::move(grown);
}

uint64_t LogBytes::Number() {
  uint64_t number = 0;
  for (int shift = 0; !rest_.empty(); shift += 7) {
    const auto byte = static_cast<uint8_t>(rest_.front());
    // The tenth byte has room for one bit.
    if (shift > 63 || (shift == 63 && byte > 1)) break;
    rest_.remove_prefix(1);
    number |= uint64_t{byte & 0x7fu} << shift;
    if (byte < 0x80) return number;
  }
  Fail();
  return 0;
}

int64_t LogBytes::Signed() {
  const uint64_t folded = Number();
  return static_cast<int64_t>((folded >> 1) ^ ((folded & 1) != 0 ? ~uint64_t{0} : 0));
}

int64_t LogBytes::Id() {
  const uint64_t number = Number();
  if (number > static_cast<uint64_t>(std::numeric_limits<int64_t>::max())) Fail();
  return failed_ ? 0 : static_cast<int64_t>(number);
}

absl::string_view LogBytes::Text() {
  const uint64_t size = Number();
  if (size <= rest_.size()) return Take(static_cast<size_t>(size));
  Fail();
  return "";
}

uint64_t LogBytes::Word(size_t size) {
  const absl::string_view bytes = Take(size);
  uint64_t word = 0;
  for (size_t i = 0; i < bytes.size(); ++i) {
    word |= uint64_t{static_cast<uint8_t>(bytes[i])} << (8 * i);
  }
  return word;
}

absl::string_view LogBytes::Take(size_t size) {
  if (size > rest_.size()) {
    Fail();
    return "";
  }
  const absl::string_view taken = rest_.substr(0, size);
  rest_.remove_prefix(size);
  return taken;
}

void LogBytes::Fail() {
  failed_ = true;
  rest_ = "";
}

}  // namespace tandem
