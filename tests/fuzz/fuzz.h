// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// What every fuzz target includes: the function that libFuzzer or replay_main.cc calls, and the
// claim whose failure is a finding.

#ifndef TANDEM_TESTS_FUZZ_FUZZ_H_
#define TANDEM_TESTS_FUZZ_FUZZ_H_

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>

#include "absl/strings/string_view.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size);

namespace tandem::fuzz {

inline absl::string_view Text(const uint8_t* data, size_t size) {
  return absl::string_view(reinterpret_cast<const char*>(data), size);
}

// Ends the program if it does not hold.
inline void Claim(bool holds, const char* claim, absl::string_view evidence = "") {
  if (holds) return;
  std::fprintf(stderr, "does not hold: %s\n%s\n", claim, std::string(evidence).c_str());
  std::abort();
}

}  // namespace tandem::fuzz

#endif  // TANDEM_TESTS_FUZZ_FUZZ_H_
