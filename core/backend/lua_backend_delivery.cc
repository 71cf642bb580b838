// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// What pages are told: the part of LuaBackend that ends a turn and renders what leaves.

#include <algorithm>
#include <optional>
#include <utility>
#include <variant>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_cat.h"
#include "core/backend/list_edits.h"
#include "core/backend/lua_backend.h"
#include "core/backend/page_view.h"
#include "core/base/error.h"
#include "core/base/traceback.h"
#include "core/tracker/change.h"
#include "core/tracker/priority.h"

namespace tandem {

std::vector<Delivery> LuaBackend::FinishTurn() {
  RunPendingCode();
  lua_.BeginScan();
  AdmitWaiting();
  tracker_->DetectChanges();
  // A page takes the mark of an error off with the next update, whatever it says (P-132).
  for (VariableId id : read_reports_.TakeHealed(*tracker_)) tracker_->MarkValueChanged(id);
  std::vector<Delivery> deliveries = TakeNotices();
  DeliverReadErrors(&deliveries);
  DeliverChanges(&deliveries);
  return deliveries;
}

std::vector<Delivery> LuaBackend::TakeNotices() { return std::exchange(notices_, {}); }

// What the page was told last may have been lost, so a value that is nil now is told where one was
// told before, and a type that is gone too.
void LuaBackend::Refresh(PageId page) {
  PageSpace* space = pages_.Find(page);
  if (space == nullptr) return;
  std::vector<PendingChange> changes;
  tracker_->ForEach([&](const Variable& variable) {
    if (!pages_.IsWatching(variable.id, page)) return;
    PageView& view = space->ViewOf(variable.id);
    view.shows_own = false;
    const bool is_nil = tracker_->KindOf(variable.id) == ValueKind::kNil;
    if (is_nil && !view.has_value) return;
    PendingChange change{variable.id, true, variable.priority, {}};
    for (const Property& property : variable.properties) {
      change.properties.push_back({{property.name, PageId()}, property.priority});
    }
    for (const auto& [name, value] : view.properties) {
      if (variable.FindProperty(name) != nullptr) continue;
      change.properties.push_back({{name, PageId()}, Priority::kMedium});
    }
    for (const std::string& name : view.lost_properties) {
      if (variable.FindProperty(name) != nullptr || name == "type") continue;
      change.properties.push_back({{name, PageId()}, Priority::kMedium});
    }
    if (variable.FindProperty("type") == nullptr) {
      change.properties.push_back({{"type", PageId()}, Priority::kMedium});
    }
    changes.push_back(std::move(change));
  });
  for (Change& change : GroupByPriority(std::move(changes))) {
    notices_.push_back({page, std::move(change)});
  }
}

void LuaBackend::DeliverReadErrors(std::vector<Delivery>* deliveries) {
  const auto deliver = [&](PageId page, VariableId id, const absl::Status& error) {
    PageView& view = pages_.Find(page)->ViewOf(id);
    view.is_marked = true;
    deliveries->push_back(
        {page, Failed{view.wire, ErrorKindOf(error), ErrorText(error, options_.development)}});
  };
  absl::flat_hash_set<VariableId> told_now;
  for (VariableId id : tracker_->TakeNewlyFailed()) {
    const Variable* variable = tracker_->Find(id);
    if (variable == nullptr || variable->read_error.ok()) continue;
    const absl::Status& error = variable->read_error;
    Log(kLogMessages, absl::StrCat("var ", id, " cannot be read: ", error.message()));
    if (!read_reports_.Report(id, error)) continue;
    told_now.insert(id);
    for (const WatchTally::Watcher& watcher : pages_.WatchersOf(id)) {
      deliver(watcher.page, id, error);
    }
  }
  for (const auto& [page, id] : debts_.TakeUnaware(read_reports_)) {
    if (told_now.contains(id) || !pages_.IsWatching(id, page)) continue;
    deliver(page, id, tracker_->Find(id)->read_error);
  }
}

void LuaBackend::DeliverChanges(std::vector<Delivery>* deliveries) {
  const std::vector<Change> changes = tracker_->TakeChanges();
  LoadTemplatesFor(changes);
  NoteLostProperties(changes);
  // Templates go first and only to pages that show the app (P-90, H-56).
  for (const WatchTally::Watcher& watcher : pages_.WatchersOf(kAppVariable)) {
    if (pages_.Find(watcher.page)->templates_sent < viewdefs_.revision()) {
      deliveries->push_back({watcher.page, TemplatesDue{}});
    }
  }
  const auto first_change = static_cast<std::ptrdiff_t>(deliveries->size());
  for (const Change& change : changes) {
    for (const WatchTally::Watcher& watcher : pages_.WatchersOf(change.id)) {
      deliveries->push_back({watcher.page, change});
    }
  }
  if (!debts_.empty()) {
    debts_.Pay(pages_, *tracker_, read_reports_, deliveries);
    // As if all of it had been noted by the tracker (P-106, P-107).
    std::stable_sort(deliveries->begin() + first_change, deliveries->end(),
                     [this](const Delivery& a, const Delivery& b) {
                       const Change& left = std::get<Change>(a.what);
                       const Change& right = std::get<Change>(b.what);
                       if (left.priority != right.priority) return left.priority < right.priority;
                       return tracker_->PlaceOf(left.id) < tracker_->PlaceOf(right.id);
                     });
  }
  for (auto due = deliveries->begin() + first_change; due != deliveries->end(); ++due) {
    const Change& change = std::get<Change>(due->what);
    PageView* view = change.value ? pages_.Find(due->to)->FindView(change.id) : nullptr;
    if (view != nullptr) view->shows_own = false;
  }
}

// Whoever wrote it knows.
void LuaBackend::NoteLostProperties(const std::vector<Change>& changes) {
  for (const Change& change : changes) {
    const Variable* variable = tracker_->Find(change.id);
    for (const PropertyChange& property : change.properties) {
      if (variable == nullptr || variable->FindProperty(property.name) != nullptr) continue;
      for (auto& [page, space] : pages_.all()) {
        PageView* view = space.FindView(change.id);
        if (view == nullptr || property.origin == page) continue;
        std::vector<std::string>& lost = view->lost_properties;
        if (std::find(lost.begin(), lost.end(), property.name) == lost.end()) {
          lost.push_back(property.name);
        }
      }
    }
  }
}

// Templates of a type that somebody is about to be shown go along with it (H-55, P-97).
void LuaBackend::LoadTemplatesFor(const std::vector<Change>& changes) {
  for (const Change& change : changes) {
    const bool has_type = std::any_of(change.properties.begin(), change.properties.end(),
                                      [](const auto& property) { return property.name == "type"; });
    const Variable* variable = has_type ? tracker_->Find(change.id) : nullptr;
    if (variable == nullptr || pages_.WatchersOf(change.id).empty()) continue;
    viewdefs_.LoadFor(variable->PropertyValue("type"), host_.clock.Ticks());
  }
}

void LuaBackend::AppendChange(PageId page, const Change& change, FrameWriter& frame) {
  PageSpace* space = pages_.Find(page);
  if (space == nullptr || !pages_.IsWatching(change.id, page)) return;
  const Variable* variable = tracker_->Find(change.id);
  if (variable == nullptr) return;
  PageView& view = space->ViewOf(change.id);

  std::vector<FrameWriter::Property> properties;
  for (const PropertyChange& property : change.properties) {
    if (property.origin && property.origin == page) continue;  // An echo (D-7).
    absl::string_view value = variable->PropertyValue(property.name);
    if (value.empty()) value = view.PropertyValue(property.name);
    properties.emplace_back(property.name, value);
    std::vector<std::string>& lost = view.lost_properties;
    lost.erase(std::remove(lost.begin(), lost.end(), property.name), lost.end());
  }
  // What became due before the page wrote is no news to it, unless a mark has to go.
  const bool is_news = change.value && (!view.shows_own || view.is_marked);
  // A client that shows a value loses it to an update without one (D-8).
  const bool has_value = is_news || (!properties.empty() && view.has_value);
  if (!has_value && properties.empty()) return;
  view.is_marked = false;
  if (!has_value) {
    frame.UpdateProperties(view.wire, properties);
    return;
  }
  view.has_value = true;
  view.shows_something = tracker_->KindOf(change.id) != ValueKind::kNil;
  if (space->features.list) {
    AppendWithEdits(*space, view, change.id, properties, frame);
  } else {
    frame.Update(
        view.wire, [&](std::string* out) { tracker_->AppendValue(change.id, out); }, properties);
  }
}

// What a frame says is what its page has next: frames are neither lost nor changed on the way,
// for the link keeps them until they have arrived. So edits are made against what was rendered
// last, however many turns ago.
void LuaBackend::AppendWithEdits(PageSpace& space, PageView& view, VariableId id,
                                 absl::Span<const FrameWriter::Property> properties,
                                 FrameWriter& frame) const {
  std::string value;
  tracker_->AppendValue(id, &value);
  const bool is_array = value.front() == '[';
  std::optional<std::string> edits;
  if (is_array && !view.sent_array.empty()) {
    const auto bytes = static_cast<int64_t>(view.sent_array.size() + value.size());
    lua_.RunBeside(bytes, [&] { edits = ListEdits(view.sent_array, value); });
  }
  if (edits.has_value()) {
    frame.UpdateEdits(view.wire, *edits, properties);
  } else {
    frame.Update(
        view.wire, [&](std::string* out) { out->append(value); }, properties);
  }
  space.KeepSent(view, is_array ? std::move(value) : std::string());
}

void LuaBackend::AppendTemplates(PageId page, FrameWriter& frame) {
  PageSpace* space = pages_.Find(page);
  if (space == nullptr) return;
  std::string templates;
  if (!viewdefs_.AppendNewerThan(space->templates_sent, &templates)) return;
  space->templates_sent = viewdefs_.revision();
  frame.UpdateProperties(WireId(kAppVariable.value()), {{"viewdefs", templates}});
}

}  // namespace tandem
