// Copyright (c) the Tandem authors. Licensed under the MIT License.

#include "core/backend/page_space.h"

#include <algorithm>
#include <utility>

#include "core/base/error.h"
#include "core/base/status_macros.h"

namespace tandem {

bool PageSpace::Add(WireId wire, VariableId id) {
  if (IsCommon(VariableId(wire.value())) || !by_wire_.emplace(wire, id).second) return false;
  views_[id].wire = wire;
  return true;
}

void PageSpace::Remove(VariableId id) {
  auto view = views_.find(id);
  if (view != views_.end()) {
    by_wire_.erase(view->second.wire);
    KeepSent(view->second, "");
    property_bytes_ -= view->second.PropertyBytes();
    views_.erase(view);
  }
  inactive.Remove(id);
}

void PageSpace::Replace(VariableId id, VariableId other) {
  auto view = views_.extract(id);
  by_wire_[view.mapped().wire] = other;
  view.key() = other;
  views_.insert(std::move(view));
  if (inactive.Has(id)) {
    inactive.Remove(id);
    inactive.Set(other);
  }
}

VariableId PageSpace::ToVariable(WireId wire) const {
  if (IsCommon(VariableId(wire.value()))) return VariableId(wire.value());
  auto entry = by_wire_.find(wire);
  return entry == by_wire_.end() ? VariableId() : entry->second;
}

WireId PageSpace::ToWire(VariableId id) const {
  if (IsCommon(id)) return WireId(id.value());
  const PageView* view = FindView(id);
  return view == nullptr ? WireId() : view->wire;
}

const PageView* PageSpace::FindView(VariableId id) const {
  auto view = views_.find(id);
  return view == views_.end() ? nullptr : &view->second;
}

PageView* PageSpace::FindView(VariableId id) {
  auto view = views_.find(id);
  return view == views_.end() ? nullptr : &view->second;
}

PageView& PageSpace::ViewOf(VariableId id) {
  PageView& view = views_[id];
  if (IsCommon(id)) view.wire = WireId(id.value());
  return view;
}

absl::Status PageSpace::CheckPropertyRoom(size_t more) const {
  if (more <= kMaxPropertyBytes - property_bytes_) return absl::OkStatus();
  return MoreThan(kMaxPropertyBytes, "bytes of properties on one page");
}

absl::Status PageSpace::SetProperty(PageView& view, absl::string_view name,
                                    absl::string_view value) {
  const size_t taken = view.PropertyValue(name).size();
  if (value.size() > taken) RETURN_IF_ERROR(CheckPropertyRoom(value.size() - taken));
  property_bytes_ += value.size() - taken;
  view.SetProperty(name, value);
  return absl::OkStatus();
}

void PageSpace::KeepSent(PageView& view, std::string array) {
  sent_bytes_ -= view.sent_array.size();
  if (array.size() > kMaxSentBytes - sent_bytes_) array.clear();
  view.sent_array = std::move(array);
  view.sent_array.shrink_to_fit();
  sent_bytes_ += view.sent_array.size();
}

std::vector<VariableId> PageSpace::Created() const { return Ids(/*common=*/false); }

std::vector<VariableId> PageSpace::Touched() const { return Ids(/*common=*/true); }

std::vector<VariableId> PageSpace::Ids(bool common) const {
  std::vector<VariableId> ids;
  for (const auto& [id, view] : views_) {
    if (IsCommon(id) == common) ids.push_back(id);
  }
  std::sort(ids.begin(), ids.end());
  return ids;
}

}  // namespace tandem
