// Copyright (c) the Tandem authors. Licensed under the MIT License.

#include "tests/model/plain_pages.h"

#include <algorithm>
#include <utility>

namespace tandem::model {

void PlainPages::Close(const std::string& page) { pages_.erase(page); }

void PlainPages::Create(const std::string& page, int64_t id, PlainVariable variable) {
  pages_.at(page).variables[id] = std::move(variable);
}

void PlainPages::Watch(const std::string& page, int64_t id) {
  Page& at = pages_.at(page);
  if (id == 1) {
    ++at.app_watches;
    return;
  }
  PlainVariable& variable = at.variables.at(id);
  if (++variable.watches == 1) variable.is_active = true;
  variable.is_new_to_page = true;
}

void PlainPages::Unwatch(const std::string& page, int64_t id) {
  Page& at = pages_.at(page);
  if (id == 1) {
    if (at.app_watches > 0) --at.app_watches;
    return;
  }
  PlainVariable& variable = at.variables.at(id);
  if (variable.watches > 0 && --variable.watches == 0) variable.is_active = false;
}

void PlainPages::Destroy(const std::string& page, int64_t id) {
  std::map<int64_t, PlainVariable>& variables = pages_.at(page).variables;
  std::vector<int64_t> below;
  for (const auto& [child, variable] : variables) {
    if (variable.parent == id) below.push_back(child);
  }
  for (int64_t child : below) Destroy(page, child);
  variables.erase(id);
}

void PlainPages::SetWrapper(const std::string& page, int64_t id, const std::string& name) {
  PlainVariable& variable = pages_.at(page).variables.at(id);
  if (std::exchange(variable.wrapper_name, name) != name) UpdateWrapper(variable);
}

void PlainPages::SetPath(const std::string& page, int64_t id, const std::string& path) {
  pages_.at(page).variables.at(id).path = path;
}

// T-32, T-33: what was written counts as seen.
void PlainPages::Write(const std::string& page, int64_t id, const Value& value) {
  PlainVariable& variable = pages_.at(page).variables.at(id);
  const std::optional<Value> from = WriteStart(page, id);
  if (!from.has_value() || !app_.Write(*from, variable.path, value)) {
    variable.is_owed = true;
    return;
  }
  variable.is_owed = false;
  Note(variable, value);
  UpdateWrapper(variable);
}

void PlainPages::Turn() {
  for (auto& [name, page] : pages_) {
    for (auto& [id, variable] : page.variables) {
      const bool is_looked_at = IsLookedAt(name, id);
      if (is_looked_at) Look(variable, Navigation(name, variable.parent));
      if (is_looked_at && !variable.fails) {
        variable.is_blurred = IsBlurred(name, variable.parent);
      } else if (HasTwin(name, variable) || variable.is_new_to_page) {
        variable.is_blurred = true;
      }
      variable.is_new_to_page = false;
    }
  }
}

bool PlainPages::HasTwin(const std::string& page, const PlainVariable& variable) const {
  for (const auto& [name, other] : pages_) {
    if (name == page) continue;
    for (const auto& [id, twin] : other.variables) {
      if (twin.path == variable.path) return true;
    }
  }
  return false;
}

Value PlainPages::Navigation(const std::string& page, int64_t id) const {
  return id == 1 ? Value(app_.app()) : NavigationOf(pages_.at(page).variables.at(id));
}

std::optional<Value> PlainPages::WriteStart(const std::string& page, int64_t id) const {
  const int64_t parent = pages_.at(page).variables.at(id).parent;
  if (parent == 1) return Value(app_.app());
  const PlainVariable& above = pages_.at(page).variables.at(parent);
  if (above.is_evaluated) return NavigationOf(above);
  const std::optional<Value> from = WriteStart(page, parent);
  return from.has_value() ? app_.Read(*from, above.path) : std::nullopt;
}

bool PlainPages::IsLookedAt(const std::string& page, int64_t id) const {
  for (; id != 1; id = pages_.at(page).variables.at(id).parent) {
    if (!pages_.at(page).variables.at(id).is_active) return false;
  }
  return true;
}

bool PlainPages::IsBlurred(const std::string& page, int64_t id) const {
  for (; id != 1; id = pages_.at(page).variables.at(id).parent) {
    if (pages_.at(page).variables.at(id).is_blurred) return true;
  }
  return false;
}

Shown PlainPages::ShownBy(const std::string& page, int64_t id) const {
  if (id == 1) return Shown{false, app_.app(), {}};
  const PlainVariable& variable = pages_.at(page).variables.at(id);
  if (variable.wrapper.has_value()) return Shown{false, *variable.wrapper, {}};
  return Shown{variable.is_array, variable.value, variable.elements};
}

void PlainPages::Look(PlainVariable& variable, const Value& from) {
  const std::optional<Value> value = app_.Read(from, variable.path);
  variable.fails = !value.has_value() || app_.IsUnsendable(*value);
  if (variable.fails) return;
  variable.is_owed = false;
  const PlainVariable before = variable;
  Note(variable, *value);
  const bool is_same =
      variable.is_array == before.is_array &&
      (variable.is_array ? variable.elements == before.elements : variable.value == before.value);
  if (!is_same) UpdateWrapper(variable);
}

void PlainPages::Note(PlainVariable& variable, const Value& value) {
  variable.value = value;
  variable.is_array = app_.IsArray(value);
  variable.elements =
      variable.is_array ? app_.At(std::get<Ref>(value)).elements : std::vector<Value>();
  variable.is_evaluated = true;
}

void PlainPages::UpdateWrapper(PlainVariable& variable) {
  const std::string& name = variable.wrapper_name;
  const Value value = variable.value;
  const Ref* ref = std::get_if<Ref>(&value);
  // D-14: the list has presented its items already.
  const bool is_presented = ref != nullptr && app_.At(*ref).kind == Kind::kItem &&
                            app_.At(std::get<Ref>(app_.Field(*ref, "list"))).item_type == name;
  if (name.empty() || IsNil(value) || is_presented) {
    variable.wrapper.reset();
    return;
  }
  if (variable.wrapper.has_value() && variable.made_by != name) variable.wrapper.reset();
  const std::vector<Value> source = variable.is_array ? variable.elements : std::vector<Value>();
  if (name == "lua.ViewList") {
    if (!variable.wrapper.has_value()) {
      const Ref list = app_.New(Kind::kViewList);
      app_.At(list).item_type = variable.item_wrapper;
      const Ref items = app_.New(Kind::kItems);
      app_.SetField(list, "items", items);
      variable.wrapper = list;
    }
    Synchronise(std::get<Ref>(*variable.wrapper), source);
  } else if (name == "Card" || name == "Row") {
    if (!variable.wrapper.has_value()) {
      variable.wrapper = app_.New(name == "Card" ? Kind::kCard : Kind::kRow);
    }
    Hand(variable);
  } else if (name == "Kind") {
    const char* const kTypes[] = {"nil", "boolean", "number", "string", "table"};
    variable.wrapper = std::string("a ") + kTypes[value.index()];
  }
  variable.made_by = name;
}

// L-123: the wrapper's `value`.
void PlainPages::Hand(PlainVariable& variable) {
  const Value handed = ForLua(variable.value);
  app_.SetField(std::get<Ref>(*variable.wrapper), "value", handed);
}

// T-57: the application gets copies of what is ours.
Value PlainPages::ForLua(const Value& value) {
  const Ref* ref = std::get_if<Ref>(&value);
  if (ref == nullptr) return value;
  if (app_.At(*ref).kind == Kind::kItem) return PlainItem(*ref);
  const Value within = app_.At(*ref).kind == Kind::kViewList ? app_.Field(*ref, "items") : value;
  if (app_.At(std::get<Ref>(within)).kind != Kind::kItems) return value;
  const Ref copies = app_.New(Kind::kList);
  const std::vector<Value> items = app_.At(std::get<Ref>(within)).elements;
  for (const Value& item : items) {
    const Value copy = PlainItem(std::get<Ref>(item));
    app_.At(copies).elements.push_back(copy);
  }
  return copies;
}

Value PlainPages::PlainItem(Ref item) {
  const Ref copy = app_.New(Kind::kPlain);
  for (const char* field : {"item", "baseItem", "index"}) {
    app_.SetField(copy, field, app_.Field(item, field));
  }
  return copy;
}

// D-40: the n-th of equal elements takes the n-th item; what is left over makes new ones.
void PlainPages::Synchronise(Ref list, const std::vector<Value>& source) {
  const Ref before = std::get<Ref>(app_.Field(list, "items"));
  std::vector<Value> left = app_.At(before).elements;
  std::vector<Value> elements_before;
  for (const Value& item : left) {
    elements_before.push_back(app_.Field(std::get<Ref>(item), "baseItem"));
  }
  const bool only_shorter = source.size() <= left.size() &&
                            std::equal(source.begin(), source.end(), elements_before.begin());
  if (only_shorter) {
    app_.At(before).elements.resize(source.size());
    return;
  }
  const Ref items = app_.New(Kind::kItems);
  std::vector<Ref> added;
  for (size_t i = 0; i < source.size(); ++i) {
    Ref item;
    const auto found = std::find(elements_before.begin(), elements_before.end(), source[i]);
    if (found != elements_before.end()) {
      const auto at = found - elements_before.begin();
      item = std::get<Ref>(left[static_cast<size_t>(at)]);
      left.erase(left.begin() + at);
      elements_before.erase(found);
    } else {
      item = app_.New(Kind::kItem);
      app_.SetField(item, "item", source[i]);
      app_.SetField(item, "baseItem", source[i]);
      app_.SetField(item, "list", list);
      added.push_back(item);
    }
    app_.SetField(item, "index", static_cast<double>(i));
    app_.At(items).elements.push_back(item);
  }
  app_.SetField(list, "items", items);
  if (app_.At(list).item_type != "Row") return;
  for (Ref item : added) {
    const Ref row = app_.New(Kind::kRow);
    app_.SetField(row, "base", app_.Field(item, "baseItem"));
    app_.SetField(item, "item", row);
  }
}

}  // namespace tandem::model
