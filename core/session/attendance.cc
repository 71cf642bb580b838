// Copyright (c) the Tandem authors. Licensed under the MIT License.

#include "core/session/attendance.h"

#include <utility>
#include <variant>

namespace tandem {
namespace {

// An unmodified client that has nothing begins by watching variable 1 (P-121, P-125).
bool IsOfFreshPage(const ClientFrame& frame) {
  if (frame.messages.empty()) return false;
  const auto* watch = std::get_if<WatchMessage>(&frame.messages.front());
  return watch != nullptr && watch->id == WireId(kAppVariable.value());
}

}  // namespace

Attendance::Attendance(Host& host, const SessionOptions& options, Backend& backend,
                       OutgoingBatcher& batcher, std::function<void(Record)> post)
    : host_(host),
      options_(options),
      backend_(backend),
      batcher_(batcher),
      post_(std::move(post)),
      pages_(host.entropy) {}

void Attendance::Add(ConnectionId connection, Outbox& outbox) {
  transports_[connection].outbox = &outbox;
}

bool Attendance::ReplaceOutbox(ConnectionId connection, Outbox& outbox) {
  auto entry = transports_.find(connection);
  if (entry == transports_.end()) return false;
  entry->second.outbox = &outbox;
  Page* page = pages_.Find(entry->second.page);
  if (page != nullptr && page->connection() == connection) page->ReplaceOutbox(outbox);
  return true;
}

void Attendance::OnJoined(ConnectionId connection) {
  auto entry = transports_.find(connection);
  if (entry == transports_.end()) return;
  entry->second.silence = host_.scheduler.RunAfter(
      options_.silence, [this, connection] { post_(SilenceRecord{connection}); });
}

void Attendance::OnSilence(ConnectionId connection) {
  if (!IsHeard(connection)) return;
  Transport& transport = transports_[connection];
  if (transport.page) return;
  transport.was_silent = true;
  ResumePlain(connection, transport);
}

void Attendance::OnLeft(ConnectionId connection) {
  auto entry = transports_.find(connection);
  if (entry == transports_.end()) return;
  const PageId page = entry->second.page;
  transports_.erase(entry);
  // Another connection may carry it already.
  Page* left = pages_.Find(page);
  if (left != nullptr && left->connection() == connection) Leave(*left);
}

void Attendance::OnGraceOver(PageId id) {
  const Page* page = pages_.Find(id);
  if (page != nullptr && !page->connection()) End(id);
}

bool Attendance::IsHeard(ConnectionId connection) const {
  auto entry = transports_.find(connection);
  return entry != transports_.end() && !entry->second.is_over;
}

void Attendance::OnMalformed(ConnectionId connection) {
  if (++transports_[connection].malformed_in_a_row == options_.max_malformed_frames) {
    Close(connection, CloseCode::kInvalidData, "too many malformed frames");
  }
}

Page* Attendance::PageFor(ConnectionId connection, const ClientFrame& frame) {
  Transport& transport = transports_[connection];
  transport.malformed_in_a_row = 0;
  if (std::exchange(transport.has_spoken, true)) return pages_.Find(transport.page);

  transport.silence = Timer();
  transport.was_silent = false;
  const bool is_unmodified = !frame.head && frame.head_error.ok();
  const bool is_of_fresh_page = is_unmodified && IsOfFreshPage(frame);
  if (Page* page = pages_.Find(transport.page)) {
    // It was only slow if it does not speak as somebody who goes on with what silence gave it.
    if (is_unmodified && !is_of_fresh_page) return page;
    transport.page = PageId();
    Leave(*page);
  }
  if (frame.head && frame.head->version) return Greet(connection, transport, *frame.head);
  if (is_of_fresh_page) {
    for (PageId left : pages_.LeftPlain()) End(left);
  } else if (is_unmodified) {
    if (Page* page = ResumePlain(connection, transport)) return page;
  }
  return Begin(connection, transport, pages_.AddPlain());
}

PageId Attendance::PageOf(ConnectionId connection) const {
  auto entry = transports_.find(connection);
  return entry == transports_.end() ? PageId() : entry->second.page;
}

Page* Attendance::Greet(ConnectionId connection, Transport& transport, const ClientHead& head) {
  if (!head.resume) {
    Page* page = Begin(connection, transport, pages_.Add(head.features));
    page->OweGreeting();
    return page;
  }
  if (Page* page = pages_.FindByKey(*head.resume)) {
    return Resume(connection, transport, *page, *head.ack);
  }
  Page* page = Begin(connection, transport, pages_.Add(head.features));
  page->OweAnswer(/*resumed=*/false, pages_.HandledOf(*head.resume));
  page->CatchUp();
  return page;
}

// The client knows better than we do whether its old connection still works, so one that we
// believe to be open loses the page.
Page* Attendance::Resume(ConnectionId connection, Transport& transport, Page& page,
                         int64_t acknowledged) {
  if (acknowledged < page.acknowledged() || !page.Acknowledge(acknowledged)) {
    Close(connection, CloseCode::kProtocolError, "resumes from a frame that is not kept");
    return nullptr;
  }
  if (page.connection()) {
    Transport& old = transports_[page.connection()];
    old.page = PageId();
    old.is_over = true;
    old.outbox->Close(CloseCode::kGoingAway, "another connection carries the page");
  }
  transport.page = page.id();
  page.Attach(connection, *transport.outbox);
  page.OweAnswer(/*resumed=*/true, page.received());
  page.CatchUp();
  return &page;
}

Page* Attendance::ResumePlain(ConnectionId connection, Transport& transport) {
  const std::vector<PageId> left = pages_.LeftPlain();
  if (left.empty()) return nullptr;
  Page* page = pages_.Find(left.front());
  transport.page = page->id();
  page->Attach(connection, *transport.outbox);
  backend_.Refresh(page->id());
  return page;
}

Page* Attendance::Begin(ConnectionId connection, Transport& transport, Page& page) {
  transport.page = page.id();
  page.Attach(connection, *transport.outbox);
  batcher_.Add(page);
  backend_.Join(page.id(), page.features());
  return &page;
}

void Attendance::Close(ConnectionId connection, CloseCode code, absl::string_view reason) {
  Transport& transport = transports_[connection];
  transport.is_over = true;
  transport.silence = Timer();
  transport.outbox->Close(code, reason);
  if (Page* page = pages_.Find(std::exchange(transport.page, PageId()))) Leave(*page);
}

void Attendance::CloseAll(CloseCode code, absl::string_view reason) {
  for (auto& [connection, transport] : transports_) {
    if (!transport.is_over) transport.outbox->Close(code, reason);
  }
}

void Attendance::SayBye(Page& page) {
  Transport& transport = transports_[page.connection()];
  transport.page = PageId();
  transport.is_over = true;
  End(page.id());
}

void Attendance::Leave(Page& page) {
  pages_.Leave(page);
  const PageId id = page.id();
  if (!page.is_resumable() || options_.resume_grace == absl::ZeroDuration()) return End(id);
  page.grace =
      host_.scheduler.RunAfter(options_.resume_grace, [this, id] { post_(GraceRecord{id}); });
  if (const PageId longest = pages_.LeftBeyondLimit()) End(longest);
  if (!page.is_plain()) return;
  // What was due is not for whoever goes on with it (P-113): that one is told everything anew.
  batcher_.Drop(id);
  // It may be here already, silent, if it noticed the end of its old connection before we did.
  for (auto& [connection, transport] : transports_) {
    if (!transport.was_silent || transport.page || !IsHeard(connection)) continue;
    ResumePlain(connection, transport);
    return;
  }
}

void Attendance::End(PageId page) {
  batcher_.Remove(page);
  backend_.Forget(page);
  pages_.End(page);
}

std::vector<ConnectionId> Attendance::connections() const {
  std::vector<ConnectionId> ids;
  ids.reserve(transports_.size());
  for (const auto& [id, transport] : transports_) ids.push_back(id);
  return ids;
}

}  // namespace tandem
