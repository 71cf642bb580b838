// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// Files on their way into a session: what they take of its memory, and the temporary folder.

#include "core/lua/file_intake.h"

#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "core/base/error.h"
#include "core/base/json.h"
#include "core/host/temporary_files.h"
#include "core/lua/incoming_files.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/core/lua/lua_session_fixture.h"

namespace tandem::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Pair;

constexpr int64_t kMiB = int64_t{1} << 20;

// Folders of files by path; a disk of so many bytes.
class FakeTemporaryFiles : public TemporaryFiles {
 public:
  absl::StatusOr<std::unique_ptr<TemporaryFolder>> CreateFolder(int64_t) override {
    ++folders;
    return std::make_unique<Folder>(*this);
  }

  std::map<std::string, std::string> files;
  size_t room = 1000;
  int folders = 0;

 private:
  struct File : TemporaryFile {
    File(FakeTemporaryFiles& disk, std::string path) : disk(disk), path(std::move(path)) {}
    ~File() override {
      if (!is_finished) disk.files.erase(path);
    }
    absl::Status Append(absl::string_view bytes) override {
      if (bytes.size() > disk.room) return MakeError(ErrorKind::kOverBudget, "the disk is full");
      disk.files[path].append(bytes.data(), bytes.size());
      return absl::OkStatus();
    }
    absl::StatusOr<std::string> Finish() override {
      is_finished = true;
      return path;
    }
    FakeTemporaryFiles& disk;
    const std::string path;
    bool is_finished = false;
  };

  struct Folder : TemporaryFolder {
    explicit Folder(FakeTemporaryFiles& disk) : disk(disk) {}
    ~Folder() override { disk.files.clear(); }
    absl::StatusOr<std::unique_ptr<TemporaryFile>> Create(const FileDescription&) override {
      auto file = std::make_unique<File>(disk, absl::StrCat("/tmp/", ++last));
      disk.files[file->path];
      return file;
    }
    FakeTemporaryFiles& disk;
    int last = 0;
  };
};

class FileIntakeTest : public LuaSessionTest {
 protected:
  ~FileIntakeTest() override { session_.reset(); }  // Before the disk.

  static FileDescription File(std::string name, int64_t size) {
    return {std::move(name), "text/plain", size, 1700000000};
  }

  absl::StatusOr<std::unique_ptr<IncomingFiles>> Begin(std::vector<FileDescription> files) {
    return session_->BeginFiles(std::move(files));
  }

  // Gives complete files to the application, as what its field `files` holds.
  absl::Status Finish(IncomingFiles& files) {
    const Slot slot = Open("files");
    return session_->FinishFiles(files,
                                 [&](Json& objects) { return Assign(slot, DumpJson(objects)); });
  }

  FakeTemporaryFiles disk_;
};

constexpr char kApp[] = "app = {} session:createAppVariable(app)";

TEST_F(FileIntakeTest, MakesAnObjectOfEach) {
  Start(kApp);
  absl::StatusOr<std::unique_ptr<IncomingFiles>> files =
      Begin({File("a.txt", 3), File("empty", 0), File("b", 2)});
  ASSERT_TRUE(files.ok()) << files.status();
  EXPECT_EQ((*files)->missing(), 5);
  EXPECT_TRUE((*files)->Append("ab").ok());
  EXPECT_EQ((*files)->missing(), 3);
  EXPECT_TRUE((*files)->Append(absl::string_view("\0x\xFF", 3)).ok());
  EXPECT_EQ((*files)->missing(), 0);
  ASSERT_TRUE(Finish(**files).ok());
  EXPECT_EQ(Eval("#app.files, app.files[1].name, app.files[1].type, app.files[1].size, "
                 "app.files[1].modified, app.files[1].path"),
            "3\ta.txt\ttext/plain\t3\t1700000000\tnil");
  EXPECT_EQ(Eval("app.files[1].data == 'ab\\0', app.files[2].data == '', "
                 "app.files[3].data == 'x\\xFF'"),
            "true\ttrue\ttrue");
}

TEST_F(FileIntakeTest, AFileHasTheTypeFileWhateverIsInIt) {
  Start(kApp);
  absl::StatusOr<std::unique_ptr<IncomingFiles>> files = Begin({File("a", 0)});
  ASSERT_TRUE(files.ok() && Finish(**files).ok());
  Run("app.one = app.files[1]");
  const Slot slot = Open("one");
  Scan();
  EXPECT_EQ(Type(slot), "File");
}

TEST_F(FileIntakeTest, WhatIsAnnouncedCountsAsTheSessionsMemoryUntilItIsOver) {
  Start(kApp);
  const int64_t before = session_->memory_bytes();
  {
    const absl::StatusOr<std::unique_ptr<IncomingFiles>> files =
        Begin({File("a", kMiB), File("b", kMiB)});
    ASSERT_TRUE(files.ok());
    EXPECT_EQ(session_->memory_bytes(), before + 2 * kMiB);
  }
  EXPECT_EQ(session_->memory_bytes(), before);
}

TEST_F(FileIntakeTest, WhatBecameAStringIsThereOnce) {
  Start(kApp);
  absl::StatusOr<std::unique_ptr<IncomingFiles>> files = Begin({File("a", kMiB)});
  ASSERT_TRUE(files.ok() && (*files)->Append(std::string(kMiB, 'x')).ok());
  const int64_t before = session_->memory_bytes();
  ASSERT_TRUE(Finish(**files).ok());
  EXPECT_LT(session_->memory_bytes(), before + kMiB / 4);
  EXPECT_EQ(Eval("#app.files[1].data"), absl::StrCat(kMiB));
}

TEST_F(FileIntakeTest, RefusesWhatIsTooLargeOrHasNoRoomByName) {
  options_.memory_limit_bytes = 4 * kMiB;
  options_.file_bytes = 3 * kMiB;
  Start(kApp);
  const auto complaint = [](const absl::StatusOr<std::unique_ptr<IncomingFiles>>& files) {
    EXPECT_EQ(ErrorKindOf(files.status()), ErrorKind::kOverBudget);
    return std::string(files.status().message());
  };
  EXPECT_THAT(complaint(Begin({File("ok", 1), File("big.iso", 3 * kMiB + 1)})),
              HasSubstr("\"big.iso\" has 3145729 bytes, more than the limit of 3145728"));
  // It would be there twice for a moment.
  const std::string why = "more than the session has memory for";
  EXPECT_THAT(complaint(Begin({File("big", 3 * kMiB)})), HasSubstr(why));
  const absl::StatusOr<std::unique_ptr<IncomingFiles>> one = Begin({File("one", kMiB)});
  EXPECT_TRUE(one.ok());
  EXPECT_THAT(complaint(Begin({File("two", kMiB), File("three", kMiB)})),
              HasSubstr(absl::StrCat("\"three\" has 1048576 bytes, ", why)));
}

TEST_F(FileIntakeTest, GarbageIsNoReasonToRefuse) {
  options_.memory_limit_bytes = 4 * kMiB;
  Start(kApp);
  Run("collectgarbage('stop') for i = 1, 3 do local s = string.rep('x', 1000000) end");
  EXPECT_TRUE(Begin({File("a", kMiB)}).ok());
}

TEST_F(FileIntakeTest, MemoryThatIsGoneWhenTheFileIsCompleteIsSaidThen) {
  options_.memory_limit_bytes = 4 * kMiB;
  Start(kApp);
  absl::StatusOr<std::unique_ptr<IncomingFiles>> files = Begin({File("a", kMiB)});
  ASSERT_TRUE(files.ok() && (*files)->Append(std::string(kMiB, 'x')).ok());
  Run("hog = {} for i = 1, 2300 do hog[i] = i .. string.rep('y', 1000) end");
  EXPECT_EQ(ErrorKindOf(Finish(**files)), ErrorKind::kOverBudget);
  Run("hog = nil");
  EXPECT_EQ(Eval("app.files"), "nil");
}

TEST_F(FileIntakeTest, TemporaryFilesLiveWithTheSession) {
  fake_.host.temporary = &disk_;
  options_.temporary_files = true;
  Start(kApp);
  EXPECT_EQ(disk_.folders, 0);
  absl::StatusOr<std::unique_ptr<IncomingFiles>> files = Begin({File("../../a", 3), File("b", 2)});
  ASSERT_TRUE(files.ok()) << files.status();
  EXPECT_TRUE((*files)->Append("abcde").ok());
  ASSERT_TRUE(Finish(**files).ok());
  EXPECT_EQ(Eval("app.files[1].name, app.files[1].path, app.files[1].data, app.files[2].path"),
            "../../a\t/tmp/1\tnil\t/tmp/2");
  EXPECT_THAT(disk_.files, ElementsAre(Pair("/tmp/1", "abc"), Pair("/tmp/2", "de")));
  {
    const absl::StatusOr<std::unique_ptr<IncomingFiles>> unfinished = Begin({File("c", 1)});
    EXPECT_EQ(disk_.files.size(), 3u);
  }
  EXPECT_EQ(disk_.files.size(), 2u);
  EXPECT_EQ(disk_.folders, 1);
  session_.reset();
  EXPECT_THAT(disk_.files, IsEmpty());
}

TEST_F(FileIntakeTest, AFullDiskIsSaid) {
  disk_.room = 2;
  fake_.host.temporary = &disk_;
  options_.temporary_files = true;
  Start(kApp);
  absl::StatusOr<std::unique_ptr<IncomingFiles>> files = Begin({File("a", 3)});
  ASSERT_TRUE(files.ok());
  EXPECT_EQ((*files)->Append("abc").message(), "the disk is full");
}

TEST_F(FileIntakeTest, WithoutAPlaceForThemThereAreNoTemporaryFiles) {
  options_.temporary_files = true;
  Start(kApp);
  EXPECT_THAT(Begin({File("a", 3)}).status().message(), HasSubstr("no place for temporary files"));
}

}  // namespace
}  // namespace tandem::testing
