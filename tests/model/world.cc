// Copyright (c) the Tandem authors. Licensed under the MIT License.

#include "tests/model/world.h"

#include <algorithm>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"

namespace tandem::model {
namespace {

// The connection that commands come from.
constexpr char kDriver[] = "driver";

std::string Messages(bool is_urgent, const std::string& message) {
  return absl::StrCat(R"({"userEvent":)", is_urgent ? "true" : "false", R"(,"messages":[)", message,
                      "]}");
}

}  // namespace

const std::vector<World::Verb>& World::Verbs() {
  static const auto& verbs = *new std::vector<Verb>{
      {"insert", 3, 12, &World::Insert},            // list, at, what
      {"remove", 2, 6, &World::Remove},             // list, at
      {"move", 3, 6, &World::Move},                 // list, from, to
      {"reverse", 1, 3, &World::Reverse},           // list
      {"duplicate", 2, 3, &World::Duplicate},       // list, at
      {"copy", 1, 2, &World::Copy},                 // list
      {"clear", 1, 1, &World::Clear},               // list
      {"set", 3, 8, &World::SetField},              // node, field, value
      {"break", 2, 5, &World::Break},               // node, whether
      {"app", 2, 5, &World::SetApp},                // field, value
      {"tint", 1, 1, &World::Tint},                 // color
      {"later", 4, 4, &World::Later},               // delay, node, field, value
      {"later-insert", 4, 3, &World::LaterInsert},  // delay, list, at, what
      {"create", 5, 18, &World::Create},            // page, id, parent, path, wrappers
      {"watch", 2, 4, &World::Watch},               // page, id
      {"unwatch", 2, 5, &World::Unwatch},           // page, id
      {"destroy", 2, 3, &World::Destroy},           // page, id
      {"write", 3, 8, &World::Write},               // page, id, value
      {"wrap", 3, 3, &World::SetWrapper},           // page, id, wrapper
      {"path", 3, 3, &World::SetPath},              // page, id, path
      {"reload", 1, 1, &World::Reload},             // page
      {"cut", 1, 3, &World::Cut},                   // page
      {"deafen", 1, 2, &World::Deafen},             // page
      {"edit", 1, 2, &World::Edit},                 // number
      {"hold", 1, 3, &World::Hold},                 // for how many operations
      {"wait", 1, 4, &World::Wait},                 // ms
      {"urgent", 1, 1, &World::Urgent},             // whether
  };
  return verbs;
}

std::string World::PageName(int64_t number) { return absl::StrCat("page", number % kPages); }

World::World(conformance::Driver& driver, const conformance::Site& site) : driver_(driver) {
  const auto must = [&](const absl::Status& status) {
    if (!status.ok()) Complain(std::string(status.message()));
  };
  must(driver_.Start(site));
  must(driver_.CreateSession("s"));
  must(driver_.Connect(kDriver, "s"));
  Send(kDriver, Message("create", Json{{"id", 2},
                                       {"parentId", 1},
                                       {"properties", {{"path", "perform(_)"}, {"access", "w"}}}}));
  for (int i = 0; i < kPages; ++i) OpenPage(i);
  Settle();
}

bool World::Do(const Verb& verb, const Numbers& numbers) {
  has_acted_ = false;
  (this->*verb.perform)(numbers);
  const bool has_acted = has_acted_;
  if (held_ > 0) {
    --held_;
  } else {
    Settle();
  }
  return has_acted;
}

// A timer that fires meanwhile starts a flush delay of its own.
void World::Settle() {
  while (Advance(10)) {
  }
  Compare();
  for (auto& [page, link] : links_) {
    if (link.unsaid() < 16) continue;
    const absl::Status status = driver_.Send(page, link.Acknowledgement());
    if (!status.ok()) Complain(std::string(status.message()));
    TakeEvents();
  }
}

void World::Finish() {
  for (const std::string& page : std::set<std::string>(deaf_)) Resume(page);
  Settle();
}

std::map<std::string, int> World::Seen() const {
  std::map<std::string, int> seen = seen_;
  for (const auto& [page, copy] : copies_) seen["list edits"] += copy.edits();
  return seen;
}

void World::OpenPage(int64_t number) {
  const std::string page = PageName(number);
  if (absl::Status status = driver_.Connect(page, "s"); !status.ok()) {
    Complain(std::string(status.message()));
  }
  copies_[page] = PageCopy();
  if (IsLinked(number)) links_[page] = Link();
  known_.erase(page);
  pages_.Open(page);
  pages_.Watch(page, 1);
  Send(page, Message("watch", Json{{"varId", 1}}));
}

void World::Command(Json command) {
  const std::string message = Message("update", Json{{"varId", 2}, {"value", command}});
  if (command.at("op") == "later") {
    timers_.push_back({now_ + command.at("delay").get<int64_t>(), command.at("command")});
  } else {
    app_.Perform(command);
  }
  Send(kDriver, message);
}

void World::Send(const std::string& connection, const std::string& message) {
  has_acted_ = true;
  pages_.Turn();
  std::string frame = Messages(is_urgent_, message);
  if (const auto link = links_.find(connection); link != links_.end()) {
    frame = link->second.Numbered(frame);
  }
  if (absl::Status status = driver_.Send(connection, frame); !status.ok()) {
    Complain(std::string(status.message()));
  }
  TakeEvents();
}

bool World::Advance(int64_t ms) {
  has_acted_ = true;
  bool fired = false;
  const int64_t end = now_ + ms;
  for (;;) {
    const auto next =
        std::min_element(timers_.begin(), timers_.end(),
                         [](const Timer& a, const Timer& b) { return a.due < b.due; });
    if (next == timers_.end() || next->due > end) break;
    app_.Perform(next->command);
    timers_.erase(next);
    pages_.Turn();
    fired = true;
  }
  now_ = end;
  if (absl::Status status = driver_.Advance(absl::Milliseconds(ms)); !status.ok()) {
    Complain(std::string(status.message()));
  }
  TakeEvents();
  return fired;
}

void World::TakeEvents() {
  for (conformance::Event& event : driver_.TakeEvents()) {
    if (event.kind == conformance::Event::Kind::kLog) continue;
    if (event.kind == conformance::Event::Kind::kClosed) {
      Complain(absl::StrCat(event.connection, " was closed with ", event.close_code));
      continue;
    }
    frames_.push_back(absl::StrCat(event.connection, " ", event.text));
    if (event.connection == kDriver || deaf_.contains(event.connection)) continue;
    const absl::StatusOr<Json> frame = ParseJson(event.text);
    if (!frame.ok()) {
      Complain(absl::StrCat("a frame that is no JSON (P-10): ", event.text));
      continue;
    }
    const auto link = links_.find(event.connection);
    if (link != links_.end()) link->second.Take(*frame, &complaints_);
    const int64_t handled = link == links_.end() ? 0 : link->second.handled();
    copies_[event.connection].Apply(*frame, handled, &complaints_);
  }
}

std::string World::Message(const char* type, const Json& data) {
  return DumpJson(Json{{"type", type}, {"data", data}});
}

void World::Complain(std::string text) { complaints_.push_back(std::move(text)); }

int64_t World::NextFrame(const std::string& page) const {
  const auto link = links_.find(page);
  return link == links_.end() ? 0 : link->second.sent() + 1;
}

bool World::HasVariable(const std::string& page, int64_t id) const {
  return id == 1 || pages_.Of(page).contains(id);
}

}  // namespace tandem::model
