// Copyright (c) the Tandem authors. Licensed under the MIT License.

#include "tests/conformance/frame_pattern.h"

#include <cctype>
#include <regex>
#include <set>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"

namespace tandem::conformance {

struct FramePattern::Node {
  enum class Kind { kLiteral, kAny, kName, kRegex, kEmbedded, kArray, kObject };

  Kind kind = Kind::kAny;
  std::string source;  // As written.
  Json literal;
  std::string name;
  std::regex regex;
  // Elements of an array, or the one thing inside json(…).
  std::vector<Node> elements;
  std::vector<std::pair<std::string, Node>> members;
  // Ended with "...".
  bool open = false;
};

namespace {

using Node = FramePattern::Node;

bool IsNameStart(char c) { return std::isalpha(static_cast<unsigned char>(c)) || c == '_'; }
bool IsNamePart(char c) { return std::isalnum(static_cast<unsigned char>(c)) || c == '_'; }

// How long the name at the beginning of `text` is.
size_t NameLength(absl::string_view text) {
  if (text.empty() || !IsNameStart(text[0])) return 0;
  size_t length = 1;
  while (length < text.size() && IsNamePart(text[length])) ++length;
  return length;
}

// Recursive descent over the text of one pattern.
class PatternParser {
 public:
  explicit PatternParser(absl::string_view text) : text_(text) {}

  absl::StatusOr<Node> ParseAll() {
    absl::StatusOr<Node> node = ParseNode();
    if (!node.ok()) return node;
    SkipSpace();
    if (at_ != text_.size()) return Error("nothing more");
    return node;
  }

 private:
  absl::Status Error(absl::string_view wanted) const {
    std::string found =
        at_ < text_.size() ? absl::StrCat("'", text_.substr(at_, 12), "'") : "the end";
    return absl::InvalidArgumentError(
        absl::StrCat("column ", at_ + 1, " of the pattern: expected ", wanted, ", found ", found));
  }

  void SkipSpace() {
    while (at_ < text_.size() && std::isspace(static_cast<unsigned char>(text_[at_]))) ++at_;
  }

  // Takes `token` if it is next.
  bool Take(absl::string_view token) {
    SkipSpace();
    if (text_.substr(at_, token.size()) != token) return false;
    at_ += token.size();
    return true;
  }

  absl::StatusOr<Node> ParseNode() {
    SkipSpace();
    const size_t start = at_;
    absl::StatusOr<Node> node = ParseUnnamed();
    if (node.ok()) node->source = std::string(text_.substr(start, at_ - start));
    return node;
  }

  absl::StatusOr<Node> ParseUnnamed() {
    if (Take("*")) return Node();
    if (Take("$")) return ParseName();
    if (Take("/")) return ParseRegex();
    if (Take("json(")) return ParseEmbedded();
    if (Take("[")) return ParseArray();
    if (Take("{")) return ParseObject();
    return ParseScalar();
  }

  absl::StatusOr<Node> ParseName() {
    const size_t length = NameLength(text_.substr(at_));
    if (length == 0) return Error("a name after $");
    Node node;
    node.kind = Node::Kind::kName;
    node.name = std::string(text_.substr(at_, length));
    at_ += length;
    return node;
  }

  absl::StatusOr<Node> ParseRegex() {
    std::string expression;
    while (at_ < text_.size() && text_[at_] != '/') {
      // "\/" is a slash; every other escape belongs to the expression.
      if (text_[at_] == '\\' && at_ + 1 < text_.size()) {
        if (text_[at_ + 1] != '/') expression.push_back('\\');
        ++at_;
      }
      expression.push_back(text_[at_++]);
    }
    if (!Take("/")) return Error("'/' after the regular expression");
    Node node;
    node.kind = Node::Kind::kRegex;
    try {
      node.regex = std::regex(expression);
    } catch (const std::regex_error& error) {
      return Error(absl::StrCat("a regular expression (", error.what(), ")"));
    }
    return node;
  }

  absl::StatusOr<Node> ParseEmbedded() {
    absl::StatusOr<Node> inner = ParseNode();
    if (!inner.ok()) return inner;
    if (!Take(")")) return Error("')'");
    Node node;
    node.kind = Node::Kind::kEmbedded;
    node.elements.push_back(*std::move(inner));
    return node;
  }

  absl::StatusOr<Node> ParseArray() {
    Node node;
    node.kind = Node::Kind::kArray;
    if (Take("]")) return node;
    do {
      if (Take("...")) {
        node.open = true;
        break;
      }
      absl::StatusOr<Node> element = ParseNode();
      if (!element.ok()) return element;
      node.elements.push_back(*std::move(element));
    } while (Take(","));
    if (!Take("]")) return Error("',' or ']'");
    return node;
  }

  absl::StatusOr<Node> ParseObject() {
    Node node;
    node.kind = Node::Kind::kObject;
    if (Take("}")) return node;
    std::set<std::string> keys;
    do {
      if (Take("...")) {
        node.open = true;
        break;
      }
      SkipSpace();
      if (at_ >= text_.size() || text_[at_] != '"') return Error("a member name in quotes");
      absl::StatusOr<Node> key = ParseScalar();
      if (!key.ok()) return key;
      std::string name = key->literal.get<std::string>();
      if (!keys.insert(name).second) return Error(absl::StrCat("no second member \"", name, "\""));
      if (!Take(":")) return Error("':'");
      absl::StatusOr<Node> member = ParseNode();
      if (!member.ok()) return member;
      node.members.emplace_back(std::move(name), *std::move(member));
    } while (Take(","));
    if (!Take("}")) return Error("',' or '}'");
    return node;
  }

  absl::StatusOr<Node> ParseScalar() {
    const size_t start = at_;
    if (at_ < text_.size() && text_[at_] == '"') {
      ++at_;
      while (at_ < text_.size() && text_[at_] != '"') at_ += text_[at_] == '\\' ? 2 : 1;
      at_ = std::min(at_ + 1, text_.size());
    } else {
      while (at_ < text_.size() &&
             (IsNamePart(text_[at_]) ||
              absl::string_view("+-.").find(text_[at_]) != absl::string_view::npos)) {
        ++at_;
      }
    }
    const absl::string_view token = text_.substr(start, at_ - start);
    Node node;
    node.kind = Node::Kind::kLiteral;
    node.literal = Json::parse(token.begin(), token.end(), nullptr, /*allow_exceptions=*/false);
    if (node.literal.is_discarded()) {
      at_ = start;
      return Error("a value, *, $name, /regex/ or json(…)");
    }
    return node;
  }

  const absl::string_view text_;
  size_t at_ = 0;
};

// Integers and fractions are different texts on the wire (L-98), so they differ here.
bool SameScalar(const Json& a, const Json& b) {
  return a.is_number_float() == b.is_number_float() && a == b;
}

std::string Show(const Json& value) {
  return value.dump(-1, ' ', false, Json::error_handler_t::replace);
}

class Matcher {
 public:
  Matcher(absl::string_view scope, Bindings& bindings) : scope_(scope), bindings_(bindings) {}

  std::optional<Mismatch> Match(const Node& node, const Json& value, const std::string& where) {
    switch (node.kind) {
      case Node::Kind::kAny:
        return std::nullopt;
      case Node::Kind::kLiteral:
        if (SameScalar(node.literal, value)) return std::nullopt;
        return Differs(node, value, where);
      case Node::Kind::kName:
        return MatchName(node, value, where);
      case Node::Kind::kRegex:
        if (value.is_string() && std::regex_search(value.get<std::string>(), node.regex)) {
          return std::nullopt;
        }
        return Differs(node, value, where);
      case Node::Kind::kEmbedded:
        return MatchEmbedded(node, value, where);
      case Node::Kind::kArray:
        return MatchArray(node, value, where);
      case Node::Kind::kObject:
        return MatchObject(node, value, where);
    }
    return std::nullopt;
  }

 private:
  static Mismatch Differs(const Node& node, const Json& value, const std::string& where) {
    return Mismatch{where, node.source, Show(value)};
  }

  std::optional<Mismatch> MatchName(const Node& node, const Json& value, const std::string& where) {
    if (const Json* bound = bindings_.Find(node.name)) {
      if (*bound == value) return std::nullopt;
      return Mismatch{where, absl::StrCat(node.source, " = ", Show(*bound)), Show(value)};
    }
    const std::string other = bindings_.NameOf(scope_, value);
    if (!other.empty()) {
      return Mismatch{where, absl::StrCat(node.source, ", different from $", other), Show(value)};
    }
    bindings_.Bind(scope_, node.name, value);
    return std::nullopt;
  }

  std::optional<Mismatch> MatchEmbedded(const Node& node, const Json& value,
                                        const std::string& where) {
    if (!value.is_string()) return Differs(node, value, where);
    const Json inner = Json::parse(value.get<std::string>(), nullptr, /*allow_exceptions=*/false);
    if (inner.is_discarded()) return Differs(node, value, where);
    return Match(node.elements[0], inner, absl::StrCat(where, "/json()"));
  }

  std::optional<Mismatch> MatchArray(const Node& node, const Json& value,
                                     const std::string& where) {
    if (!value.is_array()) return Differs(node, value, where);
    for (size_t i = 0; i < node.elements.size(); ++i) {
      const std::string place = absl::StrCat(where, "/", i);
      if (i >= value.size()) return Mismatch{place, node.elements[i].source, "nothing"};
      if (auto mismatch = Match(node.elements[i], value[i], place)) return mismatch;
    }
    if (!node.open && value.size() > node.elements.size()) {
      const size_t extra = node.elements.size();
      return Mismatch{absl::StrCat(where, "/", extra), "nothing", Show(value[extra])};
    }
    return std::nullopt;
  }

  std::optional<Mismatch> MatchObject(const Node& node, const Json& value,
                                      const std::string& where) {
    if (!value.is_object()) return Differs(node, value, where);
    std::set<std::string> expected;
    for (const auto& [name, member] : node.members) {
      expected.insert(name);
      const std::string place = absl::StrCat(where, "/", name);
      const auto found = value.find(name);
      if (found == value.end()) return Mismatch{place, member.source, "nothing"};
      if (auto mismatch = Match(member, *found, place)) return mismatch;
    }
    if (node.open) return std::nullopt;
    for (const auto& [name, member] : value.items()) {
      if (expected.count(name) == 0) {
        return Mismatch{absl::StrCat(where, "/", name), "nothing", Show(member)};
      }
    }
    return std::nullopt;
  }

  const absl::string_view scope_;
  Bindings& bindings_;
};

}  // namespace

const Json* Bindings::Find(absl::string_view name) const {
  const auto found = values_.find(name);
  return found == values_.end() ? nullptr : &found->second.json;
}

std::string Bindings::NameOf(absl::string_view scope, const Json& value) const {
  for (const auto& [name, bound] : values_) {
    if (bound.scope == scope && bound.json == value) return name;
  }
  return "";
}

void Bindings::Bind(absl::string_view scope, absl::string_view name, const Json& value) {
  values_.emplace(std::string(name), Value{std::string(scope), value});
}

absl::StatusOr<std::string> Bindings::Substitute(absl::string_view frame) const {
  std::string text;
  for (size_t at = 0; at < frame.size();) {
    if (frame[at] != '$') {
      text.push_back(frame[at++]);
      continue;
    }
    ++at;
    if (at < frame.size() && frame[at] == '$') {
      text.push_back(frame[at++]);
      continue;
    }
    const absl::string_view name = frame.substr(at, NameLength(frame.substr(at)));
    const Json* value = Find(name);
    if (value == nullptr) {
      return absl::NotFoundError(absl::StrCat("$", name, " stands for nothing yet"));
    }
    absl::StrAppend(&text, Show(*value));
    at += name.size();
  }
  return text;
}

absl::StatusOr<FramePattern> FramePattern::Parse(absl::string_view text) {
  absl::StatusOr<Node> root = PatternParser(text).ParseAll();
  if (!root.ok()) return root.status();
  return FramePattern(std::make_shared<const Node>(*std::move(root)));
}

std::optional<Mismatch> FramePattern::Match(const Json& frame, absl::string_view scope,
                                            Bindings& bindings) const {
  return Matcher(scope, bindings).Match(*root_, frame, "");
}

}  // namespace tandem::conformance
