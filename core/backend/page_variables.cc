// Copyright (c) the Tandem authors. Licensed under the MIT License.

#include "core/backend/page_variables.h"

#include <algorithm>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/str_cat.h"
#include "core/base/status_macros.h"
#include "core/tracker/path.h"

namespace tandem {
namespace {

// Everything a variable is asked for by. Two that differ in anything are two variables, because
// a wrapper may read any property. No text can imitate another: each has its length before it.
std::string WordingOf(VariableId parent, const Variable& asked) {
  std::string wording = absl::StrCat(parent, ":");
  for (const Property& property : asked.properties) {
    absl::StrAppend(&wording, property.name.size(), ",", property.value.size(), ":", property.name,
                    property.value);
  }
  if (!asked.path.empty() && asked.path.front().kind == Step::Kind::kObject) wording += "@";
  return wording;
}

}  // namespace

void PageVariables::Join(PageId page, const Features& features) {
  spaces_[page].features = features;
  RefreshActive(kAppVariable);
}

void PageVariables::Forget(PageId page) {
  auto space = spaces_.find(page);
  if (space == spaces_.end()) return;
  // Parents come first and take their children along.
  for (VariableId id : space->second.Created()) {
    if (space->second.FindView(id) != nullptr) Drop(page, id);
  }
  const std::vector<VariableId> touched = space->second.Touched();
  spaces_.erase(space);
  for (VariableId id : touched) {
    tally_.Remove(id, page);
    RefreshActive(id);
  }
  RefreshActive(kAppVariable);  // It may have been wanted without being touched.
}

PageSpace* PageVariables::Find(PageId page) {
  auto space = spaces_.find(page);
  return space == spaces_.end() ? nullptr : &space->second;
}

absl::StatusOr<PageVariables::Made> PageVariables::Create(PageId page, WireId wire,
                                                          VariableId parent,
                                                          const Tracker::Properties& properties) {
  Tracker::Properties asked;
  size_t page_bytes = 0;
  for (const auto& property : properties) {
    if (IsPageProperty(property.first)) {
      page_bytes += property.second.size();
    } else {
      asked.push_back(property);
    }
  }
  RETURN_IF_ERROR(spaces_[page].CheckPropertyRoom(page_bytes));
  ASSIGN_OR_RETURN(Variable prepared, Tracker::Prepare(asked, spaces_[page].dialect()));
  const std::string wording = WordingOf(parent, prepared);

  Made made;
  made.id = shared_.FindFor(page, wording);
  if (made.id) {
    made.was_there = true;
    for (const Property& property : tracker_->Find(made.id)->properties) {
      if (!prepared.IsSet(property.name, property.value, property.priority)) {
        made.news.push_back(property.name);
      }
    }
    for (const Property& property : prepared.properties) {
      if (tracker_->Find(made.id)->FindProperty(property.name) == nullptr) {
        made.news.push_back(property.name);
      }
    }
    shared_.Join(made.id, page);
  } else {
    made.id = VariableId(last_id_ + 1);
    RETURN_IF_ERROR(tracker_->CreatePrepared(made.id, parent, std::move(prepared)));
    ++last_id_;
    shared_.Add(made.id, page, wording);
  }

  PageSpace& space = spaces_[page];
  space.Add(wire, made.id);
  PageView& view = space.ViewOf(made.id);
  for (const auto& [name, value] : properties) {
    if (IsPageProperty(name)) RETURN_IF_ERROR(space.SetProperty(view, name, value));
  }
  RefreshActive(made.id);
  return made;
}

void PageVariables::Watch(PageId page, VariableId id) {
  if (!tally_.Watch(id, page)) return;
  spaces_[page].ViewOf(id).is_active = true;
  RefreshActive(id);
}

void PageVariables::Unwatch(PageId page, VariableId id) {
  if (!tally_.Unwatch(id, page)) return;
  spaces_[page].ViewOf(id).is_active = false;
  RefreshActive(id);
}

std::vector<WireId> PageVariables::Drop(PageId page, VariableId top) {
  PageSpace& space = spaces_[page];
  std::vector<WireId> lost;
  std::vector<VariableId> unowned;
  for (VariableId id : tracker_->Subtree(top)) {
    const PageView* view = space.FindView(id);
    if (view == nullptr) continue;  // Another page's.
    lost.push_back(view->wire);
    space.Remove(id);
    tally_.Remove(id, page);
    if (shared_.Leave(id, page)) {
      unowned.push_back(id);
    } else {
      RefreshActive(id);
    }
  }
  // Nobody owns what stands below a variable that nobody owns: it goes in one piece.
  if (!unowned.empty() && unowned.back() == top) unowned = {top};
  std::vector<VariableId> destroyed;
  for (VariableId id : unowned) tracker_->Destroy(id, &destroyed);
  return lost;
}

std::vector<PageVariables::Loss> PageVariables::Remove(VariableId top) {
  std::vector<VariableId> destroyed;
  tracker_->Destroy(top, &destroyed);
  std::vector<Loss> losses;
  for (VariableId gone : destroyed) {
    for (auto& [page, space] : spaces_) {
      const WireId wire = space.ToWire(gone);
      // A common id has a name everywhere, but only those who watch it show it.
      if (wire && (!IsCommon(gone) || tally_.IsWatching(gone, page))) {
        losses.push_back({page, wire});
      }
      space.Remove(gone);
    }
    tally_.Remove(gone);
    shared_.Remove(gone);
  }
  return losses;
}

// By ascending id parents come before their children and siblings in the order of creation.
std::vector<VariableId> PageVariables::Separate(PageId page, VariableId top) {
  PageSpace& space = spaces_[page];
  const std::vector<VariableId> subtree = tracker_->Subtree(top);
  std::vector<VariableId> own;
  for (VariableId id : subtree) {
    if (space.FindView(id) != nullptr) own.push_back(id);
  }
  std::sort(own.begin(), own.end());

  std::vector<VariableId> copies;
  absl::flat_hash_map<VariableId, VariableId> copy_of;
  for (VariableId id : own) {
    const VariableId parent = tracker_->Find(id)->parent;
    const VariableId copy(++last_id_);
    tracker_->Copy(copy, id == top ? parent : copy_of.at(parent), id);
    copy_of[id] = copy;
    copies.push_back(copy);
    shared_.AddOwn(copy, page);
    space.Replace(id, copy);
    tally_.Move(id, copy, page);
    RefreshActive(copy);
  }

  std::vector<VariableId> destroyed;
  for (VariableId id : subtree) {
    if (!copy_of.contains(id)) continue;
    if (shared_.Leave(id, page)) {
      tracker_->Destroy(id, &destroyed);
    } else {
      RefreshActive(id);
    }
  }
  return copies;
}

// A page that never touched a common variable wants it (P-117).
void PageVariables::RefreshActive(VariableId id) {
  bool is_active = false;
  if (IsCommon(id)) {
    for (const auto& [page, space] : spaces_) {
      const PageView* view = space.FindView(id);
      is_active |= view == nullptr || view->is_active;
    }
  } else {
    for (PageId owner : shared_.OwnersOf(id)) {
      is_active |= spaces_[owner].ViewOf(id).is_active;
    }
  }
  tracker_->SetActive(id, is_active);
}

}  // namespace tandem
