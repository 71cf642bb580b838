// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// The elements an event log is written in: whole numbers in as many bytes as they need (seven bits
// a byte, the lowest first, the eighth bit says that more follow), signed ones folded so that
// small ones stay small, texts behind their length, and hashes in full, lowest byte first.

#ifndef TANDEM_CORE_LOG_LOG_BYTES_H_
#define TANDEM_CORE_LOG_LOG_BYTES_H_

#include <cstddef>
#include <cstdint>
#include <string>

#include "absl/strings/string_view.h"

namespace tandem {

// A few of them, gathered on the stack: to append each by itself costs more than to write it.
class FewBytes {
 public:
  void Byte(uint8_t byte) { bytes_[size_++] = static_cast<char>(byte); }
  void Number(uint64_t number) {
    for (; number >= 0x80; number >>= 7) Byte(static_cast<uint8_t>(number | 0x80));
    Byte(static_cast<uint8_t>(number));
  }
  void Signed(int64_t number) {
    Number((static_cast<uint64_t>(number) << 1) ^ (number < 0 ? ~uint64_t{0} : 0));
  }
  // The lowest `size` bytes of `word`.
  void Word(uint64_t word, size_t size) {
    for (size_t i = 0; i < size; ++i) Byte(static_cast<uint8_t>(word >> (8 * i)));
  }

  absl::string_view view() const { return {bytes_, size_}; }
  void AppendTo(std::string* out) const { out->append(bytes_, size_); }

 private:
  // Four numbers or words and as many bytes.
  char bytes_[48];
  size_t size_ = 0;
};

void PutNumber(uint64_t number, std::string* out);
void PutSigned(int64_t number, std::string* out);
void PutText(absl::string_view text, std::string* out);
void PutWord(uint64_t word, size_t size, std::string* out);

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
