// Copyright (c) the Tandem authors. Licensed under the MIT License.

#include "core/backend/debts.h"

#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "core/base/error.h"
#include "core/protocol/features.h"
#include "gtest/gtest.h"
#include "tests/core/tracker/tracker_fixture.h"

namespace tandem::testing {
namespace {

constexpr PageId kA{1}, kB{2};

class DebtsTest : public TrackerFixture {
 protected:
  // kA shows and watches `title` as variable 2.
  DebtsTest() {
    Field("title") = "T";
    pages_.SetTracker(tracker_);
    pages_.Join(kA, Features());
    EXPECT_THAT(pages_.Create(kA, WireId(2), kAppVariable, {{"path", "title"}, {"b", "2"}}),
                IsOk());
    pages_.Watch(kA, Id(2));
    Turn();
  }

  // "1:2 = "T" {b=2}", one text for each delivery.
  std::vector<std::string> Pay() {
    std::vector<Delivery> deliveries;
    debts_.Pay(pages_, tracker_, reports_, &deliveries);
    std::vector<std::string> texts;
    for (Delivery& delivery : deliveries) {
      texts.push_back(
          absl::StrCat(delivery.to, ":", Render({std::get<Change>(std::move(delivery.what))})));
    }
    return texts;
  }

  PageVariables pages_;
  ReadReports reports_{/*development=*/true};
  Debts debts_;
};

TEST_F(DebtsTest, ArePaidOnce) {
  EXPECT_TRUE(debts_.empty());
  debts_.Add(kA, Id(2), Debts::Value::kOwed, {"b"});
  EXPECT_FALSE(debts_.empty());
  EXPECT_THAT(Pay(), ElementsAre("1:2 = \"T\" {b=2}"));
  EXPECT_TRUE(debts_.empty());
}

TEST_F(DebtsTest, ToOnePageOfOneVariableAreOne) {
  debts_.Add(kA, Id(2), Debts::Value::kOwed, {"path"});
  debts_.Add(kA, Id(2), Debts::Value::kNotOwed, {"b", "path"});
  EXPECT_THAT(Pay(), ElementsAre("1:2 = \"T\" {b=2,path=title}"));
}

// P-70
TEST_F(DebtsTest, EachLevelIsToldByItself) {
  EXPECT_THAT(Set(2, "c:high", "3"), IsOk());
  debts_.Add(kA, Id(2), Debts::Value::kOwed, {"b", "c", "gone"});
  EXPECT_THAT(Pay(), ElementsAre("1:high: 2 {c=3}", "1:2 = \"T\" {b=2,gone=}"));
}

// P-33, P-56
TEST_F(DebtsTest, NilIsNoNewsUnlessItIsOwed) {
  Field("title") = nullptr;
  Turn();
  debts_.Add(kA, Id(2), Debts::Value::kUnlessNil, {});
  EXPECT_THAT(Pay(), IsEmpty());
  debts_.Add(kA, Id(2), Debts::Value::kOwed, {});
  EXPECT_THAT(Pay(), ElementsAre("1:2 = null"));
}

TEST_F(DebtsTest, WhoDoesNotWatchIsOwedNothing) {
  debts_.Add(kB, Id(2), Debts::Value::kOwed, {});
  debts_.Add(kA, Id(9), Debts::Value::kOwed, {});
  EXPECT_THAT(Pay(), IsEmpty());
  EXPECT_TRUE(debts_.empty());
}

TEST_F(DebtsTest, APageThatGoesIsForgotten) {
  debts_.Add(kA, Id(2), Debts::Value::kOwed, {});
  debts_.Add(kB, Id(2), Debts::Value::kOwed, {});
  debts_.Forget(kB);
  EXPECT_THAT(Pay(), SizeIs(1));
  debts_.Add(kA, Id(-1), Debts::Value::kOwed, {});
  debts_.Forget(kA);
  EXPECT_TRUE(debts_.empty());
}

// P-132: an update would take the mark of the error off.
TEST_F(DebtsTest, WaitWhileTheVariableCannotBeRead) {
  Field("title") = Json::array({Json::array({1})});
  Turn();
  ASSERT_TRUE(reports_.Report(Id(2), ReadError(2)));
  debts_.Add(kA, Id(2), Debts::Value::kUnlessNil, {"b"});
  EXPECT_THAT(debts_.TakeUnaware(reports_), ElementsAre(Pair(kA, Id(2))));
  EXPECT_THAT(debts_.TakeUnaware(reports_), IsEmpty());
  EXPECT_THAT(Pay(), IsEmpty());
  EXPECT_FALSE(debts_.empty());
  Field("title") = "U";
  Turn();
  reports_.TakeHealed(tracker_);
  EXPECT_THAT(debts_.TakeUnaware(reports_), IsEmpty());
  EXPECT_THAT(Pay(), ElementsAre("1:2 = \"U\" {b=2}"));
}

}  // namespace
}  // namespace tandem::testing
