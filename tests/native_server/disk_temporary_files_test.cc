// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// Real files in a folder of the test's own, and a process that is killed.

#include "native_server/disk_temporary_files.h"

#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <utility>

#include "core/base/error.h"
#include "core/host/temporary_files.h"
#include "core/testing/matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/native_server/temp_folder.h"

namespace tandem::native {
namespace {

using ::tandem::testing::IsOk;
using ::testing::HasSubstr;

constexpr int64_t kMaxBytes = 1'000'000;

class DiskTemporaryFilesTest : public ::testing::Test {
 protected:
  std::unique_ptr<DiskTemporaryFiles> Create() {
    auto files = DiskTemporaryFiles::Create(disk_ / "");
    EXPECT_THAT(files.status(), IsOk());
    return *std::move(files);
  }
  static std::unique_ptr<TemporaryFolder> Folder(DiskTemporaryFiles& files) {
    auto folder = files.CreateFolder(kMaxBytes);
    EXPECT_THAT(folder.status(), IsOk());
    return *std::move(folder);
  }
  static std::unique_ptr<TemporaryFile> File(TemporaryFolder& folder) {
    auto file = folder.Create({"name", "", 1000, 0});
    EXPECT_THAT(file.status(), IsOk());
    return *std::move(file);
  }
  // The paths of all that is there, below the test's folder.
  int Count() const {
    int count = 0;
    for ([[maybe_unused]] const auto& entry :
         std::filesystem::recursive_directory_iterator(disk_ / "")) {
      ++count;
    }
    return count;
  }
  static mode_t ModeOf(const std::filesystem::path& path) {
    struct stat status;
    EXPECT_EQ(::stat(path.c_str(), &status), 0);
    return status.st_mode & 07777;
  }

  TempFolder disk_;
};

TEST_F(DiskTemporaryFilesTest, AFinishedFileIsThereForItsOwnerUntilItsFolderGoes) {
  auto files = Create();
  auto folder = Folder(*files);
  auto file = File(*folder);
  EXPECT_THAT(file->Append("ab"), IsOk());
  EXPECT_THAT(file->Append(std::string(100'000, 'c')), IsOk());
  const absl::StatusOr<std::string> path = file->Finish();
  ASSERT_THAT(path.status(), IsOk());
  file.reset();
  EXPECT_EQ(std::filesystem::file_size(*path), 100'002u);
  const std::filesystem::path where(*path);
  EXPECT_EQ(ModeOf(where), 0600u);
  EXPECT_EQ(ModeOf(where.parent_path()), 0700u);
  EXPECT_EQ(ModeOf(where.parent_path().parent_path()), 0700u);
  folder.reset();
  EXPECT_FALSE(std::filesystem::exists(where.parent_path()));
}

TEST_F(DiskTemporaryFilesTest, AnUnfinishedFileGoesAndSoDoesEverythingWithTheProcess) {
  auto files = Create();
  auto folder = Folder(*files);
  auto kept = File(*folder);
  EXPECT_THAT(kept->Finish().status(), IsOk());
  {
    auto given_up = File(*folder);
    EXPECT_THAT(given_up->Append("x"), IsOk());
    EXPECT_EQ(Count(), 4);
  }
  EXPECT_EQ(Count(), 3);
  kept.reset();
  folder.reset();
  files.reset();
  EXPECT_EQ(Count(), 0);
}

TEST_F(DiskTemporaryFilesTest, WhatAKilledProcessLeftIsRemovedByTheNextAndNothingElse) {
  auto living = Create();
  auto folder = Folder(*living);
  disk_.Write("tandem-files-notes.txt", "no folder of ours");
  disk_.Write("other/file", "nor this");
  const int before = Count();
  const pid_t child = ::fork();
  ASSERT_GE(child, 0);
  if (child == 0) {
    auto files = DiskTemporaryFiles::Create(disk_ / "");
    auto file = (*(*files)->CreateFolder(kMaxBytes))->Create({"name", "", 6, 0});
    (void)(*file)->Append("secret");
    ::raise(SIGKILL);
  }
  int status = 0;
  ASSERT_EQ(::waitpid(child, &status, 0), child);
  ASSERT_TRUE(WIFSIGNALED(status));
  EXPECT_GT(Count(), before);
  const auto next = Create();
  EXPECT_EQ(Count(), before + 1);
  EXPECT_TRUE(std::filesystem::exists(living->path()));
}

TEST_F(DiskTemporaryFilesTest, AFolderTakesSoMuchAndWhatIsExpectedCounts) {
  auto files = Create();
  auto folder = *files->CreateFolder(10);
  auto kept = *folder->Create({"a", "", 6, 0});
  EXPECT_THAT(kept->Append("abcdef"), IsOk());
  const std::string path = *kept->Finish();
  kept.reset();
  const absl::Status refused = folder->Create({"b.iso", "", 5, 0}).status();
  EXPECT_EQ(ErrorKindOf(refused), ErrorKind::kOverBudget);
  EXPECT_EQ(refused.message(), "\"b.iso\" has 5 bytes, more than the session may keep in files");
  {
    auto expected = *folder->Create({"b", "", 2, 0});
    EXPECT_THAT(folder->Create({"c", "", 2, 0}).status(), IsOk());
    EXPECT_THAT(expected->Append("x"), IsOk());
    EXPECT_FALSE(folder->Create({"c", "", 3, 0}).ok());
  }
  EXPECT_THAT(folder->Create({"c", "", 4, 0}).status(), IsOk());
  std::filesystem::remove(path);  // The application has moved it away.
  EXPECT_THAT(folder->Create({"c", "", 10, 0}).status(), IsOk());
}

TEST_F(DiskTemporaryFilesTest, ADiskThatTakesNoMoreIsSaid) {
  auto files = Create();
  auto folder = Folder(*files);
  auto file = File(*folder);
  std::filesystem::remove_all(files->path());
  const absl::Status status = file->Append("x");
  EXPECT_EQ(ErrorKindOf(status), ErrorKind::kInternal);
  EXPECT_THAT(status.message(), HasSubstr("cannot write a temporary file: No such file"));
}

TEST_F(DiskTemporaryFilesTest, WithoutAFolderThereIsAnError) {
  EXPECT_THAT(DiskTemporaryFiles::Create(disk_ / "nowhere").status().message(),
              HasSubstr("no folder for temporary files"));
}

}  // namespace
}  // namespace tandem::native
