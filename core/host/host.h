// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// The world as the core sees it. A shell makes one Host and lends it to everything it builds;
// whatever is not in here, the core does not do.

#ifndef TANDEM_CORE_HOST_HOST_H_
#define TANDEM_CORE_HOST_HOST_H_

#include "core/host/call_trace.h"
#include "core/host/clock.h"
#include "core/host/entropy.h"
#include "core/host/file_source.h"
#include "core/host/log_sink.h"
#include "core/host/memory_chunks.h"
#include "core/host/scheduler.h"
#include "core/host/session_numbers.h"
#include "core/host/slow_lane.h"
#include "core/host/temporary_files.h"

namespace tandem {

// Borrowed; outlives everything built from it. One sequence of execution at a time.
struct Host {
  Clock& clock;
  Scheduler& scheduler;
  Entropy& entropy;
  FileSource& files;
  LogSink& log;
  SessionNumbers& numbers;
  CallTrace* trace = nullptr;
  // Null where there is none: turns then run to their end.
  SlowLane* slow_lane = nullptr;
  // Null where there is no place for them.
  TemporaryFiles* temporary = nullptr;
  // Null: Lua VMs take all their memory from the heap.
  MemoryChunks* chunks = nullptr;
};

}  // namespace tandem

#endif  // TANDEM_CORE_HOST_HOST_H_
