// Copyright (c) the Tandem authors. Licensed under the MIT License.

#include "core/session/pages.h"

#include <algorithm>
#include <utility>

#include "core/session/random_hex.h"

namespace tandem {
namespace {

constexpr size_t kKeyLength = 32;

}  // namespace

Page& Pages::AddPlain() { return Insert(std::make_unique<Page>(PageId(++last_id_))); }

Page& Pages::Add(const Features& features) {
  std::string key;
  if (features.ack) key = RandomHex<kKeyLength>(entropy_);
  return Insert(std::make_unique<Page>(PageId(++last_id_), features, std::move(key)));
}

Page& Pages::Insert(std::unique_ptr<Page> page) {
  Page& inserted = *page;
  if (!inserted.key().empty()) by_key_[inserted.key()] = inserted.id();
  pages_[inserted.id()] = std::move(page);
  return inserted;
}

Page* Pages::Find(PageId id) {
  auto entry = pages_.find(id);
  return entry == pages_.end() ? nullptr : entry->second.get();
}

Page* Pages::FindByKey(absl::string_view key) {
  auto entry = by_key_.find(key);
  return entry == by_key_.end() ? nullptr : Find(entry->second);
}

void Pages::Leave(Page& page) {
  page.Detach();
  page.left_as = ++last_left_;
}

std::vector<PageId> Pages::LeftPlain() const {
  std::vector<std::pair<int64_t, PageId>> left;
  for (const auto& [id, page] : pages_) {
    if (page->is_plain() && !page->connection()) left.emplace_back(-page->left_as, id);
  }
  std::sort(left.begin(), left.end());
  std::vector<PageId> ids;
  ids.reserve(left.size());
  for (const auto& [rank, id] : left) ids.push_back(id);
  return ids;
}

PageId Pages::LeftBeyondLimit() const {
  size_t left = 0;
  const Page* longest = nullptr;
  for (const auto& [id, page] : pages_) {
    if (page->connection()) continue;
    ++left;
    if (longest == nullptr || page->left_as < longest->left_as) longest = page.get();
  }
  return left > kMaxLeft ? longest->id() : PageId();
}

bool Pages::any_carried() const {
  return std::any_of(pages_.begin(), pages_.end(), [](const auto& entry) {
    return static_cast<bool>(entry.second->connection());
  });
}

void Pages::End(PageId id) {
  auto entry = pages_.find(id);
  if (entry == pages_.end()) return;
  const Page& page = *entry->second;
  if (!page.key().empty()) {
    by_key_.erase(page.key());
    // Nothing handled is the same as not known.
    if (page.received() > 0) {
      handled_of_ended_[page.key()] = page.received();
      ended_.push_back(page.key());
    }
    if (ended_.size() > kMaxEnded) {
      handled_of_ended_.erase(ended_.front());
      ended_.pop_front();
    }
  }
  pages_.erase(entry);
}

int64_t Pages::HandledOf(absl::string_view key) const {
  auto ended = handled_of_ended_.find(key);
  return ended == handled_of_ended_.end() ? 0 : ended->second;
}

}  // namespace tandem
