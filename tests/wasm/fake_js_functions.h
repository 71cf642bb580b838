// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// JavaScript as the native tests of wasm/ see it: a clock that stands still, and a record of every
// call. Timers do not fire by themselves; a test fires the ids it finds here.

#ifndef TANDEM_TESTS_WASM_FAKE_JS_FUNCTIONS_H_
#define TANDEM_TESTS_WASM_FAKE_JS_FUNCTIONS_H_

#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "wasm/js_functions.h"

namespace tandem::wasm {

class FakeJsFunctions final : public JsFunctions {
 public:
  struct Closed {
    int64_t connection;
    int code;
    std::string reason;
  };

  double MonotonicMs() override { return monotonic_ms; }
  double WallMs() override { return wall_ms; }
  void SetTimer(int64_t id, double ms) override { timers[id] = ms; }
  void ClearTimer(int64_t id) override {
    timers.erase(id);
    cleared.push_back(id);
  }
  void FillRandom(absl::Span<uint8_t> bytes) override {
    for (uint8_t& byte : bytes) byte = ++last_random;
  }
  void Send(int64_t connection, absl::string_view frame) override {
    sent.emplace_back(connection, frame);
  }
  void Close(int64_t connection, int code, absl::string_view reason) override {
    closed.push_back({connection, code, std::string(reason)});
  }
  void Log(int level, absl::string_view text) override { logged.emplace_back(level, text); }

  double monotonic_ms = 0;
  double wall_ms = 0;
  // Delay asked for, by id; a fired id must be taken out by the test.
  std::map<int64_t, double> timers;
  std::vector<int64_t> cleared;
  uint8_t last_random = 0;
  std::vector<std::pair<int64_t, std::string>> sent;
  std::vector<Closed> closed;
  std::vector<std::pair<int, std::string>> logged;
};

}  // namespace tandem::wasm

#endif  // TANDEM_TESTS_WASM_FAKE_JS_FUNCTIONS_H_
