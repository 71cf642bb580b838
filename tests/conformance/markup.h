// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// A document as far as the model of a page needs one: elements with attributes, text and
// children, read from a template's HTML.

#ifndef TANDEM_TESTS_CONFORMANCE_MARKUP_H_
#define TANDEM_TESTS_CONFORMANCE_MARKUP_H_

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace tandem::conformance {

struct Node {
  // Null if there is no such attribute.
  const std::string* Attribute(const std::string& name) const;

  std::string tag;  // Empty for a text.
  std::string text;
  std::map<std::string, std::string> attributes;
  std::map<std::string, std::string> shown;  // By bindings, by the attribute that binds.
  std::vector<std::unique_ptr<Node>> children;
};

std::vector<std::unique_ptr<Node>> Clone(const std::vector<std::unique_ptr<Node>>& nodes);

// What is inside the only <template> of `html`; null if there is not exactly one at the top
// (P-88) or the markup does not close what it opens.
std::unique_ptr<Node> ParseTemplate(absl::string_view html);

}  // namespace tandem::conformance

#endif  // TANDEM_TESTS_CONFORMANCE_MARKUP_H_
