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

// Small blocks are joined with their neighbours when they are freed, not some day all at once: that
// is paid by whoever happens to allocate then, 2 ms after a script that filled its memory with
// small tables. Programs that do nothing but make small garbage take 20 to 35 % longer for it,
// turns of tests/bench:turn_bench as long as before. Before other threads begin.
inline void SetUpHeap() {
#if defined(__GLIBC__)
  mallopt(M_MXFAST, 0);
#endif
}

}  // namespace tandem::native

#endif  // TANDEM_NATIVE_SERVER_HEAP_SETTINGS_H_
