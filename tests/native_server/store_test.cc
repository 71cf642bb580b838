// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// The program with a store, as a process of its own with a real file: sessions outlive it, however
// it ends, and a file or a disk that is not as it should be is told in one line. What must hold at
// every single moment is in tests/cutting/kill_test.ts.

#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdio>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "core/testing/matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/native_server/program.h"
#include "tests/native_server/temp_folder.h"
#include "tests/native_server/test_client.h"

namespace tandem::native {
namespace {

using ::tandem::testing::IsOk;
using ::testing::AllOf;
using ::testing::AnyOf;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

constexpr char kCounter[] = R"lua(
  app = {count = 0}
  function app:add() self.count = self.count + 1 end
  session:createAppVariable(app))lua";

constexpr char kClick[] =
    R"({"userEvent":true,"messages":[{"type":"update","data":{"varId":2,"value":null}}]})";

void WriteFileOf(const char* path, const std::string& text) {
  const int fd = ::open(path, O_WRONLY);
  if (fd < 0) return;
  if (::write(fd, text.data(), text.size()) < 0) std::perror(path);
  ::close(fd);
}

// A disk of its own for this process and those it starts, if the system lets us have one.
bool MountSmallDisk(const std::string& folder, int kilobytes) {
  const std::string map = absl::StrCat("0 ", ::geteuid(), " 1");
  const std::string groups = absl::StrCat("0 ", ::getegid(), " 1");
  if (::unshare(CLONE_NEWUSER | CLONE_NEWNS) != 0) return false;
  WriteFileOf("/proc/self/setgroups", "deny");
  WriteFileOf("/proc/self/uid_map", map);
  WriteFileOf("/proc/self/gid_map", groups);
  const std::string size = absl::StrCat("size=", kilobytes, "k");
  return ::mount("none", folder.c_str(), "tmpfs", 0, size.c_str()) == 0;
}

class StoreTest : public ::testing::Test {
 protected:
  StoreTest() {
    disk_.Write("site/lua/main.lua", kCounter);
    disk_.Write("assets/index.html", "page").Write("assets/local.html", "local");
  }

  std::vector<std::string> Arguments(const std::vector<std::string>& more = {}) const {
    std::vector<std::string> arguments = {"serve",    disk_ / "site",
                                          "--assets", disk_ / "assets",
                                          "--port",   "0",
                                          "--store",  absl::StrCat("sqlite:", file_)};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return arguments;
  }

  void Start(const std::vector<std::string>& more = {},
             const std::function<bool()>& prepare = nullptr) {
    server_ = std::make_unique<Program>(Arguments(more), std::vector<std::string>(), prepare);
    port_ = PortOf(server_->ReadLine());
  }
  // Its exit status.
  int End(int signal) {
    server_->Signal(signal);
    return server_->Wait();
  }

  std::string NewSession() { return Get(port_, "/").Header("location"); }

  std::unique_ptr<WebSocketClient> Join(const std::string& place) {
    auto client = WebSocketClient::Connect(port_, absl::StrCat("/ws", place));
    EXPECT_THAT(client.status(), IsOk());
    return client.ok() ? *std::move(client) : nullptr;
  }
  // A page of an unmodified client: 2 adds, 3 shows the count. Returns the count.
  int Show(WebSocketClient& client) {
    EXPECT_THAT(client.Send(R"([{"type":"watch","data":{"varId":1}},)"
                            R"({"type":"create","data":{"id":2,"parentId":1,"properties":)"
                            R"x({"path":"add()","access":"action"}}},)x"
                            R"({"type":"create","data":{"id":3,"parentId":1,"properties":)"
                            R"({"path":"count"}}}])"),
                IsOk());
    return CountIn(client.Receive().value_or("nothing"));
  }
  static int CountIn(absl::string_view frame) {
    const size_t at = frame.find(R"("varId":3,"value":)");
    int count = -1;
    if (at != frame.npos) {
      const absl::string_view rest = frame.substr(at + 18);
      EXPECT_TRUE(absl::SimpleAtoi(rest.substr(0, rest.find_first_of(",}")), &count)) << frame;
    }
    return count;
  }
  // Clicks once; -1 if there is no answer.
  static int Click(WebSocketClient& client) {
    if (!client.Send(kClick).ok()) return -1;
    return CountIn(client.Receive().value_or("nothing"));
  }

  void ExpectRefusal(absl::string_view message, const std::function<bool()>& prepare = nullptr) {
    Program run(Arguments(), {}, prepare);
    EXPECT_EQ(run.Wait(), 1);
    EXPECT_EQ(run.out(), "");
    const std::string line = run.err().substr(run.err().find("tandem: "));
    EXPECT_THAT(line, StartsWith("tandem: "));
    EXPECT_THAT(line, HasSubstr(std::string(message)));
    EXPECT_THAT(line, HasSubstr(file_));
  }

  TempFolder disk_;
  std::string file_ = disk_ / "sessions.db";
  std::unique_ptr<Program> server_;
  int port_ = 0;
};

// D-19: numbers are not used again either. D-5: the page that was left goes on.
TEST_F(StoreTest, SessionsOutliveTheServer) {
  Start();
  const std::string place = NewSession();
  {
    auto client = Join(place);
    EXPECT_EQ(Show(*client), 0);
    EXPECT_EQ(Click(*client), 1);
    EXPECT_EQ(End(SIGKILL), -SIGKILL);
  }
  Start({"--threads", "3"});
  EXPECT_THAT(std::string(Get(port_, place).body), EndsWith("page"));
  {
    auto client = Join(place);
    EXPECT_EQ(Click(*client), 2);
    NewSession();
    server_->Signal(SIGTERM);
    EXPECT_FALSE(client->Receive().ok());
    EXPECT_EQ(client->close_code(), 1001);
    EXPECT_EQ(server_->Wait(), 0);
  }
  EXPECT_THAT(server_->err(), HasSubstr("sessions.db: 1 of an earlier process"));
  EXPECT_THAT(server_->err(), HasSubstr("session 1 is back"));
  EXPECT_THAT(server_->err(), HasSubstr("session 2 created"));
  Start({"--threads", "1"});
  EXPECT_EQ(Show(*Join(place)), 2);
  EXPECT_EQ(End(SIGTERM), 0);
  EXPECT_THAT(server_->err(), HasSubstr("2 of an earlier process"));
  EXPECT_THAT(server_->err(), Not(HasSubstr("session 2 is back"))) << "nobody asked for it";
}

TEST_F(StoreTest, ASessionThatCannotComeBackSaysWhyAndStays) {
  Start();
  const std::string place = NewSession();
  EXPECT_EQ(End(SIGTERM), 0);
  disk_.Write("site/lua/main.lua", absl::StrCat(kCounter, " -- edited"));
  Start();
  const Reply page = Get(port_, place);
  EXPECT_EQ(page.status, 404);
  EXPECT_THAT(page.body, HasSubstr("cannot bring it back"));
  EXPECT_FALSE(WebSocketClient::Connect(port_, absl::StrCat("/ws", place)).ok());
  EXPECT_EQ(Get(port_, absl::StrCat("/", std::string(32, '0'))).status, 404);
  EXPECT_EQ(End(SIGTERM), 0);
  EXPECT_THAT(server_->err(), HasSubstr("session 1 cannot be brought back: the site has changed"));
  EXPECT_EQ(server_->err().find("cannot be brought back"),
            server_->err().rfind("cannot be brought back"))
      << "once is enough";
  disk_.Write("site/lua/main.lua", kCounter);
  Start();
  EXPECT_EQ(Get(port_, place).status, 200) << "the site is as it was";
  EXPECT_EQ(End(SIGTERM), 0);
}

// A session in the store can be turned into a file like any other, after a crash too.
TEST_F(StoreTest, ASessionCanBeRecordedFromTheStore) {
  Start({"--dev"});
  const std::string place = NewSession();
  {
    auto client = Join(place);
    EXPECT_EQ(Show(*client), 0);
    EXPECT_EQ(Click(*client), 1);
  }
  EXPECT_EQ(End(SIGKILL), -SIGKILL);
  Start({"--dev"});
  Program record({"sessions", "record", place.substr(1), "--port", absl::StrCat(port_), "--out",
                  disk_ / "a.tdlog"});
  EXPECT_EQ(record.Wait(), 0) << record.err();
  Program replay({"replay", disk_ / "a.tdlog"});
  EXPECT_EQ(replay.Wait(), 0) << replay.out() << replay.err();
  EXPECT_THAT(replay.out(), HasSubstr("all the same"));
  EXPECT_EQ(End(SIGTERM), 0);
}

TEST_F(StoreTest, ASecondServerIsToldWhoHasTheFile) {
  Start();
  ExpectRefusal("is in use by ");
  Program second(Arguments());
  EXPECT_EQ(second.Wait(), 1);
  EXPECT_THAT(second.err(), HasSubstr(absl::StrCat("in use by process ", server_->pid())));
  EXPECT_EQ(Get(port_, NewSession()).status, 200) << "the first goes on";
  EXPECT_EQ(End(SIGTERM), 0);
}

TEST_F(StoreTest, FilesThatAreNotOursAreRefused) {
  disk_.Write("sessions.db", std::string(4096, 'x'));
  ExpectRefusal("is no SQLite file");
  EXPECT_EQ(disk_.Read("sessions.db"), std::string(4096, 'x'));
  file_ = disk_ / "none/sessions.db";
  ExpectRefusal("unable to open database file (No such file or directory)");
  file_ = disk_ / "site";
  ExpectRefusal("");
}

TEST_F(StoreTest, AReadOnlyFileIsRefused) {
  Start();
  NewSession();
  EXPECT_EQ(End(SIGTERM), 0);
  ASSERT_EQ(::chmod(file_.c_str(), 0400), 0);
  // For root too: the program is one that has to obey permissions.
  constexpr int kOverridesPermissions = 1;
  ExpectRefusal("is read-only", [] {
    return ::geteuid() != 0 || ::prctl(PR_CAPBSET_DROP, kOverridesPermissions, 0, 0, 0) == 0;
  });
}

// The log of the one session has a wrong byte: that session is refused, the server and the others
// are not.
TEST_F(StoreTest, ADamagedLogIsRefusedAlone) {
  Start();
  const std::string damaged = NewSession(), sound = NewSession();
  EXPECT_EQ(End(SIGTERM), 0);
  std::string bytes = disk_.Read("sessions.db");
  const size_t at = bytes.find("app = {count = 0}");
  ASSERT_NE(at, bytes.npos);
  bytes[at] = 'b';
  disk_.Write("sessions.db", bytes);
  Start();
  const std::string statuses =
      absl::StrCat(Get(port_, damaged).status, " ", Get(port_, sound).status);
  EXPECT_THAT(statuses, AnyOf("404 200", "200 404"));
  EXPECT_EQ(Get(port_, NewSession()).status, 200);
  EXPECT_EQ(End(SIGTERM), 0);
  EXPECT_THAT(server_->err(), HasSubstr("cannot be brought back: the log is damaged at byte "));
}

// It ends and says why, rather than promise what it cannot keep. Everything that a client was told
// is there when there is room again.
TEST_F(StoreTest, AFullDiskEndsTheServerAndLosesNothing) {
  disk_.MakeFolder("small");
  const bool is_mounted = MountSmallDisk(disk_ / "small", 512);
  file_ = disk_ / "small/sessions.db";
  Start({}, [is_mounted] {
    const rlimit limit = {512 << 10, 512 << 10};
    return is_mounted || ::setrlimit(RLIMIT_FSIZE, &limit) == 0;
  });
  const std::string place = NewSession();
  auto client = Join(place);
  ASSERT_EQ(Show(*client), 0);
  int told = 0;
  for (int count = 0; count >= 0 && told < 10'000; count = Click(*client)) told = count;
  EXPECT_LT(told, 10'000);
  EXPECT_EQ(server_->Wait(), 1);
  EXPECT_THAT(server_->err(), HasSubstr("The server ends, because sessions cannot be stored: "));
  EXPECT_THAT(server_->err(), HasSubstr(file_));
  if (is_mounted) {
    EXPECT_THAT(server_->err(), HasSubstr("the disk is full"));
  }
  client.reset();

  if (is_mounted) {
    // As long as there is no room it does not start either, or ends as soon as what the files had
    // left for a start is used up.
    disk_.Write("small/rest", "");
    const int rest = ::open((disk_ / "small/rest").c_str(), O_WRONLY | O_APPEND);
    const std::string page(4096, 'x');
    while (::write(rest, page.data(), page.size()) > 0) {
    }
    ::close(rest);
    server_ = std::make_unique<Program>(Arguments());
    if (const std::string ready = server_->ReadLine(); !ready.empty()) {
      port_ = PortOf(ready);
      auto again = WebSocketClient::Connect(port_, absl::StrCat("/ws", place));
      const int shown = again.ok() ? Show(**again) : -1;
      EXPECT_THAT(shown, AnyOf(told, -1));
      for (int count = shown; count >= 0; count = Click(**again)) told = count;
    }
    EXPECT_EQ(server_->Wait(), 1);
    EXPECT_THAT(server_->err(), AllOf(HasSubstr("the disk is full"), HasSubstr(file_)));
    disk_.Remove("small/rest");
    ASSERT_EQ(::mount("none", (disk_ / "small").c_str(), "tmpfs", MS_REMOUNT, "size=64m"), 0);
  }
  Start();
  EXPECT_EQ(Show(*Join(place)), told);
  EXPECT_EQ(End(SIGTERM), 0);
}

TEST_F(StoreTest, SettingsThatDoNotGoWithAStoreAreRefused) {
  const auto refusal = [&](const std::vector<std::string>& more) {
    Program run(Arguments(more));
    EXPECT_EQ(run.Wait(), 1);
    return run.err();
  };
  EXPECT_THAT(refusal({"--record", disk_ / "logs"}), HasSubstr("exclude each other"));
  EXPECT_THAT(refusal({"--local"}), HasSubstr("exclude each other"));
  EXPECT_THAT(refusal({"--store", "postgres:x"}),
              HasSubstr("\"postgres:x\" is no store: memory or sqlite:FILE"));
  EXPECT_THAT(refusal({"--store", "sqlite:"}), HasSubstr("is no store"));
  disk_.Write("site/config/config.toml", "[lua]\nlibraries = [\"io\"]\n");
  EXPECT_THAT(refusal({}), HasSubstr("its sessions cannot be stored"));
  disk_.Write("site/config/config.toml", "[files]\ntemporary = true\n");
  EXPECT_THAT(refusal({}), HasSubstr("because the files end with the server"));
  disk_.Write("site/config/config.toml", "[server]\nstore = \"nowhere\"\n");
  Program configured({"serve", disk_ / "site", "--port", "0"});
  EXPECT_EQ(configured.Wait(), 1);
  EXPECT_THAT(configured.err(), HasSubstr("server.store: \"nowhere\" is no store"));
}

}  // namespace
}  // namespace tandem::native

int main(int argc, char** argv) {
  ::testing::InitGoogleTest(&argc, argv);
  tandem::native::UseProgramOf(argc, argv);
  return RUN_ALL_TESTS();
}
