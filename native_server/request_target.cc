// Copyright (c) the Tandem authors. Licensed under the MIT License.

#include "native_server/request_target.h"

#include <utility>

#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "core/base/ids.h"
#include "core/base/status_macros.h"

namespace tandem::native {
namespace {

absl::Status Malformed(absl::string_view what) {
  return absl::InvalidArgumentError(absl::StrCat("malformed path: ", what));
}

int HexDigit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  const char lower = absl::ascii_tolower(static_cast<unsigned char>(c));
  return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

absl::StatusOr<std::string> DecodeSegment(absl::string_view raw) {
  std::string segment;
  for (size_t i = 0; i < raw.size(); ++i) {
    char c = raw[i];
    if (c == '%') {
      if (i + 2 >= raw.size()) return Malformed("incomplete escape");
      const int high = HexDigit(raw[i + 1]);
      const int low = HexDigit(raw[i + 2]);
      if (high < 0 || low < 0) return Malformed("bad escape");
      c = static_cast<char>(high * 16 + low);
      i += 2;
    }
    if (c == '/' || c == '\\' || c == '\0') return Malformed("forbidden character");
    segment += c;
  }
  // Plain ones were taken out before.
  if (segment == "." || segment == "..") return Malformed("encoded dots");
  return segment;
}

// What follows the authority of "http://host:port/path".
absl::string_view WithoutOrigin(absl::string_view target) {
  if (absl::StartsWith(target, "/")) return target;
  const size_t scheme_end = target.find("://");
  if (scheme_end == absl::string_view::npos) return {};
  const size_t path = target.find_first_of("/?", scheme_end + 3);
  return path == absl::string_view::npos ? "/" : target.substr(path);
}

}  // namespace

std::string RequestTarget::FilePath() const { return absl::StrJoin(segments, "/"); }

absl::StatusOr<RequestTarget> ParseRequestTarget(absl::string_view target) {
  target = WithoutOrigin(target.substr(0, target.find('#')));
  if (target.empty()) return Malformed("must begin with a slash");
  RequestTarget result;
  const size_t query = target.find('?');
  if (query != absl::string_view::npos) {
    result.raw_query = std::string(target.substr(query));
    target = target.substr(0, query);
  }

  std::vector<absl::string_view> raw = absl::StrSplit(target, '/');
  std::vector<absl::string_view> clean;
  for (size_t i = 1; i < raw.size(); ++i) {
    const bool is_last = i + 1 == raw.size();
    result.names_folder = is_last && (raw[i].empty() || raw[i] == "." || raw[i] == "..");
    if (raw[i] == ".." && !clean.empty()) clean.pop_back();
    if (raw[i].empty() || raw[i] == "." || raw[i] == "..") continue;
    clean.push_back(raw[i]);
  }
  for (absl::string_view segment : clean) {
    ASSIGN_OR_RETURN(std::string decoded, DecodeSegment(segment));
    result.segments.push_back(std::move(decoded));
  }
  result.raw_path = absl::StrCat("/", absl::StrJoin(clean, "/"));
  if (result.names_folder && !clean.empty()) result.raw_path += '/';
  result.is_clean = result.raw_path == target || (target.empty() && clean.empty());
  return result;
}

std::string PublicTarget(absl::string_view target) {
  std::string text;
  size_t i = 0;
  while (i < target.size()) {
    if (SessionId::IsWellFormed(target.substr(i, SessionId::kLength))) {
      text += "SESSION";
      i += SessionId::kLength;
    } else {
      text += target[i++];
    }
  }
  return text;
}

}  // namespace tandem::native
