// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// Real files, the system's own notification, and real time: each test waits for what it expects,
// and a last edit of a file of its own shows that nothing else came before it.

#include "native_server/file_watcher.h"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <memory>
#include <string>
#include <vector>

#include <boost/asio/io_context.hpp>

#include "absl/time/time.h"
#include "core/host/log_sink.h"
#include "core/testing/fake_host.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/native_server/temp_folder.h"

namespace tandem::native {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

// Real time, far beyond what anything takes.
constexpr auto kLimit = std::chrono::seconds(20);

class FileWatcherTest : public ::testing::Test {
 protected:
  FileWatcherTest() { disk_.Write("lua/main.lua", "1").Write("viewdefs/A.row.html", "1"); }

  void Watch(absl::Duration quiet = absl::Milliseconds(100)) {
    FileWatcher::Options options;
    options.site = disk_.path();
    options.trees = {"lua", "apps", "viewdefs"};
    options.suffixes = {".lua", ".html"};
    options.quiet = quiet;
    watcher_ = std::make_unique<FileWatcher>(
        io_, options, log_,
        [this](const std::vector<std::string>& paths) { rounds_.push_back(paths); });
    watcher_->Start();
  }

  // Written aside and renamed into place, as careful editors do.
  void Save(const std::string& path, const std::string& text = "2") {
    disk_.Write(".aside", text);
    ASSERT_EQ(std::rename((disk_ / ".aside").c_str(), (disk_ / path).c_str()), 0);
  }

  // What was said, in one list, until a mark that is made now.
  std::vector<std::string> Said() {
    Save("lua/mark.lua", std::to_string(++marks_));
    std::vector<std::string> said;
    while (true) {
      while (!rounds_.empty()) {
        for (const std::string& path : rounds_.front()) {
          if (path != "lua/mark.lua") said.push_back(path);
        }
        const bool is_marked =
            std::count(rounds_.front().begin(), rounds_.front().end(), "lua/mark.lua") > 0;
        rounds_.erase(rounds_.begin());
        if (is_marked) return said;
      }
      if (io_.run_one_for(kLimit) == 0) {
        ADD_FAILURE() << "the mark is not noticed";
        return said;
      }
    }
  }

  TempFolder disk_;
  tandem::testing::CapturingLogSink log_;
  asio::io_context io_;
  std::vector<std::vector<std::string>> rounds_;
  std::unique_ptr<FileWatcher> watcher_;
  int marks_ = 0;
};

TEST_F(FileWatcherTest, SaysWhatWasWrittenAndWhatWasRenamedIntoPlace) {  // H-33, TC-138
  Watch();
  disk_.Write("lua/main.lua", "2");
  Save("viewdefs/A.row.html");
  EXPECT_THAT(Said(), ElementsAre("lua/main.lua", "viewdefs/A.row.html"));
}

TEST_F(FileWatcherTest, WritesInARowAreSaidOnce) {  // H-35, TC-139
  Watch();
  for (int i = 0; i < 5; ++i) disk_.Write("lua/main.lua", std::to_string(i));
  EXPECT_THAT(Said(), ElementsAre("lua/main.lua"));
}

TEST_F(FileWatcherTest, OtherNamesAndDeletionsDoNotMatter) {  // H-32, H-33, H-64
  disk_.Write("lua/old.lua", "1").Write("lua/moved.lua", "1");
  Watch();
  disk_.Write("lua/.#main.lua", "lock").Write("lua/main.lua~", "backup").Write("lua/4913", "");
  disk_.Write("viewdefs/notes.txt", "").Remove("lua/old.lua");
  ASSERT_EQ(std::rename((disk_ / "lua/moved.lua").c_str(), (disk_ / "away.txt").c_str()), 0);
  EXPECT_THAT(Said(), IsEmpty());
}

TEST_F(FileWatcherTest, NewFoldersAreWatchedAndWhatIsInThemIsNew) {  // H-30 [FIX]
  Watch();
  disk_.Write("apps/shop/app.lua", "1");
  EXPECT_THAT(Said(), ElementsAre("apps/shop/app.lua"));
  Save("apps/shop/app.lua");
  EXPECT_THAT(Said(), ElementsAre("apps/shop/app.lua"));
  // A folder that goes and comes again under its name.
  disk_.Remove("apps/shop");
  EXPECT_THAT(Said(), IsEmpty());
  disk_.Write("apps/shop/app.lua", "3");
  EXPECT_THAT(Said(), ElementsAre("apps/shop/app.lua"));
}

TEST_F(FileWatcherTest, AMovedFolderIsFollowed) {
  disk_.Write("apps/old/app.lua", "1");
  Watch();
  ASSERT_EQ(std::rename((disk_ / "apps/old").c_str(), (disk_ / "apps/new").c_str()), 0);
  EXPECT_THAT(Said(), ElementsAre("apps/new/app.lua"));
  Save("apps/new/app.lua");
  EXPECT_THAT(Said(), ElementsAre("apps/new/app.lua"));
}

TEST_F(FileWatcherTest, WhereALinkLeadsIsWatchedAsLongAsItDoes) {  // H-30, H-34, H-61, TC-137
  disk_.Write("kit/a.lua", "1").Write("kit/b.lua", "1");
  Watch();
  Save("kit/a.lua");
  EXPECT_THAT(Said(), IsEmpty());
  disk_.Link("lua/a.lua", "../kit/a.lua").Link("lua/b.lua", "../kit/b.lua");
  // The links are new, and so is the folder.
  EXPECT_THAT(Said(), UnorderedElementsAre("lua/a.lua", "lua/b.lua", "kit/a.lua", "kit/b.lua"));
  Save("kit/a.lua");
  EXPECT_THAT(Said(), ElementsAre("kit/a.lua"));
  disk_.Remove("lua/a.lua");
  EXPECT_THAT(Said(), IsEmpty());
  Save("kit/a.lua");
  EXPECT_THAT(Said(), ElementsAre("kit/a.lua"));
  disk_.Remove("lua/b.lua");
  EXPECT_THAT(Said(), IsEmpty());
  Save("kit/a.lua");
  EXPECT_THAT(Said(), IsEmpty());
}

TEST_F(FileWatcherTest, ATreeMayComeLater) {  // H-31
  disk_.Remove("viewdefs");
  Watch();
  disk_.Write("viewdefs/B.row.html", "1");
  EXPECT_THAT(Said(), ElementsAre("viewdefs/B.row.html"));
}

TEST_F(FileWatcherTest, ASiteBehindALinkIsTheSame) {  // H-20 [FIX]
  TempFolder other;
  other.Link("site", disk_.path());
  FileWatcher::Options options;
  options.site = other / "site";
  options.trees = {"lua"};
  options.suffixes = {".lua"};
  watcher_ = std::make_unique<FileWatcher>(
      io_, options, log_,
      [this](const std::vector<std::string>& paths) { rounds_.push_back(paths); });
  watcher_->Start();
  Save("lua/main.lua");
  EXPECT_THAT(Said(), ElementsAre("lua/main.lua"));
}

TEST_F(FileWatcherTest, AfterStoppingNothingIsSaid) {  // H-38
  Watch();
  Save("lua/main.lua");
  watcher_->Stop();
  io_.run_for(kLimit);  // Returns at once: nothing is left to wait for.
  EXPECT_THAT(rounds_, IsEmpty());
}

TEST_F(FileWatcherTest, AMissingSiteIsLogged) {
  FileWatcher::Options options;
  options.site = disk_ / "nowhere";
  watcher_ = std::make_unique<FileWatcher>(io_, options, log_, [](const auto&) {});
  watcher_->Start();
  EXPECT_TRUE(log_.Contains(kLogAlways, "edits are not noticed: there is no "));
}

// IN_Q_OVERFLOW: more happens than the queue holds before anybody reads it.
TEST_F(FileWatcherTest, WhereTheQueueWasTooShortEverythingIsLookedAtAgain) {
  int length = 16384;
  if (FILE* file = std::fopen("/proc/sys/fs/inotify/max_queued_events", "r")) {
    ASSERT_EQ(std::fscanf(file, "%d", &length), 1);
    std::fclose(file);
  }
  Watch();
  // Alternately, because equal events in a row are one.
  disk_.Write("lua/x.txt", "").Write("lua/y.txt", "");
  for (int i = 0; i <= length; ++i) {
    std::fclose(std::fopen((disk_ / (i % 2 == 0 ? "lua/x.txt" : "lua/y.txt")).c_str(), "w"));
  }
  Save("lua/main.lua");  // Not in the queue any more.
  EXPECT_THAT(Said(), UnorderedElementsAre("lua/main.lua", "viewdefs/A.row.html"));
  EXPECT_TRUE(log_.Contains(kLogAlways, "more edits at once"));
  Save("viewdefs/A.row.html");
  EXPECT_THAT(Said(), ElementsAre("viewdefs/A.row.html"));
}

}  // namespace
}  // namespace tandem::native
