// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// Paths: how a variable's value is found from its parent's. "owner.items.0.label()" is read
// once into steps; everything after the first '?' becomes properties (T-4 … T-10).

#ifndef TANDEM_CORE_TRACKER_PATH_H_
#define TANDEM_CORE_TRACKER_PATH_H_

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"

namespace tandem {

// One element of a path.
struct Step {
  enum class Kind {
    kField,   // name
    kIndex,   // 0-based position (T-6)
    kCall,    // name()
    kSetter,  // name(_), only as the last step (T-8)
    kObject,  // @index: the object of that id, whatever came before; only as the first step
  };
  Kind kind = Kind::kField;
  std::string name;   // Empty for kIndex and kObject.
  int64_t index = 0;  // Only for these.

  friend bool operator==(const Step& a, const Step& b) {
    return a.kind == b.kind && a.name == b.name && a.index == b.index;
  }
};

inline bool HasName(Step::Kind kind) {
  return kind != Step::Kind::kIndex && kind != Step::Kind::kObject;
}

using Path = std::vector<Step>;

// What `@9` at the beginning of a path means: a field of that name (T-9), or object 9 of the
// session, for pages that address the items of lists by object (docs/protocol.md, D-41).
enum class PathDialect { kPlain, kObjects };

// A path-spec taken apart.
struct PathSpec {
  std::string text;  // What stood before '?': stored as property `path`.
  Path path;
  std::vector<std::pair<std::string, std::string>> properties;  // From the query, in order.
};

// kBadAccess error if a setter call is not last (T-8). An index too large for 53 bits is a field.
absl::StatusOr<PathSpec> ParsePathSpec(absl::string_view spec,
                                       PathDialect dialect = PathDialect::kPlain);

// The steps as written, joined by dots (T-31).
std::string PathText(absl::Span<const Step> steps);

// Access modes (tracker section 3).
enum class Access { kReadWrite, kRead, kWrite, kAction };

// "" is rw (T-15). kBadAccess error for any other word (T-11); the message is T-11's text
// without its prefix.
absl::StatusOr<Access> ParseAccess(absl::string_view word);
absl::string_view AccessWord(Access access);

inline bool IsReadable(Access a) { return a == Access::kReadWrite || a == Access::kRead; }
inline bool IsWritable(Access a) { return a != Access::kRead; }

// Whether `path` may be used with `access` (T-12, T-13); the error is theirs.
absl::Status CheckAccess(const Path& path, Access access);

}  // namespace tandem

#endif  // TANDEM_CORE_TRACKER_PATH_H_
