// Copyright (c) the Tandem authors. Licensed under the MIT License.

#include "core/backend/page_space.h"

#include <algorithm>

namespace tandem {
namespace {

// Named alike on every page: the app variable and what the server numbers itself (D-16).
bool IsCommon(int64_t id) { return id == kAppVariable.value() || id < 0; }

}  // namespace

bool PageSpace::Add(WireId wire, VariableId id) {
  if (IsCommon(wire.value()) || !by_wire_.emplace(wire, id).second) return false;
  by_variable_.emplace(id, Entry{wire});
  return true;
}

void PageSpace::Remove(VariableId id) {
  auto entry = by_variable_.find(id);
  if (entry == by_variable_.end()) return;
  by_wire_.erase(entry->second.wire);
  by_variable_.erase(entry);
}

VariableId PageSpace::ToVariable(WireId wire) const {
  if (IsCommon(wire.value())) return VariableId(wire.value());
  auto entry = by_wire_.find(wire);
  return entry == by_wire_.end() ? VariableId() : entry->second;
}

WireId PageSpace::ToWire(VariableId id) const {
  if (IsCommon(id.value())) return WireId(id.value());
  auto entry = by_variable_.find(id);
  return entry == by_variable_.end() ? WireId() : entry->second.wire;
}

std::vector<VariableId> PageSpace::Created() const {
  std::vector<VariableId> ids;
  ids.reserve(by_variable_.size());
  for (const auto& [id, entry] : by_variable_) ids.push_back(id);
  std::sort(ids.begin(), ids.end());
  return ids;
}

bool PageSpace::HasValue(VariableId id) const {
  if (id == kAppVariable) return app_has_value_;
  auto entry = by_variable_.find(id);
  return entry != by_variable_.end() && entry->second.has_value;
}

void PageSpace::SetHasValue(VariableId id) {
  if (id == kAppVariable) {
    app_has_value_ = true;
    return;
  }
  auto entry = by_variable_.find(id);
  if (entry != by_variable_.end()) entry->second.has_value = true;
}

}  // namespace tandem
