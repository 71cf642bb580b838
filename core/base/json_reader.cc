// Copyright (c) the Tandem authors. Licensed under the MIT License.

#include "core/base/json_reader.h"

#include <cmath>
#include <cstddef>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"

namespace tandem {
namespace {

constexpr double kTwoTo63 = 9223372036854775808.0;

// Hands the library's callbacks on. Its parser keeps its own stack, so depth costs no recursion;
// returning false stops it.
class Adapter {
 public:
  Adapter(int max_depth, JsonEvents& events) : max_depth_(max_depth), events_(events) {}

  bool too_deep() const { return depth_ > max_depth_; }
  size_t error_position() const { return error_position_; }
  const std::string& error() const { return error_; }

  bool null() {
    events_.Null();
    return true;
  }
  bool boolean(bool value) {
    events_.Boolean(value);
    return true;
  }
  bool number_integer(int64_t value) {
    events_.Integer(value);
    return true;
  }
  bool number_unsigned(uint64_t value) {
    if (value <= static_cast<uint64_t>(INT64_MAX)) {
      events_.Integer(static_cast<int64_t>(value));
    } else {
      events_.Double(static_cast<double>(value));
    }
    return true;
  }
  bool number_float(double value, const std::string&) {
    if (std::trunc(value) == value && value >= -kTwoTo63 && value < kTwoTo63) {
      events_.Integer(static_cast<int64_t>(value));
    } else {
      events_.Double(value);
    }
    return true;
  }
  bool string(std::string& value) {
    events_.String(std::move(value));
    return true;
  }
  bool binary(Json::binary_t&) { return false; }
  bool start_array(size_t) {
    if (++depth_ > max_depth_) return false;
    events_.BeginArray();
    return true;
  }
  bool end_array() {
    --depth_;
    events_.EndArray();
    return true;
  }
  bool start_object(size_t) {
    if (++depth_ > max_depth_) return false;
    events_.BeginObject();
    return true;
  }
  bool key(std::string& name) {
    events_.Key(std::move(name));
    return true;
  }
  bool end_object() {
    --depth_;
    events_.EndObject();
    return true;
  }
  bool parse_error(size_t position, const std::string&, const nlohmann::detail::exception& error) {
    error_position_ = position;
    error_ = Reason(error.what());
    return false;
  }

 private:
  // The middle of "[json.exception…] parse error at line 1, column 5: REASON; last read: '…'": the
  // rest tells lines of one-line texts, or repeats what may be a megabyte of the text.
  static std::string Reason(absl::string_view what) {
    what = what.substr(0, what.find("; last read"));
    if (size_t colon = what.find(": "); colon != what.npos) what.remove_prefix(colon + 2);
    return std::string(what.substr(0, 100));
  }

  const int max_depth_;
  JsonEvents& events_;
  int depth_ = 0;
  size_t error_position_ = 0;
  std::string error_;
};

// Where nesting first exceeds `max_depth`, in text known to be well-formed up to there.
size_t PositionOfDepth(absl::string_view text, int max_depth) {
  int depth = 0;
  bool in_string = false;
  for (size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (in_string) {
      if (c == '\\') ++i;
      if (c == '"') in_string = false;
    } else if (c == '"') {
      in_string = true;
    } else if (c == '[' || c == '{') {
      if (++depth > max_depth) return i;
    } else if (c == ']' || c == '}') {
      --depth;
    }
  }
  return text.size();
}

// The code unit of an escape "\uXXXX" at `position`, -1 if there is none.
int EscapedUnit(absl::string_view text, size_t position) {
  if (text.size() < position + 6 || text[position] != '\\' || text[position + 1] != 'u') return -1;
  int unit = 0;
  for (char c : text.substr(position + 2, 4)) {
    if (!absl::ascii_isxdigit(static_cast<unsigned char>(c))) return -1;
    unit = unit * 16 + (c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10);
  }
  return unit;
}

// Browsers do send half surrogate pairs: a text cut inside an emoji is written as "\ud83d".
// The library calls that a syntax error, which would cost the user the whole frame. Appends the
// positions of such escapes to `lone`. A backslash outside of strings is an error anyway.
void FindLoneSurrogates(absl::string_view text, std::vector<size_t>* lone) {
  size_t i = text.find('\\');
  while (i != text.npos) {
    const int unit = EscapedUnit(text, i);
    size_t length = unit < 0 ? 2 : 6;
    if (unit >= 0xd800 && unit < 0xdc00) {
      const int next = EscapedUnit(text, i + 6);
      if (next >= 0xdc00 && next < 0xe000) {
        length = 12;
      } else {
        lone->push_back(i);
      }
    } else if (unit >= 0xdc00 && unit < 0xe000) {
      lone->push_back(i);
    }
    i = i + length < text.size() ? text.find('\\', i + length) : text.npos;
  }
}

absl::Status SyntaxError(size_t position, absl::string_view reason) {
  return absl::InvalidArgumentError(absl::StrCat("not JSON at byte ", position, ": ", reason));
}

}  // namespace

absl::Status ReadJson(absl::string_view text, const JsonLimits& limits, JsonEvents& events) {
  if (text.size() > limits.max_bytes) {
    return absl::ResourceExhaustedError(absl::StrCat(
        "JSON text of ", text.size(), " bytes, more than the limit of ", limits.max_bytes));
  }
  // The library takes a NUL for the end of the text.
  if (size_t nul = text.find('\0'); nul != text.npos) return SyntaxError(nul, "NUL byte");

  std::vector<size_t> lone;
  FindLoneSurrogates(text, &lone);
  std::string repaired;
  if (!lone.empty()) {
    repaired = std::string(text);
    for (size_t position : lone) repaired.replace(position + 2, 4, "fffd");
    text = repaired;
  }

  Adapter adapter(limits.max_depth, events);
  if (Json::sax_parse(text.data(), text.data() + text.size(), &adapter)) return absl::OkStatus();
  if (adapter.too_deep()) {
    return absl::ResourceExhaustedError(absl::StrCat("JSON nested deeper than ", limits.max_depth,
                                                     " at byte ",
                                                     PositionOfDepth(text, limits.max_depth)));
  }
  return SyntaxError(adapter.error_position(), adapter.error());
}

Json JsonBuilder::Take() {
  Json value = std::move(root_);
  *this = JsonBuilder();
  return value;
}

Json* JsonBuilder::Add(Json value) {
  if (open_.empty()) {
    done_ = !value.is_structured();
    root_ = std::move(value);
    return &root_;
  }
  Json& container = *open_.back();
  if (container.is_object()) {
    Json& member = container[key_];
    member = std::move(value);
    return &member;
  }
  container.push_back(std::move(value));
  return &container.back();
}

void JsonBuilder::End() {
  open_.pop_back();
  done_ = open_.empty();
}

}  // namespace tandem
