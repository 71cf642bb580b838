// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// Shell commands that scripts start. A child gets none of the server's sockets and files, and the
// signals as a program expects them, whatever the server has done to its own.

#ifndef TANDEM_NATIVE_SERVER_CHILD_PROCESS_H_
#define TANDEM_NATIVE_SERVER_CHILD_PROCESS_H_

#include <sys/types.h>

namespace tandem::native {

using ProcessId = pid_t;
inline constexpr int kNoFile = -1;

// Starts `/bin/sh -c command` with these files as its input and output; kNoFile: the server's own.
// Returns -1 and sets errno if it could not be started.
ProcessId StartShell(const char* command, int input, int output);

// How a process ended: its exit status, or the signal that ended it.
struct ProcessEnd {
  bool is_exit;
  int number;
};

// Waits for it. Blocks.
ProcessEnd AwaitProcess(ProcessId child);

}  // namespace tandem::native

#endif  // TANDEM_NATIVE_SERVER_CHILD_PROCESS_H_
