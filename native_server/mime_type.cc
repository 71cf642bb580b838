// Copyright (c) the Tandem authors. Licensed under the MIT License.

#include "native_server/mime_type.h"

#include "absl/strings/match.h"

namespace tandem::native {
namespace {

struct Type {
  absl::string_view extension;
  absl::string_view name;
};

constexpr Type kTypes[] = {
    {"html", "text/html; charset=utf-8"},
    {"htm", "text/html; charset=utf-8"},
    {"js", "text/javascript; charset=utf-8"},
    {"mjs", "text/javascript; charset=utf-8"},
    {"css", "text/css; charset=utf-8"},
    {"xml", "text/xml; charset=utf-8"},
    {"txt", "text/plain; charset=utf-8"},
    {"md", "text/plain; charset=utf-8"},
    {"csv", "text/csv; charset=utf-8"},
    {"json", "application/json"},
    {"map", "application/json"},
    {"webmanifest", "application/manifest+json"},
    {"svg", "image/svg+xml"},
    {"wasm", "application/wasm"},
    {"png", "image/png"},
    {"jpg", "image/jpeg"},
    {"jpeg", "image/jpeg"},
    {"gif", "image/gif"},
    {"webp", "image/webp"},
    {"avif", "image/avif"},
    {"ico", "image/x-icon"},
    {"woff", "font/woff"},
    {"woff2", "font/woff2"},
    {"ttf", "font/ttf"},
    {"otf", "font/otf"},
    {"pdf", "application/pdf"},
    {"zip", "application/zip"},
    {"mp3", "audio/mpeg"},
    {"ogg", "audio/ogg"},
    {"wav", "audio/wav"},
    {"mp4", "video/mp4"},
    {"webm", "video/webm"},
};

absl::string_view Extension(absl::string_view path) {
  const absl::string_view name = path.substr(path.rfind('/') + 1);
  const size_t dot = name.rfind('.');
  if (dot == absl::string_view::npos || dot == 0) return {};
  return name.substr(dot + 1);
}

}  // namespace

absl::string_view MimeType(absl::string_view path) {
  const absl::string_view extension = Extension(path);
  for (const Type& type : kTypes) {
    if (absl::EqualsIgnoreCase(type.extension, extension)) return type.name;
  }
  return "application/octet-stream";
}

bool HasExtension(absl::string_view path) { return !Extension(path).empty(); }

}  // namespace tandem::native
