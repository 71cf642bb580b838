// Copyright (c) the Tandem authors. Licensed under the MIT License.

#include "tests/model/plain_app.h"

#include <algorithm>
#include <cctype>
#include <cstddef>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"

namespace tandem::model {
namespace {

bool IsOurs(Kind kind) {
  return kind == Kind::kViewList || kind == Kind::kItems || kind == Kind::kItem;
}

std::optional<size_t> Position(const std::string& step) {
  size_t position = 0;
  if (step.empty() || !std::isdigit(static_cast<unsigned char>(step[0]))) return std::nullopt;
  if (!absl::SimpleAtoi(step, &position)) return std::nullopt;
  return position;
}

}  // namespace

PlainApp::PlainApp() {
  New(Kind::kApp);
  for (int i = 0; i < kNodes; ++i) New(Kind::kNode);
  for (int i = 0; i < kNodes; ++i) {
    SetField(node(i), "index", static_cast<double>(i));
    SetField(node(i), "name", absl::StrCat("n", i));
    SetField(node(i), "list", New(Kind::kList));
    SetField(node(i), "broken", false);
  }
  SetField(app(), "items", New(Kind::kList));
}

Ref PlainApp::New(Kind kind) {
  objects_.push_back(Object{kind, {}, {}, ""});
  return Ref{static_cast<int>(objects_.size()) - 1};
}

Value PlainApp::Field(Ref ref, const std::string& name) const {
  const Object& object = At(ref);
  const auto found = object.fields.find(name);
  if (found != object.fields.end()) return found->second;
  if (object.kind == Kind::kNode && name == "color") return default_color_;
  return Value();
}

void PlainApp::SetField(Ref ref, const std::string& name, const Value& value) {
  if (IsNil(value)) {
    At(ref).fields.erase(name);
  } else {
    At(ref).fields[name] = value;
  }
}

bool PlainApp::IsArray(const Value& value) const {
  const Ref* ref = std::get_if<Ref>(&value);
  if (ref == nullptr) return false;
  const Object& object = At(*ref);
  if (object.kind == Kind::kItems) return true;
  return (object.kind == Kind::kList || object.kind == Kind::kPlain) && object.fields.empty();
}

bool PlainApp::IsUnsendable(const Value& value) const {
  if (!IsArray(value)) return false;
  for (const Value& element : At(std::get<Ref>(value)).elements) {
    if (IsArray(element) && !At(std::get<Ref>(element)).elements.empty()) return true;
  }
  return false;
}

std::string PlainApp::TypeOf(const Value& value) const {
  const Ref* ref = std::get_if<Ref>(&value);
  if (ref == nullptr) return "";
  switch (At(*ref).kind) {
    case Kind::kApp:
      return "App";
    case Kind::kNode:
      return "Node";
    case Kind::kCard:
      return "Card";
    case Kind::kRow:
      return "Row";
    case Kind::kViewList:
      return "lua.ViewList";
    case Kind::kItem:
      return "lua.ViewListItem";
    case Kind::kList:
    case Kind::kPlain:
    case Kind::kItems:
      return "";
  }
  return "";
}

std::optional<Value> PlainApp::Read(Value value, const std::string& path) const {
  if (path.empty()) return value;
  for (absl::string_view step : absl::StrSplit(path, '.')) {
    std::optional<Value> next = ReadStep(value, std::string(step));
    if (!next.has_value()) return std::nullopt;
    value = *std::move(next);
  }
  return value;
}

std::optional<Value> PlainApp::ReadStep(const Value& value, const std::string& step) const {
  size_t addressed = 0;
  if (step[0] == '@' && absl::SimpleAtoi(step.substr(1), &addressed)) {
    return Value(Ref{static_cast<int>(addressed)});
  }
  const Ref* ref = std::get_if<Ref>(&value);
  if (ref == nullptr) return std::nullopt;
  const Object& object = At(*ref);
  if (absl::EndsWith(step, "()")) {
    return Call(*ref, std::string(absl::StripSuffix(step, "()")));
  }
  if (const std::optional<size_t> position = Position(step)) {
    if (object.kind == Kind::kViewList || object.kind == Kind::kItem) return std::nullopt;
    if (*position < object.elements.size()) return object.elements[*position];
    if (object.kind == Kind::kItems) return std::nullopt;
    return Value();
  }
  const bool known = object.kind == Kind::kViewList ? step == "items"
                     : object.kind == Kind::kItem
                         ? step == "item" || step == "baseItem" || step == "index" || step == "list"
                         : object.kind != Kind::kItems;
  if (!known) return std::nullopt;
  return Field(*ref, step);
}

std::optional<Value> PlainApp::Call(Ref self, const std::string& method) const {
  const Object& object = At(self);
  if (object.kind == Kind::kNode) {
    if (method == "itself") return Value(self);
    if (method == "title") {
      return Value(
          absl::StrCat("title of ", static_cast<int>(std::get<double>(Field(self, "index")))));
    }
    if (method == "risky") {
      if (Field(self, "broken") == Value(true)) return std::nullopt;
      return Field(self, "name");
    }
  } else if (object.kind == Kind::kApp) {
    if (method == "first") {
      const Value items = Field(self, "items");
      if (!std::holds_alternative<Ref>(items)) return std::nullopt;
      return ReadStep(items, "0");
    }
    if (method == "risky") {
      const Value selected = Field(self, "selected");
      if (IsNil(selected)) return selected;
      if (Field(std::get<Ref>(selected), "broken") == Value(true)) return std::nullopt;
      return selected;
    }
  } else if (method == "label" && object.kind == Kind::kCard) {
    return Value(card_label_);
  } else if (method == "label" && object.kind == Kind::kRow) {
    return Value(std::string("row"));
  }
  return std::nullopt;
}

bool PlainApp::Write(const Value& from, const std::string& path, const Value& value) {
  const SplitPath split = SplitLast(path);
  const std::optional<Value> target = Read(from, split.before);
  if (!target.has_value() || !std::holds_alternative<Ref>(*target)) return false;
  const Ref ref = std::get<Ref>(*target);
  if (IsOurs(At(ref).kind)) return false;
  if (const std::optional<size_t> position = Position(split.last)) {
    At(ref).elements[*position] = value;
  } else {
    SetField(ref, split.last, value);
  }
  return true;
}

void PlainApp::Perform(const Json& command) {
  const auto op = command.at("op").get<std::string>();
  const auto number = [&](const char* name) { return command.at(name).get<ptrdiff_t>(); };
  const auto node_in = [&](const char* name) { return node(command.at(name).get<int>()); };
  if (op == "set") {
    SetField(node_in("node"), command.at("field").get<std::string>(), Element(command.at("value")));
    return;
  }
  if (op == "setApp") {
    SetField(app(), command.at("field").get<std::string>(), Element(command.at("value")));
    return;
  }
  if (op == "tint") {
    default_color_ = command.at("color").get<std::string>();
    return;
  }
  const Ref owner = command.contains("of") ? node_in("of") : app();
  const std::string field = command.contains("of") ? "list" : "items";
  const Value list = Field(owner, field);
  if (!std::holds_alternative<Ref>(list)) return;
  const auto size = static_cast<ptrdiff_t>(At(std::get<Ref>(list)).elements.size());
  if (op == "copy") {
    const Ref copy = New(Kind::kList);
    At(copy).elements = At(std::get<Ref>(list)).elements;
    return SetField(owner, field, copy);
  }
  const Value inserted = op == "insert" ? Element(command.at("what")) : Value();
  std::vector<Value>& elements = At(std::get<Ref>(list)).elements;
  if (op == "insert") {
    if (number("at") <= size && !IsNil(inserted)) {
      elements.insert(elements.begin() + number("at"), inserted);
    }
  } else if (op == "remove") {
    elements.erase(elements.begin() + number("at"));
  } else if (op == "move") {
    const Value moved = elements[static_cast<size_t>(number("at"))];
    elements.erase(elements.begin() + number("at"));
    elements.insert(elements.begin() + number("to"), moved);
  } else if (op == "reverse") {
    std::reverse(elements.begin(), elements.end());
  } else if (op == "duplicate") {
    const Value again = elements[static_cast<size_t>(number("at"))];
    elements.insert(elements.begin() + number("at"), again);
  } else if (op == "clear") {
    elements.clear();
  }
}

Value PlainApp::Element(const Json& json) {
  if (json.is_boolean()) return json.get<bool>();
  if (json.is_number()) return json.get<double>();
  if (json.is_string()) return json.get<std::string>();
  if (json.is_array()) {
    const Ref list = New(Kind::kList);
    for (const Json& part : json) {
      const Value element = Element(part);
      At(list).elements.push_back(element);
    }
    return list;
  }
  if (!json.is_object()) return Value();
  if (json.contains("node")) return node(json.at("node").get<int>());
  return Field(node(json.at("listOf").get<int>()), "list");
}

SplitPath SplitLast(const std::string& path) {
  const size_t dot = path.rfind('.');
  if (dot == std::string::npos) return {"", path};
  return {path.substr(0, dot), path.substr(dot + 1)};
}

}  // namespace tandem::model
