// Copyright (c) the Tandem authors. Licensed under the MIT License.

#include "core/base/json.h"

#include <cmath>

#include "absl/strings/str_cat.h"
#include "core/base/json_reader.h"
#include "core/base/shortest_decimal.h"
#include "core/base/status_macros.h"
#include "core/base/utf8.h"

namespace tandem {
namespace {

constexpr absl::string_view kReplacement = "\xEF\xBF\xBD";  // U+FFFD

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
  const ShortestDecimal decimal = ShortestDecimalOf(std::abs(number));
  const absl::string_view digits = decimal.digits;
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
