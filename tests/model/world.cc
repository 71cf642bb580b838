// Copyright (c) the Tandem authors. Licensed under the MIT License.

#include "tests/model/world.h"

#include <algorithm>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/time/time.h"

namespace tandem::model {
namespace {

// The connection that commands come from.
constexpr char kDriver[] = "driver";

const std::string& Pick(const std::vector<std::string>& from, int64_t number) {
  return from[static_cast<size_t>(number) % from.size()];
}

const std::vector<std::string>& Wrappers() {
  static const auto& wrappers = *new std::vector<std::string>{
      "", "", "lua.ViewList", "lua.ViewList", "Card", "Kind", "Row", "Missing"};
  return wrappers;
}

// The first is nil, which lists do not hold.
const std::vector<Json>& Scalars() {
  static const auto& scalars = *new std::vector<Json>{Json(),
                                                      true,
                                                      false,
                                                      0,
                                                      1,
                                                      -3,
                                                      1.5,
                                                      1e21,
                                                      "",
                                                      "x",
                                                      "n1",
                                                      "1",
                                                      "h\xc3\xa9llo",
                                                      std::string(60, 'l')};
  return scalars;
}

// A node, a node's list or a scalar.
Json ElementAt(int64_t number) {
  const auto at = static_cast<size_t>(number);
  switch (at % 5) {
    case 0:
      return Scalars()[1 + at / 5 % (Scalars().size() - 1)];
    case 1:
      return Json{{"listOf", at / 5 % PlainApp::kNodes}};
    default:
      return Json{{"node", at / 5 % PlainApp::kNodes}};
  }
}

bool IsCall(const std::string& path) { return absl::EndsWith(path, ")"); }

std::string Messages(bool is_urgent, const std::string& message) {
  return absl::StrCat(R"({"userEvent":)", is_urgent ? "true" : "false", R"(,"messages":[)", message,
                      "]}");
}

std::string Message(const char* type, const Json& data) {
  return DumpJson(Json{{"type", type}, {"data", data}});
}

}  // namespace

const std::vector<World::Verb>& World::Verbs() {
  static const auto& verbs = *new std::vector<Verb>{
      {"insert", 3, 12, &World::Insert},            // list, at, what
      {"remove", 2, 6, &World::Remove},             // list, at
      {"move", 3, 6, &World::Move},                 // list, from, to
      {"reverse", 1, 3, &World::Reverse},           // list
      {"duplicate", 2, 3, &World::Duplicate},       // list, at
      {"copy", 1, 2, &World::Copy},                 // list
      {"clear", 1, 1, &World::Clear},               // list
      {"set", 3, 8, &World::SetField},              // node, field, value
      {"break", 2, 5, &World::Break},               // node, whether
      {"app", 2, 5, &World::SetApp},                // field, value
      {"tint", 1, 1, &World::Tint},                 // color
      {"later", 4, 4, &World::Later},               // delay, node, field, value
      {"later-insert", 4, 3, &World::LaterInsert},  // delay, list, at, what
      {"create", 5, 18, &World::Create},            // page, id, parent, path, wrappers
      {"watch", 2, 4, &World::Watch},               // page, id
      {"unwatch", 2, 5, &World::Unwatch},           // page, id
      {"destroy", 2, 3, &World::Destroy},           // page, id
      {"write", 3, 8, &World::Write},               // page, id, value
      {"wrap", 3, 3, &World::SetWrapper},           // page, id, wrapper
      {"path", 3, 3, &World::SetPath},              // page, id, path
      {"reload", 1, 1, &World::Reload},             // page
      {"cut", 1, 2, &World::Cut},                   // page
      {"edit", 1, 2, &World::Edit},                 // number
      {"hold", 1, 3, &World::Hold},                 // for how many operations
      {"wait", 1, 4, &World::Wait},                 // ms
      {"urgent", 1, 1, &World::Urgent},             // whether
  };
  return verbs;
}

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
      "base", "base.name", "value", "value.name", "value.0", "label()"};
  return paths;
}

std::string World::PageName(int64_t number) { return absl::StrCat("page", number % kPages); }

World::World(conformance::Driver& driver, const conformance::Site& site) : driver_(driver) {
  const auto must = [&](const absl::Status& status) {
    if (!status.ok()) Complain(std::string(status.message()));
  };
  must(driver_.Start(site));
  must(driver_.CreateSession("s"));
  must(driver_.Connect(kDriver, "s"));
  Send(kDriver, Message("create", Json{{"id", 2},
                                       {"parentId", 1},
                                       {"properties", {{"path", "perform(_)"}, {"access", "w"}}}}));
  for (int i = 0; i < kPages; ++i) OpenPage(PageName(i));
  Settle();
}

bool World::Do(const Verb& verb, const Numbers& numbers) {
  has_acted_ = false;
  (this->*verb.perform)(numbers);
  const bool has_acted = has_acted_;
  if (held_ > 0) {
    --held_;
  } else {
    Settle();
  }
  return has_acted;
}

// A timer that fires meanwhile starts a flush delay of its own.
void World::Settle() {
  while (Advance(10)) {
  }
  Compare();
}

void World::Insert(const Numbers& n) {
  Json command{{"op", "insert"}, {"what", ElementAt(n[2])}};
  const std::optional<ListAt> list = FindList(n[0], "insert");
  command["at"] = list.has_value() ? n[1] % (list->size + 1) : 0;
  if (n[0] % 3 != 0) command["of"] = n[0] % PlainApp::kNodes;
  Command(std::move(command));
}

void World::Remove(const Numbers& n) {
  std::optional<ListAt> list = FindList(n[0], "remove");
  if (!list.has_value()) return;
  list->command["at"] = n[1] % list->size;
  Command(std::move(list->command));
}

void World::Move(const Numbers& n) {
  std::optional<ListAt> list = FindList(n[0], "move");
  if (!list.has_value()) return;
  list->command["at"] = n[1] % list->size;
  list->command["to"] = n[2] % list->size;
  Command(std::move(list->command));
}

void World::Reverse(const Numbers& n) {
  std::optional<ListAt> list = FindList(n[0], "reverse");
  if (list.has_value()) Command(std::move(list->command));
}

void World::Duplicate(const Numbers& n) {
  std::optional<ListAt> list = FindList(n[0], "duplicate");
  if (!list.has_value()) return;
  list->command["at"] = n[1] % list->size;
  Command(std::move(list->command));
}

void World::Copy(const Numbers& n) {
  std::optional<ListAt> list = FindList(n[0], "copy");
  if (list.has_value()) Command(std::move(list->command));
}

void World::Clear(const Numbers& n) {
  std::optional<ListAt> list = FindList(n[0], "clear");
  if (list.has_value()) Command(std::move(list->command));
}

void World::SetField(const Numbers& n) {
  const bool is_ref = n[1] % 3 == 0;
  Json value = Scalars()[static_cast<size_t>(n[2]) % Scalars().size()];
  if (is_ref) value = n[2] % 4 == 0 ? Json() : Json{{"node", n[2] % PlainApp::kNodes}};
  Command(Json{{"op", "set"},
               {"node", n[0] % PlainApp::kNodes},
               {"field", is_ref          ? "ref"
                         : n[1] % 3 == 1 ? "name"
                                         : "color"},
               {"value", value}});
}

void World::Break(const Numbers& n) {
  Command(Json{{"op", "set"},
               {"node", n[0] % PlainApp::kNodes},
               {"field", "broken"},
               {"value", n[1] % 2 == 0}});
}

void World::SetApp(const Numbers& n) {
  const bool is_ref = n[0] % 2 == 0;
  Json value = Scalars()[static_cast<size_t>(n[1]) % Scalars().size()];
  if (is_ref) value = n[1] % 4 == 0 ? Json() : Json{{"node", n[1] % PlainApp::kNodes}};
  Command(Json{{"op", "setApp"}, {"field", is_ref ? "selected" : "caption"}, {"value", value}});
}

void World::Tint(const Numbers& n) {
  Command(Json{{"op", "tint"}, {"color", absl::StrCat("color ", n[0] % 3)}});
}

void World::Later(const Numbers& n) {
  const bool breaks = n[2] % 2 == 0;
  Json command{{"op", "set"},
               {"node", n[1] % PlainApp::kNodes},
               {"field", breaks ? "broken" : "name"},
               {"value", breaks ? Json(n[3] % 2 == 0)
                                : Scalars()[static_cast<size_t>(n[3]) % Scalars().size()]}};
  Command(Json{{"op", "later"}, {"delay", 5 + n[0] % 60}, {"command", command}});
}

void World::LaterInsert(const Numbers& n) {
  Json command{{"op", "insert"}, {"at", n[2] % 4}, {"what", ElementAt(n[3])}};
  if (n[1] % 3 != 0) command["of"] = n[1] % PlainApp::kNodes;
  Command(Json{{"op", "later"}, {"delay", 5 + n[0] % 60}, {"command", command}});
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
  Json properties{{"path", variable.path}, {"access", variable.is_read_only ? "r" : "rw"}};
  if (!variable.wrapper_name.empty()) properties["wrapper"] = variable.wrapper_name;
  if (!variable.item_wrapper.empty()) properties["itemWrapper"] = variable.item_wrapper;
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
    if (!HasVariable(page, id)) copies_[page].Destroy(id);
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
  if (!pages_.Of(page).at(n[1]).wrapper.has_value()) copies_[page].Write(n[1], written->json);
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
  const std::string& path = Pick(Paths(), n[2]);
  if (IsCall(path) && !pages_.Of(page).at(n[1]).is_read_only) return;
  pages_.SetPath(page, n[1], path);
  known_.erase(page);
  Send(page, Message("update", Json{{"varId", n[1]}, {"properties", {{"path", path}}}}));
}

void World::Reload(const Numbers& n) {
  const std::string page = PageName(n[0]);
  if (absl::Status status = driver_.Disconnect(page); !status.ok()) {
    Complain(std::string(status.message()));
  }
  TakeEvents();
  pages_.Close(page);
  OpenPage(page);
}

// The transport breaks and another one takes its place (P-125). What was due then is not told, but
// everything is told anew.
void World::Cut(const Numbers& n) {
  const std::string page = PageName(n[0]);
  absl::Status status = driver_.Disconnect(page);
  TakeEvents();
  status.Update(driver_.Connect(page, "s"));
  if (!status.ok()) Complain(std::string(status.message()));
  Send(page, "");
}

// A file of the site is saved (H-35).
void World::Edit(const Numbers& n) {
  app_.SetLabel(absl::StrCat("label ", n[0] % 5));
  pages_.Turn();
  const absl::Status status = driver_.WriteFile(
      "lua/labels.lua", absl::StrCat("function cardLabel() return \"label ", n[0] % 5, "\" end\n"));
  if (!status.ok()) Complain(std::string(status.message()));
  has_acted_ = true;
  TakeEvents();
}

void World::Hold(const Numbers& n) {
  held_ = 1 + n[0] % 4;
  has_acted_ = true;
}

void World::Wait(const Numbers& n) { Advance(1 + n[0] % 70); }

void World::Urgent(const Numbers& n) {
  is_urgent_ = n[0] % 2 == 0;
  has_acted_ = true;
}

void World::OpenPage(const std::string& page) {
  if (absl::Status status = driver_.Connect(page, "s"); !status.ok()) {
    Complain(std::string(status.message()));
  }
  copies_[page] = PageCopy();
  known_.erase(page);
  pages_.Open(page);
  pages_.Watch(page, 1);
  Send(page, Message("watch", Json{{"varId", 1}}));
}

void World::Command(Json command) {
  const std::string message = Message("update", Json{{"varId", 2}, {"value", command}});
  if (command.at("op") == "later") {
    timers_.push_back({now_ + command.at("delay").get<int64_t>(), command.at("command")});
  } else {
    app_.Perform(command);
  }
  Send(kDriver, message);
}

void World::Send(const std::string& connection, const std::string& message) {
  has_acted_ = true;
  pages_.Turn();
  if (absl::Status status = driver_.Send(connection, Messages(is_urgent_, message)); !status.ok()) {
    Complain(std::string(status.message()));
  }
  TakeEvents();
}

bool World::Advance(int64_t ms) {
  has_acted_ = true;
  bool fired = false;
  const int64_t end = now_ + ms;
  for (;;) {
    const auto next =
        std::min_element(timers_.begin(), timers_.end(),
                         [](const Timer& a, const Timer& b) { return a.due < b.due; });
    if (next == timers_.end() || next->due > end) break;
    app_.Perform(next->command);
    timers_.erase(next);
    pages_.Turn();
    fired = true;
  }
  now_ = end;
  if (absl::Status status = driver_.Advance(absl::Milliseconds(ms)); !status.ok()) {
    Complain(std::string(status.message()));
  }
  TakeEvents();
  return fired;
}

void World::TakeEvents() {
  for (conformance::Event& event : driver_.TakeEvents()) {
    if (event.kind == conformance::Event::Kind::kLog) continue;
    if (event.kind == conformance::Event::Kind::kClosed) {
      Complain(absl::StrCat(event.connection, " was closed with ", event.close_code));
      continue;
    }
    frames_.push_back(absl::StrCat(event.connection, " ", event.text));
    if (event.connection != kDriver) copies_[event.connection].Apply(event.text, &complaints_);
  }
}

void World::Compare() {
  for (int i = 0; i < kPages; ++i) {
    const std::string page = PageName(i);
    const PageCopy& copy = copies_[page];
    if (copy.entries().size() != pages_.Of(page).size() + 1) {
      Complain(absl::StrCat(page, " has ", copy.entries().size() - 1, " variables instead of ",
                            pages_.Of(page).size()));
    }
    for (const auto& [id, entry] : copy.entries()) {
      if (HasVariable(page, id)) {
        CompareEntry(page, id, entry);
      } else {
        Complain(absl::StrCat(page, " still has variable ", id));
      }
    }
  }
}

void World::CompareEntry(const std::string& page, int64_t id, const PageCopy::Entry& entry) {
  const PlainVariable* variable = id == 1 ? nullptr : &pages_.Of(page).at(id);
  const int watches = variable == nullptr ? pages_.AppWatches(page) : variable->watches;
  if (watches == 0 || !pages_.IsLookedAt(page, id)) return;
  if (variable != nullptr && (variable->is_owed || pages_.IsBlurred(page, id))) return;
  const std::string where = absl::StrCat(page, " variable ", id, ": ");
  if (!entry.error.empty() && (variable == nullptr || !variable->fails)) {
    Complain(absl::StrCat(where, "marked with an error that is over (P-132): ", entry.error));
  }
  const Shown shown = pages_.ShownBy(page, id);
  bool is_same = false;
  std::string expected;
  if (shown.is_array) {
    is_same = entry.value.is_array() && entry.value.size() == shown.elements.size();
    for (size_t i = 0; is_same && i < shown.elements.size(); ++i) {
      is_same = IsSame(page, entry.value[i], shown.elements[i]);
    }
    expected = absl::StrCat(
        "[",
        absl::StrJoin(shown.elements, ",",
                      [&](std::string* out, const Value& v) { out->append(Text(page, v)); }),
        "]");
  } else {
    is_same = IsSame(page, entry.value, shown.value);
    expected = Text(page, shown.value);
  }
  if (!is_same) {
    Complain(absl::StrCat(where, "shows ", DumpJson(entry.value), " instead of ", expected));
  }
  const auto type = entry.properties.find("type");
  const std::string shown_type = type == entry.properties.end() ? "" : type->second;
  const std::string expected_type = shown.is_array ? "" : app_.TypeOf(shown.value);
  if (shown_type != expected_type) {
    Complain(absl::StrCat(where, "has type '", shown_type, "' instead of '", expected_type, "'"));
  }
}

bool World::IsSame(const std::string& page, const Json& json, const Value& value) {
  if (IsNil(value)) return json.is_null();
  if (const bool* boolean = std::get_if<bool>(&value)) {
    return json.is_boolean() && json.get<bool>() == *boolean;
  }
  if (const double* number = std::get_if<double>(&value)) {
    return json.is_number() && json.get<double>() == *number;
  }
  if (const std::string* text = std::get_if<std::string>(&value)) {
    return json.is_string() && json.get_ref<const std::string&>() == *text;
  }
  if (!json.is_object() || json.size() != 1 || !json.contains("obj")) return false;
  const int64_t number = json.at("obj").get<int64_t>();
  const Ref ref = std::get<Ref>(value);
  const bool is_made = app_.IsMadeForPages(ref);
  if (known_[is_made ? "" : page].object_of.contains(number)) return false;
  Known& known = known_[is_made ? page : ""];
  return known.object_of.try_emplace(number, ref.object).first->second == ref.object &&
         known.number_of.try_emplace(ref.object, number).first->second == number;
}

std::optional<int64_t> World::NumberOf(const std::string& page, Ref ref) const {
  const auto known = known_.find(app_.IsMadeForPages(ref) ? page : "");
  if (known == known_.end()) return std::nullopt;
  const auto number = known->second.number_of.find(ref.object);
  if (number == known->second.number_of.end()) return std::nullopt;
  return number->second;
}

void World::Complain(std::string text) { complaints_.push_back(std::move(text)); }

std::string World::Text(const std::string& page, const Value& value) const {
  if (IsNil(value)) return "null";
  if (const bool* boolean = std::get_if<bool>(&value)) return *boolean ? "true" : "false";
  if (const double* number = std::get_if<double>(&value)) return absl::StrCat(*number);
  if (const std::string* text = std::get_if<std::string>(&value)) return DumpJson(*text);
  const Ref ref = std::get<Ref>(value);
  const std::optional<int64_t> number = NumberOf(page, ref);
  const std::string known =
      number.has_value() ? absl::StrCat("{\"obj\":", *number, "}") : "a new object";
  return absl::StrCat(known, " (", app_.TypeOf(value), " ", ref.object, ")");
}

bool World::HasVariable(const std::string& page, int64_t id) const {
  return id == 1 || pages_.Of(page).contains(id);
}

std::optional<World::ListAt> World::FindList(int64_t of, const char* op) const {
  const bool is_apps = of % 3 == 0;
  const int64_t node = of % PlainApp::kNodes;
  const Value list = is_apps ? app_.Field(app_.app(), "items")
                             : app_.Field(app_.node(static_cast<int>(node)), "list");
  if (!std::holds_alternative<Ref>(list)) return std::nullopt;
  const auto size = static_cast<int64_t>(app_.At(std::get<Ref>(list)).elements.size());
  if (size == 0) return std::nullopt;
  ListAt found{size, Json{{"op", op}}};
  if (!is_apps) found.command["of"] = node;
  return found;
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
