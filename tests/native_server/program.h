// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// The program as a process of its own: started with arguments, heard on both outputs, sent signals.
// A test that uses it is given the program's path as its first argument, and begins with
// UseProgramOf.

#ifndef TANDEM_TESTS_NATIVE_SERVER_PROGRAM_H_
#define TANDEM_TESTS_NATIVE_SERVER_PROGRAM_H_

#include <sys/types.h>

#include <functional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace tandem::native {

// From main(), once GoogleTest has taken its own arguments.
void UseProgramOf(int argc, char** argv);

// One run of the program, with what it says. Killed when it goes out of scope.
class Program {
 public:
  // `prepare`, if there is one, runs in the new process just before the program does; false: it
  // does not.
  explicit Program(std::vector<std::string> arguments,
                   const std::vector<std::string>& environment = {},
                   const std::function<bool()>& prepare = nullptr);
  Program(const Program&) = delete;
  Program& operator=(const Program&) = delete;
  ~Program();

  pid_t pid() const { return pid_; }

  // The next line of stdout, with its end.
  std::string ReadLine();

  void Signal(int signal);

  // Waits for the end, collecting the rest of both outputs. The exit code, or minus the signal.
  int Wait();

  const std::string& out() const { return stdout_; }
  const std::string& err() const { return stderr_; }

 private:
  pid_t pid_ = 0;
  int out_ = -1, err_ = -1;
  bool has_ended_ = false;
  std::string stdout_, stderr_;
};

// Of the line that a server says when it is ready.
int PortOf(absl::string_view line);

}  // namespace tandem::native

#endif  // TANDEM_TESTS_NATIVE_SERVER_PROGRAM_H_
