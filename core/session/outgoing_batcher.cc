// Copyright (c) the Tandem authors. Licensed under the MIT License.

#include "core/session/outgoing_batcher.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "core/base/error.h"
#include "core/protocol/frame_writer.h"

namespace tandem {

OutgoingBatcher::OutgoingBatcher(Host& host, absl::Duration delay, Backend& backend,
                                 absl::AnyInvocable<void()> on_due)
    : host_(host), delay_(delay), backend_(backend), on_due_(std::move(on_due)) {}

void OutgoingBatcher::Add(Page& page) { pages_[page.id()].page = &page; }

void OutgoingBatcher::Remove(PageId page) { pages_.erase(page); }

void OutgoingBatcher::Drop(PageId page) {
  auto entry = pages_.find(page);
  if (entry == pages_.end()) return;
  Pending nothing;
  nothing.page = entry->second.page;
  entry->second = std::move(nothing);
}

void OutgoingBatcher::Put(Delivery delivery) {
  auto entry = pages_.find(delivery.to);
  if (entry == pages_.end()) return;
  Pending& pending = entry->second;
  // Whoever goes on with it is told everything anew, and must not be told what was not for it.
  if (pending.page->is_plain() && !pending.page->connection()) return;
  if (auto* destroyed = std::get_if<Destroyed>(&delivery.what)) {
    pending.notices.emplace_back(*destroyed);
  } else if (auto* failed = std::get_if<Failed>(&delivery.what)) {
    // A client can fail as fast as it can write, and need not read.
    if (pending.failures == kMaxFailures) {
      ++pending.untold_failures;
      return;
    }
    ++pending.failures;
    pending.notices.emplace_back(std::move(*failed));
  } else if (std::holds_alternative<TemplatesDue>(delivery.what)) {
    pending.templates = true;
  } else {
    Merge(std::get<Change>(std::move(delivery.what)), &pending);
  }
}

void OutgoingBatcher::Merge(Change change, Pending* pending) {
  const auto [place, is_new] =
      pending->places.try_emplace({change.id, change.priority}, pending->changes.size());
  if (is_new) {
    pending->changes.push_back(std::move(change));
    return;
  }
  Change* same = &pending->changes[place->second];
  same->value |= change.value;
  for (PropertyChange& property : change.properties) {
    auto at = std::lower_bound(
        same->properties.begin(), same->properties.end(), property,
        [](const PropertyChange& a, const PropertyChange& b) { return a.name < b.name; });
    if (at != same->properties.end() && at->name == property.name) {
      // Two writers: neither has seen the other's value.
      if (at->origin != property.origin) at->origin = property.origin;
    } else {
      same->properties.insert(at, std::move(property));
    }
  }
}

void OutgoingBatcher::Flush(Urgency urgency) {
  if (urgency == Urgency::kNow) {
    FlushAll();
    return;
  }
  if (is_timer_running_) return;
  const bool is_due = std::any_of(pages_.begin(), pages_.end(), [](const auto& entry) {
    return entry.second.is_due() && !entry.second.is_late;
  });
  if (!is_due) return;
  is_timer_running_ = true;
  timer_ = host_.scheduler.RunAfter(delay_, [this] { on_due_(); });
}

void OutgoingBatcher::FlushAll() {
  is_timer_running_ = false;
  timer_ = Timer();
  for (auto& [id, pending] : pages_) FlushOne(pending);
}

void OutgoingBatcher::FlushNow(PageId page) {
  auto entry = pages_.find(page);
  if (entry != pages_.end()) FlushOne(entry->second);
}

void OutgoingBatcher::Unblock(PageId page) {
  auto entry = pages_.find(page);
  if (entry == pages_.end()) return;
  entry->second.page->CatchUp();
  if (entry->second.is_late) FlushOne(entry->second);
}

void OutgoingBatcher::FlushOne(Pending& pending) {
  if (!pending.is_due()) return;
  Page& page = *pending.page;
  do {
    pending.is_late = !page.CanSend();
    if (pending.is_late) return;

    FrameWriter frame;
    page.BeginFrame(frame);
    const bool has_room = page.HasRoom();
    if (has_room) Render(pending, frame);
    pending.is_late = !pending.empty();
    const size_t count = frame.messages();
    if (page.Send(std::move(frame)) && host_.log.Wants(kLogMessages)) {
      host_.log.Write(kLogMessages,
                      absl::StrCat("[OUT] BATCH: to=conn-", page.connection(), " count=", count));
    }
    if (!has_room) return;
  } while (pending.is_late);
}

// What is gone and what failed comes before what changed (P-105), templates before the types that
// need them (P-90), and changes by level (P-106); within a level they are in order already.
void OutgoingBatcher::Render(Pending& pending, FrameWriter& frame) {
  const PageId page = pending.page->id();
  for (const auto& notice : pending.notices) {
    if (const auto* destroyed = std::get_if<Destroyed>(&notice)) {
      frame.Destroy(destroyed->id);
    } else {
      const Failed& failed = std::get<Failed>(notice);
      frame.Error(failed.id, failed.kind, failed.description, failed.upload);
    }
  }
  if (pending.untold_failures > 0) {
    frame.Error(WireId(), ErrorKind::kOverBudget,
                absl::StrCat(pending.untold_failures, " more failures than can wait"));
  }
  if (pending.templates) backend_.AppendTemplates(page, frame);
  std::stable_sort(pending.changes.begin(), pending.changes.end(),
                   [](const Change& a, const Change& b) { return a.priority < b.priority; });
  size_t rendered = 0;
  for (; rendered < pending.changes.size() && frame.bytes() < kFullFrame; ++rendered) {
    backend_.AppendChange(page, pending.changes[rendered], frame);
  }

  pending.notices.clear();
  pending.failures = pending.untold_failures = 0;
  pending.templates = false;
  const auto begin = pending.changes.begin();
  pending.changes.erase(begin, begin + static_cast<std::ptrdiff_t>(rendered));
  pending.places.clear();
  for (size_t i = 0; i < pending.changes.size(); ++i) {
    const Change& change = pending.changes[i];
    pending.places.try_emplace({change.id, change.priority}, size_t{i});
  }
}

}  // namespace tandem
