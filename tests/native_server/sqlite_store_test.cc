// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// Real files, in a folder of the test's own. What a store is told is there when the file is opened
// again, and a file that cannot be used is refused by name.

#include "native_server/sqlite_store.h"

#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <filesystem>
#include <future>
#include <memory>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "core/base/ids.h"
#include "core/testing/matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "native_server/sqlite_database.h"
#include "tests/native_server/temp_folder.h"

namespace tandem::native {
namespace {

using ::tandem::testing::IsOk;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::UnorderedElementsAre;

SessionId Id(char digit) { return SessionId(std::string(SessionId::kLength, digit)); }
const SessionId kA = Id('a'), kB = Id('b');

class SqliteStoreTest : public ::testing::Test {
 protected:
  absl::Status Open() {
    SqliteStore::Options options;
    options.path = path_;
    options.keep = keep_;
    options.on_failure = [this](const absl::Status& why) { failed_.set_value(why); };
    auto store = SqliteStore::Open(std::move(options));
    if (store.ok()) store_ = *std::move(store);
    return store.status();
  }
  void Reopen() {
    store_.reset();
    ASSERT_THAT(Open(), IsOk());
  }

  // Waits until it is durable.
  void Append(std::vector<SessionStore::Piece> pieces) {
    auto done = std::make_shared<std::promise<void>>();
    store_->Append(std::move(pieces), [done] { done->set_value(); });
    ASSERT_EQ(done->get_future().wait_for(std::chrono::seconds(20)), std::future_status::ready);
  }

  void ExpectRefusal(absl::StatusCode code, absl::string_view why) {
    store_.reset();
    const absl::Status status = Open();
    EXPECT_EQ(status.code(), code) << status;
    EXPECT_THAT(status.message(), HasSubstr(path_));
    EXPECT_THAT(status.message(), HasSubstr(std::string(why)));
  }

  // Something else than the store does to its file.
  void Meddle(const std::string& sql) {
    store_.reset();
    auto database = SqliteDatabase::Open(path_);
    ASSERT_THAT(database.status(), IsOk());
    ASSERT_THAT((*database)->Run(sql), IsOk());
  }

  TempFolder disk_;
  std::string path_ = disk_ / "sessions.db";
  absl::Duration keep_ = absl::InfiniteDuration();
  std::promise<absl::Status> failed_;
  std::unique_ptr<SqliteStore> store_;
};

TEST_F(SqliteStoreTest, HasWhatWasAppendedWhenItIsOpenedAgain) {
  ASSERT_THAT(Open(), IsOk());
  EXPECT_THAT(store_->sessions(), IsEmpty());
  EXPECT_EQ(store_->last_number(), VendedId(0));
  Append({{kA, VendedId(1), "one "}, {kB, VendedId(2), std::string("\0x\xff", 3)}});
  Append({{kA, VendedId(1), "two "}});
  for (int life = 0; life < 3; ++life) {
    Reopen();
    EXPECT_THAT(store_->sessions(), UnorderedElementsAre(kA, kB));
    EXPECT_EQ(store_->last_number(), VendedId(2));
    EXPECT_EQ(store_->Read(kB).value_or(""), std::string("\0x\xff", 3));
    const std::string before = absl::StrCat("one two ", std::string(life, '+'));
    EXPECT_EQ(store_->Read(kA).value_or(""), before);
    Append({{kA, VendedId(1), "+"}});
    EXPECT_EQ(store_->Read(kA).value_or(""), absl::StrCat(before, "+"));
  }
}

TEST_F(SqliteStoreTest, IsItsOwnersAlone) {
  ASSERT_THAT(Open(), IsOk());
  Append({{kA, VendedId(1), "secret"}});
  for (const auto& file : std::filesystem::directory_iterator(disk_ / "")) {
    EXPECT_EQ(file.status().permissions(),
              std::filesystem::perms::owner_read | std::filesystem::perms::owner_write)
        << file.path();
  }
}

TEST_F(SqliteStoreTest, ASessionThatIsOverIsGone) {
  ASSERT_THAT(Open(), IsOk());
  Append({{kA, VendedId(1), "what was typed into it"}, {kB, VendedId(2), "other"}});
  // The last words of a session go with it.
  Append({{kA, VendedId(1), "bye", /*is_last=*/true}});
  EXPECT_TRUE(absl::IsNotFound(store_->Read(kA).status()));
  // One that began and ended meanwhile was never there.
  Append({{Id('c'), VendedId(3), "short", /*is_last=*/true}});
  Reopen();
  EXPECT_THAT(store_->sessions(), UnorderedElementsAre(kB));
  EXPECT_TRUE(absl::IsNotFound(store_->Read(kA).status()));
  EXPECT_EQ(store_->Read(kB).value_or(""), "other");
  store_.reset();
  EXPECT_THAT(disk_.Read("sessions.db"), Not(HasSubstr("what was typed")));
}

TEST_F(SqliteStoreTest, ALogIsReadWithAllThatWasHandedOverBefore) {
  ASSERT_THAT(Open(), IsOk());
  std::string expected;
  for (int i = 0; i < 200; ++i) {
    const std::string piece = absl::StrCat(i, " ");
    store_->Append({{kA, VendedId(1), piece}}, [] {});
    expected += piece;
    if (i % 50 == 0) {
      EXPECT_EQ(store_->Read(kA).value_or(""), expected);
    }
  }
  // And what was handed over last is written before it closes.
  Reopen();
  EXPECT_EQ(store_->Read(kA).value_or(""), expected);
}

TEST_F(SqliteStoreTest, OrderIsKeptForEachOfManyThreads) {
  ASSERT_THAT(Open(), IsOk());
  std::vector<std::thread> shards;
  std::vector<std::string> expected(4);
  for (size_t shard = 0; shard < expected.size(); ++shard) {
    shards.emplace_back([&, shard] {
      std::vector<std::promise<void>> done(50);
      for (size_t i = 0; i < done.size(); ++i) {
        const std::string piece = absl::StrCat(shard, ":", i, " ");
        expected[shard] += piece;
        store_->Append({{Id(static_cast<char>('0' + shard)), VendedId(1), piece}},
                       [&done, i] { done[i].set_value(); });
      }
      for (std::promise<void>& one : done) one.get_future().wait();
    });
  }
  for (std::thread& shard : shards) shard.join();
  for (size_t shard = 0; shard < expected.size(); ++shard) {
    EXPECT_EQ(store_->Read(Id(static_cast<char>('0' + shard))).value_or(""), expected[shard]);
  }
}

TEST_F(SqliteStoreTest, TimeGoesOnFromWhereItWas) {
  ASSERT_THAT(Open(), IsOk());
  const auto ticks = [&] {
    return absl::FromChrono(std::chrono::steady_clock::now().time_since_epoch()) +
           store_->ticks_offset();
  };
  EXPECT_LT(ticks(), absl::Seconds(20)) << "it begins with nothing";
  Append({{kA, VendedId(1), "x"}});
  Meddle("UPDATE process SET ticks = 1000000000");
  ASSERT_THAT(Open(), IsOk());
  EXPECT_GE(ticks(), absl::Seconds(1000));
  EXPECT_LT(ticks(), absl::Seconds(1020));
  Append({{kA, VendedId(1), "x"}});
  Reopen();
  EXPECT_GE(ticks(), absl::Seconds(1000));
  EXPECT_LT(ticks(), absl::Seconds(1020));
}

TEST_F(SqliteStoreTest, ForgetsWhatWasNotUsedForLong) {
  ASSERT_THAT(Open(), IsOk());
  Append({{kA, VendedId(1), "old"}, {kB, VendedId(2), "new"}});
  const int64_t now = absl::ToUnixSeconds(absl::Now());
  Meddle(absl::StrCat("UPDATE sessions SET used = ", now - 3500, " WHERE number = 2;",
                      "UPDATE sessions SET used = ", now - 3700, " WHERE number = 1"));
  keep_ = absl::Hours(1);
  ASSERT_THAT(Open(), IsOk());
  EXPECT_THAT(store_->sessions(), UnorderedElementsAre(kB));
  EXPECT_TRUE(absl::IsNotFound(store_->Read(kA).status()));
  EXPECT_EQ(store_->Read(kB).value_or(""), "new");
}

// ---- Files that are not as they should be.

TEST_F(SqliteStoreTest, RefusesFilesOfOthers) {
  disk_.Write("sessions.db", std::string(5000, 'x'));
  ExpectRefusal(absl::StatusCode::kFailedPrecondition, "is no SQLite file");
  EXPECT_EQ(disk_.Read("sessions.db"), std::string(5000, 'x')) << "untouched";
  std::filesystem::remove(path_);
  Meddle("CREATE TABLE notes(text)");
  ExpectRefusal(absl::StatusCode::kFailedPrecondition, "is another program's file");
  Meddle("SELECT * FROM notes");
}

TEST_F(SqliteStoreTest, RefusesALaterLayout) {
  ASSERT_THAT(Open(), IsOk());
  Append({{kA, VendedId(1), "x"}});
  Meddle("PRAGMA user_version = 2");
  ExpectRefusal(absl::StatusCode::kFailedPrecondition,
                "is in layout 2 and this Tandem knows 1: a later one wrote it");
  Meddle("PRAGMA user_version = 1");
  ASSERT_THAT(Open(), IsOk());
  EXPECT_EQ(store_->Read(kA).value_or(""), "x");
}

TEST_F(SqliteStoreTest, ALogWithAPartMissingIsNoLog) {
  ASSERT_THAT(Open(), IsOk());
  for (const char* piece : {"one", "two", "three"}) Append({{kA, VendedId(1), piece}});
  Append({{kB, VendedId(2), "whole"}});
  Meddle("DELETE FROM entries WHERE bytes = CAST('two' AS BLOB)");
  ASSERT_THAT(Open(), IsOk());
  const absl::Status status = store_->Read(kA).status();
  EXPECT_TRUE(absl::IsDataLoss(status)) << status;
  EXPECT_THAT(status.message(), HasSubstr("a part of its log is missing at byte 3"));
  EXPECT_EQ(store_->Read(kB).value_or(""), "whole");
}

TEST_F(SqliteStoreTest, ATruncatedFileIsRefused) {
  ASSERT_THAT(Open(), IsOk());
  for (int i = 0; i < 20; ++i) Append({{kA, VendedId(1), std::string(1000, 'x')}});
  store_.reset();
  const auto size = std::filesystem::file_size(path_);
  std::filesystem::resize_file(path_, size - 8192);
  const absl::Status opened = Open();
  const absl::Status status = opened.ok() ? store_->Read(kA).status() : opened;
  EXPECT_TRUE(absl::IsDataLoss(status)) << status;
  store_.reset();
  std::filesystem::resize_file(path_, 100);
  ExpectRefusal(absl::StatusCode::kDataLoss, "database disk image is malformed");
}

TEST_F(SqliteStoreTest, RefusesAFileThatAnotherProcessHas) {
  int ready[2], quit[2];
  ASSERT_EQ(::pipe(ready), 0);
  ASSERT_EQ(::pipe(quit), 0);
  const pid_t child = ::fork();
  if (child == 0) {
    char c = 'x';
    if (!Open().ok() || ::write(ready[1], &c, 1) != 1) ::_exit(1);
    ::close(quit[1]);
    ::_exit(::read(quit[0], &c, 1) == 0 ? 0 : 1);
  }
  char c = 0;
  ASSERT_EQ(::read(ready[0], &c, 1), 1);
  ExpectRefusal(absl::StatusCode::kAborted, "is in use by ");
  ::close(quit[1]);
  ::waitpid(child, nullptr, 0);
  EXPECT_THAT(Open(), IsOk()) << "now it is free";
}

TEST_F(SqliteStoreTest, RefusesAFolderThatIsNone) {
  path_ = disk_ / "none/sessions.db";
  ExpectRefusal(absl::StatusCode::kPermissionDenied, "unable to open database file");
}

// Nothing is said to be durable that is not, and nothing is lost that was.
TEST_F(SqliteStoreTest, WithoutRoomItFailsOnceAndForAll) {
  ASSERT_THAT(Open(), IsOk());
  Append({{kA, VendedId(1), "kept"}});
  rlimit before{};
  ASSERT_EQ(::getrlimit(RLIMIT_FSIZE, &before), 0);
  const auto handler = ::signal(SIGXFSZ, SIG_IGN);
  const rlimit limit = {256 << 10, before.rlim_max};
  ASSERT_EQ(::setrlimit(RLIMIT_FSIZE, &limit), 0);
  bool is_done = false;
  store_->Append({{kA, VendedId(1), std::string(1 << 20, 'x')}}, [&] { is_done = true; });
  const absl::Status why = failed_.get_future().get();
  EXPECT_FALSE(why.ok());
  EXPECT_THAT(why.message(), HasSubstr(path_));
  ASSERT_EQ(::setrlimit(RLIMIT_FSIZE, &before), 0);
  ::signal(SIGXFSZ, handler);
  // There is room again, but not for this one.
  store_->Append({{kA, VendedId(1), "late"}}, [&] { is_done = true; });
  EXPECT_EQ(store_->Read(kA).status(), why);
  Reopen();
  EXPECT_FALSE(is_done);
  EXPECT_EQ(store_->Read(kA).value_or(""), "kept");
}

}  // namespace
}  // namespace tandem::native
