// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// MemoryChunks from the heap, counted, and no more than a test allows.

#ifndef TANDEM_CORE_TESTING_TEST_CHUNKS_H_
#define TANDEM_CORE_TESTING_TEST_CHUNKS_H_

#include <cstdlib>
#include <limits>

#include "core/host/memory_chunks.h"

namespace tandem::testing {

// For one thread.
class TestChunks : public MemoryChunks {
 public:
  void* Take() override {
    if (taken_ >= limit) return nullptr;
    ++taken_;
    return std::aligned_alloc(kBytes, kBytes);
  }
  void Give(void* chunk) override {
    --taken_;
    std::free(chunk);
  }

  int taken() const { return taken_; }

  int limit = std::numeric_limits<int>::max();

 private:
  int taken_ = 0;
};

}  // namespace tandem::testing

#endif  // TANDEM_CORE_TESTING_TEST_CHUNKS_H_
