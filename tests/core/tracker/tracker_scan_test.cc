// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// The discovery of changes (core/tracker/tracker_scan.cc), calm first, then with application
// code that changes variables while it is being evaluated.

#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "core/base/error.h"
#include "core/tracker/tracker.h"
#include "core/tracker/variable.h"
#include "gtest/gtest.h"
#include "tests/core/tracker/tracker_fixture.h"

namespace tandem::testing {
namespace {

class TrackerScanTest : public TrackerFixture {};

// ---- What is a change.

TEST_F(TrackerScanTest, ReportsAChangedGrandchildOnce) {
  Field("owner") = world_.New("", {{"name", "Ann"}});
  Create(2, 1, "owner");
  Create(3, 2, "name");
  Turn();
  world_.Field(Field("owner"), "name") = "Bo";
  EXPECT_EQ(Turn(), "3 = \"Bo\"");
  EXPECT_EQ(Turn(), "");
}

TEST_F(TrackerScanTest, AFirstNilIsNone) {  // P-33, D-12
  Create(2, 1, "x");
  EXPECT_EQ(Turn(), "");
  Field("x") = 1;
  EXPECT_EQ(Turn(), "2 = 1");
  Field("x") = Json();
  EXPECT_EQ(Turn(), "2 = null");
  EXPECT_EQ(tracker_.Find(Id(2))->change_count, 2);  // T-93
}

TEST_F(TrackerScanTest, AFirstFailureIsNone) {  // P-33, P-83
  Create(2, 1, "x.y");
  EXPECT_EQ(Turn(), "");
  EXPECT_EQ(tracker_.change_count(), 0);
}

TEST_F(TrackerScanTest, AFirstNilIsNoneThoughThereWasAValueBefore) {  // P-33
  Field("owner") = world_.New();
  Create(2, 1, "owner");
  Create(3, 2, "name");
  EXPECT_THAT(tracker_.Assign(Id(3), "Ann"), IsOk());  // Evaluates 2, and tells nobody.
  Field("owner") = Json();
  EXPECT_EQ(Turn(), "");
}

TEST_F(TrackerScanTest, TypesAreNotMixedUp) {  // T-67
  Field("x") = 1;
  Create(2, 1, "x");
  Turn();
  Field("x") = "1";
  EXPECT_EQ(Turn(), "2 = \"1\"");
}

TEST_F(TrackerScanTest, ArraysCompareByContentAndObjectsByIdentity) {  // T-67, T-69, P-85
  Field("list") = Json::array({1, 2});
  Create(2, 1, "list");
  Turn();
  Field("list") = Json::array({1, 2});
  EXPECT_EQ(Turn(), "");
  Field("list") = world_.New();
  EXPECT_NE(Turn(), "");
  Field("list") = world_.New();
  EXPECT_EQ(Turn(), absl::StrCat("2 = ", DumpJson(Field("list"))));
}

TEST_F(TrackerScanTest, ARootIsNeverEvaluated) {  // T-77
  Create(2, 1, "x");
  Turn();
  EXPECT_EQ(Evaluated(), "2");
}

TEST_F(TrackerScanTest, ChangesOfAllTurnsAddUpUntilTaken) {
  Field("x") = 1;
  Create(2, 1, "x");
  tracker_.DetectChanges();
  Field("x") = 2;
  tracker_.DetectChanges();
  EXPECT_EQ(TakeChanges(), "2 = 2");
}

// ---- The type.

TEST_F(TrackerScanTest, TheTypeFollowsTheObject) {  // T-40, T-43, P-80, P-81
  Create(2, 1, "sel");
  EXPECT_EQ(Turn(), "");
  const Json a = world_.New("Item");
  const Json b = world_.New("Item");
  Field("sel") = a;
  EXPECT_EQ(Turn(), absl::StrCat("2 = ", DumpJson(a), " {type=Item}"));
  Field("sel") = b;
  EXPECT_EQ(Turn(), absl::StrCat("2 = ", DumpJson(b)));
  Field("sel") = Json();
  EXPECT_EQ(Turn(), "2 = null {type=}");
  Field("sel") = app_;
  EXPECT_EQ(Turn(), absl::StrCat("2 = ", DumpJson(app_), " {type=App}"));
  Field("sel") = world_.New();
  EXPECT_EQ(Turn(), absl::StrCat("2 = ", DumpJson(Field("sel")), " {type=}"));
}

TEST_F(TrackerScanTest, APrimitiveClearsTheTypeOfAnObject) {  // D-10, P-82
  Field("sel") = app_;
  Create(2, 1, "sel");
  Turn();
  Field("sel") = "text";
  EXPECT_EQ(Turn(), "2 = \"text\" {type=}");
  Field("sel") = app_;
  Turn();
  Field("sel") = Json::array();
  EXPECT_EQ(Turn(), "2 = [] {type=}");
}

TEST_F(TrackerScanTest, AGivenTypeStaysWithPrimitives) {  // T-40 step 5, P-34
  Create(2, 1, "sel", {{"type", "number"}});
  EXPECT_EQ(Turn(), "");
  Field("sel") = 5;
  EXPECT_EQ(Turn(), "2 = 5");
  EXPECT_EQ(PropertyOf(2, "type"), "number");
  Field("sel") = Json();
  EXPECT_EQ(Turn(), "2 = null {type=}");  // T-40 step 4
}

TEST_F(TrackerScanTest, AGivenTypeYieldsToTheObjects) {  // P-34, T-40 step 3
  Field("sel") = app_;
  Create(2, 1, "sel", {{"type", "App"}});
  Create(3, 1, "sel", {{"type", "X"}});
  EXPECT_EQ(Turn(), absl::StrCat("2 = ", DumpJson(app_), "; 3 = ", DumpJson(app_), " {type=App}"));
}

// ---- Wrappers.

TEST_F(TrackerScanTest, AWrapperStandsForItsValue) {  // T-2, T-3, T-44, P-66, P-79
  const Json wrapper = world_.New("Money", {{"text", "$5"}});
  int made = 0;
  resolver_.DefineWrapper("Money", [&](VariableId id, const Json& value) {
    EXPECT_EQ(id, Id(2));
    EXPECT_EQ(value, 5);
    ++made;
    return wrapper;
  });
  Field("price") = 5;
  Create(2, 1, "price", {{"wrapper", "Money"}});
  Create(3, 2, "text");
  EXPECT_EQ(Turn(), absl::StrCat("2 = ", DumpJson(wrapper), " {type=Money}; 3 = \"$5\""));
  EXPECT_EQ(Turn(), "");
  EXPECT_EQ(made, 1);  // Only when the value changed.
}

TEST_F(TrackerScanTest, AKeptWrapperAbsorbsTheChange) {  // T-44 step 3, T-58, section 18.3
  Field("list") = Json::array({"a"});
  Create(2, 1, "list", {{"wrapper", "List"}});
  Create(3, 2, "items.0.item");
  Turn();
  Field("list") = Json::array({"b", "c"});
  EXPECT_EQ(Turn(), "3 = \"b\"");
  EXPECT_EQ(tracker_.Find(Id(2))->change_count, 1);
}

TEST_F(TrackerScanTest, AReplacedWrapperIsTold) {  // T-44 step 4
  resolver_.DefineWrapper("Fresh", [&](VariableId, const Json&) { return world_.New("Fresh"); });
  Field("price") = 5;
  Create(2, 1, "price", {{"wrapper", "Fresh"}});
  Turn();
  Field("price") = 6;
  const std::string told = Turn();
  EXPECT_EQ(told, absl::StrCat("2 = ", DumpJson(resolver_.SentValueOf(Id(2)))));
}

TEST_F(TrackerScanTest, NilDropsTheWrapper) {  // T-44 step 1, P-80, TC-102
  Field("list") = Json::array({"a"});
  Create(2, 1, "list", {{"wrapper", "List"}});
  Turn();
  const Json first = resolver_.SentValueOf(Id(2));
  Field("list") = Json();
  EXPECT_EQ(Turn(), "2 = null {type=}");
  Field("list") = Json::array({"b"});
  const std::string told = Turn();
  EXPECT_EQ(told, absl::StrCat("2 = ", DumpJson(resolver_.SentValueOf(Id(2))), " {type=List}"));
  EXPECT_NE(resolver_.SentValueOf(Id(2)), first);
}

TEST_F(TrackerScanTest, WithoutAWrapperTheValueItselfIsTold) {  // T-47, TC-104
  resolver_.DefineWrapper("Nothing", [](VariableId, const Json&) { return Json(); });
  Field("price") = 5;
  Create(2, 1, "price", {{"wrapper", "Nothing"}});
  EXPECT_EQ(Turn(), "2 = 5");
  Field("price") = 6;
  EXPECT_EQ(Turn(), "2 = 6");
}

TEST_F(TrackerScanTest, PropertiesThatAWrapperSetsAreTold) {  // T-21, T-52, section 18.2
  resolver_.on_list_made = [this](VariableId id) {
    EXPECT_THAT(tracker_.SetProperty(id, "fallbackNamespace:high", "list-item", PageId()), IsOk());
  };
  Field("list") = Json::array();
  Create(2, 1, "list", {{"wrapper", "List"}});
  const std::string told = Turn();
  EXPECT_EQ(told, absl::StrCat("high: 2 {fallbackNamespace=list-item}; 2 = ",
                               DumpJson(resolver_.SentValueOf(Id(2))), " {type=List}"));
}

// ---- Rounds.

TEST_F(TrackerScanTest, OneRoundIsEnoughUnlessListsMove) {  // P-77
  Field("x") = 1;
  Create(2, 1, "x");
  Turn();
  EXPECT_EQ(resolver_.TakeScans().size(), 1u);
}

TEST_F(TrackerScanTest, MovedListsCallForAnotherRound) {  // P-77, section 18.3
  Field("list") = Json::array({"a"});
  Create(2, 1, "list", {{"wrapper", "List"}, {"priority", "low"}});
  Turn();
  EXPECT_EQ(resolver_.TakeScans().size(), 2u);
  Field("list") = Json::array({"b"});
  Turn();
  EXPECT_EQ(resolver_.TakeScans().size(), 2u);
  Turn();
  EXPECT_EQ(resolver_.TakeScans().size(), 1u);
}

TEST_F(TrackerScanTest, WhatMovedLateIsSeenInTheNextRound) {  // P-77, T-79
  Field("list") = Json::array({"a"});
  DefineGetter("first", [this] {  // High, so it comes before the list follows.
    const Json list = resolver_.SentValueOf(Id(2));
    return world_.IsObject(list) ? world_.Field(world_.Field(list, "items")[0], "item") : Json();
  });
  Create(2, 1, "list", {{"wrapper", "List"}, {"priority", "low"}});
  Create(3, 1, "first()", {{"priority", "high"}});
  EXPECT_THAT(Turn(), HasSubstr("high: 3 = \"a\""));
}

TEST_F(TrackerScanTest, FourRoundsAtMost) {  // P-77, L-5
  Field("n") = 0;
  DefineGetter("restless", [this] {
    Field("n") = Field("n").get<int>() + 1;
    return Json::array({Field("n")});
  });
  Create(2, 1, "restless()", {{"wrapper", "List"}});
  Turn();
  EXPECT_EQ(resolver_.TakeScans().size(), 4u);
}

TEST_F(TrackerScanTest, MovesBeforeTheScanNeedNoSecondRound) {
  Field("list") = Json::array({"a"});
  Field("x") = 1;
  Create(2, 1, "list", {{"wrapper", "List"}});
  Create(3, 1, "x");
  Turn();
  resolver_.TakeScans();
  EXPECT_THAT(tracker_.Assign(Id(2), Json::array({"b"})), IsOk());
  Field("x") = 2;
  EXPECT_EQ(Turn(), "3 = 2");
  EXPECT_EQ(resolver_.TakeScans().size(), 1u);
}

// ---- Order and activity.

TEST_F(TrackerScanTest, EvaluatesByPriorityWithParentsFirst) {  // T-75
  Create(2, 1, "a", {{"priority", "low"}});
  Create(3, 1, "b");
  Create(4, 2, "c", {{"priority", "high"}});
  Create(5, 1, "d", {{"priority", "high"}});
  Turn();
  EXPECT_EQ(Evaluated(), "2 4 5 3");
  EXPECT_THAT(Set(4, "priority", ""), IsOk());
  Turn();
  EXPECT_EQ(Evaluated(), "5 2 4 3");
}

TEST_F(TrackerScanTest, TellsParentsBeforeChildren) {  // P-107
  Field("owner") = world_.New("", {{"name", "Ann"}});
  EXPECT_THAT(tracker_.CreateRoot(Id(-1), resolver_.Hold(app_), {}), IsOk());
  tracker_.TakeChanges();
  Create(9, 1, "owner");
  Create(4, 9, "name");
  Create(3, 1, "owner.name");
  Create(2, -1, "owner.name");
  const std::string owner = DumpJson(Field("owner"));
  EXPECT_EQ(Turn(), absl::StrCat("2 = \"Ann\"; 9 = ", owner, "; 4 = \"Ann\"; 3 = \"Ann\""));
}

TEST_F(TrackerScanTest, InactiveSubtreesRest) {  // P-117, P-51, T-75
  Field("owner") = world_.New("", {{"name", "Ann"}});
  Create(2, 1, "owner");
  Create(3, 2, "name");
  Turn();
  tracker_.SetActive(Id(2), false);
  world_.Field(Field("owner"), "name") = "Bo";
  Field("owner") = world_.New("", {{"name", "Cy"}});
  EXPECT_EQ(Turn(), "");
  tracker_.SetActive(Id(2), true);
  EXPECT_EQ(Turn(), absl::StrCat("2 = ", DumpJson(Field("owner")), "; 3 = \"Cy\""));
  tracker_.SetActive(Id(9), false);
}

TEST_F(TrackerScanTest, AnInactiveRootRestsAltogether) {  // T-91
  Field("x") = 1;
  Create(2, 1, "x");
  tracker_.SetActive(kAppVariable, false);
  EXPECT_EQ(Turn(), "");
  tracker_.SetActive(kAppVariable, true);
  EXPECT_EQ(Turn(), "2 = 1");
}

// ---- Counters.

// T-80: a detection evaluates each variable once, however many there are and whether or not they
// changed.
TEST_F(TrackerScanTest, TheWorkGrowsWithTheVariablesAndNoFaster) {
  size_t created = 0;
  for (const size_t count : {10u, 1000u, 5000u}) {
    while (created < count) Create(static_cast<int64_t>(++created) + 1, 1, "x");
    Field("x") = static_cast<int64_t>(count);
    for (int turn = 0; turn < 2; ++turn) {
      resolver_.TakeScans();
      tracker_.DetectChanges();
      const std::vector<std::vector<VariableId>> scans = resolver_.TakeScans();
      ASSERT_EQ(scans.size(), 1u);
      EXPECT_EQ(scans[0].size(), count);
    }
    EXPECT_EQ(tracker_.TakeChanges().size(), count);
  }
}

// T-95: what a variable's own evaluation took when it last succeeded, and the longest.
TEST_F(TrackerScanTest, EvaluationsAreMeasuredWhereThatIsWanted) {
  absl::Duration now, takes = absl::Milliseconds(5);
  bool fails = false;
  Define("slow", [&](const Json*) -> absl::StatusOr<Json> {
    now += takes;
    if (fails) return MakeError(ErrorKind::kMethodFailure, "no");
    return app_;
  });
  Field("x") = 1;
  Create(2, 1, "slow()");
  Create(3, 2, "x");
  const auto times = [&](int64_t id) {
    const Variable& variable = *tracker_.Find(Id(id));
    return std::make_pair(variable.compute_time, variable.max_compute_time);
  };
  Turn();
  EXPECT_EQ(times(2), std::make_pair(absl::ZeroDuration(), absl::ZeroDuration()));

  tracker_.MeasureBy([&] { return now; });
  Turn();
  EXPECT_EQ(times(2), std::make_pair(absl::Milliseconds(5), absl::Milliseconds(5)));
  EXPECT_EQ(times(3), std::make_pair(absl::ZeroDuration(), absl::ZeroDuration()));
  takes = absl::Milliseconds(2);
  Turn();
  EXPECT_EQ(times(2), std::make_pair(absl::Milliseconds(2), absl::Milliseconds(5)));
  takes = absl::Milliseconds(9);
  fails = true;
  Turn();
  EXPECT_EQ(times(2), std::make_pair(absl::Milliseconds(2), absl::Milliseconds(5)));
}

TEST_F(TrackerScanTest, CountsScansThatFoundSomething) {  // T-94
  Field("x") = 1;
  Create(2, 1, "x");
  EXPECT_EQ(tracker_.change_count(), 0);
  Turn();
  EXPECT_EQ(tracker_.change_count(), 1);
  Turn();
  EXPECT_EQ(tracker_.change_count(), 1);
  EXPECT_THAT(Set(2, "a", "1"), IsOk());
  tracker_.DetectChanges();
  EXPECT_EQ(tracker_.change_count(), 2);
  EXPECT_EQ(tracker_.Find(Id(2))->change_count, 1);  // T-93
}

// ---- Errors.

TEST_F(TrackerScanTest, AFailingVariableKeepsItsValue) {  // P-83, TC-28
  Field("sel") = world_.New("", {{"name", "Z"}});
  Create(2, 1, "sel.name");
  EXPECT_EQ(Turn(), "2 = \"Z\"");
  EXPECT_EQ(Failed(), "");
  const Json sel = Field("sel");
  Field("sel") = Json();
  EXPECT_EQ(Turn(), "");
  EXPECT_THAT(ReadError(2),
              IsError(ErrorKind::kPathFailure, "NilPath error: Nil path sel(nil!).name"));  // T-29
  EXPECT_EQ(tracker_.KindOf(Id(2)), ValueKind::kPrimitive);
  EXPECT_EQ(Failed(), "2");
  Field("sel") = sel;
  EXPECT_EQ(Turn(), "");  // TC-30: back as it was.
  EXPECT_TRUE(ReadError(2).ok());
  EXPECT_EQ(Failed(), "");
}

TEST_F(TrackerScanTest, AnErrorIsNewOnce) {  // T-87
  Create(2, 1, "a.x");
  Turn();
  EXPECT_EQ(Failed(), "2");
  EXPECT_EQ(Failed(), "");
  Turn();
  EXPECT_EQ(Failed(), "");
  Field("a") = 5;
  Turn();
  EXPECT_EQ(Failed(), "2");  // Another text.
  Field("a") = app_;
  Turn();
  EXPECT_EQ(Failed(), "");
  Field("a") = Json();
  Turn();
  EXPECT_EQ(Failed(), "2");
}

TEST_F(TrackerScanTest, OnlyErrorsOfTheLastDetectionAreNew) {
  Create(2, 1, "a.x");
  Turn();
  Turn();
  EXPECT_EQ(Failed(), "");
}

TEST_F(TrackerScanTest, NewErrorsComeInScanOrder) {
  Create(2, 1, "a.x");
  Create(3, 1, "a.y", {{"priority", "high"}});
  Create(4, 2, "b");
  Turn();
  EXPECT_EQ(Failed(), "3 2 4");
}

TEST_F(TrackerScanTest, AFailureThatALaterRoundCuresIsNone) {
  Field("list") = Json::array({"a"});
  DefineGetter("first",
               [this] { return world_.IsObject(resolver_.SentValueOf(Id(2))) ? app_ : Json(); });
  Create(2, 1, "list", {{"wrapper", "List"}, {"priority", "low"}});
  Create(3, 1, "first().x", {{"priority", "high"}});
  Turn();
  EXPECT_TRUE(ReadError(3).ok());
  EXPECT_EQ(Failed(), "");
}

TEST_F(TrackerScanTest, ADestroyedVariableHasNotFailed) {
  Create(2, 1, "a.x");
  tracker_.DetectChanges();
  Destroy(2);
  Create(3, 1, "b.x");
  EXPECT_EQ(Failed(), "");
  tracker_.DetectChanges();
  EXPECT_EQ(Failed(), "3");
}

TEST_F(TrackerScanTest, NestedArraysAreAnErrorOfTheirVariable) {  // T-66, P-129
  Field("bad") = Json::parse("[[1],2]");
  Field("good") = 1;
  Create(2, 1, "bad");
  Create(3, 1, "good");
  EXPECT_EQ(Turn(), "3 = 1");
  EXPECT_THAT(ReadError(2), IsError(ErrorKind::kBadValue, HasSubstr("nested arrays")));
  EXPECT_EQ(Failed(), "2");
  Turn();
  EXPECT_EQ(Failed(), "");
}

TEST_F(TrackerScanTest, AMissingMethodSpoilsNothingElse) {  // TC-29
  Field("x") = 1;
  Create(2, 1, "nope()");
  Create(3, 1, "x");
  EXPECT_EQ(Turn(), "3 = 1");
  EXPECT_THAT(ReadError(2), IsError(ErrorKind::kMethodFailure, "method nope not found"));
}

TEST_F(TrackerScanTest, WriteErrorsOutliveScans) {  // T-87
  Create(2, 1, "a.x");
  EXPECT_FALSE(tracker_.Assign(Id(2), 1).ok());
  Turn();
  Turn();
  EXPECT_FALSE(tracker_.Find(Id(2))->write_error.ok());
}

// T-87: reading may succeed all the while.
TEST_F(TrackerScanTest, WriteErrorsEndWithTheNextSuccessfulWrite) {
  bool refuses = true;
  Define("m", [&](const Json* argument) -> absl::StatusOr<Json> {
    if (argument != nullptr && refuses) return MakeError(ErrorKind::kMethodFailure, "no");
    return 1;
  });
  Create(2, 1, "m()");
  Turn();
  EXPECT_FALSE(tracker_.Assign(Id(2), 5).ok());
  Turn();
  Turn();
  EXPECT_THAT(ReadError(2), IsOk());
  EXPECT_THAT(tracker_.Find(Id(2))->write_error,
              IsError(ErrorKind::kMethodFailure, HasSubstr("no")));
  refuses = false;
  EXPECT_THAT(tracker_.Assign(Id(2), 5), IsOk());
  EXPECT_THAT(tracker_.Find(Id(2))->write_error, IsOk());
}

// ---- Application code that changes variables. Everything runs twice: with a resolver that
// notices that a slot was closed under it, and with one that reports on it all the same.

class ReentrancyTest : public TrackerFixture, public WithParamInterface<bool> {
 protected:
  ReentrancyTest() { resolver_.reports_closed_slots = GetParam(); }
};
INSTANTIATE_TEST_SUITE_P(Resolvers, ReentrancyTest, Bool());

TEST_P(ReentrancyTest, AGetterDestroysItsVariable) {
  DefineGetter("suicide", [this] {
    Destroy(2);
    return 5;
  });
  Field("x") = 1;
  Create(2, 1, "suicide()");
  Create(3, 1, "x");
  EXPECT_EQ(Turn(), "3 = 1");
  EXPECT_EQ(tracker_.Find(Id(2)), nullptr);
  EXPECT_EQ(Turn(), "");
}

TEST_P(ReentrancyTest, AGetterDestroysItsVariableAndFails) {
  Define("suicide", [this](const Json*) -> absl::StatusOr<Json> {
    Destroy(2);
    return MakeError(ErrorKind::kMethodFailure, "gone");
  });
  Field("x") = 1;
  Create(2, 1, "suicide()");
  Create(3, 1, "x");
  EXPECT_EQ(Turn(), "3 = 1");
  EXPECT_EQ(Failed(), "");
}

TEST_P(ReentrancyTest, AGetterDestroysItsParent) {
  Field("owner") = world_.New();
  world_.Define(Field("owner"), "kill", [this](const Json*) -> absl::StatusOr<Json> {
    EXPECT_EQ(Destroy(2), "3 4 2");
    return 5;
  });
  Field("x") = 1;
  Create(2, 1, "owner");
  Create(3, 2, "kill()");
  Create(4, 2, "a");
  Create(5, 1, "x");
  EXPECT_EQ(Turn(), "5 = 1");
}

TEST_P(ReentrancyTest, AGetterDestroysEverything) {
  DefineGetter("end", [this] {
    Destroy(1);
    return 5;
  });
  Create(2, 1, "end()");
  Create(3, 1, "x");
  EXPECT_EQ(Turn(), "");
  EXPECT_EQ(tracker_.size(), 0u);
}

TEST_P(ReentrancyTest, AGetterReplacesItsVariable) {
  int calls = 0;
  DefineGetter("rebirth", [&] {
    if (++calls == 1) {
      Destroy(2);
      Create(2, 1, "x");
      Create(9, 1, "x");
    }
    return 5;
  });
  Field("x") = 1;
  Create(2, 1, "rebirth()");
  EXPECT_EQ(Turn(), "2 = 1; 9 = 1");
  EXPECT_EQ(calls, 1);
  EXPECT_EQ(tracker_.Find(Id(2))->change_count, 1);  // Not mistaken for its predecessor.
}

TEST_P(ReentrancyTest, VariablesCreatedMeanwhileAreEvaluated) {  // D-13, P-32
  DefineGetter("make", [this] {
    if (tracker_.Find(Id(9)) == nullptr) {
      Create(9, 1, "x", {{"priority", "high"}});
      Create(10, 9, "y");
    }
    return 5;
  });
  Field("x") = world_.New("", {{"y", 7}});
  Create(2, 1, "make()");
  EXPECT_EQ(Turn(), absl::StrCat("high: 9 = ", DumpJson(Field("x")), "; 2 = 5; 10 = 7"));
  const std::vector<std::vector<VariableId>> scans = resolver_.TakeScans();
  ASSERT_EQ(scans.size(), 2u);
  EXPECT_THAT(scans[0], ElementsAre(Id(2)));
  EXPECT_THAT(scans[1], ElementsAre(Id(9), Id(10)));  // Nothing is evaluated twice.
}

TEST_P(ReentrancyTest, EndlessCreationIsCutShort) {
  int64_t last = 100;
  DefineGetter("breed", [&] {
    ++last;
    Create(last, 1, "breed()");
    return last;
  });
  Create(2, 1, "breed()");
  Turn();
  const size_t first = tracker_.size();
  EXPECT_LE(first, 10u);
  Turn();  // Goes on, and each turn ends.
  EXPECT_GT(tracker_.size(), first);
}

TEST_P(ReentrancyTest, WhatIsDestroyedBeforeItsTurnIsPassedOver) {
  int calls = 0;
  DefineGetter("kill", [this] {
    Destroy(3);
    return 5;
  });
  DefineGetter("victim", [&] { return ++calls; });
  Create(2, 1, "kill()");
  Create(3, 1, "victim()");
  Create(4, 1, "victim()");
  EXPECT_EQ(Turn(), "2 = 5; 4 = 1");
}

TEST_P(ReentrancyTest, AGetterMakesItsVariableUnreadable) {
  DefineGetter("hide", [this] {
    EXPECT_THAT(Set(2, "access", "action"), IsOk());
    EXPECT_THAT(Set(3, "access", "w"), IsOk());
    return 5;
  });
  Field("x") = 1;
  Create(2, 1, "hide()");
  Create(3, 1, "x");
  EXPECT_EQ(Turn(), "2 = 5 {access=action}; 3 {access=w}");
  EXPECT_EQ(Turn(), "");
}

TEST_P(ReentrancyTest, AGetterMakesAnotherVariableReadable) {
  DefineGetter("show", [this] {
    EXPECT_THAT(Set(2, "access", "r"), IsOk());
    return 5;
  });
  Field("x") = 1;
  Create(2, 1, "x", {{"access", "w"}});
  Create(3, 1, "show()");
  EXPECT_EQ(Turn(), "2 = 1 {access=r}; 3 = 5");
}

TEST_P(ReentrancyTest, AGetterMovesPathsAndPriorities) {
  DefineGetter("shuffle", [this] {
    EXPECT_THAT(Set(2, "path", "y"), IsOk());
    EXPECT_THAT(Set(4, "path", "y"), IsOk());
    EXPECT_THAT(Set(4, "priority", "high"), IsOk());
    return 5;
  });
  Field("x") = 1;
  Field("y") = 2;
  Create(2, 1, "x");
  Create(3, 1, "shuffle()");
  Create(4, 1, "x");
  EXPECT_EQ(Turn(), "high: 4 = 2; 2 = 1 {path=y}; 3 = 5; 4 {path=y,priority=high}");
  EXPECT_EQ(Turn(), "2 = 2");
}

TEST_P(ReentrancyTest, AGetterWritesToItsOwnVariable) {
  Field("x") = 1;
  DefineGetter("write", [this] {
    EXPECT_THAT(tracker_.Assign(Id(3), 7), IsOk());
    tracker_.MarkAllChanged(Id(2));
    tracker_.MarkValueChanged(Id(3));
    return 5;
  });
  Create(2, 1, "write()");
  Create(3, 1, "x");
  EXPECT_EQ(Turn(), "2 = 5; 3 = 7");
}

TEST_P(ReentrancyTest, AGetterReplacesTheApp) {
  const Json other = world_.New("Other", {{"x", 2}});
  DefineGetter("swap", [&] {
    EXPECT_THAT(tracker_.ReplaceRoot(kAppVariable, resolver_.Hold(other)), IsOk());
    return 5;
  });
  Field("x") = 1;
  Create(2, 1, "swap()");
  Create(3, 1, "x");
  EXPECT_EQ(Turn(), absl::StrCat("1 = ", DumpJson(other), " {type=Other}; 2 = 5; 3 = 2"));
}

TEST_P(ReentrancyTest, AWrapperDestroysItsVariable) {
  resolver_.on_list_made = [this](VariableId id) { Destroy(id.value()); };
  Field("list") = Json::array({"a"});
  Create(2, 1, "list", {{"wrapper", "List"}});
  EXPECT_EQ(Turn(), "");
  EXPECT_EQ(tracker_.Find(Id(2)), nullptr);
}

TEST_P(ReentrancyTest, ANamedWrapperDestroysItsVariable) {
  resolver_.on_list_made = [this](VariableId id) { Destroy(id.value()); };
  Field("list") = Json::array({"a"});
  Create(2, 1, "list");
  Turn();
  EXPECT_THAT(Set(2, "wrapper", "List"), IsOk());
  EXPECT_EQ(tracker_.Find(Id(2)), nullptr);
  EXPECT_EQ(Turn(), "");
}

TEST_P(ReentrancyTest, AWrapperDestroysItsRoot) {
  resolver_.on_list_made = [this](VariableId id) { Destroy(id.value()); };
  EXPECT_THAT(tracker_.CreateRoot(Id(-1), resolver_.Hold(Json::array()), {{"wrapper", "List"}}),
              IsOk());
  EXPECT_EQ(tracker_.Find(Id(-1)), nullptr);
}

TEST_P(ReentrancyTest, AWrapperOfANewRootValueDestroysIt) {
  resolver_.on_list_made = [this](VariableId id) { Destroy(id.value()); };
  EXPECT_THAT(tracker_.CreateRoot(Id(-1), resolver_.Hold(Json()), {{"wrapper", "List"}}), IsOk());
  EXPECT_THAT(tracker_.ReplaceRoot(Id(-1), resolver_.Hold(Json::array())), IsOk());
  EXPECT_EQ(tracker_.Find(Id(-1)), nullptr);
}

TEST_P(ReentrancyTest, AMethodDestroysTheVariableItWasCalledThrough) {
  Define("close", [this](const Json*) -> absl::StatusOr<Json> {
    Destroy(2);
    Create(9, 1, "x");
    return Json();
  });
  Field("x") = 1;
  Create(2, 1, "close()", {{"access", "action"}});
  EXPECT_THAT(tracker_.Assign(Id(2), Json()), IsOk());
  EXPECT_EQ(tracker_.Find(Id(2)), nullptr);
  EXPECT_EQ(Turn(), "9 = 1");
}

TEST_P(ReentrancyTest, AWrapperOfAWrittenValueDestroysIt) {
  resolver_.on_list_made = [this](VariableId id) { Destroy(id.value()); };
  Create(2, 1, "list", {{"wrapper", "List"}});
  EXPECT_THAT(tracker_.Assign(Id(2), Json::array({1})), IsOk());
  EXPECT_EQ(tracker_.Find(Id(2)), nullptr);
}

}  // namespace
}  // namespace tandem::testing
