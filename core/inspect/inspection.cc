// Copyright (c) the Tandem authors. Licensed under the MIT License.

#include "core/inspect/inspection.h"

#include <algorithm>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "core/backend/page_space.h"
#include "core/backend/page_variables.h"
#include "core/backend/page_view.h"
#include "core/tracker/tracker.h"

namespace tandem {

absl::string_view VariableSight::error() const {
  const absl::Status& status =
      variable.read_error.ok() ? variable.write_error : variable.read_error;
  return status.message();
}

// Of an object its type is known, which is that of what stands for the variable.
absl::string_view VariableSight::kind() const {
  if (value.json.empty()) return "";
  switch (value.json.front()) {
    case '"':
      return "string";
    case 't':
    case 'f':
      return "bool";
    case '[':
      return "table";
    case '{': {
      const absl::string_view type = variable.PropertyValue("type");
      const bool is_wrapped = value.json != shown.json;
      return type.empty() || is_wrapped ? "table" : type;
    }
    default:
      return "float64";
  }
}

std::optional<Inspection> Inspection::Of(Server& server, VendedId session) {
  const LuaBackend* backend = server.FindLuaBackend(session);
  const LuaSession* lua = server.FindLuaSession(session);
  if (backend == nullptr || lua == nullptr || backend->tracker() == nullptr) return std::nullopt;
  return Inspection(*backend, *lua);
}

// Depth-first order, sorted by depth without changing it otherwise, is breadth-first order.
void Inspection::ForEach(size_t limit, absl::FunctionRef<void(const VariableSight&)> visit) const {
  struct Entry {
    const Variable* variable;
    int depth;
  };
  std::vector<Entry> entries;
  entries.reserve(size());
  absl::flat_hash_map<VariableId, int> depths;
  absl::flat_hash_map<VariableId, std::vector<VariableId>> children;
  tracker().ForEach([&](const Variable& variable) {
    const auto parent = depths.find(variable.parent);
    const int depth = parent == depths.end() ? 0 : parent->second + 1;
    depths[variable.id] = depth;
    entries.push_back({&variable, depth});
    if (variable.parent) children[variable.parent].push_back(variable.id);
  });
  std::stable_sort(entries.begin(), entries.end(),
                   [](const Entry& a, const Entry& b) { return a.depth < b.depth; });
  for (const Entry& entry : entries) {
    VariableSight sight = SightOf(*entry.variable, entry.depth, limit);
    const auto below = children.find(entry.variable->id);
    if (below != children.end()) sight.children = std::move(below->second);
    visit(sight);
  }
}

std::optional<VariableSight> Inspection::Find(VariableId id, size_t limit) const {
  const Variable* variable = tracker().Find(id);
  if (variable == nullptr) return std::nullopt;
  int depth = 0;
  for (VariableId above = variable->parent; above; ++depth) above = tracker().Find(above)->parent;
  return SightOf(*variable, depth, limit);
}

VariableSight Inspection::SightOf(const Variable& variable, int depth, size_t limit) const {
  VariableSight sight{variable, depth, {}, {}, {}, {}, {}};
  const Slot slot = tracker().SlotOf(variable.id);
  sight.shown = lua_->SeenLast(slot, LastSeen::Layer::kShown, limit);
  sight.value = lua_->SeenLast(slot, LastSeen::Layer::kValue, limit);
  sight.notes = lua_->DiagnosticsOf(variable.id);
  for (const auto& [page, space] : backend_->pages().all()) {
    const PageView* view = space.FindView(variable.id);
    const bool is_watching = backend_->pages().IsWatching(variable.id, page);
    if (view == nullptr && !is_watching) continue;
    PageSight shows{page, space.ToWire(variable.id), is_watching, {}, {}};
    if (view != nullptr) {
      shows.element_id = view->PropertyValue("elementId");
      shows.viewdef = view->PropertyValue("viewdef");
    }
    sight.pages.push_back(shows);
  }
  return sight;
}

}  // namespace tandem
