// Copyright (c) the Tandem authors. Licensed under the MIT License.

#include "core/backend/shared_variables.h"

#include <algorithm>
#include <utility>

namespace tandem {
namespace {

// How many variables of one wording are looked at for one that a page lacks. A template shows one
// place a few times; a client that asks thousands of times for it is not searched for.
constexpr int kMaxLooks = 64;

}  // namespace

void SharedVariables::Add(VariableId id, PageId owner, absl::string_view wording) {
  AddOwn(id, owner);
  auto listed = by_wording_.try_emplace(wording).first;
  listed->second.insert(id);
  entries_[id].wording = &*listed;
}

void SharedVariables::AddOwn(VariableId id, PageId owner) { entries_[id].owners = {owner}; }

VariableId SharedVariables::FindFor(PageId page, absl::string_view wording) const {
  auto listed = by_wording_.find(wording);
  if (listed == by_wording_.end()) return VariableId();
  int looks = 0;
  for (VariableId id : listed->second) {
    const absl::Span<const PageId> owners = OwnersOf(id);
    if (std::find(owners.begin(), owners.end(), page) == owners.end()) return id;
    if (++looks == kMaxLooks) break;
  }
  return VariableId();
}

void SharedVariables::Join(VariableId id, PageId page) { entries_[id].owners.push_back(page); }

bool SharedVariables::Leave(VariableId id, PageId page) {
  auto entry = entries_.find(id);
  if (entry == entries_.end()) return false;
  auto& owners = entry->second.owners;
  owners.erase(std::remove(owners.begin(), owners.end(), page), owners.end());
  if (!owners.empty()) return false;
  Remove(id);
  return true;
}

void SharedVariables::Seal(VariableId id) {
  auto entry = entries_.find(id);
  if (entry != entries_.end()) Unlist(id, entry->second);
}

void SharedVariables::Remove(VariableId id) {
  auto entry = entries_.find(id);
  if (entry == entries_.end()) return;
  Unlist(id, entry->second);
  entries_.erase(entry);
}

absl::Span<const PageId> SharedVariables::OwnersOf(VariableId id) const {
  auto entry = entries_.find(id);
  if (entry == entries_.end()) return {};
  return entry->second.owners;
}

void SharedVariables::Unlist(VariableId id, Entry& entry) {
  ByWording::value_type* listed = std::exchange(entry.wording, nullptr);
  if (listed == nullptr) return;
  listed->second.erase(id);
  if (listed->second.empty()) by_wording_.erase(by_wording_.find(listed->first));
}

}  // namespace tandem
