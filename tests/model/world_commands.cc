// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// What the application is told to do, and what befalls the whole session.

#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "tests/model/world.h"

namespace tandem::model {
namespace {

// A node, a node's list or a scalar.
Json ElementAt(const std::vector<Json>& scalars, int64_t number) {
  const auto at = static_cast<size_t>(number);
  switch (at % 5) {
    case 0:
      return scalars[1 + at / 5 % (scalars.size() - 1)];
    case 1:
      return Json{{"listOf", at / 5 % PlainApp::kNodes}};
    default:
      return Json{{"node", at / 5 % PlainApp::kNodes}};
  }
}

}  // namespace

const std::vector<Json>& World::Scalars() {
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

void World::Insert(const Numbers& n) {
  Json command{{"op", "insert"}, {"what", ElementAt(Scalars(), n[2])}};
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
  Json command{{"op", "insert"}, {"at", n[2] % 4}, {"what", ElementAt(Scalars(), n[3])}};
  if (n[1] % 3 != 0) command["of"] = n[1] % PlainApp::kNodes;
  Command(Json{{"op", "later"}, {"delay", 5 + n[0] % 60}, {"command", command}});
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

}  // namespace tandem::model
