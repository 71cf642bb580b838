// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// What the backend needs to let several pages share variables: knowing beforehand what is asked
// for and what would be refused, copies, and places in the tree.

#include <string>

#include "absl/strings/str_cat.h"
#include "core/base/error.h"
#include "core/tracker/tracker.h"
#include "tests/core/tracker/tracker_fixture.h"

namespace tandem::testing {
namespace {

class TrackerSharingTest : public TrackerFixture {};

TEST_F(TrackerSharingTest, WhatIsAskedForIsKnownBeforeItIsMade) {  // T-4
  absl::StatusOr<Variable> asked =
      Tracker::Prepare({{"path", "title?access=r&note=n"}, {"access", "rw"}});
  ASSERT_THAT(asked, IsOk());
  EXPECT_EQ(asked->PropertyValue("path"), "title");
  EXPECT_EQ(asked->PropertyValue("note"), "n");
  EXPECT_EQ(asked->access, Access::kRead);
  Field("title") = "T";
  EXPECT_THAT(tracker_.CreatePrepared(Id(2), kAppVariable, *asked), IsOk());
  EXPECT_EQ(Turn(), "2 = \"T\"");
}

TEST_F(TrackerSharingTest, WhatCannotBeMadeIsRefusedInEitherStep) {
  EXPECT_THAT(Tracker::Prepare({}), IsError(ErrorKind::kBadRequest));
  EXPECT_THAT(Tracker::Prepare({{"path", "a(_)"}}), IsError(ErrorKind::kBadAccess));
  const Variable asked = *Tracker::Prepare({{"path", "a"}});
  EXPECT_THAT(tracker_.CreatePrepared(kAppVariable, kAppVariable, asked),
              IsError(ErrorKind::kDuplicateId));
  EXPECT_THAT(tracker_.CreatePrepared(Id(2), Id(9), asked), IsError(ErrorKind::kNotFound));
}

TEST_F(TrackerSharingTest, ChecksAPropertyWithoutSettingIt) {  // T-14
  Create(2, 1, "a");
  EXPECT_THAT(tracker_.CheckProperty(Id(2), "access", "r"), IsOk());
  EXPECT_THAT(tracker_.CheckProperty(Id(2), "note", "n"), IsOk());
  EXPECT_THAT(tracker_.CheckProperty(Id(2), "access:high", "x"), IsError(ErrorKind::kBadAccess));
  EXPECT_THAT(tracker_.CheckProperty(Id(2), "path", "b(_)"), IsError(ErrorKind::kBadAccess));
  EXPECT_THAT(tracker_.CheckProperty(Id(2), "path", "b?c=d"), IsError(ErrorKind::kBadRequest));
  EXPECT_THAT(tracker_.CheckProperty(Id(9), "note", "n"), IsError(ErrorKind::kNotFound));
  EXPECT_EQ(PropertyOf(2, "access"), "");
  EXPECT_EQ(PropertyOf(2, "path"), "a");
}

// ---- Copies.

TEST_F(TrackerSharingTest, ACopyIsAskedForAsItsModelIsNow) {
  Field("title") = "T";
  Create(2, 1, "name", {{"note", "n"}});
  EXPECT_THAT(Set(2, "path", "title"), IsOk());
  EXPECT_THAT(Set(2, "priority", "high"), IsOk());
  EXPECT_THAT(Set(2, "low:low", "l"), IsOk());
  Turn();
  tracker_.Copy(Id(3), kAppVariable, Id(2));
  EXPECT_EQ(PropertyOf(3, "note"), "n");
  EXPECT_EQ(tracker_.Find(Id(3))->FindProperty("low")->priority, Priority::kLow);
  EXPECT_EQ(Turn(), "high: 3 = \"T\"");
  Field("title") = "U";
  EXPECT_EQ(Turn(), "high: 2 = \"U\"; high: 3 = \"U\"");
  EXPECT_THAT(Set(3, "path", "name"), IsOk());
  EXPECT_EQ(PropertyOf(2, "path"), "title");
}

TEST_F(TrackerSharingTest, ACopyStandsBelowTheParentItIsGiven) {
  Field("owner") = world_.New("", {{"name", "Ann"}});
  Create(2, 1, "owner");
  Create(3, 2, "name");
  Turn();
  tracker_.Copy(Id(4), kAppVariable, Id(2));
  tracker_.Copy(Id(5), Id(4), Id(3));
  EXPECT_EQ(Destroy(4), "5 4");
}

// Who takes the copy for its model shows the model's value.
TEST_F(TrackerSharingTest, ACopyOfSomethingShownTellsThatItIsNil) {  // P-33, P-80
  Field("owner") = world_.New("Person");
  Create(2, 1, "owner");
  Create(3, 1, "nothing");
  Turn();
  Field("owner") = nullptr;
  tracker_.Copy(Id(4), kAppVariable, Id(2));
  tracker_.Copy(Id(5), kAppVariable, Id(3));
  EXPECT_EQ(PropertyOf(4, "type"), "Person");
  EXPECT_EQ(Turn(), "2 = null {type=}; 4 = null {type=}");
  EXPECT_EQ(Turn(), "");
}

TEST_F(TrackerSharingTest, ACopyThatCannotBeReadKeepsItsModelsValue) {  // P-83
  bool is_broken = false;
  Define("get", [&](const Json*) -> absl::StatusOr<Json> {
    if (is_broken) return MakeError(ErrorKind::kMethodFailure, "broken");
    return Json(7);
  });
  Create(2, 1, "get()", {{"access", "r"}});
  Turn();
  is_broken = true;
  tracker_.Copy(Id(3), kAppVariable, Id(2));
  EXPECT_EQ(Turn(), "");
  EXPECT_EQ(Failed(), "2 3");
  EXPECT_EQ(Told(3), "7");
  is_broken = false;
  EXPECT_EQ(Turn(), "3 = 7");
}

TEST_F(TrackerSharingTest, ACopyIsActiveAsItsModelIs) {
  Field("title") = "T";
  Create(2, 1, "title");
  Turn();
  tracker_.SetActive(Id(2), false);
  tracker_.Copy(Id(3), kAppVariable, Id(2));
  EXPECT_EQ(Turn(), "");
  tracker_.SetActive(Id(3), true);
  EXPECT_EQ(Turn(), "3 = \"T\"");
}

TEST_F(TrackerSharingTest, ACopyHasAWrapperOfItsOwn) {  // T-44
  int made = 0;
  resolver_.DefineWrapper("W", [&](VariableId, const Json&) {
    ++made;
    return world_.New("W");
  });
  Field("title") = "T";
  Create(2, 1, "title", {{"wrapper", "W"}});
  Turn();
  tracker_.Copy(Id(3), kAppVariable, Id(2));
  tracker_.WrapAnew(Id(3));
  tracker_.WrapAnew(Id(9));
  EXPECT_THAT(Turn(), StartsWith("3 = {\"obj\":"));
  EXPECT_EQ(made, 2);
}

TEST_F(TrackerSharingTest, ACopyMayLoseItsWrapperBeforeItHasOne) {  // T-40, T-44
  resolver_.DefineWrapper("W", [&](VariableId, const Json&) { return world_.New("W"); });
  Field("title") = "T";
  Create(2, 1, "title", {{"wrapper", "W"}});
  Turn();
  tracker_.Copy(Id(3), kAppVariable, Id(2));
  EXPECT_THAT(Set(3, "wrapper", ""), IsOk());
  tracker_.WrapAnew(Id(3));
  EXPECT_EQ(Turn(), "3 = \"T\" {type=,wrapper=}");
}

// ---- Places.

TEST_F(TrackerSharingTest, PlacesAreDepthFirst) {  // P-107
  Create(2, 1, "a");
  Create(3, 1, "b");
  Create(4, 2, "c");
  EXPECT_LT(tracker_.PlaceOf(Id(1)), tracker_.PlaceOf(Id(2)));
  EXPECT_LT(tracker_.PlaceOf(Id(2)), tracker_.PlaceOf(Id(4)));
  EXPECT_LT(tracker_.PlaceOf(Id(4)), tracker_.PlaceOf(Id(3)));
  EXPECT_EQ(tracker_.PlaceOf(Id(9)), -1);
}

TEST_F(TrackerSharingTest, ASubtreeIsNamedAsItWouldGo) {  // P-53
  Create(2, 1, "a");
  Create(3, 2, "b");
  Create(4, 3, "c");
  Create(5, 2, "d");
  EXPECT_THAT(tracker_.Subtree(Id(2)), ElementsAre(Id(4), Id(3), Id(5), Id(2)));
  EXPECT_THAT(tracker_.Subtree(Id(9)), IsEmpty());
  EXPECT_EQ(Destroy(2), "4 3 5 2");
}

}  // namespace
}  // namespace tandem::testing
