// Copyright (c) the Tandem authors. Licensed under the MIT License.

#include "core/session/site_hash.h"

#include <cstdint>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "core/log/hash64.h"

namespace tandem {

std::string SiteHash(FileSource& files) {
  uint64_t hash = 0;
  for (const char* folder : {"lua/", "viewdefs/"}) {
    for (const std::string& path : files.List(folder)) {
      hash = Hash64(path, hash);
      const absl::StatusOr<std::string> text = files.Read(path);
      if (text.ok()) hash = Hash64(*text, hash);
    }
  }
  return absl::StrCat(absl::Hex(hash, absl::kZeroPad16));
}

}  // namespace tandem
