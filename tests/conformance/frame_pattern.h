// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// What a transcript expects of one frame: JSON with holes. `*` stands for any value, `...` at
// the end of an array or object for whatever else is in it, `$name` for a value that is the
// same wherever the name appears, `/regex/` for a string, json(…) for a string that is itself
// JSON. Everything else must be there exactly: no extra member, no extra element, 3 is not 3.0.

#ifndef TANDEM_TESTS_CONFORMANCE_FRAME_PATTERN_H_
#define TANDEM_TESTS_CONFORMANCE_FRAME_PATTERN_H_

#include <map>
#include <memory>
#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "nlohmann/json.hpp"

namespace tandem::conformance {

using Json = nlohmann::json;

// The values `$names` stand for. Two names of one scope never stand for equal values, so that
// a transcript that says $row and $other notices when they are the same object. A scope is a
// session: object ids of different sessions have nothing to do with each other.
class Bindings {
 public:
  // Null if `name` has no value yet.
  const Json* Find(absl::string_view name) const;

  // The name in `scope` that already stands for `value`; empty if none.
  std::string NameOf(absl::string_view scope, const Json& value) const;

  void Bind(absl::string_view scope, absl::string_view name, const Json& value);

  // `frame` with every bound $name replaced by its value and $$ by $. kNotFound for a name
  // without a value.
  absl::StatusOr<std::string> Substitute(absl::string_view frame) const;

 private:
  struct Value {
    std::string scope;
    Json json;
  };
  std::map<std::string, Value, std::less<>> values_;
};

// The first place where a frame is not as expected.
struct Mismatch {
  std::string where;     // "/1/data/value"; empty for the frame itself.
  std::string expected;  // In the words of the pattern.
  std::string got;       // JSON, or "nothing".
};

class FramePattern {
 public:
  // kInvalidArgument with the position of what cannot be understood.
  static absl::StatusOr<FramePattern> Parse(absl::string_view text);

  // Nothing if `frame` is as expected; new names are then bound. Depth first, in the order of the
  // pattern; members that are not expected come last.
  std::optional<Mismatch> Match(const Json& frame, absl::string_view scope,
                                Bindings& bindings) const;

  // A node of the pattern; defined in the .cc file.
  struct Node;

 private:
  explicit FramePattern(std::shared_ptr<const Node> root) : root_(std::move(root)) {}

  // Shared, so that transcripts can be copied.
  std::shared_ptr<const Node> root_;
};

}  // namespace tandem::conformance

#endif  // TANDEM_TESTS_CONFORMANCE_FRAME_PATTERN_H_
