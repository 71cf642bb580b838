// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// The program as a person or a script starts it: what it prints where, its exit code, its answer
// to signals. Its path is the first argument.

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/native_server/temp_folder.h"
#include "tests/native_server/test_client.h"

namespace tandem::native {
namespace {

using ::testing::HasSubstr;
using ::testing::MatchesRegex;
using ::testing::StartsWith;

std::string path_of_program;

// One run of the program, with what it says.
class Program {
 public:
  Program(std::vector<std::string> arguments, const std::vector<std::string>& environment = {}) {
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
      ::execve(path_of_program.c_str(), argv.data(), envp.data());
      ::_exit(127);
    }
    ::close(out[1]);
    ::close(err[1]);
    out_ = out[0];
    err_ = err[0];
  }
  ~Program() {
    if (!has_ended_) {
      ::kill(pid_, SIGKILL);
      ::waitpid(pid_, nullptr, 0);
    }
    ::close(out_);
    ::close(err_);
  }

  // The next line of stdout, with its end.
  std::string ReadLine() {
    std::string line;
    char c = 0;
    while (!absl::EndsWith(line, "\n") && ::read(out_, &c, 1) == 1) line += c;
    return line;
  }

  void Signal(int signal) { ::kill(pid_, signal); }

  // Waits for the end, collecting the rest of both outputs. The exit code, or minus the signal.
  int Wait() {
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

  const std::string& out() const { return stdout_; }
  const std::string& err() const { return stderr_; }

 private:
  pid_t pid_ = 0;
  int out_ = -1, err_ = -1;
  bool has_ended_ = false;
  std::string stdout_, stderr_;
};

class MainTest : public ::testing::Test {
 protected:
  MainTest() {
    disk_.Write("site/lua/main.lua", "session:createAppVariable({})");
    disk_.Write("assets/index.html", "page").Write("assets/local.html", "local");
  }

  std::vector<std::string> ServeArguments(const std::vector<std::string>& more = {}) const {
    std::vector<std::string> arguments = {"serve",          disk_ / "site", "--assets",
                                          disk_ / "assets", "--port",       "0"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return arguments;
  }

  // A failure to start: nothing on stdout, one line on stderr, exit code 1.
  static void ExpectRefusal(const std::vector<std::string>& arguments, absl::string_view message,
                            const std::vector<std::string>& environment = {}) {
    Program run(arguments, environment);
    EXPECT_EQ(run.Wait(), 1);
    EXPECT_EQ(run.out(), "");
    EXPECT_THAT(run.err(), HasSubstr(std::string(message)));
    EXPECT_THAT(run.err(), StartsWith("tandem: "));
    EXPECT_EQ(std::count(run.err().begin(), run.err().end(), '\n'), 1) << run.err();
  }

  static int PortOf(absl::string_view line) {
    int port = 0;
    EXPECT_TRUE(absl::SimpleAtoi(line.substr(line.rfind(':') + 1), &port)) << line;
    return port;
  }

  TempFolder disk_;
};

TEST_F(MainTest, SaysWhereItServesAndStopsWhenTold) {  // S-4, S-5, S-111
  for (const int signal : {SIGTERM, SIGINT}) {
    Program run(ServeArguments());
    const std::string line = run.ReadLine();
    EXPECT_THAT(line, MatchesRegex("Tandem is serving .*/site at http://127\\.0\\.0\\.1:[0-9]+\n"));
    EXPECT_EQ(Get(PortOf(line), "/").status, 302);
    run.Signal(signal);
    EXPECT_EQ(run.Wait(), 0);
    EXPECT_EQ(run.out(), "");
    EXPECT_THAT(run.err(), HasSubstr("[v0] HTTP server listening on http://127.0.0.1:"));
    EXPECT_THAT(run.err(), HasSubstr("[v0] Shutting down"));
  }
}

TEST_F(MainTest, ClosesWebSocketsBeforeItEnds) {
  Program run(ServeArguments({"-v"}));
  const int port = PortOf(run.ReadLine());
  auto client =
      WebSocketClient::Connect(port, absl::StrCat("/ws", Get(port, "/").Header("location")));
  ASSERT_TRUE(client.ok()) << client.status();
  run.Signal(SIGTERM);
  EXPECT_FALSE((*client)->Receive().ok());
  EXPECT_EQ((*client)->close_code(), 1001);
  EXPECT_EQ(run.Wait(), 0);
}

TEST_F(MainTest, AMissingOrBrokenSiteIsServedAllTheSame) {
  disk_.Write("broken/lua/main.lua", "this is not Lua");
  for (const char* site : {"nowhere", "broken"}) {
    Program run({"serve", disk_ / site, "--assets", disk_ / "assets", "--port", "0"});
    const int port = PortOf(run.ReadLine());
    const Reply redirect = Get(port, "/");
    EXPECT_EQ(redirect.status, 302);
    EXPECT_EQ(Get(port, redirect.Header("location")).status, 200);
    run.Signal(SIGTERM);
    EXPECT_EQ(run.Wait(), 0);
    EXPECT_THAT(run.err(), HasSubstr("main.lua"));
  }
}

TEST_F(MainTest, RefusesToStartWithOneClearLine) {
  ExpectRefusal(ServeArguments({"--prt", "1"}), "unknown flag --prt; did you mean --port?");
  ExpectRefusal(ServeArguments({"--port", "x"}), "--port: \"x\" is not a port");
  ExpectRefusal(ServeArguments(), "UI_VERBOSITY: \"loud\" is not", {"UI_VERBOSITY=loud"});
  ExpectRefusal({"srve"}, "unknown command \"srve\"; did you mean serve?");
  ExpectRefusal({"serve", disk_ / "site/lua/main.lua", "--port", "0"}, "is not a folder");
  disk_.Write("site/config/config.toml", "[server]\nprot = 1\n");
  ExpectRefusal(ServeArguments(), "unknown key server.prot; did you mean server.port?");
  disk_.Write("site/config/config.toml", "[server\n");
  ExpectRefusal(ServeArguments(), "config/config.toml:1:");
}

TEST_F(MainTest, RefusesAPortThatIsTaken) {  // S-3
  Program first(ServeArguments());
  const std::string port = absl::StrCat(PortOf(first.ReadLine()));
  Program second({"serve", disk_ / "site", "--assets", disk_ / "assets", "--port", port});
  EXPECT_EQ(second.Wait(), 1);
  EXPECT_EQ(second.out(), "");
  EXPECT_THAT(second.err(), HasSubstr(absl::StrCat("tandem: cannot listen on 127.0.0.1:", port,
                                                   ": the port is taken")));
  first.Signal(SIGTERM);
  EXPECT_EQ(first.Wait(), 0);
}

TEST_F(MainTest, TakesTheEnvironment) {
  Program run({}, {absl::StrCat("UI_DIR=", disk_ / "site"),
                   absl::StrCat("UI_ASSETS=", disk_ / "assets"), "UI_PORT=0"});
  EXPECT_THAT(run.ReadLine(),
              StartsWith(absl::StrCat("Tandem is serving ", disk_ / "site", " at http://")));
  run.Signal(SIGTERM);
  EXPECT_EQ(run.Wait(), 0);
}

TEST_F(MainTest, ServesLocally) {
  Program run(ServeArguments({"--local"}));
  const int port = PortOf(run.ReadLine());
  EXPECT_EQ(Get(port, "/").body, "local");
  run.Signal(SIGTERM);
  EXPECT_EQ(run.Wait(), 0);
}

TEST_F(MainTest, Exports) {
  Program run(
      {"export", "--site", disk_ / "site", "--assets", disk_ / "assets", "--out", disk_ / "out"});
  EXPECT_EQ(run.Wait(), 0);
  EXPECT_THAT(run.out(), MatchesRegex("Exported .*/site to .*/out: 4 files\n"));
  EXPECT_EQ(disk_.Read("out/index.html"), "local");
  ExpectRefusal(
      {"export", "--site", disk_ / "none", "--assets", disk_ / "assets", "--out", disk_ / "x"},
      "does not exist");
}

TEST_F(MainTest, TellsAboutItself) {
  for (const char* word : {"version", "--version"}) {
    Program run({word});
    EXPECT_EQ(run.Wait(), 0);
    EXPECT_THAT(run.out(), MatchesRegex("Tandem [0-9.]+\n"));
  }
  for (const char* word : {"help", "--help", "-h"}) {
    Program run({word});
    EXPECT_EQ(run.Wait(), 0);
    EXPECT_THAT(run.out(), HasSubstr("--port"));
    EXPECT_EQ(run.err(), "");
  }
}

}  // namespace
}  // namespace tandem::native

int main(int argc, char** argv) {
  ::testing::InitGoogleTest(&argc, argv);
  if (argc > 1) tandem::native::path_of_program = argv[1];
  return RUN_ALL_TESTS();
}
