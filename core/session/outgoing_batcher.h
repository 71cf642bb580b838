// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// What is still to be told to each page of a session, and when. Marks gather here until
// a person is waiting or a short delay is over; then one frame per page is rendered from
// the current state (protocol section 10). A page whose last frame is still being written, which
// has too much unacknowledged, or which no connection carries keeps its marks, so a slow reader
// gets fewer, newer frames and costs no memory.
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
#include "absl/functional/any_invocable.h"
#include "absl/time/time.h"
#include "core/backend/backend.h"
#include "core/backend/delivery.h"
#include "core/base/ids.h"
#include "core/host/host.h"
#include "core/protocol/frame_writer.h"
#include "core/session/page.h"

namespace tandem {

class OutgoingBatcher {
 public:
  // So many failures wait for a page that takes nothing; of more it is told only how many.
  static constexpr size_t kMaxFailures = 1000;

  // A frame that has so many bytes takes no further change: what is left follows in the next, when
  // the connection takes that. So what one session can have in memory to be sent is bounded by its
  // largest value, however many variables show it.
  static constexpr size_t kFullFrame = size_t{1} << 20;

  // `host` and `backend` must outlive this. `delay` is that of P-99; when it is over, `on_due` is
  // called, upon which the owner calls Flush(kNow).
  OutgoingBatcher(Host& host, absl::Duration delay, Backend& backend,
                  absl::AnyInvocable<void()> on_due);
  OutgoingBatcher(const OutgoingBatcher&) = delete;
  OutgoingBatcher& operator=(const OutgoingBatcher&) = delete;

  // `page` stays valid until Remove.
  void Add(Page& page);
  void Remove(PageId page);
  // Drops what was due to a page (P-113).
  void Drop(PageId page);

  // Takes note; for an unknown page: nothing. Marks of one variable at one level merge.
  void Put(Delivery delivery);

  enum class Urgency {
    kNow,   // A person is waiting: everything that is due leaves (P-101).
    kSoon,  // Within the delay, counted from the first mark (P-99, P-102).
  };
  void Flush(Urgency urgency);
  // What is due to this page, or owed, leaves.
  void FlushNow(PageId page);

  // What kept `page` from being told what was due may be over: its connection took a frame, or its
  // client acknowledged some, or a connection carries it again.
  void Unblock(PageId page);

 private:
  struct Pending {
    Page* page = nullptr;
    std::vector<std::variant<Destroyed, Failed>> notices;
    size_t failures = 0;  // Among the notices.
    size_t untold_failures = 0;
    bool templates = false;
    std::vector<Change> changes;
    // Where in `changes` a variable's change of a level stands.
    absl::flat_hash_map<std::pair<VariableId, Priority>, size_t> places;
    // Its time came while the page could not be told.
    bool is_late = false;

    bool is_due() const { return !empty() || page->owes_head(); }
    bool empty() const { return notices.empty() && changes.empty() && !templates; }
  };

  void FlushAll();
  void FlushOne(Pending& pending);
  // What is left stays pending.
  void Render(Pending& pending, FrameWriter& frame);
  static void Merge(Change change, Pending* pending);

  Host& host_;
  const absl::Duration delay_;
  Backend& backend_;
  absl::AnyInvocable<void()> on_due_;

  // Ordered, so that frames leave in one order everywhere.
  absl::btree_map<PageId, Pending> pages_;
  Timer timer_;
  bool is_timer_running_ = false;
};

}  // namespace tandem

#endif  // TANDEM_CORE_SESSION_OUTGOING_BATCHER_H_
