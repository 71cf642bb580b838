// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// Names that cannot be guessed: of sessions (S-56), of pages (D-42).

#ifndef TANDEM_CORE_SESSION_RANDOM_HEX_H_
#define TANDEM_CORE_SESSION_RANDOM_HEX_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>

#include "absl/strings/escaping.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "core/host/entropy.h"

namespace tandem {

// `kDigits` lowercase hex digits, an even number: 4 random bits each.
template <size_t kDigits>
std::string RandomHex(Entropy& entropy) {
  std::array<uint8_t, kDigits / 2> bytes;
  entropy.Fill(absl::MakeSpan(bytes));
  return absl::BytesToHexString(
      absl::string_view(reinterpret_cast<const char*>(bytes.data()), bytes.size()));
}

}  // namespace tandem

#endif  // TANDEM_CORE_SESSION_RANDOM_HEX_H_
