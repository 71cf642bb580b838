// Copyright (c) the Tandem authors. Licensed under the MIT License.

#include "tests/conformance/unmodified_browser.h"

#include <utility>

#include "absl/strings/str_cat.h"

namespace tandem::conformance {
namespace {

constexpr absl::Duration kStep = absl::Milliseconds(1);
constexpr absl::Duration kFirstReconnect = absl::Seconds(1);

}  // namespace

absl::Status UnmodifiedBrowser::Start(const Site& site) {
  if (absl::Status started = driver_.Start(site); !started.ok()) return started;
  return driver_.CreateSession(std::string(kFirstSession));
}

UnmodifiedPage& UnmodifiedBrowser::Open(const std::string& name) {
  Tab& tab = tabs_[name];
  if (tab.is_connected) Check(driver_.Disconnect(name));
  tab.sent.clear();
  Connect(name, tab);
  tab.page = std::make_unique<UnmodifiedPage>([this, name](const std::string& frame) {
    Tab& sender = tabs_[name];
    sender.sent.push_back(Json::parse(frame));
    // What is sent without a socket is lost.
    if (sender.is_connected) Check(driver_.Send(name, frame));
  });
  tab.page->wire().Tick(now_);
  return *tab.page;
}

void UnmodifiedBrowser::Close(const std::string& name) {
  if (tabs_[name].is_connected) Check(driver_.Disconnect(name));
  tabs_.erase(name);
}

void UnmodifiedBrowser::Break(const std::string& name) {
  Tab& tab = tabs_[name];
  Check(driver_.Disconnect(name));
  tab.is_connected = false;
  tab.reconnect_at = now_ + kFirstReconnect;
}

void UnmodifiedBrowser::Connect(const std::string& name, Tab& tab) {
  Check(driver_.Connect(name, std::string(kFirstSession)));
  tab.is_connected = true;
  tab.reconnect_at.reset();
}

void UnmodifiedBrowser::Pass(absl::Duration duration) {
  Deliver();
  for (const absl::Time end = now_ + duration; now_ < end;) {
    now_ += kStep;
    Check(driver_.Advance(kStep));
    Deliver();
    for (auto& [name, tab] : tabs_) {
      if (tab.reconnect_at && *tab.reconnect_at <= now_) Connect(name, tab);
      tab.page->wire().Tick(now_);
    }
    Deliver();
  }
}

void UnmodifiedBrowser::Deliver() {
  for (Event& event : driver_.TakeEvents()) {
    if (event.kind == Event::Kind::kLog) continue;
    const auto tab = tabs_.find(event.connection);
    if (event.kind == Event::Kind::kClosed || tab == tabs_.end()) {
      complaints_.push_back(absl::StrCat(event.connection, " was closed: ", event.close_code));
      continue;
    }
    tab->second.page->wire().Receive(event.text);
  }
}

void UnmodifiedBrowser::Check(const absl::Status& status) {
  if (!status.ok()) complaints_.emplace_back(status.message());
}

}  // namespace tandem::conformance
