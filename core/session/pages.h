// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// The pages of a session: those that a connection carries, those that wait for one to come back,
// and, of those that ended, how much of what their clients sent was handled. A client that was away
// for too long can then still tell which of its events were lost (docs/protocol.md, "Resuming").
//
// Not thread-safe; belongs to one session.

#ifndef TANDEM_CORE_SESSION_PAGES_H_
#define TANDEM_CORE_SESSION_PAGES_H_

#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <string>
#include <vector>

#include "absl/container/btree_map.h"
#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"
#include "core/base/ids.h"
#include "core/host/entropy.h"
#include "core/protocol/features.h"
#include "core/session/page.h"

namespace tandem {

class Pages {
 public:
  // So many may wait for their clients; then the one that has waited longest ends. Each can hold
  // FrameLog::kMaxBytes and the variables of a document.
  static constexpr size_t kMaxLeft = 16;
  // So many ended pages are remembered, the latest ones: 32 digits and a number each.
  static constexpr size_t kMaxEnded = 256;

  // Keys come from `entropy`, which must outlive this.
  explicit Pages(Entropy& entropy) : entropy_(entropy) {}
  Pages(const Pages&) = delete;
  Pages& operator=(const Pages&) = delete;

  Page& AddPlain();
  Page& Add(const Features& features);

  // Null if absent. Valid until End.
  Page* Find(PageId id);
  Page* FindByKey(absl::string_view key);

  // Nothing carries the page any more.
  void Leave(Page& page);

  // Pages of unmodified clients that wait, the last one that was left first.
  std::vector<PageId> LeftPlain() const;
  // The page that has waited longest, if more wait than may; else none.
  PageId LeftBeyondLimit() const;
  // Whether any page is carried by a connection.
  bool any_carried() const;

  void End(PageId id);

  // The last number handled of the ended page with this key; 0 if it is not known.
  int64_t HandledOf(absl::string_view key) const;

 private:
  Page& Insert(std::unique_ptr<Page> page);

  Entropy& entropy_;
  // Ordered, so that walking them is the same everywhere.
  absl::btree_map<PageId, std::unique_ptr<Page>> pages_;
  absl::flat_hash_map<std::string, PageId> by_key_;
  int64_t last_id_ = 0;
  int64_t last_left_ = 0;

  absl::flat_hash_map<std::string, int64_t> handled_of_ended_;
  std::deque<std::string> ended_;  // The keys of those, in the order they ended.
};

}  // namespace tandem

#endif  // TANDEM_CORE_SESSION_PAGES_H_
