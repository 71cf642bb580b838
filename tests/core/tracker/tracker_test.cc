// Copyright (c) the Tandem authors. Licensed under the MIT License.

#include "core/tracker/tracker.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "core/base/error.h"
#include "gtest/gtest.h"
#include "tests/core/tracker/tracker_fixture.h"

namespace tandem::testing {
namespace {

class TrackerTest : public TrackerFixture {
 protected:
  std::string Tree() {
    std::string ids;
    tracker_.ForEach([&](const Variable& variable) { absl::StrAppend(&ids, variable.id, " "); });
    return ids;
  }
};

// ---- Roots.

TEST_F(TrackerTest, ARootTakesTheTypeOfItsObject) {  // T-20 steps 8 and 9, T-28
  const Json object = world_.New("Other");
  EXPECT_THAT(tracker_.CreateRoot(Id(-1), resolver_.Hold(object), {{"note", "n"}}), IsOk());
  EXPECT_EQ(PropertyOf(-1, "type"), "Other");
  EXPECT_EQ(TakeChanges(), "-1 {type=Other}");
  EXPECT_EQ(resolver_.held_values(), 0u);
}

TEST_F(TrackerTest, AGivenTypeOfARootYieldsToTheObjects) {  // T-28, T-40, TC-83
  EXPECT_THAT(tracker_.CreateRoot(Id(-1), resolver_.Hold(world_.New("Real")), {{"type", "X"}}),
              IsOk());
  EXPECT_THAT(tracker_.CreateRoot(Id(-2), resolver_.Hold(world_.New("Real")), {{"type", "Real"}}),
              IsOk());
  EXPECT_THAT(tracker_.CreateRoot(Id(-3), resolver_.Hold(world_.New("")), {{"type", "X"}}), IsOk());
  EXPECT_EQ(PropertyOf(-1, "type"), "Real");
  EXPECT_EQ(PropertyOf(-3, "type"), "X");
  EXPECT_EQ(TakeChanges(), "-1 {type=Real}");
}

TEST_F(TrackerTest, ARootMayHaveAWrapper) {  // T-20 step 8
  EXPECT_THAT(tracker_.CreateRoot(Id(-1), resolver_.Hold(Json::array({1})), {{"wrapper", "List"}}),
              IsOk());
  EXPECT_EQ(PropertyOf(-1, "type"), "List");
  Create(2, -1, "items.0.item");
  EXPECT_EQ(Turn(), "-1 {type=List}; 2 = 1");
}

TEST_F(TrackerTest, ARefusedRootLeavesTheValueWithTheCaller) {  // T-20 step 1, T-11
  const ValueRef value = resolver_.Hold(app_);
  EXPECT_THAT(tracker_.CreateRoot(kAppVariable, value, {}),
              IsError(ErrorKind::kDuplicateId, HasSubstr("variable ID 1 already in use")));
  EXPECT_THAT(tracker_.CreateRoot(Id(-1), value, {{"access", "maybe"}}),
              IsError(ErrorKind::kBadAccess, HasSubstr("\"maybe\"")));
  EXPECT_EQ(resolver_.held_values(), 1u);
  EXPECT_EQ(tracker_.size(), 1u);
}

TEST_F(TrackerTest, ThereAreNeverTooManyVariables) {  // D-44
  for (int64_t id = 2; tracker_.size() < Tracker::kMaxVariables; ++id) Create(id, 1, "name");
  const auto refusal = IsError(ErrorKind::kOverBudget, HasSubstr("more than 100000 variables"));
  EXPECT_THAT(TryCreate(1'000'000, 1, "name"), refusal);
  const ValueRef held = resolver_.Hold(app_);
  EXPECT_THAT(tracker_.CreateRoot(Id(-1), held, {}), refusal);
  EXPECT_EQ(tracker_.size(), Tracker::kMaxVariables);

  std::vector<VariableId> destroyed;
  tracker_.Destroy(Id(2), &destroyed);
  EXPECT_THAT(tracker_.CheckRoom(2), refusal);
  EXPECT_THAT(tracker_.CreateRoot(Id(-1), held, {}), IsOk());
  EXPECT_THAT(tracker_.CheckRoom(0), IsOk());
}

TEST_F(TrackerTest, AReplacedRootIsTold) {  // D-18, L-22
  Create(2, 1, "name");
  Field("name") = "Ann";
  EXPECT_EQ(Turn(), "2 = \"Ann\"");
  const Json other = world_.New("Other", {{"name", "Bo"}});
  EXPECT_THAT(tracker_.ReplaceRoot(kAppVariable, resolver_.Hold(other)), IsOk());
  EXPECT_EQ(Turn(), absl::StrCat("1 = ", DumpJson(other), " {type=Other}; 2 = \"Bo\""));
}

TEST_F(TrackerTest, OnlyRootsAreReplaced) {
  Create(2, 1, "name");
  const ValueRef value = resolver_.Hold(app_);
  EXPECT_THAT(tracker_.ReplaceRoot(Id(9), value), IsError(ErrorKind::kNotFound, HasSubstr("9")));
  EXPECT_THAT(tracker_.ReplaceRoot(Id(2), value), IsError(ErrorKind::kNotFound, HasSubstr("root")));
  EXPECT_EQ(resolver_.held_values(), 1u);
}

TEST_F(TrackerTest, ChildrenOfAReplacedRootThatHaveNoValueAnyMoreAreNil) {  // D-18
  Create(2, 1, "name");
  Field("name") = 1;
  Turn();
  EXPECT_THAT(tracker_.ReplaceRoot(kAppVariable, resolver_.Hold(world_.New("App"))), IsOk());
  EXPECT_THAT(Turn(), HasSubstr("2 = null"));
}

// ---- Creating.

TEST_F(TrackerTest, CreatingEvaluatesNothing) {  // D-13
  int calls = 0;
  DefineGetter("tick", [&] { return ++calls; });
  Create(2, 1, "tick()");
  EXPECT_EQ(calls, 0);
  EXPECT_EQ(TakeChanges(), "");
  EXPECT_EQ(tracker_.KindOf(Id(2)), ValueKind::kNil);
  EXPECT_EQ(Turn(), "2 = 1");  // P-32
  EXPECT_EQ(calls, 1);
}

TEST_F(TrackerTest, AnActionIsNeverEvaluated) {  // Section 3
  int calls = 0;
  DefineGetter("hit", [&] { return ++calls; });
  Create(2, 1, "hit()", {{"access", "action"}});
  EXPECT_EQ(Turn(), "");
  EXPECT_EQ(calls, 0);
}

TEST_F(TrackerTest, AWriteOnlyVariableIsNeverEvaluated) {  // Section 3, Q-4
  int calls = 0;
  Define("set", [&](const Json*) -> absl::StatusOr<Json> { return ++calls; });
  Create(2, 1, "set(_)", {{"access", "w"}});
  EXPECT_EQ(Turn(), "");
  EXPECT_EQ(calls, 0);
}

TEST_F(TrackerTest, PropertiesAreStoredAsGivenAndNotTold) {  // T-21, P-34, P-35
  Field("name") = 1;
  Create(2, 1, "name", {{"foo:high", "1"}, {"empty", ""}, {"create", "T"}});
  EXPECT_EQ(PropertyOf(2, "foo:high"), "1");
  EXPECT_EQ(PropertyOf(2, "foo"), "");
  EXPECT_EQ(PropertyOf(2, "create"), "T");
  EXPECT_EQ(PropertyOf(2, "path"), "name");
  EXPECT_NE(tracker_.Find(Id(2))->FindProperty("empty"), nullptr);
  EXPECT_EQ(Turn(), "2 = 1");
}

TEST_F(TrackerTest, TheQueryOverridesProperties) {  // T-4, P-36
  Create(2, 1, "a.b?access=r&priority=high&note", {{"access", "w"}, {"other", "x"}});
  const Variable& variable = *tracker_.Find(Id(2));
  EXPECT_EQ(variable.access, Access::kRead);
  EXPECT_EQ(variable.priority, Priority::kHigh);
  EXPECT_EQ(PropertyOf(2, "path"), "a.b");
  EXPECT_EQ(PropertyOf(2, "access"), "r");
  EXPECT_EQ(PropertyOf(2, "other"), "x");
  EXPECT_NE(variable.FindProperty("note"), nullptr);
  EXPECT_EQ(PathText(variable.path), "a.b");
  EXPECT_EQ(variable.parent, kAppVariable);
}

TEST_F(TrackerTest, APathOfOnlyAQueryIsTheParentsValue) {  // T-10
  Field("list") = Json::array({7});
  Create(2, 1, "list?wrapper=List");
  Create(3, 2, "?note=x");
  const std::string told = Turn();
  EXPECT_THAT(told, HasSubstr(absl::StrCat("3 = ", DumpJson(resolver_.SentValueOf(Id(2))))));
  EXPECT_EQ(PropertyOf(3, "path"), "");
}

TEST_F(TrackerTest, CreatingNeedsAPath) {  // P-31, section 15
  EXPECT_THAT(tracker_.Create(Id(2), kAppVariable, {}),
              IsError(ErrorKind::kBadRequest, "path property required"));
  EXPECT_THAT(TryCreate(2, 1, ""), IsError(ErrorKind::kBadRequest));
  EXPECT_EQ(tracker_.size(), 1u);
}

TEST_F(TrackerTest, CreatingNeedsAFreeId) {  // T-20 step 1, P-37
  Create(2, 1, "a", {{"note", "first"}});
  EXPECT_THAT(TryCreate(2, 1, "b"),
              IsError(ErrorKind::kDuplicateId, HasSubstr("variable ID 2 already in use")));
  EXPECT_EQ(PropertyOf(2, "note"), "first");
  EXPECT_THAT(TryCreate(1, 1, "b"), IsError(ErrorKind::kDuplicateId));
}

TEST_F(TrackerTest, CreatingNeedsAParent) {  // P-38
  EXPECT_THAT(TryCreate(2, 9, "a"), IsError(ErrorKind::kNotFound, HasSubstr("9")));
  EXPECT_EQ(tracker_.Find(Id(2)), nullptr);
}

TEST_F(TrackerTest, CreatingRefusesImpossibleCombinations) {  // T-8, T-11 … T-14, P-37
  EXPECT_THAT(TryCreate(2, 1, "set(_)"),
              IsError(ErrorKind::kBadAccess,
                      "CreateVariable: BadAccess error: path ending in \"set(_)\" requires access "
                      "\"w\" or \"action\", not \"rw\""));
  EXPECT_THAT(TryCreate(2, 1, "get()", {{"access", "w"}}),
              IsError(ErrorKind::kBadAccess, HasSubstr("not \"w\"")));
  EXPECT_THAT(TryCreate(2, 1, "set(_).x"),
              IsError(ErrorKind::kBadAccess, HasSubstr("CreateVariable: BadSetterCall error")));
  EXPECT_THAT(TryCreate(2, 1, "a", {{"access", "x"}}),
              IsError(ErrorKind::kBadAccess,
                      "CreateVariable: invalid access value \"x\" (must be r, w, rw, or action)"));
  EXPECT_EQ(Tree(), "1 ");
  EXPECT_EQ(Turn(), "");
}

TEST_F(TrackerTest, ARemovedIdMayBeUsedAgain) {  // P-115
  Create(2, 1, "a", {{"note", "x"}});
  Field("a") = 1;
  Turn();
  EXPECT_EQ(Destroy(2), "2");
  Create(2, 1, "a");
  EXPECT_EQ(PropertyOf(2, "note"), "");
  EXPECT_EQ(Turn(), "2 = 1");
}

// ---- Destroying.

TEST_F(TrackerTest, DestroyingGoesBottomUp) {  // P-53, T-89
  Create(2, 1, "a");
  Create(3, 2, "b");
  Create(4, 2, "c");
  Create(5, 3, "d");
  Create(6, 1, "e");
  EXPECT_EQ(Destroy(2), "5 3 4 2");
  EXPECT_EQ(Tree(), "1 6 ");
  EXPECT_EQ(Destroy(2), "");  // T-88
  EXPECT_EQ(Destroy(1), "6 1");
  EXPECT_EQ(Turn(), "");
}

TEST_F(TrackerTest, DestroyingForgetsWhatWasPending) {  // T-82, T-88, P-109
  Field("a") = 1;
  Create(2, 1, "a");
  Create(3, 1, "a");
  tracker_.DetectChanges();
  Destroy(2);
  Create(4, 1, "b");  // Takes over the slot.
  EXPECT_EQ(TakeChanges(), "3 = 1");
}

TEST_F(TrackerTest, ASlotThatCameBackIsToldOnce) {
  Field("a") = 1;
  Create(2, 1, "a");
  tracker_.DetectChanges();
  Destroy(2);
  Create(3, 1, "a");
  EXPECT_EQ(Turn(), "3 = 1");
}

// ---- Looking.

TEST_F(TrackerTest, ForEachIsDepthFirst) {  // P-107
  EXPECT_THAT(tracker_.CreateRoot(Id(-1), resolver_.Hold(Json()), {}), IsOk());
  Create(5, 1, "a");
  Create(3, 1, "b");
  Create(4, 5, "c");
  EXPECT_EQ(Tree(), "-1 1 5 4 3 ");
  EXPECT_EQ(tracker_.size(), 5u);
}

TEST_F(TrackerTest, AnUnknownVariableIsNil) {
  std::string text;
  tracker_.AppendValue(Id(9), &text);
  EXPECT_EQ(text, "null");
  EXPECT_EQ(tracker_.KindOf(Id(9)), ValueKind::kNil);
  EXPECT_EQ(tracker_.Find(Id(9)), nullptr);
}

TEST_F(TrackerTest, KindsOfValues) {  // P-61
  Create(2, 1, "x");
  for (const auto& [value, kind] :
       std::vector<std::pair<Json, ValueKind>>{{Json(), ValueKind::kNil},
                                               {5, ValueKind::kPrimitive},
                                               {"s", ValueKind::kPrimitive},
                                               {Json::array(), ValueKind::kArray},
                                               {app_, ValueKind::kObject}}) {
    Field("x") = value;
    Turn();
    EXPECT_EQ(tracker_.KindOf(Id(2)), kind) << value;
  }
}

// ---- Writing.

TEST_F(TrackerTest, AWrittenValueIsNotEchoed) {  // T-33, P-42
  Field("name") = "a";
  Create(2, 1, "name");
  Create(3, 1, "name");
  Turn();
  EXPECT_THAT(tracker_.Assign(Id(2), "b"), IsOk());
  EXPECT_EQ(Field("name"), "b");
  EXPECT_EQ(Turn(), "3 = \"b\"");
}

TEST_F(TrackerTest, AValueWrittenBeforeTheFirstScanIsNotEchoed) {  // T-33
  Create(2, 1, "name");
  EXPECT_THAT(tracker_.Assign(Id(2), "b"), IsOk());
  EXPECT_EQ(Turn(), "");
  Field("name") = Json();
  EXPECT_EQ(Turn(), "2 = null");  // The client has "b".
}

TEST_F(TrackerTest, ANormalisingSetterIsToldToTheWriter) {  // Section 18.4
  Define("name", [this](const Json* argument) -> absl::StatusOr<Json> {
    if (argument != nullptr) Field("stored") = "bob";
    return Field("stored");
  });
  Create(2, 1, "name()");
  EXPECT_THAT(tracker_.Assign(Id(2), " bob "), IsOk());
  EXPECT_EQ(Turn(), "2 = \"bob\"");
}

TEST_F(TrackerTest, ActionsAreInvoked) {  // T-32 step 7, P-40
  std::vector<std::string> calls;
  Define("press", [&](const Json* argument) -> absl::StatusOr<Json> {
    calls.push_back(argument == nullptr ? "nothing" : DumpJson(*argument));
    return Json();
  });
  Create(2, 1, "press()", {{"access", "action"}});
  Create(3, 1, "press(_)", {{"access", "action"}});
  Create(4, 1, "press()");
  EXPECT_THAT(tracker_.Assign(Id(2), "ignored"), IsOk());
  EXPECT_THAT(tracker_.Assign(Id(3), "red"), IsOk());
  EXPECT_THAT(tracker_.Assign(Id(4), Json()), IsOk());  // T-16
  EXPECT_THAT(calls, ElementsAre("nothing", "\"red\"", "null"));
  EXPECT_EQ(Turn(), "");
}

TEST_F(TrackerTest, AReadOnlyVariableRefuses) {  // T-32 step 1
  Field("name") = "a";
  Create(2, 1, "name", {{"access", "r"}});
  Turn();
  EXPECT_THAT(tracker_.Assign(Id(2), "b"),
              IsError(ErrorKind::kBadAccess,
                      "BadAccess error: cannot Set on read-only variable (access: \"r\")"));
  EXPECT_FALSE(tracker_.Find(Id(2))->write_error.ok());
  EXPECT_EQ(Turn(), "");
  EXPECT_EQ(Field("name"), "a");
}

TEST_F(TrackerTest, WritingToAnUnknownVariableFails) {  // P-46, section 15
  EXPECT_THAT(tracker_.Assign(Id(9), 1),
              IsError(ErrorKind::kNotFound, "variable 9 not found in tracker"));
}

TEST_F(TrackerTest, AFailedWriteTellsWhatIsTrue) {  // P-42, T-33
  Define("name", [](const Json* argument) -> absl::StatusOr<Json> {
    if (argument != nullptr) return MakeError(ErrorKind::kMethodFailure, "bad value");
    return "old";
  });
  Create(2, 1, "name()");
  Turn();
  EXPECT_THAT(tracker_.Assign(Id(2), "new"), IsError(ErrorKind::kMethodFailure, "bad value"));
  EXPECT_EQ(Turn(), "2 = \"old\"");
  EXPECT_EQ(tracker_.Find(Id(2))->change_count, 2);
  EXPECT_EQ(Turn(), "");                                 // Once.
  EXPECT_FALSE(tracker_.Find(Id(2))->write_error.ok());  // T-87
}

TEST_F(TrackerTest, AFailedWriteTellsNilToo) {
  Define("name", [](const Json* argument) -> absl::StatusOr<Json> {
    if (argument != nullptr) return MakeError(ErrorKind::kMethodFailure, "bad value");
    return Json();
  });
  Create(2, 1, "name()");
  Turn();
  EXPECT_FALSE(tracker_.Assign(Id(2), "new").ok());
  EXPECT_EQ(Turn(), "2 = null");
}

TEST_F(TrackerTest, WritingThroughNil) {  // Section 18.5, T-32 step 6, TC-49
  Create(2, 1, "sel.name");
  EXPECT_THAT(tracker_.Assign(Id(2), "x"),
              IsError(ErrorKind::kPathFailure, "NilPath error: Nil path sel(nil!).name"));
  EXPECT_EQ(Turn(), "");  // Reading fails too: the client keeps its text.
  Field("sel") = world_.New("", {{"name", "Z"}});
  EXPECT_EQ(Turn(), "2 = \"Z\"");
  EXPECT_THAT(tracker_.Assign(Id(2), "y"), IsOk());
}

TEST_F(TrackerTest, ASuccessfulWriteAfterAFailedOneIsTold) {  // P-132
  Create(2, 1, "sel.name");
  EXPECT_FALSE(tracker_.Assign(Id(2), "x").ok());
  Field("sel") = world_.New();
  EXPECT_THAT(tracker_.Assign(Id(2), "y"), IsOk());
  EXPECT_TRUE(tracker_.Find(Id(2))->write_error.ok());
  EXPECT_EQ(Turn(), "2 = \"y\"");
  EXPECT_THAT(tracker_.Assign(Id(2), "z"), IsOk());
  EXPECT_EQ(Turn(), "");
}

TEST_F(TrackerTest, NestedArraysAreRefused) {  // T-36, T-66
  Create(2, 1, "list");
  EXPECT_THAT(tracker_.Assign(Id(2), Json::parse("[[1]]")), IsError(ErrorKind::kBadValue));
  EXPECT_FALSE(tracker_.Find(Id(2))->write_error.ok());
}

TEST_F(TrackerTest, ChildrenOfAnUnreadableVariableSeeWhatWasWritten) {  // T-34
  Define("pick", [](const Json*) -> absl::StatusOr<Json> { return Json(); });
  Create(2, 1, "pick(_)", {{"access", "action"}});
  Create(3, 2, "name");
  EXPECT_EQ(Turn(), "");
  EXPECT_THAT(tracker_.Assign(Id(2), Json{{"name", "Ann"}}), IsOk());
  EXPECT_EQ(Turn(), "3 = \"Ann\"");
}

TEST_F(TrackerTest, ParentsOfAWrittenVariableStillReport) {  // resolver.h, Assign
  Field("owner") = world_.New("Owner");
  Create(2, 1, "owner");
  Create(3, 2, "name");
  EXPECT_THAT(tracker_.Assign(Id(3), "Ann"), IsOk());
  EXPECT_EQ(Turn(), absl::StrCat("2 = ", DumpJson(Field("owner")), " {type=Owner}"));
}

TEST_F(TrackerTest, InboundDataHasNoType) {  // T-34, TC-78
  Create(2, 1, "data");
  EXPECT_THAT(tracker_.Assign(Id(2), Json{{"type", "Forged"}, {"a", 1}}), IsOk());
  EXPECT_EQ(PropertyOf(2, "type"), "");
  Field("data") = app_;
  EXPECT_THAT(Turn(), HasSubstr("{type=App}"));
  EXPECT_THAT(tracker_.Assign(Id(2), Json{{"a", 1}}), IsOk());
  EXPECT_EQ(Turn(), "2 {type=}");  // What was shown is gone.
}

TEST_F(TrackerTest, AnUnreadableVariableKeepsItsType) {  // T-34
  Define("pick", [](const Json*) -> absl::StatusOr<Json> { return Json(); });
  Create(2, 1, "pick(_)", {{"access", "action"}, {"type", "given"}, {"wrapper", "List"}});
  for (const Json& argument : {Json(), app_, Json::array({1})}) {
    EXPECT_THAT(tracker_.Assign(Id(2), argument), IsOk());
    EXPECT_EQ(Turn(), "");
  }
}

TEST_F(TrackerTest, AWrittenReferenceHasTheTypeOfItsObject) {  // D-9, T-40
  Create(2, 1, "sel");
  EXPECT_THAT(tracker_.Assign(Id(2), app_), IsOk());
  EXPECT_EQ(Turn(), "2 {type=App}");
  EXPECT_THAT(tracker_.Assign(Id(2), 5), IsOk());
  EXPECT_EQ(Turn(), "2 {type=}");  // D-10
}

TEST_F(TrackerTest, WritingUpdatesTheWrapper) {  // T-32 step 2
  Create(2, 1, "list", {{"wrapper", "List"}});
  Create(3, 2, "items.0.item");
  EXPECT_THAT(tracker_.Assign(Id(2), Json::array({"a"})), IsOk());
  const Json wrapper = resolver_.SentValueOf(Id(2));
  EXPECT_EQ(Turn(), absl::StrCat("2 = ", DumpJson(wrapper), " {type=List}; 3 = \"a\""));
  EXPECT_THAT(tracker_.Assign(Id(2), Json::array({"b"})), IsOk());
  EXPECT_EQ(Turn(), "3 = \"b\"");  // T-58
  EXPECT_THAT(tracker_.Assign(Id(2), Json()), IsOk());
  EXPECT_THAT(Turn(), HasSubstr("2 = null {type=}"));
}

// ---- Properties.

TEST_F(TrackerTest, PropertiesAreToldWithTheirLevel) {  // T-37, P-68, section 6.3
  Create(32, 1, "x");
  EXPECT_THAT(Set(32, "a:high", "1"), IsOk());
  EXPECT_THAT(Set(32, "c:medium", "3"), IsOk());
  EXPECT_THAT(Set(32, "d:low", "4"), IsOk());
  EXPECT_THAT(Set(32, "e", "5"), IsOk());
  EXPECT_EQ(TakeChanges(), "high: 32 {a=1}; 32 {c=3,e=5}; low: 32 {d=4}");
  EXPECT_EQ(TakeChanges(), "");
}

TEST_F(TrackerTest, TheSameValueAndLevelIsNoChange) {  // T-37, P-44
  Create(2, 1, "x");
  EXPECT_THAT(Set(2, "a:high", "1"), IsOk());
  TakeChanges();
  EXPECT_THAT(Set(2, "a:high", "1"), IsOk());
  EXPECT_EQ(TakeChanges(), "");
  EXPECT_THAT(Set(2, "a", "1"), IsOk());  // The level is medium again (P-68).
  EXPECT_EQ(TakeChanges(), "2 {a=1}");
}

TEST_F(TrackerTest, RemovingTellsTheEmptyText) {  // T-38, P-67, T-84
  Create(2, 1, "x");
  EXPECT_THAT(Set(2, "nothing", ""), IsOk());
  EXPECT_EQ(TakeChanges(), "");
  EXPECT_THAT(Set(2, "a:low", "1"), IsOk());
  TakeChanges();
  EXPECT_THAT(Set(2, "a", ""), IsOk());
  EXPECT_EQ(tracker_.Find(Id(2))->FindProperty("a"), nullptr);
  EXPECT_EQ(TakeChanges(), "2 {a=}");
}

TEST_F(TrackerTest, TheLastWriterIsRemembered) {  // D-7
  Create(2, 1, "x");
  EXPECT_THAT(Set(2, "a", "1", 5), IsOk());
  EXPECT_THAT(Set(2, "a", "2", 6), IsOk());
  EXPECT_THAT(Set(2, "b", "1", 5), IsOk());
  EXPECT_THAT(Set(2, "b", "2"), IsOk());
  const std::vector<Change> changes = tracker_.TakeChanges();
  ASSERT_EQ(changes.size(), 1u);
  EXPECT_EQ(changes[0].properties[0].origin, PageId(6));
  EXPECT_EQ(changes[0].properties[1].origin, PageId());
}

TEST_F(TrackerTest, PropertiesOfAnUnknownVariable) {
  EXPECT_THAT(Set(9, "a", "1"), IsError(ErrorKind::kNotFound, HasSubstr("variable 9 not found")));
}

TEST_F(TrackerTest, ANewPathIsSeenAtTheNextScan) {  // T-39
  Field("a") = 1;
  Field("b") = 2;
  Create(2, 1, "a");
  Turn();
  EXPECT_THAT(Set(2, "path", "b"), IsOk());
  EXPECT_EQ(tracker_.KindOf(Id(2)), ValueKind::kPrimitive);
  EXPECT_EQ(Turn(), "2 = 2 {path=b}");
  EXPECT_THAT(Set(2, "path", ""), IsOk());  // T-10
  EXPECT_EQ(Turn(), absl::StrCat("2 = ", DumpJson(app_), " {path=,type=App}"));
}

TEST_F(TrackerTest, ARefusedPathChangesNothing) {  // T-14
  Field("a") = 1;
  Create(2, 1, "a");
  Turn();
  EXPECT_THAT(Set(2, "path", "b(_)"),
              IsError(ErrorKind::kBadAccess, HasSubstr("SetProperty: BadAccess error")));
  EXPECT_THAT(Set(2, "path", "b(_).c"),
              IsError(ErrorKind::kBadAccess, HasSubstr("SetProperty: BadSetterCall error")));
  EXPECT_THAT(Set(2, "path", "a?x=y"), IsError(ErrorKind::kBadRequest, HasSubstr("query")));
  EXPECT_EQ(PropertyOf(2, "path"), "a");
  EXPECT_EQ(PathText(tracker_.Find(Id(2))->path), "a");
  EXPECT_EQ(Turn(), "");
}

TEST_F(TrackerTest, ThePathOfARootIsJustAProperty) {
  EXPECT_THAT(Set(1, "path", "x?y"), IsOk());
  EXPECT_EQ(Turn(), "1 {path=x?y}");
}

TEST_F(TrackerTest, AccessDecidesWhatIsEvaluated) {  // T-37, T-15, section 3
  Field("a") = 1;
  Create(2, 1, "a", {{"access", "action"}});
  EXPECT_EQ(Turn(), "");
  EXPECT_THAT(Set(2, "access", "r"), IsOk());
  EXPECT_EQ(Turn(), "2 = 1 {access=r}");
  EXPECT_THAT(Set(2, "access", "w"), IsOk());
  Field("a") = 2;
  EXPECT_EQ(Turn(), "2 {access=w}");
  EXPECT_THAT(Set(2, "access", ""), IsOk());
  EXPECT_EQ(tracker_.Find(Id(2))->access, Access::kReadWrite);
  EXPECT_EQ(Turn(), "2 = 2 {access=}");
}

TEST_F(TrackerTest, ARefusedAccessChangesNothing) {  // T-14, T-15
  Create(2, 1, "m()");
  Create(3, 1, "m(_)", {{"access", "w"}});
  EXPECT_THAT(Set(2, "access", "w"), IsError(ErrorKind::kBadAccess, HasSubstr("not \"w\"")));
  EXPECT_THAT(Set(2, "access", "q"),
              IsError(ErrorKind::kBadAccess,
                      "SetProperty: invalid access value \"q\" (must be r, w, rw, or action)"));
  EXPECT_THAT(Set(3, "access", ""), IsError(ErrorKind::kBadAccess, HasSubstr("not \"rw\"")));
  EXPECT_EQ(PropertyOf(2, "access"), "");
  EXPECT_EQ(PropertyOf(3, "access"), "w");
  EXPECT_EQ(tracker_.Find(Id(2))->access, Access::kReadWrite);
  EXPECT_EQ(tracker_.Find(Id(3))->access, Access::kWrite);
  EXPECT_EQ(TakeChanges(), "");
}

TEST_F(TrackerTest, AnUnreadableVariableHasNoReadError) {
  Create(2, 1, "a.b");
  Turn();
  EXPECT_FALSE(ReadError(2).ok());
  EXPECT_THAT(Set(2, "access", "w"), IsOk());
  EXPECT_TRUE(ReadError(2).ok());
}

TEST_F(TrackerTest, PriorityMovesTheValue) {  // T-37, section 18.6
  Field("x") = 1;
  Create(2, 1, "x");
  Create(3, 1, "x", {{"priority", "high"}});
  EXPECT_EQ(Turn(), "high: 3 = 1; 2 = 1");
  EXPECT_THAT(Set(2, "priority", "high"), IsOk());
  EXPECT_THAT(Set(3, "priority", ""), IsOk());
  Field("x") = 2;
  EXPECT_EQ(Turn(), "high: 2 = 2; 2 {priority=high}; 3 = 2 {priority=}");
}

TEST_F(TrackerTest, NamingAWrapperMakesOne) {  // T-37, T-44
  Field("list") = Json::array({"a"});
  Create(2, 1, "list");
  Turn();
  EXPECT_THAT(Set(2, "wrapper", "List"), IsOk());
  const Json wrapper = resolver_.SentValueOf(Id(2));
  EXPECT_EQ(Turn(), absl::StrCat("2 = ", DumpJson(wrapper), " {type=List,wrapper=List}"));
  EXPECT_THAT(Set(2, "wrapper", ""), IsOk());
  EXPECT_EQ(Turn(), "2 = [\"a\"] {type=,wrapper=}");
}

TEST_F(TrackerTest, AWrapperThatCannotBeMadeChangesNothing) {  // T-47
  Field("list") = Json::array({"a"});
  Create(2, 1, "list", {{"type", "kept"}});
  Turn();
  EXPECT_THAT(Set(2, "wrapper", "Nope"), IsOk());
  EXPECT_EQ(Turn(), "2 {wrapper=Nope}");
  EXPECT_EQ(PropertyOf(2, "type"), "kept");
}

TEST_F(TrackerTest, AWrapperBeforeTheFirstValueWaitsForIt) {  // D-13
  Field("list") = Json::array({"a"});
  Create(2, 1, "list", {{"type", "given"}});
  EXPECT_THAT(Set(2, "wrapper", "List"), IsOk());
  EXPECT_EQ(PropertyOf(2, "type"), "given");
  EXPECT_THAT(Turn(), HasSubstr("{type=List,wrapper=List}"));
}

// ---- Marks.

TEST_F(TrackerTest, MarkingAllTellsEverything) {  // P-49, T-83
  EXPECT_THAT(Set(1, "note:low", "n"), IsOk());
  TakeChanges();
  tracker_.MarkAllChanged(kAppVariable);
  EXPECT_EQ(TakeChanges(), absl::StrCat("1 = ", DumpJson(app_), " {type=App}; low: 1 {note=n}"));
}

TEST_F(TrackerTest, MarkingAllOfNilTellsNothing) {  // P-49
  Create(2, 1, "x", {{"note", "n"}});
  Turn();
  tracker_.MarkAllChanged(Id(2));
  tracker_.MarkAllChanged(Id(9));
  EXPECT_EQ(TakeChanges(), "");
}

TEST_F(TrackerTest, MarkingTheValueTellsItEvenIfNil) {  // P-132
  Create(2, 1, "x");
  tracker_.MarkValueChanged(Id(2));
  tracker_.MarkValueChanged(Id(9));
  EXPECT_EQ(Turn(), "2 = null");
  EXPECT_EQ(tracker_.Find(Id(2))->change_count, 0);  // T-93
}

TEST_F(TrackerTest, PrioritiesAtAWatch) {  // Section 18.6
  Field("x") = 1;
  Create(32, 1, "x", {{"priority", "low"}, {"foo", "bar"}});
  Turn();
  tracker_.MarkAllChanged(Id(32));
  EXPECT_EQ(TakeChanges(), "32 {foo=bar,path=x,priority=low}; low: 32 = 1");
}

TEST_F(TrackerTest, ManyPropertiesAreNoProblem) {
  Tracker::Properties many;
  for (int i = 0; i < 20000; ++i) many.emplace_back(absl::StrCat("p", (i * 7919) % 20000), "x");
  Field("x") = 1;
  Create(2, 1, "x", many);
  Turn();
  tracker_.MarkAllChanged(Id(2));
  EXPECT_EQ(tracker_.TakeChanges()[0].properties.size(), 20001u);
}

}  // namespace
}  // namespace tandem::testing
