// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// What is still to be told to each page of a session, and when. Marks gather here until
// a person is waiting or a short delay is over; then one frame per page is rendered from
// the current state (protocol section 10). A page whose last frame is still being
// written keeps its marks, so a slow reader gets fewer, newer frames and costs no memory.
//
// Not thread-safe; belongs to one session.

#ifndef TANDEM_CORE_SESSION_OUTGOING_BATCHER_H_
#define TANDEM_CORE_SESSION_OUTGOING_BATCHER_H_

#include <cstddef>
#include <utility>
#include <variant>
#include <vector>

#include "absl/container/btree_map.h"
#include "absl/container/flat_hash_map.h"
#include "absl/time/time.h"
#include "core/backend/backend.h"
#include "core/backend/delivery.h"
#include "core/base/ids.h"
#include "core/host/host.h"
#include "core/session/outbox.h"

namespace tandem {

class OutgoingBatcher {
 public:
  // `host` and `backend` must outlive this. `delay` is that of P-99.
  OutgoingBatcher(Host& host, absl::Duration delay, Backend& backend);
  OutgoingBatcher(const OutgoingBatcher&) = delete;
  OutgoingBatcher& operator=(const OutgoingBatcher&) = delete;

  // `outbox` stays valid until Remove.
  void Add(PageId page, Outbox& outbox);
  // Drops what was due to it (P-113).
  void Remove(PageId page);

  // Takes note; for an unknown page: nothing. Marks of one variable at one level merge.
  void Put(Delivery delivery);

  enum class Urgency {
    kNow,   // A person is waiting: everything that is due leaves (P-101).
    kSoon,  // Within the delay, counted from the first mark (P-99, P-102).
  };
  void Flush(Urgency urgency);

  // `page` can take a frame again.
  void Drained(PageId page);

 private:
  struct Pending {
    Outbox* outbox = nullptr;
    std::vector<std::variant<Destroyed, Failed>> notices;
    bool templates = false;
    std::vector<Change> changes;
    // Where in `changes` a variable's change of a level stands.
    absl::flat_hash_map<std::pair<VariableId, Priority>, size_t> places;
    // Its time came while its outbox was not writable.
    bool is_late = false;

    bool empty() const { return notices.empty() && changes.empty() && !templates; }
  };

  void FlushAll();
  void FlushOne(PageId page, Pending& pending);
  static void Merge(Change change, Pending* pending);

  Host& host_;
  const absl::Duration delay_;
  Backend& backend_;

  // Ordered, so that frames leave in one order everywhere.
  absl::btree_map<PageId, Pending> pages_;
  Timer timer_;
  bool is_timer_running_ = false;
};

}  // namespace tandem

#endif  // TANDEM_CORE_SESSION_OUTGOING_BATCHER_H_
