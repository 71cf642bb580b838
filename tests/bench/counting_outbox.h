// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// A tab whose transport is always ready, for benchmarks.

#ifndef TANDEM_TESTS_BENCH_COUNTING_OUTBOX_H_
#define TANDEM_TESTS_BENCH_COUNTING_OUTBOX_H_

#include <cstdint>
#include <string>
#include <utility>

#include "absl/strings/string_view.h"
#include "core/session/outbox.h"

namespace tandem {

class CountingOutbox : public Outbox {
 public:
  bool Writable() const override { return true; }
  void Send(std::string frame) override {
    ++frames;
    last = std::move(frame);
  }
  void Close(CloseCode, absl::string_view) override { is_closed = true; }

  int64_t frames = 0;
  std::string last;
  bool is_closed = false;  // Wrong while something is timed.
};

}  // namespace tandem

#endif  // TANDEM_TESTS_BENCH_COUNTING_OUTBOX_H_
