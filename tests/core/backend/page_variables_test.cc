// Copyright (c) the Tandem authors. Licensed under the MIT License.

#include "core/backend/page_variables.h"

#include <cstdint>
#include <string>
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

class PageVariablesTest : public TrackerFixture {
 protected:
  PageVariablesTest() {
    pages_.SetTracker(tracker_);
    pages_.Join(kA, Features());
    pages_.Join(kB, Features());
  }

  // Creates and watches as a page does. The variable's id.
  int64_t Ask(PageId page, int64_t wire, int64_t parent, const std::string& path,
              Tracker::Properties properties = {}) {
    properties.emplace_back("path", path);
    const VariableId above = pages_.Find(page)->ToVariable(WireId(parent));
    absl::StatusOr<PageVariables::Made> made = pages_.Create(page, WireId(wire), above, properties);
    EXPECT_THAT(made, IsOk());
    made_ = *made;
    pages_.Watch(page, made_.id);
    return made_.id.value();
  }

  std::string Drop(PageId page, int64_t wire) {
    return absl::StrJoin(pages_.Drop(page, pages_.Find(page)->ToVariable(WireId(wire))), " ");
  }

  std::string Watchers(int64_t id) {
    std::vector<PageId> pages;
    for (const WatchTally::Watcher& watcher : pages_.WatchersOf(Id(id))) {
      pages.push_back(watcher.page);
    }
    return absl::StrJoin(pages, " ");
  }

  bool IsActive(int64_t id) { return tracker_.Find(Id(id))->active; }
  bool Exists(int64_t id) { return tracker_.Find(Id(id)) != nullptr; }

  PageVariables pages_;
  PageVariables::Made made_;
};

// D-6
TEST_F(PageVariablesTest, EqualVariablesOfTwoPagesAreOne) {
  Field("title") = "T";
  EXPECT_EQ(Ask(kA, 2, 1, "title", {{"access", "r"}, {"elementId", "ui-2"}}), 2);
  EXPECT_FALSE(made_.was_there);
  EXPECT_EQ(Turn(), "2 = \"T\"");
  EXPECT_EQ(Ask(kB, 7, 1, "title", {{"elementId", "ui-9"}, {"access", "r"}}), 2);
  EXPECT_TRUE(made_.was_there);
  EXPECT_EQ(Turn(), "");
  EXPECT_EQ(Watchers(2), "1 2");
  EXPECT_EQ(pages_.Find(kA)->ToWire(Id(2)), WireId(2));
  EXPECT_EQ(pages_.Find(kB)->ToWire(Id(2)), WireId(7));
  EXPECT_EQ(pages_.Find(kB)->ViewOf(Id(2)).PropertyValue("elementId"), "ui-9");
  EXPECT_EQ(PropertyOf(2, "elementId"), "");
}

TEST_F(PageVariablesTest, WhatDiffersInAnythingIsAnotherVariable) {
  Ask(kA, 2, 1, "title");
  EXPECT_EQ(Ask(kB, 2, 1, "title", {{"access", "r"}}), 3);
  EXPECT_EQ(Ask(kB, 3, 1, "name"), 4);
  EXPECT_EQ(Ask(kB, 4, 1, "title", {{"note", ""}}), 5);
  EXPECT_EQ(Ask(kB, 5, 2, "title"), 6);
}

// T-4: a query says the same as properties do.
TEST_F(PageVariablesTest, TheWordsCountNotTheirOrderOrPlace) {
  Ask(kA, 2, 1, "title", {{"access", "r"}, {"note", "n"}});
  EXPECT_EQ(Ask(kB, 2, 1, "title?note=n", {{"access", "r"}}), 2);
}

TEST_F(PageVariablesTest, ChildrenAreSharedBelowSharedParents) {
  Ask(kA, 2, 1, "owner");
  Ask(kA, 3, 2, "name");
  EXPECT_EQ(Ask(kB, 5, 1, "owner"), 2);
  EXPECT_EQ(Ask(kB, 6, 5, "name"), 3);
  EXPECT_EQ(tracker_.size(), 3u);
}

TEST_F(PageVariablesTest, WhoComesLaterIsToldWhatIsNotAsItAskedFor) {
  Field("owner") = world_.New("Person");
  Ask(kA, 2, 1, "owner", {{"gone", "g"}});
  Turn();
  EXPECT_THAT(Set(2, "note", "n"), IsOk());
  EXPECT_THAT(Set(2, "gone", ""), IsOk());
  Ask(kB, 2, 1, "owner", {{"gone", "g"}});
  EXPECT_THAT(made_.news, UnorderedElementsAre("type", "note", "gone"));
}

TEST_F(PageVariablesTest, ACreateThatFailsLeavesNothing) {
  absl::StatusOr<PageVariables::Made> made =
      pages_.Create(kA, WireId(2), kAppVariable, {{"note", "n"}});
  EXPECT_THAT(made, IsError(ErrorKind::kBadRequest, HasSubstr("path property required")));
  EXPECT_FALSE(pages_.Find(kA)->ToVariable(WireId(2)));
  EXPECT_EQ(tracker_.size(), 1u);
  EXPECT_EQ(Ask(kA, 2, 1, "title"), 2);
}

// P-53, P-54
TEST_F(PageVariablesTest, DroppingTakesAVariableFromOnePage) {
  Ask(kA, 2, 1, "owner");
  Ask(kA, 3, 2, "name");
  Ask(kA, 4, 2, "age");
  Ask(kB, 2, 1, "owner");
  Ask(kB, 3, 2, "name");
  EXPECT_EQ(Drop(kA, 2), "3 4 2");
  EXPECT_TRUE(Exists(2));
  EXPECT_TRUE(Exists(3));
  EXPECT_FALSE(Exists(4));
  EXPECT_EQ(Watchers(3), "2");
  EXPECT_EQ(Drop(kB, 2), "3 2");
  EXPECT_EQ(tracker_.size(), 1u);
}

TEST_F(PageVariablesTest, APageThatGoesTakesOnlyWhatIsItsAlone) {
  Ask(kA, 2, 1, "owner");
  Ask(kA, 3, 2, "name");
  Ask(kB, 2, 1, "owner");
  Ask(kB, 3, 1, "title");
  pages_.Forget(kA);
  EXPECT_EQ(pages_.Find(kA), nullptr);
  EXPECT_TRUE(Exists(2));
  EXPECT_FALSE(Exists(3));
  EXPECT_EQ(Watchers(2), "2");
  pages_.Forget(kA);
  pages_.Forget(kB);
  EXPECT_EQ(tracker_.size(), 1u);
}

// P-117
TEST_F(PageVariablesTest, AVariableIsActiveWhileAnyPageWantsIt) {
  Ask(kA, 2, 1, "title");
  Ask(kB, 2, 1, "title");
  pages_.Unwatch(kA, Id(2));
  EXPECT_TRUE(IsActive(2));
  pages_.Unwatch(kB, Id(2));
  EXPECT_FALSE(IsActive(2));
  pages_.Watch(kA, Id(2));
  EXPECT_TRUE(IsActive(2));
}

// P-117: nobody watches it, and still it stands above what is watched.
TEST_F(PageVariablesTest, OneThatWasNeverWatchedIsActive) {
  Ask(kA, 2, 1, "owner");
  ASSERT_THAT(pages_.Create(kB, WireId(2), kAppVariable, {{"path", "owner"}}), IsOk());
  pages_.Unwatch(kA, Id(2));
  EXPECT_TRUE(IsActive(2));
  Drop(kB, 2);
  EXPECT_FALSE(IsActive(2));
}

TEST_F(PageVariablesTest, TheAppVariableIsActiveForAPageThatNeverTouchedIt) {
  pages_.Watch(kA, kAppVariable);
  pages_.Unwatch(kA, kAppVariable);
  EXPECT_TRUE(IsActive(1));
  pages_.Forget(kB);
  EXPECT_FALSE(IsActive(1));
  pages_.Join(PageId(3), Features());
  EXPECT_TRUE(IsActive(1));
}

TEST_F(PageVariablesTest, TheApplicationTakesAVariableFromEverybody) {
  Ask(kA, 2, 1, "owner");
  Ask(kA, 3, 2, "name");
  Ask(kB, 7, 1, "owner");
  std::vector<std::string> losses;
  for (const PageVariables::Loss& loss : pages_.Remove(Id(2))) {
    losses.push_back(absl::StrCat(loss.page, ":", loss.wire));
  }
  EXPECT_THAT(losses, ElementsAre("1:3", "1:2", "2:7"));
  EXPECT_EQ(Ask(kB, 7, 1, "owner"), 4);
}

TEST_F(PageVariablesTest, OnlyWhoWatchesACommonVariableLosesIt) {
  pages_.Watch(kB, kAppVariable);
  const std::vector<PageVariables::Loss> losses = pages_.Remove(kAppVariable);
  ASSERT_THAT(losses, SizeIs(1));
  EXPECT_EQ(losses[0].page, kB);
  EXPECT_EQ(losses[0].wire, WireId(1));
}

class SeparateVariablesTest : public PageVariablesTest {
 protected:
  // Both pages show owner (2) and its name (3); kA shows its age (4) too.
  SeparateVariablesTest() {
    owner_ = world_.New("Person", {{"name", "Ann"}, {"age", 7}});
    Field("owner") = owner_;
    Ask(kA, 2, 1, "owner");
    Ask(kA, 3, 2, "name");
    Ask(kA, 4, 2, "age");
    Ask(kB, 2, 1, "owner");
    Ask(kB, 3, 2, "name");
    Turn();
  }

  Json owner_;
};

TEST_F(SeparateVariablesTest, ThePageGetsCopiesOfWhatItShows) {
  pages_.Watch(kA, Id(3));
  EXPECT_THAT(pages_.Separate(kA, Id(2)), ElementsAre(Id(5), Id(6), Id(7)));
  // What was its alone is gone, the rest is the other's.
  EXPECT_EQ(tracker_.size(), 6u);
  EXPECT_FALSE(Exists(4));
  EXPECT_EQ(Watchers(2), "2");
  EXPECT_EQ(Watchers(5), "1");
  EXPECT_EQ(pages_.Find(kA)->ToVariable(WireId(3)), Id(6));
  EXPECT_EQ(tracker_.Find(Id(7))->parent, Id(5));
  EXPECT_EQ(PropertyOf(7, "path"), "age");
  // The counts went along.
  pages_.Unwatch(kA, Id(6));
  EXPECT_EQ(Watchers(6), "1");
  // The page does not know that anything happened; it is told the values once more.
  EXPECT_EQ(Turn(), absl::StrCat("5 = ", DumpJson(owner_), "; 6 = \"Ann\"; 7 = 7"));
}

TEST_F(SeparateVariablesTest, CopiesAreSharedWithNobody) {
  pages_.Separate(kA, Id(2));
  EXPECT_FALSE(pages_.IsShared(Id(5)));
  pages_.Join(PageId(3), Features());
  EXPECT_EQ(Ask(PageId(3), 2, 1, "owner"), 2);
  EXPECT_EQ(Drop(kA, 2), "3 4 2");
  EXPECT_FALSE(Exists(5));
  EXPECT_FALSE(Exists(7));
}

TEST_F(SeparateVariablesTest, WhatAPageTurnedOffStaysOff) {
  pages_.Unwatch(kA, Id(2));
  pages_.Separate(kA, Id(2));
  EXPECT_FALSE(IsActive(5));
  EXPECT_TRUE(IsActive(2));
  EXPECT_EQ(Turn(), "");
}

}  // namespace
}  // namespace tandem::testing
