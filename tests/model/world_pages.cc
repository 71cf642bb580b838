// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// What pages do.

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "tests/model/world.h"

namespace tandem::model {
namespace {

const std::string& Pick(const std::vector<std::string>& from, int64_t number) {
  return from[static_cast<size_t>(number) % from.size()];
}

const std::vector<std::string>& Wrappers() {
  static const auto& wrappers = *new std::vector<std::string>{
      "", "", "lua.ViewList", "lua.ViewList", "Card", "Kind", "Row", "Missing"};
  return wrappers;
}

bool IsCall(const std::string& path) { return absl::EndsWith(path, ")"); }

}  // namespace

const std::vector<std::string>& World::Paths() {
  static const auto& paths = *new std::vector<std::string>{
      // From the app.
      "caption", "items", "items", "selected", "selected.name", "selected.list", "items.0",
      "items.1.name", "risky()", "first()", "first().name",
      // From a node.
      "name", "ref", "ref.name", "list", "list.0", "color", "title()", "risky()", "broken",
      "ref.ref.name", "itself()", "itself().name", "list.1.list",
      // From an array.
      "0", "1", "2", "0.name", "1.name", "0.item", "1.item", "0.item.name", "0.index",
      // From a list.
      "items", "items.0", "items.0.item", "items.0.index", "items.1.item.label()",
      // From an item.
      "item", "index", "baseItem", "item.name", "baseItem.name", "item.base",
      // From a wrapper.
      "base", "base.name", "value", "value.name", "value.0", "label()",
      // From anywhere (D-41).
      "@", "@.name", "@.list", "@.ref.name"};
  return paths;
}

void World::Create(const Numbers& n) {
  const std::string page = PageName(n[0]);
  const int64_t id = n[1], parent = n[2];
  if (HasVariable(page, id) || !HasVariable(page, parent) || parent >= id) return;
  PlainVariable variable;
  variable.parent = parent;
  variable.path = Pick(Paths(), n[3]);
  variable.is_read_only = IsCall(variable.path) || n[4] % 5 == 0;
  variable.wrapper_name = Pick(Wrappers(), n[4]);
  variable.item_wrapper = variable.wrapper_name == "lua.ViewList" && n[4] % 3 == 0 ? "Row" : "";
  const bool nowatch = n[4] % 11 == 0;
  variable.watches = nowatch ? 0 : 1;
  const std::optional<std::string> path = WirePath(page, n[4], &variable.path);
  if (!path.has_value()) return;
  Json properties{{"path", *path}, {"access", variable.is_read_only ? "r" : "rw"}};
  if (!variable.wrapper_name.empty()) properties["wrapper"] = variable.wrapper_name;
  if (!variable.item_wrapper.empty()) properties["itemWrapper"] = variable.item_wrapper;
  if (variable.path.front() == '@') ++seen_["objects addressed"];
  copies_[page].Create(id);
  pages_.Create(page, id, variable);
  Json data{{"id", id}, {"parentId", parent}, {"properties", properties}};
  if (nowatch) data["nowatch"] = true;
  Send(page, Message("create", data));
}

void World::Watch(const Numbers& n) {
  const std::string page = PageName(n[0]);
  if (!HasVariable(page, n[1])) return;
  pages_.Watch(page, n[1]);
  Send(page, Message("watch", Json{{"varId", n[1]}}));
}

void World::Unwatch(const Numbers& n) {
  const std::string page = PageName(n[0]);
  if (!HasVariable(page, n[1])) return;
  pages_.Unwatch(page, n[1]);
  known_.erase(page);
  Send(page, Message("unwatch", Json{{"varId", n[1]}}));
}

void World::Destroy(const Numbers& n) {
  const std::string page = PageName(n[0]);
  if (n[1] == 1 || !HasVariable(page, n[1])) return;
  // The client forgets by itself (P-112).
  std::vector<int64_t> before;
  for (const auto& [id, variable] : pages_.Of(page)) before.push_back(id);
  pages_.Destroy(page, n[1]);
  known_.erase(page);
  for (int64_t id : before) {
    if (!HasVariable(page, id)) copies_[page].Destroy(id, NextFrame(page));
  }
  Send(page, Message("destroy", Json{{"varId", n[1]}}));
}

void World::Write(const Numbers& n) {
  const std::string page = PageName(n[0]);
  if (n[1] == 1 || !HasVariable(page, n[1])) return;
  const PlainVariable& variable = pages_.Of(page).at(n[1]);
  if (variable.is_read_only) return;
  const std::optional<Written> written = WrittenTo(page, n[1], n[2]);
  if (!written.has_value()) return;
  pages_.Write(page, n[1], written->value);
  // What is written is not echoed (T-33), and a wrapper that stays is still what the page shows.
  if (!pages_.Of(page).at(n[1]).wrapper.has_value()) {
    copies_[page].Write(n[1], written->json, NextFrame(page));
  }
  Send(page, Message("update", Json{{"varId", n[1]}, {"value", written->json}}));
}

void World::SetWrapper(const Numbers& n) {
  const std::string page = PageName(n[0]);
  if (n[1] == 1 || !HasVariable(page, n[1])) return;
  const std::string& wrapper = Pick(Wrappers(), n[2]);
  pages_.SetWrapper(page, n[1], wrapper);
  known_.erase(page);
  Send(page, Message("update", Json{{"varId", n[1]}, {"properties", {{"wrapper", wrapper}}}}));
}

void World::SetPath(const Numbers& n) {
  const std::string page = PageName(n[0]);
  if (n[1] == 1 || !HasVariable(page, n[1])) return;
  std::string path = Pick(Paths(), n[2]);
  if (IsCall(path) && !pages_.Of(page).at(n[1]).is_read_only) return;
  const std::optional<std::string> wire_path = WirePath(page, n[2], &path);
  if (!wire_path.has_value()) return;
  pages_.SetPath(page, n[1], path);
  known_.erase(page);
  Send(page, Message("update", Json{{"varId", n[1]}, {"properties", {{"path", *wire_path}}}}));
}

std::optional<std::string> World::WirePath(const std::string& page, int64_t number,
                                           std::string* path) const {
  if (path->front() != '@') return *path;
  const Ref node = app_.node(static_cast<int>(number % PlainApp::kNodes));
  const std::optional<int64_t> object = NumberOf(page, node);
  if (!links_.contains(page) || !object.has_value()) return std::nullopt;
  const std::string steps = path->substr(1);
  *path = absl::StrCat("@", node.object, steps);
  return absl::StrCat("@", *object, steps);
}

void World::Reload(const Numbers& n) {
  const std::string page = PageName(n[0]);
  absl::Status status;
  // Else its variables would wait for it.
  if (links_.contains(page)) {
    status = driver_.Send(page, R"({"tandem":{"bye":true},"messages":[]})");
  }
  status.Update(driver_.Disconnect(page));
  if (!status.ok()) Complain(std::string(status.message()));
  TakeEvents();
  deaf_.erase(page);
  pages_.Close(page);
  OpenPage(n[0]);
}

// The transport breaks and another one takes its place (P-125). What was due then is not told, but
// everything is told anew.
void World::Cut(const Numbers& n) {
  const std::string page = PageName(n[0]);
  if (const auto link = links_.find(page); link != links_.end()) {
    // Before the server has named it there is nothing to resume: the page begins again.
    return link->second.has_page() ? Resume(page) : Reload(n);
  }
  absl::Status status = driver_.Disconnect(page);
  TakeEvents();
  status.Update(driver_.Connect(page, "s"));
  if (!status.ok()) Complain(std::string(status.message()));
  Send(page, "");
}

// What the page is not known to have said is said once more; what was lost on the way to it comes
// once more too.
void World::Resume(const std::string& page) {
  has_acted_ = true;
  Link& link = links_.at(page);
  const std::vector<std::string> unacknowledged = link.Unacknowledged();
  absl::Status status = driver_.Disconnect(page);
  TakeEvents();
  deaf_.erase(page);
  status.Update(driver_.Connect(page, "s"));
  status.Update(driver_.Send(page, link.Resume()));
  TakeEvents();
  for (const std::string& frame : unacknowledged) {
    ++seen_["frames said twice"];
    status.Update(driver_.Send(page, frame));
  }
  TakeEvents();
  if (!status.ok()) Complain(std::string(status.message()));
}

// From now on frames to the page get lost, until it has another transport.
void World::Deafen(const Numbers& n) {
  const std::string page = PageName(n[0]);
  if (!links_.contains(page)) return;
  has_acted_ = true;
  deaf_.insert(page);
}

std::optional<World::Written> World::WrittenTo(const std::string& page, int64_t id,
                                               int64_t number) {
  const PlainVariable& variable = pages_.Of(page).at(id);
  const SplitPath split = SplitLast(variable.path);
  const std::optional<Value> from = pages_.WriteStart(page, id);
  const std::optional<Value> target =
      from.has_value() ? app_.Read(*from, split.before) : std::nullopt;
  const Object* object = target.has_value() && std::holds_alternative<Ref>(*target)
                             ? &app_.At(std::get<Ref>(*target))
                             : nullptr;
  const bool is_ours =
      object != nullptr && (object->kind == Kind::kViewList || object->kind == Kind::kItems ||
                            object->kind == Kind::kItem);
  const auto node = app_.node(static_cast<int>(number % PlainApp::kNodes));
  const std::optional<int64_t> node_number = NumberOf(page, node);
  const auto known_node = [&]() -> std::optional<Written> {
    if (!node_number.has_value()) return std::nullopt;
    return Written{Json{{"obj", *node_number}}, node};
  };
  const Json& scalar = Scalars()[static_cast<size_t>(number) % Scalars().size()];
  const std::string& last = split.last;
  if (last == "ref" || last == "selected") {
    return number % 4 == 0 ? Written{Json(), Value()} : known_node();
  }
  if (last == "items" || last == "list") {
    if (number % 7 == 0) return Written{Json(), Value()};
    Json json = Json::array();
    const Ref list = app_.New(Kind::kList);
    for (int64_t i = 0; i < number % 4; ++i) {
      const Json& element = Scalars()[1 + static_cast<size_t>(number + i) % (Scalars().size() - 1)];
      json.push_back(element);
      const Value value = app_.Element(element);
      app_.At(list).elements.push_back(value);
    }
    if (const auto known = known_node()) {
      json.push_back(known->json);
      app_.At(list).elements.push_back(known->value);
    }
    return Written{json, list};
  }
  if (last == "name" || last == "color" || last == "caption") {
    return Written{scalar, app_.Element(scalar)};
  }
  // Fields of ours, which are refused; in an object of the application they would mean something.
  if (last == "item" || last == "index" || last == "baseItem") {
    if (object != nullptr && !is_ours) return std::nullopt;
    return Written{scalar, app_.Element(scalar)};
  }
  if (last == "0" || last == "1" || last == "2") {
    if (object == nullptr || is_ours) return Written{Json(1), Value(1.0)};
    if (static_cast<size_t>(last[0] - '0') >= object->elements.size()) return std::nullopt;
    if (number % 2 == 0) return known_node();
    const Json& element = Scalars()[1 + static_cast<size_t>(number) % (Scalars().size() - 1)];
    return Written{element, app_.Element(element)};
  }
  return std::nullopt;
}

}  // namespace tandem::model
