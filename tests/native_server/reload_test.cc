// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// Hot reload as a developer has it: a running server, files edited on disk, a page that is told.

#include <cstdio>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "core/testing/matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "native_server/native_server.h"
#include "tests/native_server/server_fixture.h"
#include "tests/native_server/test_client.h"

namespace tandem::native {
namespace {

using ::tandem::testing::IsOk;
using ::tandem::testing::StatusIs;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

// Real time, far beyond what anything takes.
constexpr absl::Duration kLimit = absl::Seconds(20);

// For what must happen in a row: this test may be kept waiting in the middle of it. That it is a
// tenth of a second otherwise is DebouncerTest's and FileWatcherTest's.
constexpr absl::Duration kLongQuiet = absl::Seconds(2);

std::string Counting(absl::string_view step) {
  return absl::StrCat(R"lua(
    runs = (runs or 0) + 1
    Counter = session:prototype("Counter", { count = 0 })
    function Counter:add() self.count = self.count + )lua",
                      step, R"lua( end
    function Counter:state() return self.count .. " after run " .. runs end
    if not session.reloading then session:createAppVariable(Counter:new()) end
  )lua");
}

class ReloadTest : public ServerFixture {
 protected:
  ReloadTest() {
    options_.hotload = true;
    disk_.Write("site/lua/main.lua", Counting("1"));
    disk_.Write("site/viewdefs/Counter.DEFAULT.html", "<template>one</template>");
  }
  ~ReloadTest() override { StopServer(); }

  // A page that shows the app and `state()` as variable 2, with add() as 3.
  std::unique_ptr<WebSocketClient> Open(const std::string& session) {
    auto client = Join(session);
    EXPECT_THAT(client->Send(R"json({"userEvent":true,"messages":[
        {"type":"watch","data":{"varId":1}},
        {"type":"create","data":{"id":2,"parentId":1,
            "properties":{"path":"state()","access":"r"}}},
        {"type":"create","data":{"id":3,"parentId":1,
            "properties":{"path":"add()","access":"action"}}}]})json"),
                IsOk());
    EXPECT_THAT(*client->Receive(), HasSubstr("after run 1"));
    return client;
  }

  static void Add(WebSocketClient& client) {
    EXPECT_THAT(client.Send(R"({"userEvent":true,"messages":[
        {"type":"update","data":{"varId":3,"value":null}}]})"),
                IsOk());
  }

  // Written aside and renamed into place.
  void Save(const std::string& path, absl::string_view text) {
    disk_.Write("aside", text);
    ASSERT_EQ(std::rename((disk_ / "aside").c_str(), (disk_ / path).c_str()), 0);
  }
};

// H-33, H-35, H-40, TC-125, TC-138: in whatever way the file is saved.
TEST_F(ReloadTest, AnEditOnDiskReachesAnOpenPage) {
  StartServer();
  auto client = Open(NewSession());
  Add(*client);
  EXPECT_THAT(*client->Receive(), HasSubstr("1 after run 1"));
  Save("site/lua/main.lua", Counting("10"));
  EXPECT_THAT(*client->Receive(), HasSubstr("1 after run 2"));
  Add(*client);
  EXPECT_THAT(*client->Receive(), HasSubstr("11 after run 2"));
  disk_.Write("site/lua/main.lua", Counting("100"));
  EXPECT_THAT(*client->Receive(), HasSubstr("11 after run 3"));
}

// H-35, TC-139: five writes are one reload.
TEST_F(ReloadTest, QuickWritesAreOneReload) {
  options_.reload_quiet = kLongQuiet;
  StartServer();
  auto client = Open(NewSession());
  for (int i = 1; i <= 5; ++i) disk_.Write("site/lua/main.lua", Counting(std::to_string(i)));
  EXPECT_THAT(*client->Receive(), HasSubstr("0 after run 2"));
  ASSERT_TRUE(server().AwaitReloads(1, kLimit));
  Add(*client);
  EXPECT_THAT(*client->Receive(), HasSubstr("5 after run 2"));
}

// H-36, TC-140: written and deleted at once is nothing.
TEST_F(ReloadTest, WhatIsGoneWhenItIsDueIsDropped) {
  disk_.Write("site/lua/extra.lua", "");
  disk_.Write("site/lua/main.lua", Counting("1") + "require('extra')");
  options_.reload_quiet = kLongQuiet;
  StartServer();
  auto client = Open(NewSession());
  disk_.Write("site/lua/extra.lua", "error('must not run')").Remove("site/lua/extra.lua");
  ASSERT_TRUE(server().AwaitReloads(1, kLimit));
  EXPECT_THAT(log_.Text(), AllOf(HasSubstr("2 not reloaded: no such file: lua/extra.lua"),
                                 Not(HasSubstr("must not"))));
}

// H-20, H-36, S-95, TC-137.
TEST_F(ReloadTest, AnAppBehindALinkIsReloadedByItsTarget) {
  disk_.Write("site/apps/shop/app.lua", "shop = 'old'");
  disk_.Link("site/lua/shop.lua", "../apps/shop/app.lua");
  disk_.Write("site/lua/main.lua", R"lua(
    runs = 1
    require("shop")
    session:createAppVariable({ state = function() return shop .. " after run " .. runs end })
  )lua");
  StartServer();
  auto client = Open(NewSession());
  Save("site/apps/shop/app.lua", "shop = 'new' runs = runs + 1");
  EXPECT_THAT(*client->Receive(), HasSubstr("new after run 2"));
}

// H-41: the log says it to everybody.
TEST_F(ReloadTest, ABrokenFileIsLoggedAndTheOldCodeGoesOn) {
  StartServer();
  auto client = Open(NewSession());
  Save("site/lua/main.lua", "local x = \n");
  ASSERT_TRUE(server().AwaitReloads(1, kLimit));
  EXPECT_THAT(log_.Text(), HasSubstr("0 session 1: reload failed, the old code goes on: "
                                     "lua/main.lua: lua/main.lua:2: unexpected symbol near <eof>"));
  Add(*client);
  EXPECT_THAT(*client->Receive(), HasSubstr("1 after run 1"));
}

// H-37: one watcher, and every session of every shard hears of it.
TEST_F(ReloadTest, SessionsOfAllShardsAreReloaded) {
  options_.threads = 2;
  StartServer();
  std::vector<std::unique_ptr<WebSocketClient>> clients;
  for (int i = 0; i < 8; ++i) clients.push_back(Open(NewSession()));
  Save("site/lua/main.lua", Counting("10"));
  for (const auto& client : clients) EXPECT_THAT(*client->Receive(), HasSubstr("0 after run 2"));
  EXPECT_TRUE(server().AwaitReloads(1, kLimit));
}

// H-60, H-62, S-94, TC-171: also when the time stamp goes back.
TEST_F(ReloadTest, AnEditedTemplateIsPushed) {
  StartServer();
  auto client = Open(NewSession());
  Save("site/viewdefs/Counter.DEFAULT.html", "<template>two</template>");
  EXPECT_THAT(*client->Receive(), AllOf(HasSubstr("viewdefs"), HasSubstr("two")));
  disk_.Write("old", "<template>one</template>");
  disk_.SetOld("old");
  ASSERT_EQ(
      std::rename((disk_ / "old").c_str(), (disk_ / "site/viewdefs/Counter.DEFAULT.html").c_str()),
      0);
  EXPECT_THAT(*client->Receive(), HasSubstr("one"));
}

// H-30, H-53, S-93: without hot reload code stays as it is, and a template comes with the next
// batch.
TEST_F(ReloadTest, WithoutHotReloadTemplatesComeWithTheNextBatch) {
  options_.hotload = false;
  StartServer();
  auto client = Open(NewSession());
  Save("site/lua/main.lua", Counting("10"));
  Save("site/viewdefs/Counter.DEFAULT.html", "<template>two</template>");
  ASSERT_TRUE(server().AwaitReloads(1, kLimit));
  Add(*client);
  EXPECT_THAT(*client->Receive(), AllOf(HasSubstr("two"), HasSubstr("1 after run 1")));
}

// H-59, S-96: by the program around the server; written to the site, and pushed once.
TEST_F(ReloadTest, ATemplateMayComeFromTheProgram) {
  StartServer();
  auto client = Open(NewSession());
  ASSERT_THAT(server().PutTemplate("Counter.DEFAULT", "<template>put</template>"), IsOk());
  EXPECT_THAT(*client->Receive(), AllOf(HasSubstr("viewdefs"), HasSubstr("put")));
  EXPECT_EQ(disk_.Read("site/viewdefs/Counter.DEFAULT.html"), "<template>put</template>");
  for (const char* key : {"", "Counter", "../Counter.DEFAULT", ".x", "a/b.c"}) {
    EXPECT_THAT(server().PutTemplate(key, ""), StatusIs(absl::StatusCode::kInvalidArgument)) << key;
  }
  ASSERT_TRUE(server().AwaitReloads(1, kLimit));  // The watcher has seen it too, to no effect.
  Add(*client);
  EXPECT_THAT(*client->Receive(), AllOf(HasSubstr("1 after run 1"), Not(HasSubstr("viewdefs"))));
}

// H-31.
TEST_F(ReloadTest, AMissingLuaFolderIsSaid) {
  disk_.Remove("site/lua");
  StartServer();
  EXPECT_THAT(log_.Text(), HasSubstr(absl::StrCat("0 Hot reload: there is no folder ",
                                                  disk_ / "site/lua", " yet")));
  auto client = Join(NewSession());
  ASSERT_THAT(client->Send(R"([{"type":"watch","data":{"varId":1}}])"), IsOk());
  EXPECT_THAT(*client->Receive(), HasSubstr("there is no lua/main.lua"));
  disk_.Write("site/lua/main.lua", Counting("1"));  // D-22.
  EXPECT_THAT(*client->Receive(), HasSubstr("\"type\":\"Counter\""));
}

}  // namespace
}  // namespace tandem::native
