// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// The elements an event log is written in: whole numbers in as many bytes as they need (seven bits
// a byte, the lowest first, the eighth bit says that more follow), signed ones folded so that
// small ones stay small, texts behind their length, and hashes in full, lowest byte first.

#ifndef TANDEM_CORE_LOG_LOG_BYTES_H_
#define TANDEM_CORE_LOG_LOG_BYTES_H_

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>

#include "absl/strings/string_view.h"

namespace tandem {

// Writes them, in place: recording has a few hundred nanoseconds of a turn, and a std::string would
// be asked for room with each of them.
class LogBuffer {
 public:
  LogBuffer() = default;
  LogBuffer(const LogBuffer&) = delete;
  LogBuffer& operator=(const LogBuffer&) = delete;

  void Byte(uint8_t byte) {
    *Room(1) = static_cast<char>(byte);
    ++size_;
  }
  void Number(uint64_t number) {
    char* end = Room(kLongestNumber);
    for (; number >= 0x80; number >>= 7) *end++ = static_cast<char>(number | 0x80);
    *end++ = static_cast<char>(number);
    size_ = static_cast<size_t>(end - bytes_.get());
  }
  void Signed(int64_t number) {
    Number((static_cast<uint64_t>(number) << 1) ^ (number < 0 ? ~uint64_t{0} : 0));
  }
  void Text(absl::string_view text) {
    Number(text.size());
    Raw(text);
  }
  // Without its length.
  void Raw(absl::string_view bytes) {
    std::copy(bytes.begin(), bytes.end(), Room(bytes.size()));
    size_ += bytes.size();
  }
  // The lowest `kSize` bytes of `word`.
  template <size_t kSize>
  void Word(uint64_t word) {
    char* end = Room(kSize);
    for (size_t i = 0; i < kSize; ++i) end[i] = static_cast<char>(word >> (8 * i));
    size_ += kSize;
  }

  // Begins again with `size` bytes that hold anything.
  void Reset(size_t size) {
    size_ = 0;
    Room(size);
    size_ = size;
  }
  // Overwrites what ends at `end`, at most size() and at least kLongestNumber. Where it begins.
  size_t NumberBefore(size_t end, uint64_t number);

  // Gives the memory back, and what is in it.
  void Free();

  absl::string_view view() const { return {bytes_.get(), size_}; }
  size_t size() const { return size_; }
  size_t capacity() const { return capacity_; }

  static constexpr size_t kLongestNumber = 10;

 private:
  // Where the next byte goes, and room for `size` of them.
  char* Room(size_t size) {
    if (size > capacity_ - size_) Grow(size);
    return bytes_.get() + size_;
  }
  void Grow(size_t size);

  std::unique_ptr<char[]> bytes_;
  size_t size_ = 0;
  size_t capacity_ = 0;
};

// Reads the same from bytes that may be anything. What is not there reads as nothing, and makes
// the reader fail for good.
class LogBytes {
 public:
  // Borrows the bytes.
  explicit LogBytes(absl::string_view bytes) : rest_(bytes) {}

  uint64_t Number();
  int64_t Signed();
  absl::string_view Text();
  uint64_t Word(size_t size);
  absl::string_view Take(size_t size);

  // An id, or another number that is never negative and fits.
  int64_t Id();

  void Fail();
  bool failed() const { return failed_; }
  bool at_end() const { return rest_.empty(); }
  absl::string_view rest() const { return rest_; }

 private:
  absl::string_view rest_;
  bool failed_ = false;
};

}  // namespace tandem

#endif  // TANDEM_CORE_LOG_LOG_BYTES_H_
