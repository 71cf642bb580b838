// Copyright (c) the Tandem authors. Licensed under the MIT License.

#include "tests/conformance/unmodified_page.h"

#include <set>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"

namespace tandem::conformance {
namespace {

using Properties = UnmodifiedWire::Properties;

// "path?a=b&c": the path and its properties, which a key without value sets to "true" (P-138).
std::string SplitPath(const std::string& text, Properties* properties) {
  const std::pair<std::string, std::string> parts = absl::StrSplit(text, absl::MaxSplits('?', 1));
  for (absl::string_view pair : absl::StrSplit(parts.second, '&', absl::SkipEmpty())) {
    const size_t equals = pair.find('=');
    (*properties)[std::string(pair.substr(0, equals))] =
        equals == absl::string_view::npos ? "true" : std::string(pair.substr(equals + 1));
  }
  (*properties)["path"] = parts.first;
  return parts.first;
}

// P-136: a number stays a number, nothing is nothing.
std::string TextOf(const Json* value) {
  if (value == nullptr || value->is_null()) return "";
  return value->is_string() ? value->get<std::string>() : value->dump();
}

bool IsTruthy(const Json* value) {
  if (value == nullptr || value->is_null()) return false;
  if (value->is_boolean()) return value->get<bool>();
  if (value->is_number()) return value->get<double>() != 0;
  return !value->is_string() || !value->get_ref<const std::string&>().empty();
}

void CollectElements(Node& node, std::vector<Node*>* elements) {
  for (const std::unique_ptr<Node>& child : node.children) {
    if (child->tag.empty()) continue;
    elements->push_back(child.get());
    CollectElements(*child, elements);
  }
}

void AppendText(const Node& node, std::vector<std::string>* parts);

std::string Inside(const Node& node) {
  std::vector<std::string> parts;
  for (const std::unique_ptr<Node>& child : node.children) AppendText(*child, &parts);
  return absl::StrJoin(parts, " ");
}

void AppendText(const Node& node, std::vector<std::string>* parts) {
  std::string text(absl::StripAsciiWhitespace(node.text));
  const auto value = node.shown.find("ui-value");
  if (value != node.shown.end()) text = value->second;
  if (node.tag == "input") text = absl::StrCat("[", text, "]");
  const std::string inside = Inside(node);
  if (node.Attribute("ui-view") != nullptr) {
    absl::StrAppend(&text, "(", inside, ")");
  } else if (node.Attribute("ui-viewlist") != nullptr) {
    absl::StrAppend(&text, "{", inside, "}");
  } else {
    absl::StrAppend(&text, inside);
  }
  for (const auto& [attribute, shown] : node.shown) {
    absl::string_view name = attribute;
    if (absl::ConsumePrefix(&name, "ui-class-")) absl::StrAppend(&text, ".", name);
    if (absl::ConsumePrefix(&name, "ui-attr-")) absl::StrAppend(&text, "@", name, "=", shown);
    if (absl::ConsumePrefix(&name, "ui-style-")) absl::StrAppend(&text, "~", name, "=", shown);
    if (name == "ui-error") absl::StrAppend(&text, "!", shown);
  }
  if (!text.empty()) parts->push_back(std::move(text));
}

}  // namespace

UnmodifiedPage::UnmodifiedPage(std::function<void(const std::string&)> send)
    : wire_(std::move(send)) {
  document_.tag = "body";
  document_.attributes["id"] = "ui-1";
  root_.variable = 1;
  root_.element = &document_;
  wire_.WatchRoot([this](const UnmodifiedWire::Variable&, const Json& data) { OnRoot(data); });
}

// P-137: templates are taken in first; views that wait for one are tried again, and what was
// rendered from one that came anew is rendered again (P-95, P-96).
void UnmodifiedPage::OnRoot(const Json& data) {
  const Json properties = data.is_object() ? data.value("properties", Json::object()) : Json();
  const std::string viewdefs = properties.is_object() ? properties.value("viewdefs", "") : "";
  if (!viewdefs.empty()) {
    std::set<std::string> arrived;
    const Json definitions = Json::parse(viewdefs);
    for (const auto& [key, html] : definitions.items()) {
      if (ParseTemplate(html.get<std::string>()) == nullptr) continue;
      templates_[key] = html.get<std::string>();
      arrived.insert(key);
    }
    Refresh(root_, arrived);
  }
  Evaluate(root_);
}

void UnmodifiedPage::Refresh(View& view, const std::set<std::string>& arrived) {
  if (arrived.contains(view.key)) {
    Render(view, std::string(view.type), std::string(view.key));
    return;  // What was inside is gone.
  }
  if (view.key.empty()) Evaluate(view);
  for (const std::unique_ptr<View>& child : view.views) Refresh(*child, arrived);
  for (const std::unique_ptr<List>& list : view.lists) {
    for (const std::unique_ptr<View>& item : list->items) Refresh(*item, arrived);
  }
}

void UnmodifiedPage::Evaluate(View& view) {
  const UnmodifiedWire::Variable* variable = wire_.Find(view.variable);
  if (variable == nullptr) return;
  const std::string type = variable->Property("type");
  if (type.empty()) {
    if (view.key.empty()) return;
    Clear(view);
    wire_.SetProperty(view.variable, "viewdef", "");
    return;
  }
  if (type == view.type) return;
  for (const std::string& name :
       {variable->Property("namespace"), variable->Property("fallbackNamespace"),
        std::string("DEFAULT")}) {
    const std::string key = absl::StrCat(type, ".", name);
    if (name.empty() || !templates_.contains(key)) continue;
    Render(view, type, key);
    return;
  }
}

// Views first, then bindings, then the report of what is shown.
void UnmodifiedPage::Render(View& view, const std::string& type, const std::string& key) {
  Clear(view);
  ++renders_;
  view.type = type;
  view.key = key;
  view.element->children = Clone(ParseTemplate(templates_[key])->children);
  std::vector<Node*> elements;
  CollectElements(*view.element, &elements);
  for (Node* element : elements) {
    if (element->Attribute("ui-view") != nullptr) MakeView(view, *element);
    if (element->Attribute("ui-viewlist") != nullptr) MakeList(view, *element);
  }
  for (Node* element : elements) {
    for (const auto& [attribute, text] : element->attributes) {
      if (absl::StartsWith(attribute, "ui-") && attribute != "ui-view" &&
          attribute != "ui-viewlist" && attribute != "ui-item-wrapper") {
        MakeBinding(view, *element, attribute);
      }
    }
  }
  wire_.SetProperty(view.variable, "viewdef", key);
}

// Bindings are not let go of by name: their variables stay below the view's (P-110, P-111).
void UnmodifiedPage::Clear(View& view) {
  for (const std::unique_ptr<View>& child : view.views) LetGo(*child);
  for (const std::unique_ptr<List>& list : view.lists) {
    wire_.Unwatch(list->variable);
    for (const std::unique_ptr<View>& item : list->items) LetGo(*item);
    wire_.Destroy(list->variable);
  }
  for (const Binding& binding : view.bindings) wire_.Abandon(binding.variable);
  view.views.clear();
  view.lists.clear();
  view.bindings.clear();
  view.element->children.clear();
  view.type.clear();
  view.key.clear();
}

void UnmodifiedPage::LetGo(View& view) {
  wire_.Unwatch(view.variable);
  Clear(view);
  wire_.Destroy(view.variable);
}

void UnmodifiedPage::MakeView(View& parent, Node& element) {
  Properties properties;
  SplitPath(element.attributes["ui-view"], &properties);
  properties.erase("scrollOnOutput");
  properties["elementId"] = ElementId(element);
  properties.emplace("access", "r");
  InheritNamespaces(parent.variable, &properties);
  auto view = std::make_unique<View>();
  View* made = view.get();
  made->element = &element;
  made->variable =
      wire_.Create(parent.variable, std::move(properties), Json(),
                   [this, made](const UnmodifiedWire::Variable&, const Json&) { Evaluate(*made); });
  parent.views.push_back(std::move(view));
}

void UnmodifiedPage::MakeList(View& parent, Node& element) {
  Properties properties;
  SplitPath(element.attributes["ui-viewlist"], &properties);
  for (const char* dropped : {"scrollOnOutput", "wrapper", "create"}) properties.erase(dropped);
  properties["elementId"] = ElementId(element);
  properties.emplace("access", "r");
  InheritNamespaces(parent.variable, &properties);
  auto list = std::make_unique<List>();
  List* made = list.get();
  made->element = &element;
  made->parent = parent.variable;
  made->variable = wire_.Create(parent.variable, std::move(properties), Json(),
                                [this, made](const UnmodifiedWire::Variable& variable,
                                             const Json&) { FillList(*made, variable.value); });
  parent.lists.push_back(std::move(list));
}

void UnmodifiedPage::FillList(List& list, const Json& value) {
  const size_t size = value.is_array() ? value.size() : 0;
  while (list.items.size() > size) {
    LetGo(*list.items.back());
    list.items.pop_back();
    list.element->children.pop_back();
  }
  while (list.items.size() < size) {
    auto node = std::make_unique<Node>();
    node->tag = "div";
    node->attributes["ui-view"] = "";
    auto item = std::make_unique<View>();
    View* made = item.get();
    made->element = node.get();
    Properties properties = {{"path", absl::StrCat(list.items.size())},
                             {"elementId", ElementId(*node)}};
    const UnmodifiedWire::Variable* parent = wire_.Find(list.parent);
    const std::string presenter = parent == nullptr ? "" : parent->Property("itemWrapper");
    if (!presenter.empty()) properties["wrapper"] = presenter;
    if (const std::string* wrapper = list.element->Attribute("ui-item-wrapper")) {
      absl::StrAppend(&properties["path"], "?wrapper=", *wrapper);
    }
    InheritNamespaces(list.variable, &properties);
    list.element->children.push_back(std::move(node));
    list.items.push_back(std::move(item));
    made->variable = wire_.Create(
        list.variable, std::move(properties), Json(),
        [this, made](const UnmodifiedWire::Variable&, const Json&) { Evaluate(*made); });
  }
}

void UnmodifiedPage::MakeBinding(View& parent, Node& element, const std::string& attribute) {
  Properties properties;
  const std::string path = SplitPath(element.attributes[attribute], &properties);
  const std::string element_id = ElementId(element);
  properties["elementId"] = element_id;
  const bool is_call = absl::EndsWith(path, "()") || absl::EndsWith(path, "(_)");
  if (attribute == "ui-value") {
    if (absl::EndsWith(path, "()") || element.tag != "input") properties.emplace("access", "r");
  } else if (absl::StartsWith(attribute, "ui-event-keypress-")) {
    if (is_call) properties["access"] = "action";
  } else if (attribute == "ui-action" || absl::StartsWith(attribute, "ui-event-")) {
    properties.emplace("access", "action");
    if (attribute != "ui-action") properties.emplace("priority", "low");
  } else {
    properties.emplace("access", "r");
  }
  Binding binding{&element, attribute, 0};
  const bool is_shown = attribute != "ui-action" && !absl::StartsWith(attribute, "ui-event-");
  UnmodifiedWire::OnUpdate on_update;
  if (is_shown) {
    on_update = [this, binding](const UnmodifiedWire::Variable& variable, const Json& data) {
      ShowValue(binding, variable, data);
    };
  }
  binding.variable =
      wire_.Create(parent.variable, std::move(properties), Widget(element_id, path), on_update);
  parent.bindings.push_back(std::move(binding));
}

// An update without a value shows nothing where something was: the hazard of P-86.
void UnmodifiedPage::ShowValue(const Binding& binding, const UnmodifiedWire::Variable& variable,
                               const Json& data) {
  std::map<std::string, std::string>& shown = binding.element->shown;
  if (binding.attribute == "ui-value") {
    shown.erase("ui-error");
    if (!variable.error.empty()) shown["ui-error"] = variable.error;
  }
  if (!data.is_object()) return;
  const Json* value = data.contains("value") ? &data["value"] : nullptr;
  if (binding.attribute == "ui-value") {
    shown["ui-value"] = TextOf(value);
    return;
  }
  const bool is_class = absl::StartsWith(binding.attribute, "ui-class-");
  const bool is_off = value == nullptr || value->is_null() || *value == Json(false);
  if (is_class ? IsTruthy(value) : !is_off) {
    shown[binding.attribute] = TextOf(value);
  } else {
    shown.erase(binding.attribute);
  }
}

void UnmodifiedPage::Click(const std::string& id, int n) {
  for (const Binding& binding : BindingsOf(id, n)) {
    if (binding.attribute != "ui-action" && binding.attribute != "ui-event-click") continue;
    const std::string path = wire_.Find(binding.variable)->Property("path");
    const std::string* value = binding.element->Attribute("value");
    const bool has_argument = absl::EndsWith(path, "(_)") && value != nullptr;
    wire_.SetValue(binding.variable, has_argument ? Json(*value) : Json());
  }
}

void UnmodifiedPage::Write(const std::string& id, const std::string& text) {
  for (const Binding& binding : BindingsOf(id, 0)) binding.element->shown["ui-value"] = text;
}

void UnmodifiedPage::Leave(const std::string& id) {
  for (const Binding& binding : BindingsOf(id, 0)) {
    if (binding.attribute != "ui-value") continue;
    wire_.SetValue(binding.variable, Json(binding.element->shown["ui-value"]));
  }
}

void UnmodifiedPage::Press(const std::string& id, const std::string& key) {
  Leave(id);
  for (const Binding& binding : BindingsOf(id, 0)) {
    if (binding.attribute != absl::StrCat("ui-event-keypress-", key)) continue;
    const bool is_call = absl::EndsWith(wire_.Find(binding.variable)->Property("path"), "()");
    wire_.SetValue(binding.variable, is_call ? Json() : Json(key));
  }
}

std::string UnmodifiedPage::Show() const { return Inside(document_); }

std::string UnmodifiedPage::ElementId(Node& element) {
  std::string& id = element.attributes["id"];
  if (id.empty()) id = absl::StrCat("ui-", ++last_element_);
  return id;
}

void UnmodifiedPage::InheritNamespaces(int64_t from, Properties* properties) const {
  const UnmodifiedWire::Variable* variable = wire_.Find(from);
  if (variable == nullptr) return;
  for (const char* name : {"namespace", "fallbackNamespace"}) {
    const std::string value = variable->Property(name);
    if (!value.empty()) properties->emplace(name, value);
  }
}

Json UnmodifiedPage::Widget(const std::string& element_id, const std::string& path) const {
  Json cache = Json::object();
  for (const auto& [id, variable] : wire_.variables()) {
    cache[absl::StrCat(id)] = {{"value", variable.value}, {"properties", variable.properties}};
  }
  return {{"elementId", element_id},
          {"bindings", {{"ui-value", {{"path", path}, {"handlers", Json::array({nullptr, {}})}}}}},
          {"view",
           {{"store", {{"variables", std::move(cache)}, {"nested", Json::array({Json::array()})}}},
            {"viewdefs", templates_},
            {"connection", {{"pending", Json::array()}, {"log", std::string(4096, 'w')}}}}}};
}

std::vector<UnmodifiedPage::Binding> UnmodifiedPage::BindingsOf(const std::string& id,
                                                                int n) const {
  std::vector<const View*> views;
  Collect(root_, &views);
  std::vector<Binding> found;
  const Node* last = nullptr;
  for (const View* view : views) {
    for (const Binding& binding : view->bindings) {
      if (*binding.element->Attribute("id") != id) continue;
      if (binding.element != last && last != nullptr) --n;
      last = binding.element;
      if (n == 0) found.push_back(binding);
    }
  }
  return found;
}

void UnmodifiedPage::Collect(const View& view, std::vector<const View*>* views) const {
  views->push_back(&view);
  for (const std::unique_ptr<View>& child : view.views) Collect(*child, views);
  for (const std::unique_ptr<List>& list : view.lists) {
    for (const std::unique_ptr<View>& item : list->items) Collect(*item, views);
  }
}

}  // namespace tandem::conformance
