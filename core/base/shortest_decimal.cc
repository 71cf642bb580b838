// Copyright (c) the Tandem authors. Licensed under the MIT License.

#include "core/base/shortest_decimal.h"

#include <cstdio>
#include <cstdlib>
#include <system_error>

#include "absl/strings/charconv.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"

namespace tandem {
namespace {

struct Decimal : ShortestDecimal {
  // Correctly rounded to `precision` digits by the C library.
  static Decimal Of(double number, int precision) {
    char text[40];
    std::snprintf(text, sizeof text, "%.*e", precision - 1, number);
    absl::string_view view = text;
    const size_t e = view.find('e');
    Decimal decimal{{std::string(1, text[0]), std::atoi(text + e + 1) + 1}};
    // Between the first digit and the others stands one decimal point, whatever it looks like.
    if (precision > 1)
      absl::StrAppend(&decimal.digits, view.substr(e - (precision - 1), precision - 1));
    return decimal;
  }

  bool ReadsBackAs(double number) const {
    const std::string text = absl::StrCat("0.", digits, "e", point);
    double read = 0;
    // Out of range, `read` is the largest number.
    const auto result = absl::from_chars(text.data(), text.data() + text.size(), read);
    return result.ec == std::errc() && read == number;
  }

  // One more in the last place; false if that takes another digit.
  bool Increment() {
    size_t i = digits.size();
    while (i > 0 && digits[i - 1] == '9') digits[--i] = '0';
    if (i == 0) return false;
    ++digits[i - 1];
    return true;
  }
};

// The fewest digits that read back as `number`. Fifteen digits are exact for normal numbers in the
// sense that what was written with at most fifteen comes back unchanged, so the search begins
// there; numbers below the normal range have fewer digits to give. Just above a power of two
// the neighbours are twice as far away as below, so there the nearest decimal may miss and the
// one above still hit.
Decimal Search(double number) {
  const int first_precision = number < 2.2250738585072014e-308 ? 1 : 15;
  for (int precision = first_precision; precision < 17; ++precision) {
    Decimal decimal = Decimal::Of(number, precision);
    if (decimal.ReadsBackAs(number)) return decimal;
    if (decimal.Increment() && decimal.ReadsBackAs(number)) return decimal;
  }
  return Decimal::Of(number, 17);
}

}  // namespace

ShortestDecimal ShortestDecimalOf(double number) {
  Decimal decimal = Search(number);
  decimal.digits.erase(decimal.digits.find_last_not_of('0') + 1);
  return decimal;
}

}  // namespace tandem
