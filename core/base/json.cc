// Copyright (c) the Tandem authors. Licensed under the MIT License.

#include "core/base/json.h"

#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <system_error>

#include "absl/strings/charconv.h"
#include "absl/strings/str_cat.h"
#include "core/base/json_reader.h"
#include "core/base/status_macros.h"

namespace tandem {
namespace {

constexpr absl::string_view kReplacement = "\xEF\xBF\xBD";  // U+FFFD

// How many bytes the valid UTF-8 sequence at the start of `text` has; 0 if there is none. Over-long
// forms, surrogates and anything above U+10FFFF are not valid (RFC 3629, section 4).
size_t Utf8SequenceLength(absl::string_view text) {
  const auto byte = [&](size_t i) -> unsigned {
    return i < text.size() ? static_cast<unsigned char>(text[i]) : 0u;
  };
  const auto is_tail = [&](size_t i) { return (byte(i) & 0xC0) == 0x80; };
  const unsigned first = byte(0), second = byte(1);
  if (first < 0x80) return 1;
  if (first < 0xC2) return 0;
  if (first < 0xE0) return is_tail(1) ? 2 : 0;
  if (first < 0xF0) {
    const unsigned low = first == 0xE0 ? 0xA0 : 0x80, high = first == 0xED ? 0x9F : 0xBF;
    return second >= low && second <= high && is_tail(2) ? 3 : 0;
  }
  if (first < 0xF5) {
    const unsigned low = first == 0xF0 ? 0x90 : 0x80, high = first == 0xF4 ? 0x8F : 0xBF;
    return second >= low && second <= high && is_tail(2) && is_tail(3) ? 4 : 0;
  }
  return 0;
}

void AppendEscaped(char c, std::string* out) {
  static constexpr char kHex[] = "0123456789abcdef";
  switch (c) {
    case '"':
      out->append("\\\"");
      return;
    case '\\':
      out->append("\\\\");
      return;
    case '\b':
      out->append("\\b");
      return;
    case '\f':
      out->append("\\f");
      return;
    case '\n':
      out->append("\\n");
      return;
    case '\r':
      out->append("\\r");
      return;
    case '\t':
      out->append("\\t");
      return;
    default:
      out->append("\\u00");
      out->push_back(kHex[(c >> 4) & 0xF]);
      out->push_back(kHex[c & 0xF]);
  }
}

// A positive number as 0.d₁d₂d₃… × 10^point.
struct Decimal {
  std::string digits;
  int point;

  // Correctly rounded to `precision` digits by the C library.
  static Decimal Of(double number, int precision) {
    char text[40];
    std::snprintf(text, sizeof text, "%.*e", precision - 1, number);
    absl::string_view view = text;
    const size_t e = view.find('e');
    Decimal decimal{{text[0]}, std::atoi(text + e + 1) + 1};
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
Decimal ShortestDecimal(double number) {
  const int first_precision = number < 2.2250738585072014e-308 ? 1 : 15;
  for (int precision = first_precision; precision < 17; ++precision) {
    Decimal decimal = Decimal::Of(number, precision);
    if (decimal.ReadsBackAs(number)) return decimal;
    if (decimal.Increment() && decimal.ReadsBackAs(number)) return decimal;
  }
  return Decimal::Of(number, 17);
}

}  // namespace

absl::StatusOr<Json> ParseJson(absl::string_view text, const JsonLimits& limits) {
  JsonBuilder builder;
  RETURN_IF_ERROR(ReadJson(text, limits, builder));
  return builder.Take();
}

void AppendJsonString(absl::string_view text, std::string* out) {
  out->push_back('"');
  size_t begin = 0;  // Of the run that needs no change.
  size_t i = 0;
  const auto append_run = [&] { out->append(text.data() + begin, i - begin); };
  while (i < text.size()) {
    const auto c = static_cast<unsigned char>(text[i]);
    if (c >= 0x80) {
      const size_t length = Utf8SequenceLength(text.substr(i));
      if (length == 0) {
        append_run();
        out->append(kReplacement.data(), kReplacement.size());
        begin = ++i;
      } else {
        i += length;
      }
    } else if (c < 0x20 || c == '"' || c == '\\') {
      append_run();
      AppendEscaped(text[i], out);
      begin = ++i;
    } else {
      ++i;
    }
  }
  append_run();
  out->push_back('"');
}

void AppendJsonNumber(int64_t number, std::string* out) { absl::StrAppend(out, number); }

void AppendJsonNumber(double number, std::string* out) {
  constexpr double kTwoTo53 = 9007199254740992.0;
  if (!std::isfinite(number)) {
    out->append("null");
    return;
  }
  if (std::trunc(number) == number && std::abs(number) <= kTwoTo53) {
    AppendJsonNumber(static_cast<int64_t>(number), out);
    return;
  }
  if (number < 0) out->push_back('-');
  Decimal decimal = ShortestDecimal(std::abs(number));
  decimal.digits.erase(decimal.digits.find_last_not_of('0') + 1);
  const std::string& digits = decimal.digits;
  const int count = static_cast<int>(digits.size());
  const int point = decimal.point;
  if (point > 21 || point < -5) {  // From 1e21, below 1e-6.
    out->push_back(digits[0]);
    if (count > 1) absl::StrAppend(out, ".", digits.substr(1));
    absl::StrAppend(out, point > 0 ? "e+" : "e", point - 1);
  } else if (point <= 0) {
    absl::StrAppend(out, "0.", std::string(static_cast<size_t>(-point), '0'), digits);
  } else if (point >= count) {
    absl::StrAppend(out, digits, std::string(static_cast<size_t>(point - count), '0'));
  } else {
    const auto split = static_cast<size_t>(point);
    absl::StrAppend(out, digits.substr(0, split), ".", digits.substr(split));
  }
}

void AppendJson(const Json& value, std::string* out) {
  switch (value.type()) {
    case Json::value_t::boolean:
      out->append(value.get<bool>() ? "true" : "false");
      return;
    case Json::value_t::number_integer:
      AppendJsonNumber(value.get<int64_t>(), out);
      return;
    case Json::value_t::number_unsigned:
      absl::StrAppend(out, value.get<uint64_t>());
      return;
    case Json::value_t::number_float:
      AppendJsonNumber(value.get<double>(), out);
      return;
    case Json::value_t::string:
      AppendJsonString(value.get_ref<const std::string&>(), out);
      return;
    case Json::value_t::array: {
      char separator = '[';
      if (value.empty()) out->push_back('[');
      for (const Json& element : value) {
        out->push_back(separator);
        AppendJson(element, out);
        separator = ',';
      }
      out->push_back(']');
      return;
    }
    case Json::value_t::object: {
      char separator = '{';
      if (value.empty()) out->push_back('{');
      for (const auto& [name, member] : value.items()) {
        out->push_back(separator);
        AppendJsonString(name, out);
        out->push_back(':');
        AppendJson(member, out);
        separator = ',';
      }
      out->push_back('}');
      return;
    }
    case Json::value_t::null:
    case Json::value_t::binary:
    case Json::value_t::discarded:
      out->append("null");
      return;
  }
}

std::string DumpJson(const Json& value) {
  std::string text;
  AppendJson(value, &text);
  return text;
}

}  // namespace tandem
