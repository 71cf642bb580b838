// Copyright (c) the Tandem authors. Licensed under the MIT License.

#include "core/backend/watch_tally.h"

#include <algorithm>

namespace tandem {
namespace {

auto FindWatcher(std::vector<WatchTally::Watcher>& watchers, PageId page) {
  return std::find_if(watchers.begin(), watchers.end(),
                      [&](const auto& w) { return w.page == page; });
}

}  // namespace

WatchTally::Edge WatchTally::Watch(VariableId id, PageId page) {
  std::vector<Watcher>& watchers = watchers_[id];
  const Edge edge = watchers.empty() ? Edge::kFirstWatch : Edge::kNone;
  auto it = FindWatcher(watchers, page);
  if (it == watchers.end()) {
    watchers.push_back({page, 1});
  } else {
    ++it->count;
  }
  return edge;
}

WatchTally::Edge WatchTally::Unwatch(VariableId id, PageId page) {
  auto entry = watchers_.find(id);
  if (entry == watchers_.end()) return Edge::kNone;
  std::vector<Watcher>& watchers = entry->second;
  auto it = FindWatcher(watchers, page);
  if (it == watchers.end() || --it->count > 0) return Edge::kNone;
  watchers.erase(it);
  if (!watchers.empty()) return Edge::kNone;
  watchers_.erase(entry);
  return Edge::kLastUnwatch;
}

void WatchTally::Remove(VariableId id) { watchers_.erase(id); }

std::vector<VariableId> WatchTally::Forget(PageId page) {
  std::vector<VariableId> unwatched;
  for (auto entry = watchers_.begin(); entry != watchers_.end();) {
    std::vector<Watcher>& watchers = entry->second;
    auto it = FindWatcher(watchers, page);
    if (it != watchers.end()) watchers.erase(it);
    if (watchers.empty()) {
      unwatched.push_back(entry->first);
      watchers_.erase(entry++);
    } else {
      ++entry;
    }
  }
  std::sort(unwatched.begin(), unwatched.end());
  return unwatched;
}

absl::Span<const WatchTally::Watcher> WatchTally::WatchersOf(VariableId id) const {
  auto entry = watchers_.find(id);
  if (entry == watchers_.end()) return {};
  return entry->second;
}

bool WatchTally::IsWatching(VariableId id, PageId page) const {
  for (const Watcher& watcher : WatchersOf(id)) {
    if (watcher.page == page) return true;
  }
  return false;
}

}  // namespace tandem
