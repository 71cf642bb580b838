// Copyright (c) the Tandem authors. Licensed under the MIT License.

#include "core/lua/number_text.h"

#include <cmath>
#include <cstdint>
#include <cstdlib>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "core/base/shortest_decimal.h"

namespace tandem {

std::string Lua51NumberText(lua_Number number) {
  constexpr lua_Number kTwoTo63 = 9223372036854775808.0;
  if (std::isnan(number)) return "nan";
  if (std::isinf(number)) return number > 0 ? "inf" : "-inf";
  if (std::trunc(number) == number && std::abs(number) < kTwoTo63) {
    return absl::StrCat(static_cast<int64_t>(number));  // -0.0 is 0.
  }
  const ShortestDecimal decimal = ShortestDecimalOf(std::abs(number));
  const absl::string_view digits = decimal.digits;
  const int point = decimal.point;
  std::string text = number < 0 ? "-" : "";
  if (point < -3 || point > 15) {  // Below 1e-4, from 1e15.
    text.push_back(digits[0]);
    if (digits.size() > 1) absl::StrAppend(&text, ".", digits.substr(1));
    const int exponent = point - 1;
    absl::StrAppend(&text, exponent < 0 ? "e-" : "e+", std::abs(exponent) < 10 ? "0" : "",
                    std::abs(exponent));
  } else if (point <= 0) {
    absl::StrAppend(&text, "0.", std::string(static_cast<size_t>(-point), '0'), digits);
  } else {
    // Integral values are done with, so there are digits on both sides.
    const auto split = static_cast<size_t>(point);
    absl::StrAppend(&text, digits.substr(0, split), ".", digits.substr(split));
  }
  return text;
}

int WriteLua51NumberText(char* buffer, size_t size, lua_Number number) {
  const std::string text = Lua51NumberText(number);
  return static_cast<int>(text.copy(buffer, size));
}

}  // namespace tandem
