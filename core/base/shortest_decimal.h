// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// The digits of a number, for everyone who writes one: the fewest that read back as the same
// number. How they are laid out is up to the writer: JSON (L-98) and Lua 5.1 (compat C-10) differ.

#ifndef TANDEM_CORE_BASE_SHORTEST_DECIMAL_H_
#define TANDEM_CORE_BASE_SHORTEST_DECIMAL_H_

#include <string>

namespace tandem {

// A positive number as 0.d₁d₂d₃… × 10^point, without trailing zeros.
struct ShortestDecimal {
  std::string digits;
  int point;
};

// `number` must be finite and positive.
ShortestDecimal ShortestDecimalOf(double number);

}  // namespace tandem

#endif  // TANDEM_CORE_BASE_SHORTEST_DECIMAL_H_
