// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// Any text is a path-spec or an error; a path that was understood means the same when its text is
// read again (T-4 … T-10).

#include "absl/status/statusor.h"
#include "absl/strings/match.h"
#include "core/tracker/path.h"
#include "tests/fuzz/fuzz.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using tandem::fuzz::Claim;
  for (const auto dialect : {tandem::PathDialect::kPlain, tandem::PathDialect::kObjects}) {
    const absl::StatusOr<tandem::PathSpec> spec =
        tandem::ParsePathSpec(tandem::fuzz::Text(data, size), dialect);
    if (!spec.ok()) continue;
    Claim(!absl::StrContains(spec->text, '?'), "the path ends at its query", spec->text);
    const std::string text = tandem::PathText(spec->path);
    const absl::StatusOr<tandem::PathSpec> again = tandem::ParsePathSpec(text, dialect);
    Claim(again.ok(), "a path can be read again", text);
    Claim(again->path == spec->path, "a path means the same again", text);
    for (const tandem::Access access : {tandem::Access::kReadWrite, tandem::Access::kRead,
                                        tandem::Access::kWrite, tandem::Access::kAction}) {
      tandem::CheckAccess(spec->path, access).IgnoreError();
    }
  }
  return 0;
}
