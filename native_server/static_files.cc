// Copyright (c) the Tandem authors. Licensed under the MIT License.

#include "native_server/static_files.h"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "absl/time/time.h"
#include "core/base/status_macros.h"
#include "native_server/http_date.h"
#include "native_server/mime_type.h"

namespace tandem::native {
namespace {

struct Range {
  uint64_t first = 0;
  uint64_t length = 0;
};

enum class RangeKind { kWhole, kPart, kUnsatisfiable };

// "bytes=5-9", "bytes=5-", "bytes=-3". Anything else, several ranges included, may be ignored
// (RFC 9110, 14.2) and means the whole file.
RangeKind ParseRange(absl::string_view header, uint64_t size, Range* range) {
  if (!absl::ConsumePrefix(&header, "bytes=") || absl::StrContains(header, ',')) {
    return RangeKind::kWhole;
  }
  const std::vector<absl::string_view> ends = absl::StrSplit(header, absl::MaxSplits('-', 1));
  if (ends.size() != 2) return RangeKind::kWhole;
  uint64_t first = 0, last = 0;
  const bool has_first = absl::SimpleAtoi(ends[0], &first);
  const bool has_last = absl::SimpleAtoi(ends[1], &last);
  if ((!has_first && !ends[0].empty()) || (!has_last && !ends[1].empty())) return RangeKind::kWhole;
  if (!has_first && !has_last) return RangeKind::kWhole;
  if (!has_first) {
    first = size - std::min(size, last);
    last = last == 0 ? 0 : size - 1;
    if (first >= size) return RangeKind::kUnsatisfiable;
  } else {
    if (has_last && last < first) return RangeKind::kWhole;
    if (first >= size) return RangeKind::kUnsatisfiable;
    last = has_last ? std::min(last, size - 1) : size - 1;
  }
  *range = {first, last - first + 1};
  return RangeKind::kPart;
}

bool ListHasTag(absl::string_view header, absl::string_view tag) {
  for (absl::string_view entry : absl::StrSplit(header, ',')) {
    entry = absl::StripAsciiWhitespace(entry);
    absl::ConsumePrefix(&entry, "W/");
    if (entry == tag || entry == "*") return true;
  }
  return false;
}

// If-None-Match wins over If-Modified-Since (RFC 9110, 13.2.2). A date is compared for equality: a
// file restored from a backup is older and yet another one.
bool IsUnchanged(const HttpRequest& request, absl::string_view tag, absl::string_view date) {
  const absl::string_view tags = request.Header("If-None-Match");
  if (!tags.empty()) return ListHasTag(tags, tag);
  return request.Header("If-Modified-Since") == date;
}

}  // namespace

std::string StaticFiles::PathInFolder(absl::string_view path) const {
  return subfolder_.empty() ? std::string(path) : absl::StrCat(subfolder_, "/", path);
}

absl::StatusOr<std::string> StaticFiles::Read(absl::string_view path) const {
  return folder_.Read(PathInFolder(path));
}

bool StaticFiles::Has(absl::string_view path) const {
  return !path.empty() && folder_.Open(PathInFolder(path)).ok();
}

absl::StatusOr<HttpResponse> StaticFiles::Serve(absl::string_view path,
                                                const HttpRequest& request) const {
  if (path.empty()) return absl::NotFoundError("no file name");
  ASSIGN_OR_RETURN(RootedFolder::File file, folder_.Open(PathInFolder(path)));
  // Two edits within a second have one date; the tag tells them apart.
  const std::string tag = absl::StrCat("\"", absl::Hex(file.size), "-",
                                       absl::Hex(absl::ToUnixNanos(file.modified)), "\"");
  const std::string date = FormatHttpDate(file.modified);

  HttpResponse response;
  response.headers = {{"Last-Modified", date},
                      {"ETag", tag},
                      {"Cache-Control", "no-cache"},
                      {"X-Content-Type-Options", "nosniff"}};
  if (IsUnchanged(request, tag, date)) {
    response.status = 304;
    return response;
  }
  response.headers.emplace_back("Content-Type", MimeType(path));
  response.headers.emplace_back("Accept-Ranges", "bytes");

  Range range{0, file.size};
  RangeKind kind = RangeKind::kWhole;
  const absl::string_view if_range = request.Header("If-Range");
  if (if_range.empty() || if_range == tag || if_range == date) {
    kind = ParseRange(request.Header("Range"), file.size, &range);
  }
  if (kind == RangeKind::kUnsatisfiable) {
    response.status = 416;
    response.headers.emplace_back("Content-Range", absl::StrCat("bytes */", file.size));
    return response;
  }
  if (kind == RangeKind::kPart) {
    response.status = 206;
    response.headers.emplace_back(
        "Content-Range",
        absl::StrCat("bytes ", range.first, "-", range.first + range.length - 1, "/", file.size));
  }
  response.file = FileBody{std::move(file.fd), range.first, range.length};
  return response;
}

}  // namespace tandem::native
