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

bool WatchTally::Watch(VariableId id, PageId page) {
  std::vector<Watcher>& watchers = watchers_[id];
  auto it = FindWatcher(watchers, page);
  if (it != watchers.end()) {
    ++it->count;
    return false;
  }
  watchers.push_back({page, 1});
  return true;
}

bool WatchTally::Unwatch(VariableId id, PageId page) {
  auto entry = watchers_.find(id);
  if (entry == watchers_.end()) return false;
  auto it = FindWatcher(entry->second, page);
  if (it == entry->second.end() || --it->count > 0) return false;
  Take(id, page);
  return true;
}

void WatchTally::Remove(VariableId id, PageId page) { Take(id, page); }

void WatchTally::Remove(VariableId id) { watchers_.erase(id); }

void WatchTally::Move(VariableId id, VariableId other, PageId page) {
  if (const int count = Take(id, page); count > 0) watchers_[other].push_back({page, count});
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

int WatchTally::Take(VariableId id, PageId page) {
  auto entry = watchers_.find(id);
  if (entry == watchers_.end()) return 0;
  auto it = FindWatcher(entry->second, page);
  if (it == entry->second.end()) return 0;
  const int count = it->count;
  entry->second.erase(it);
  if (entry->second.empty()) watchers_.erase(entry);
  return count;
}

}  // namespace tandem
