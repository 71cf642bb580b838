// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// A browser with pages of the unmodified client, over any driver: moves the time of both sides
// together, a millisecond at a time, carries frames across, loads pages again and reconnects
// them as the client does.

#ifndef TANDEM_TESTS_CONFORMANCE_UNMODIFIED_BROWSER_H_
#define TANDEM_TESTS_CONFORMANCE_UNMODIFIED_BROWSER_H_

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "core/base/json.h"
#include "tests/conformance/driver.h"
#include "tests/conformance/transcript.h"
#include "tests/conformance/unmodified_page.h"

namespace tandem::conformance {

class UnmodifiedBrowser {
 public:
  explicit UnmodifiedBrowser(Driver& driver) : driver_(driver) {}

  // A fresh server with one session.
  absl::Status Start(const Site& site);

  // A page in a tab of that name; loading it again is another page of the same session (P-121).
  UnmodifiedPage& Open(const std::string& tab);
  void Close(const std::string& tab);
  // The tab's socket breaks; it comes back after 1 s and the page says nothing of it (P-123).
  void Break(const std::string& tab);

  // Time passes; with none, what has happened arrives.
  void Pass(absl::Duration duration);

  // What the tab's page has sent so far, oldest first.
  const std::vector<Json>& Sent(const std::string& tab) { return tabs_[tab].sent; }
  // Everything that went wrong below the pages.
  const std::vector<std::string>& complaints() const { return complaints_; }

 private:
  struct Tab {
    std::unique_ptr<UnmodifiedPage> page;
    bool is_connected = false;
    std::optional<absl::Time> reconnect_at;
    std::vector<Json> sent;
  };

  void Connect(const std::string& name, Tab& tab);
  void Deliver();
  void Check(const absl::Status& status);

  Driver& driver_;
  absl::Time now_ = absl::UnixEpoch();
  std::map<std::string, Tab> tabs_;
  std::vector<std::string> complaints_;
};

}  // namespace tandem::conformance

#endif  // TANDEM_TESTS_CONFORMANCE_UNMODIFIED_BROWSER_H_
