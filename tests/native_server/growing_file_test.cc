// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// Real files in a folder of the test's own.

#include "native_server/growing_file.h"

#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <filesystem>
#include <string>

#include "absl/status/status.h"
#include "core/testing/matchers.h"
#include "gtest/gtest.h"
#include "tests/native_server/temp_folder.h"

namespace tandem::native {
namespace {

using ::tandem::testing::IsOk;

constexpr size_t kWindow = GrowingFile::kSmallestWindow;

class GrowingFileTest : public ::testing::Test {
 protected:
  std::unique_ptr<GrowingFile> Create() {
    auto file = GrowingFile::Create(path_);
    EXPECT_THAT(file.status(), IsOk());
    return *std::move(file);
  }
  // Without the zeros at its end.
  std::string Read() {
    std::string bytes = disk_.Read("file");
    return bytes.substr(0, bytes.find_last_not_of('\0') + 1);
  }

  TempFolder disk_;
  const std::string path_ = disk_ / "file";
};

TEST_F(GrowingFileTest, HasWhatWasAppendedAcrossWindows) {
  auto file = Create();
  std::string expected;
  for (size_t size : {size_t{1}, size_t{100}, kWindow - 101, size_t{5}, 2 * kWindow, size_t{3},
                      2 * GrowingFile::kLargestWindow, size_t{7}}) {
    const std::string piece(size, static_cast<char>('a' + expected.size() % 26));
    EXPECT_THAT(file->Append(piece), IsOk());
    expected += piece;
    EXPECT_EQ(Read(), expected) << "there at once";
  }
  EXPECT_EQ(file->size(), expected.size());
  EXPECT_EQ(std::filesystem::file_size(path_) % kWindow, 0u) << "room for more";
  file.reset();
  EXPECT_EQ(disk_.Read("file"), expected) << "and no room when it is closed";
}

TEST_F(GrowingFileTest, OutlivesItsProcess) {
  const pid_t child = ::fork();
  if (child == 0) {
    auto file = GrowingFile::Create(path_);
    if (!file.ok() || !(*file)->Append("said before the end").ok()) ::_exit(1);
    ::raise(SIGKILL);
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  ASSERT_TRUE(WIFSIGNALED(status));
  EXPECT_EQ(Read(), "said before the end");
}

TEST_F(GrowingFileTest, IsNew) {
  disk_.Write("file", "old");
  EXPECT_TRUE(absl::IsAlreadyExists(GrowingFile::Create(path_).status()));
  EXPECT_EQ(disk_.Read("file"), "old");
  EXPECT_TRUE(absl::IsNotFound(GrowingFile::Create(disk_ / "no/folder").status()));
}

// No room is an error, whatever the file has so far stays, and no signal ends the process.
TEST_F(GrowingFileTest, NoRoomIsAnError) {
  rlimit before{};
  ASSERT_EQ(::getrlimit(RLIMIT_FSIZE, &before), 0);
  const auto handler = ::signal(SIGXFSZ, SIG_IGN);
  auto file = Create();
  EXPECT_THAT(file->Append("fits"), IsOk());
  const rlimit limit = {kWindow, before.rlim_max};
  ASSERT_EQ(::setrlimit(RLIMIT_FSIZE, &limit), 0);
  const absl::Status status = file->Append(std::string(kWindow, 'x'));
  ASSERT_EQ(::setrlimit(RLIMIT_FSIZE, &before), 0);
  ::signal(SIGXFSZ, handler);
  EXPECT_FALSE(status.ok());
  EXPECT_EQ(Read().substr(0, 5), "fitsx");

  // Whoever tries again once there is room loses nothing that was appended.
  const size_t before_again = file->size();
  EXPECT_THAT(file->Append("again"), IsOk());
  EXPECT_EQ(file->size(), before_again + 5);
  file.reset();
  const std::string all = disk_.Read("file");
  EXPECT_EQ(all.size(), before_again + 5);
  EXPECT_EQ(all.substr(before_again), "again");
}

}  // namespace
}  // namespace tandem::native
