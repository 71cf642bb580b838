// Copyright (c) the Tandem authors. Licensed under the MIT License.

#include "tests/native_server/program.h"

#include <poll.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "gtest/gtest.h"

namespace tandem::native {
namespace {

std::string path_of_program;

}  // namespace

void UseProgramOf(int argc, char** argv) {
  if (argc > 1) path_of_program = argv[1];
}

Program::Program(std::vector<std::string> arguments, const std::vector<std::string>& environment,
                 const std::function<bool()>& prepare) {
  int out[2], err[2];
  EXPECT_EQ(::pipe(out), 0);
  EXPECT_EQ(::pipe(err), 0);
  arguments.insert(arguments.begin(), path_of_program);
  std::vector<char*> argv, envp;
  for (std::string& argument : arguments) argv.push_back(argument.data());
  std::vector<std::string> variables = environment;
  for (std::string& variable : variables) envp.push_back(variable.data());
  argv.push_back(nullptr);
  envp.push_back(nullptr);
  pid_ = ::fork();
  if (pid_ == 0) {
    ::dup2(out[1], STDOUT_FILENO);
    ::dup2(err[1], STDERR_FILENO);
    for (const int fd : {out[0], out[1], err[0], err[1]}) ::close(fd);
    if (!prepare || prepare()) ::execve(path_of_program.c_str(), argv.data(), envp.data());
    ::_exit(127);
  }
  ::close(out[1]);
  ::close(err[1]);
  out_ = out[0];
  err_ = err[0];
}

Program::~Program() {
  if (!has_ended_) {
    ::kill(pid_, SIGKILL);
    ::waitpid(pid_, nullptr, 0);
  }
  ::close(out_);
  ::close(err_);
}

std::string Program::ReadLine() {
  std::string line;
  char c = 0;
  while (!absl::EndsWith(line, "\n") && ::read(out_, &c, 1) == 1) line += c;
  return line;
}

void Program::Signal(int signal) { ::kill(pid_, signal); }

int Program::Wait() {
  pollfd polled[2] = {{out_, POLLIN, 0}, {err_, POLLIN, 0}};
  while (polled[0].fd >= 0 || polled[1].fd >= 0) {
    ::poll(polled, 2, -1);
    for (pollfd& one : polled) {
      if (one.fd < 0 || one.revents == 0) continue;
      char buffer[4096];
      const ssize_t count = ::read(one.fd, buffer, sizeof buffer);
      if (count > 0) {
        (one.fd == out_ ? stdout_ : stderr_).append(buffer, static_cast<size_t>(count));
      } else {
        one.fd = -1;
      }
    }
  }
  int status = 0;
  ::waitpid(pid_, &status, 0);
  has_ended_ = true;
  return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
}

int PortOf(absl::string_view line) {
  int port = 0;
  EXPECT_TRUE(absl::SimpleAtoi(line.substr(line.rfind(':') + 1), &port)) << line;
  return port;
}

}  // namespace tandem::native
