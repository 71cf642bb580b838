// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// What a process that serves many sessions asks of the system's heap. It belongs to the process, so
// its program decides.

#ifndef TANDEM_NATIVE_SERVER_HEAP_SETTINGS_H_
#define TANDEM_NATIVE_SERVER_HEAP_SETTINGS_H_

#if defined(__GLIBC__)
#include <malloc.h>
#endif

namespace tandem::native {

// Big blocks stay outside of the heap that all share: glibc would take them into it after the first
// was freed, and then gives memory back to the system in pieces of megabytes, while others wait.
// Before other threads begin.
inline void SetUpHeap() {
#if defined(__GLIBC__)
  constexpr int kBigBlock = 256 << 10;
  constexpr int kUnusedAtTheEnd = 1 << 20;
  mallopt(M_MMAP_THRESHOLD, kBigBlock);
  mallopt(M_TRIM_THRESHOLD, kUnusedAtTheEnd);
#endif
}

}  // namespace tandem::native

#endif  // TANDEM_NATIVE_SERVER_HEAP_SETTINGS_H_
