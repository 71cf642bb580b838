// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// The program as a person or a script starts it: what it prints where, its exit code, its answer
// to signals. Its path is the first argument.

#include <signal.h>

#include <algorithm>
#include <filesystem>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/native_server/program.h"
#include "tests/native_server/temp_folder.h"
#include "tests/native_server/test_client.h"

namespace tandem::native {
namespace {

using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::MatchesRegex;
using ::testing::StartsWith;

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

  // A counter's page: it joins, asks for what it shows, and clicks once.
  static void Click(int port, const std::string& place) {
    auto client = WebSocketClient::Connect(port, absl::StrCat("/ws", place));
    ASSERT_TRUE(client.ok()) << client.status();
    for (const char* frame : {
             R"([{"type":"create","data":{"id":2,"parentId":1,"properties":)"
             R"x({"path":"add()","access":"action"}}},)x"
             R"({"type":"create","data":{"id":3,"parentId":1,"properties":{"path":"count"}}}])",
             R"({"userEvent":true,"messages":[{"type":"update","data":{"varId":2,"value":null}}]})",
         }) {
      ASSERT_TRUE((*client)->Send(frame).ok());
      EXPECT_TRUE((*client)->Receive().ok());
    }
    EXPECT_TRUE((*client)->Close().ok());
  }

  // Of the one file that the server recorded into `folder`.
  std::string RecordedFile(absl::string_view folder) const {
    std::string found;
    for (const auto& entry : std::filesystem::directory_iterator(disk_ / folder)) {
      EXPECT_EQ(found, "") << "one session, one file";
      found = entry.path().string();
    }
    return found;
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
  EXPECT_THAT(std::string(Get(port, "/").body), EndsWith("local"));
  run.Signal(SIGTERM);
  EXPECT_EQ(run.Wait(), 0);
}

TEST_F(MainTest, Exports) {
  Program run(
      {"export", "--site", disk_ / "site", "--assets", disk_ / "assets", "--out", disk_ / "out"});
  EXPECT_EQ(run.Wait(), 0);
  EXPECT_THAT(run.out(), MatchesRegex("Exported .*/site to .*/out: 4 files\n"));
  EXPECT_THAT(std::string(disk_.Read("out/index.html")), EndsWith("local"));
  ExpectRefusal(
      {"export", "--site", disk_ / "none", "--assets", disk_ / "assets", "--out", disk_ / "x"},
      "does not exist");
}

constexpr char kCounter[] = R"lua(
  app = {count = 0}
  function app:add() self.count = self.count + 1 end
  session:createAppVariable(app))lua";

TEST_F(MainTest, RecordsAndReplays) {
  disk_.Write("site/lua/main.lua", kCounter);
  Program server(ServeArguments({"--record", disk_ / "logs/new"}));
  const int port = PortOf(server.ReadLine());
  const std::string place = Get(port, "/").Header("location");
  Click(port, place);
  EXPECT_EQ(Get(port, absl::StrCat("/_tandem/log", place)).status, 403) << "only with --dev";
  server.Signal(SIGKILL);  // What was said is written.
  EXPECT_EQ(server.Wait(), -SIGKILL);

  const std::string log = RecordedFile("logs/new");
  EXPECT_THAT(log, MatchesRegex(".*/session-000001-[0-9a-f]+\\.tdlog"));
  EXPECT_EQ(std::filesystem::status(log).permissions(),
            std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
  Program same({"replay", log});
  EXPECT_EQ(same.Wait(), 0) << same.out() << same.err();
  EXPECT_THAT(same.out(), HasSubstr("session 1, recorded by Tandem"));
  EXPECT_THAT(same.out(), HasSubstr("frames: all the same"));
  EXPECT_EQ(same.err(), "");

  Program site({"replay", log, "--site", disk_ / "site", "-v"});
  EXPECT_EQ(site.Wait(), 0) << site.out();
  EXPECT_THAT(site.err(), HasSubstr("[v0] session 1 created")) << "-v shows what it logs";

  disk_.Write("site/lua/main.lua",
              absl::StrCat(kCounter, " function app:add() self.count = 42 end"));
  Program edited({"replay", log, "--site", disk_ / "site"});
  EXPECT_EQ(edited.Wait(), 1);
  EXPECT_THAT(edited.out(), HasSubstr("the site is not as it was"));
  EXPECT_THAT(edited.out(), HasSubstr("diverges at event "));
  EXPECT_THAT(edited.out(), HasSubstr("  recorded: sent conn-1 a frame of "));
  EXPECT_THAT(edited.out(), HasSubstr("\"value\":42"));
}

TEST_F(MainTest, ALogThatCannotBePlayedIsNamed) {
  disk_.Write("site/lua/main.lua", kCounter);
  Program server(ServeArguments({"--record", disk_ / "logs"}));
  const int port = PortOf(server.ReadLine());
  Click(port, Get(port, "/").Header("location"));
  server.Signal(SIGTERM);
  EXPECT_EQ(server.Wait(), 0);
  const std::string name = std::filesystem::path(RecordedFile("logs")).filename();
  const std::string bytes = disk_.Read(absl::StrCat("logs/", name));
  const auto expect_refusal = [&](const std::string& log, const char* why) {
    disk_.Write("bad.tdlog", log);
    Program replay({"replay", disk_ / "bad.tdlog"});
    EXPECT_EQ(replay.Wait(), 2) << why;
    EXPECT_EQ(replay.out(), "");
    EXPECT_THAT(replay.err(), HasSubstr(why));
  };
  expect_refusal("hello", "this is not an event log of Tandem");
  expect_refusal("", "is cut off");
  expect_refusal(bytes.substr(0, bytes.size() - 3), "the log is cut off at byte ");
  std::string damaged = bytes, later = bytes;
  damaged[damaged.size() - 3] ^= 1;
  expect_refusal(damaged, "the log is damaged at byte ");
  expect_refusal(damaged, "all the same");  // What could be played.
  later[10] = 2;
  expect_refusal(later, "the log is in format 2");
  Program missing({"replay", disk_ / "none.tdlog"});
  EXPECT_EQ(missing.Wait(), 2);
  EXPECT_THAT(missing.err(), HasSubstr("none.tdlog"));
  ExpectRefusal(ServeArguments({"--record", disk_ / "bad.tdlog"}), "bad.tdlog for recordings");
}

TEST_F(MainTest, ASessionOfADevelopmentServerCanBeTurnedIntoAFile) {
  disk_.Write("site/lua/main.lua", kCounter);
  Program server(ServeArguments({"--dev"}));
  const int port = PortOf(server.ReadLine());
  const std::string place = Get(port, "/").Header("location");
  Click(port, place);
  const std::string address = absl::StrCat("http://127.0.0.1:", port, place, "/somewhere?a=1");
  Program by_address({"sessions", "record", address, "--out", disk_ / "a.tdlog"});
  EXPECT_EQ(by_address.Wait(), 0) << by_address.err();
  EXPECT_THAT(by_address.out(), HasSubstr(absl::StrCat("Wrote ", disk_ / "a.tdlog")));
  Program by_id({"sessions", "record", place.substr(1), "--port", absl::StrCat(port), "--out",
                 disk_ / "b.tdlog"});
  EXPECT_EQ(by_id.Wait(), 0) << by_id.err();
  EXPECT_EQ(disk_.Read("a.tdlog"), disk_.Read("b.tdlog"));
  Program replay({"replay", disk_ / "a.tdlog"});
  EXPECT_EQ(replay.Wait(), 0) << replay.out() << replay.err();

  ExpectRefusal({"sessions", "record", std::string(32, '0'), "--port", absl::StrCat(port)},
                "answers: no such session is recorded");
  ExpectRefusal({"sessions", "record", "3"}, "\"3\" names no session");
  server.Signal(SIGTERM);
  EXPECT_EQ(server.Wait(), 0);
  ExpectRefusal({"sessions", "record", address}, "Is the server running there?");
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
  tandem::native::UseProgramOf(argc, argv);
  return RUN_ALL_TESTS();
}
