// Copyright (c) the Tandem authors. Licensed under the MIT License.

#include "native_server/inspector.h"

#include <algorithm>
#include <iterator>
#include <limits>
#include <utility>

#include "absl/strings/str_cat.h"
#include "core/inspect/inspection.h"
#include "core/inspect/variable_json.h"
#include "core/session/session.h"
#include "core/session/session_manager.h"

namespace tandem::native {
namespace {

// After something happened: what happens next may come along. A person does not notice.
constexpr absl::Duration kSoon = absl::Milliseconds(30);
// When nothing seems to happen: timers of the application, the end of the session.
constexpr absl::Duration kNowAndThen = absl::Milliseconds(250);
// Whoever asks for variables.json every few seconds has times measured in between (S-46).
constexpr absl::Duration kMeasuredFor = absl::Seconds(15);
// Looking at very many variables takes its time: no more than one part in so many goes into it.
constexpr int kShareOfLooking = 8;

// The number under `name`, if there is one that can be an id.
std::optional<VariableId> IdIn(const Json& message, const char* name) {
  const auto found = message.find(name);
  if (found == message.end() || !found->is_number_integer()) return std::nullopt;
  return VariableId(found->get<int64_t>());
}

absl::Status BadRequest(absl::string_view text) {
  return absl::InvalidArgumentError(absl::StrCat("inspector: ", text));
}

}  // namespace

absl::StatusOr<Inspector::Variables> Inspector::Look(const SessionId& id,
                                                     std::optional<LogLevel> level) {
  Session* session = server_.sessions().Find(id);
  if (session == nullptr) return absl::NotFoundError("there is no such session");
  if (session->is_busy()) {
    return absl::UnavailableError("the session is in the middle of a long turn");
  }
  const std::optional<Inspection> inspection = Inspection::Of(server_, session->vended_id());
  if (!inspection) {
    return absl::InternalError("the session has no Lua VM; the server's log says why");
  }
  if (level) server_.FindLuaSession(session->vended_id())->SetDiagnosticLevel(*level);
  inspected_[id].wanted_until = host_.clock.Ticks() + kMeasuredFor;
  Settle();
  TickAfter(kMeasuredFor);
  return Variables{VariablesJson(*inspection), inspection->change_count()};
}

absl::StatusOr<ConnectionId> Inspector::Connect(const SessionId& id, Outbox& outbox) {
  const Session* session = server_.sessions().Find(id);
  if (session == nullptr) return absl::NotFoundError("Session not found");
  const ConnectionId connection(--last_connection_);
  const absl::Duration now = host_.clock.Ticks();
  viewers_[connection] =
      std::make_unique<Viewer>(Viewer{id,
                                      outbox,
                                      InspectorView(session->vended_id(), now, host_.clock.Wall()),
                                      false,
                                      absl::ZeroDuration(),
                                      {}});
  inspected_.try_emplace(id);
  TickAfter(absl::ZeroDuration());
  return connection;
}

void Inspector::Receive(ConnectionId connection, std::string frame) {
  const auto found = viewers_.find(connection);
  if (found == viewers_.end()) return;
  const absl::StatusOr<Json> message = ParseJson(frame);
  const absl::Status handled = !message.ok()          ? BadRequest(message.status().message())
                               : message->is_object() ? Handle(*found->second, connection, *message)
                                                      : BadRequest("a message is an object");
  // What was asked for may have taken its time.
  const auto still = viewers_.find(connection);
  if (still == viewers_.end()) return;
  if (!handled.ok()) {
    std::string answer = "{\"error\":";
    AppendJsonString(handled.message(), &answer);
    still->second->view.AddAnswer(std::move(answer) + "}");
  }
  TickAfter(absl::ZeroDuration());
}

// {"edit":ID,"value":…}, {"read":ID} or {"diag":LEVEL}.
absl::Status Inspector::Handle(Viewer& viewer, ConnectionId connection, const Json& message) {
  Session* session = server_.sessions().Find(viewer.session);
  if (session == nullptr) return absl::NotFoundError("the session has ended");
  if (const std::optional<VariableId> id = IdIn(message, "edit")) {
    const auto value = message.find("value");
    if (value == message.end()) return BadRequest("an edit needs a value");
    session->Edit(*id, DumpJson(*value));
    const auto still = viewers_.find(connection);
    if (still != viewers_.end()) still->second->edited.push_back(*id);
    return absl::OkStatus();
  }
  if (session->is_busy()) {
    return absl::UnavailableError("the session is in the middle of a long turn");
  }
  const std::optional<Inspection> inspection = Inspection::Of(server_, session->vended_id());
  if (!inspection) return absl::InternalError("the session has no Lua VM");
  if (const std::optional<VariableId> id = IdIn(message, "read")) {
    const auto sight = inspection->Find(*id, std::numeric_limits<size_t>::max());
    if (!sight) return absl::NotFoundError(absl::StrCat("variable ", *id, " is gone"));
    const std::string& json = sight->shown.json;
    viewer.view.AddAnswer(
        absl::StrCat("{\"whole\":", *id, ",\"value\":", json.empty() ? "null" : json, "}"));
    return absl::OkStatus();
  }
  const auto level = message.find("diag");
  if (level == message.end() || !level->is_number_integer()) {
    return BadRequest("there is edit, read and diag, each with an integer");
  }
  const int64_t wanted = std::clamp<int64_t>(level->get<int64_t>(), kLogAlways, kLogValues);
  server_.FindLuaSession(session->vended_id())->SetDiagnosticLevel(static_cast<LogLevel>(wanted));
  return absl::OkStatus();
}

void Inspector::Drained(ConnectionId) { TickAfter(kSoon); }

void Inspector::Disconnect(ConnectionId connection) {
  viewers_.erase(connection);
  TickAfter(absl::ZeroDuration());
}

void Inspector::OnJoined(const SessionId& session, ConnectionId connection) {
  ForViewersOf(session, [&](InspectorView& view) {
    view.AddEvent("joined", connection, host_.clock.Ticks());
  });
}

void Inspector::OnLeft(const SessionId& session, ConnectionId connection) {
  ForViewersOf(session, [&](InspectorView& view) {
    view.AddEvent("left", connection, host_.clock.Ticks());
  });
}

void Inspector::OnReceived(const SessionId& session, ConnectionId connection,
                           absl::string_view frame) {
  ForViewersOf(session, [&](InspectorView& view) {
    view.AddFrame(InspectorView::Direction::kIn, connection, frame, host_.clock.Ticks());
  });
}

void Inspector::OnHandled(const SessionId& session, ConnectionId connection, absl::Duration took) {
  ForViewersOf(session, [&](InspectorView& view) { view.AddHandled(connection, took); });
}

void Inspector::OnSent(const SessionId& session, ConnectionId connection, absl::string_view frame) {
  ForViewersOf(session, [&](InspectorView& view) {
    view.AddFrame(InspectorView::Direction::kOut, connection, frame, host_.clock.Ticks());
  });
}

void Inspector::ForViewersOf(const SessionId& session,
                             absl::FunctionRef<void(InspectorView&)> tell) {
  bool is_viewed = false;
  for (auto& [connection, viewer] : viewers_) {
    if (viewer->session != session) continue;
    tell(viewer->view);
    is_viewed = true;
  }
  if (is_viewed) TickAfter(kSoon);
}

bool Inspector::IsViewed(const SessionId& session) const {
  return std::any_of(viewers_.begin(), viewers_.end(),
                     [&](const auto& entry) { return entry.second->session == session; });
}

// Measuring begins and ends between turns.
void Inspector::Settle() {
  const absl::Duration now = host_.clock.Ticks();
  for (auto entry = inspected_.begin(); entry != inspected_.end();) {
    auto& [id, inspected] = *entry;
    const bool is_wanted = IsViewed(id) || now < inspected.wanted_until;
    Session* session = server_.sessions().Find(id);
    if (session != nullptr && !session->is_busy() && is_wanted != inspected.is_measured) {
      LuaBackend* backend = server_.FindLuaBackend(session->vended_id());
      if (backend != nullptr) backend->Measure(is_wanted);
      inspected.is_measured = is_wanted;
    }
    const bool is_over = session == nullptr || (!is_wanted && !inspected.is_measured);
    entry = is_over && !IsViewed(id) ? inspected_.erase(entry) : std::next(entry);
  }
}

void Inspector::TickAfter(absl::Duration delay) {
  const absl::Duration due = host_.clock.Ticks() + delay;
  if (due >= tick_due_) return;
  tick_due_ = due;
  tick_ = host_.scheduler.RunAfter(delay, [this] { Tick(); });
}

void Inspector::Tick() {
  tick_due_ = absl::InfiniteDuration();
  Settle();
  for (auto& [connection, viewer] : viewers_) {
    Session* session = server_.sessions().Find(viewer->session);
    if (session == nullptr) {
      if (!std::exchange(viewer->is_over, true)) {
        viewer->outbox.Close(CloseCode::kGoingAway, "session ended");
      }
    } else if (!session->is_busy()) {
      Tell(*viewer, *session);
    }
  }
  if (!viewers_.empty()) {
    TickAfter(kNowAndThen);
  } else if (!inspected_.empty()) {
    TickAfter(kMeasuredFor);
  }
}

void Inspector::Tell(Viewer& viewer, Session& session) {
  const bool has_news = viewer.view.HasNews(session.records()) || !viewer.edited.empty();
  if (!has_news || !viewer.outbox.Writable()) return;
  const absl::Duration now = host_.clock.Ticks();
  if (now < viewer.next_look) return TickAfter(viewer.next_look - now);
  const std::optional<Inspection> inspection = Inspection::Of(server_, session.vended_id());
  if (!inspection) return;
  TellEdited(viewer, *inspection);
  viewer.outbox.Send(viewer.view.Tell(*inspection, session.records(), now));
  viewer.next_look = now + (host_.clock.Ticks() - now) * kShareOfLooking;
}

// What a write ended with is kept with its variable.
void Inspector::TellEdited(Viewer& viewer, const Inspection& inspection) {
  for (VariableId id : std::exchange(viewer.edited, {})) {
    const auto sight = inspection.Find(id, 0);
    std::string answer = absl::StrCat("{\"edited\":", id, ",\"error\":");
    AppendJsonString(sight ? sight->variable.write_error.message() : "the variable is gone",
                     &answer);
    viewer.view.AddAnswer(std::move(answer) + "}");
  }
}

}  // namespace tandem::native
