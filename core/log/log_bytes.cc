// Copyright (c) the Tandem authors. Licensed under the MIT License.

#include "core/log/log_bytes.h"

#include <limits>

namespace tandem {

void PutNumber(uint64_t number, std::string* out) {
  FewBytes bytes;
  bytes.Number(number);
  bytes.AppendTo(out);
}

void PutSigned(int64_t number, std::string* out) {
  FewBytes bytes;
  bytes.Signed(number);
  bytes.AppendTo(out);
}

void PutText(absl::string_view text, std::string* out) {
  PutNumber(text.size(), out);
  out->append(text.data(), text.size());
}

void PutWord(uint64_t word, size_t size, std::string* out) {
  FewBytes bytes;
  bytes.Word(word, size);
  bytes.AppendTo(out);
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
