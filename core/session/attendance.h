// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// Who shows a session: the connections there are, the pages, and which connection carries which
// page. The first frame of a connection says so, or that there is none: it begins a page, or goes
// on with one that was left. A client of ours names the page (D-42); for an unmodified one it is
// guessed (P-125).
//
// Not thread-safe; belongs to one session.

#ifndef TANDEM_CORE_SESSION_ATTENDANCE_H_
#define TANDEM_CORE_SESSION_ATTENDANCE_H_

#include <functional>
#include <vector>

#include "absl/container/btree_map.h"
#include "absl/strings/string_view.h"
#include "core/backend/backend.h"
#include "core/base/ids.h"
#include "core/host/host.h"
#include "core/log/record.h"
#include "core/protocol/frame_head.h"
#include "core/protocol/message.h"
#include "core/session/outbox.h"
#include "core/session/outgoing_batcher.h"
#include "core/session/page.h"
#include "core/session/pages.h"
#include "core/session/session_options.h"

namespace tandem {

class Attendance {
 public:
  // All must outlive this. `post` puts a record into the session's mailbox.
  Attendance(Host& host, const SessionOptions& options, Backend& backend, OutgoingBatcher& batcher,
             std::function<void(Record)> post);
  Attendance(const Attendance&) = delete;
  Attendance& operator=(const Attendance&) = delete;

  // A connection begins. `outbox` stays valid until OnLeft or ReplaceOutbox.
  void Add(ConnectionId connection, Outbox& outbox);
  // Its outbox is gone, and `outbox` does its part until OnLeft, which follows through the mailbox.
  // False if there is no such connection.
  bool ReplaceOutbox(ConnectionId connection, Outbox& outbox);

  // What the mailbox brings. Each may change what pages there are, and be followed by a turn.
  void OnJoined(ConnectionId connection);
  void OnSilence(ConnectionId connection);
  void OnLeft(ConnectionId connection);
  void OnGraceOver(PageId page);

  // Whether frames of this connection count: it is there, and the session has not closed it.
  bool IsHeard(ConnectionId connection) const;
  // Notes a frame that is not JSON; closes the connection if it sends nothing else (D-47).
  void OnMalformed(ConnectionId connection);
  // The page that carries on with `frame`, of a connection that is heard. If it is the first, it
  // says which. Null if that was impossible; the connection is closed then.
  Page* PageFor(ConnectionId connection, const ClientFrame& frame);
  // None while undecided.
  PageId PageOf(ConnectionId connection) const;

  // Ends a connection from our side; its page is left.
  void Close(ConnectionId connection, CloseCode code, absl::string_view reason);
  void CloseAll(CloseCode code, absl::string_view reason);

  // The client says that it shows the page no more.
  void SayBye(Page& page);

  std::vector<ConnectionId> connections() const;
  bool has_connections() const { return !transports_.empty(); }
  bool has_carried_pages() const { return pages_.any_carried(); }

 private:
  struct Transport {
    Outbox* outbox = nullptr;
    PageId page;              // None while undecided, and when it is over.
    bool is_over = false;     // It was closed, or said goodbye.
    bool has_spoken = false;  // A frame of it was read.
    bool was_silent = false;  // For so long that it is taken for one that resumes.
    Timer silence;
    int malformed_in_a_row = 0;
  };

  Page* Greet(ConnectionId connection, Transport& transport, const ClientHead& head);
  Page* Resume(ConnectionId connection, Transport& transport, Page& page, int64_t acknowledged);
  // Null if no page of an unmodified client was left.
  Page* ResumePlain(ConnectionId connection, Transport& transport);
  Page* Begin(ConnectionId connection, Transport& transport, Page& page);
  void Leave(Page& page);
  void End(PageId page);

  Host& host_;
  const SessionOptions& options_;
  Backend& backend_;
  OutgoingBatcher& batcher_;
  const std::function<void(Record)> post_;

  // Ordered, so that walking them is the same everywhere.
  absl::btree_map<ConnectionId, Transport> transports_;
  Pages pages_;
};

}  // namespace tandem

#endif  // TANDEM_CORE_SESSION_ATTENDANCE_H_
