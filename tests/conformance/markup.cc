// Copyright (c) the Tandem authors. Licensed under the MIT License.

#include "tests/conformance/markup.h"

#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/strip.h"

namespace tandem::conformance {
namespace {

bool IsNameChar(char c) { return absl::ascii_isalnum(c) || c == '-' || c == '_' || c == '.'; }

class Parser {
 public:
  explicit Parser(absl::string_view text) : rest_(text) {}

  // Children up to the closing tag of `tag`, or up to the end if that is empty.
  bool ParseChildren(const std::string& tag, std::vector<std::unique_ptr<Node>>* children) {
    while (!rest_.empty()) {
      if (absl::ConsumePrefix(&rest_, "</")) {
        const bool closes = TakeName() == tag && !tag.empty();
        return closes && absl::ConsumePrefix(&rest_, ">");
      }
      auto node = std::make_unique<Node>();
      if (!absl::StartsWith(rest_, "<")) {
        node->text = std::string(Take(rest_.find('<')));
      } else if (!ParseElement(node.get())) {
        return false;
      }
      children->push_back(std::move(node));
    }
    return tag.empty();
  }

 private:
  absl::string_view Take(size_t count) {
    const absl::string_view taken = rest_.substr(0, count);
    rest_.remove_prefix(taken.size());
    return taken;
  }

  std::string TakeName() {
    size_t count = 0;
    while (count < rest_.size() && IsNameChar(rest_[count])) ++count;
    return std::string(Take(count));
  }

  bool ParseElement(Node* node) {
    Take(1);
    node->tag = TakeName();
    if (node->tag.empty()) return false;
    for (rest_ = absl::StripLeadingAsciiWhitespace(rest_); !absl::ConsumePrefix(&rest_, ">");
         rest_ = absl::StripLeadingAsciiWhitespace(rest_)) {
      const std::string name = TakeName();
      if (name.empty()) return false;
      std::string& value = node->attributes[name];
      if (!absl::ConsumePrefix(&rest_, "=")) continue;
      if (!absl::ConsumePrefix(&rest_, "\"")) return false;
      value = std::string(Take(rest_.find('"')));
      if (!absl::ConsumePrefix(&rest_, "\"")) return false;
    }
    return node->tag == "input" || ParseChildren(node->tag, &node->children);
  }

  absl::string_view rest_;
};

}  // namespace

const std::string* Node::Attribute(const std::string& name) const {
  const auto found = attributes.find(name);
  return found == attributes.end() ? nullptr : &found->second;
}

std::vector<std::unique_ptr<Node>> Clone(const std::vector<std::unique_ptr<Node>>& nodes) {
  std::vector<std::unique_ptr<Node>> clones;
  for (const std::unique_ptr<Node>& node : nodes) {
    auto clone = std::make_unique<Node>();
    clone->tag = node->tag;
    clone->text = node->text;
    clone->attributes = node->attributes;
    clone->children = Clone(node->children);
    clones.push_back(std::move(clone));
  }
  return clones;
}

std::unique_ptr<Node> ParseTemplate(absl::string_view html) {
  std::vector<std::unique_ptr<Node>> top;
  if (!Parser(html).ParseChildren("", &top)) return nullptr;
  std::unique_ptr<Node> result;
  for (std::unique_ptr<Node>& node : top) {
    if (node->tag.empty()) continue;
    if (node->tag != "template" || result != nullptr) return nullptr;
    result = std::move(node);
  }
  return result;
}

}  // namespace tandem::conformance
