// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// The tracker against a naive one: random operations on both, over the same application, must
// tell the same and know the same. A failure prints its seed and the operations that led to it.

#include <cstdint>
#include <map>
#include <random>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "core/base/ids.h"
#include "core/base/json.h"
#include "core/testing/matchers.h"
#include "core/tracker/change.h"
#include "core/tracker/path.h"
#include "core/tracker/priority.h"
#include "core/tracker/tracker.h"
#include "core/tracker/variable.h"
#include "gtest/gtest.h"
#include "tests/core/tracker/json_resolver.h"
#include "tests/core/tracker/json_world.h"
#include "tests/core/tracker/naive_tracker.h"

namespace tandem::testing {
namespace {

class Comparison {
 public:
  explicit Comparison(unsigned seed) : random_(seed) {
    for (const char* type : {"App", "Item", "Item", ""}) objects_.push_back(world_.New(type));
    for (const Json& object : objects_) {
      for (const char* field : {"a", "b"}) world_.Field(object, field) = AnyValue();
    }
    for (int64_t id : {1, -1}) {
      const Json value = id == 1 ? objects_[0] : AnyValue();
      EXPECT_THAT(tracker_.CreateRoot(VariableId(id), resolver_.Hold(value), {}), IsOk());
      naive_.CreateRoot(id, value);
      Say(absl::StrCat("root ", id, " = ", DumpJson(value)));
    }
  }

  void Step() {
    switch (Below(16)) {
      case 0:
      case 1:
      case 2:
        return Create();
      case 3:
        return Destroy();
      case 4:
      case 5:
        return Assign();
      case 6:
      case 7:
        return SetProperty();
      case 8:
        return SetActive();
      case 9:
        return Mark();
      case 10:
      case 11:
      case 12:
        return ChangeWorld();
      case 13:
        return Below(4) == 0 ? ReplaceRoot() : ChangeWorld();
      default:
        return Turn();
    }
  }

  // Everything that can be asked.
  void Compare() {
    std::vector<int64_t> tree;
    tracker_.ForEach([&](const Variable& v) { tree.push_back(v.id.value()); });
    EXPECT_EQ(tree, naive_.Tree());
    EXPECT_EQ(tracker_.size(), naive_.variables().size());
    EXPECT_EQ(resolver_.open_slots(), static_cast<int>(tracker_.size()));
    for (const auto& [id, expected] : naive_.variables()) {
      const Variable* found = tracker_.Find(VariableId(id));
      ASSERT_NE(found, nullptr) << id;
      std::string value;
      tracker_.AppendValue(VariableId(id), &value);
      EXPECT_EQ(value, DumpJson(expected.shown())) << id;
      EXPECT_EQ(found->parent.value(), expected.parent) << id;
      EXPECT_EQ(found->path, expected.path) << id;
      EXPECT_EQ(found->access, expected.access) << id;
      EXPECT_EQ(found->priority, expected.priority) << id;
      EXPECT_EQ(found->active, expected.active) << id;
      EXPECT_EQ(found->read_error.message(), expected.read_error) << id;
      EXPECT_EQ(found->write_error.message(), expected.write_error) << id;
      EXPECT_EQ(found->change_count, expected.change_count) << id;
      std::map<std::string, std::string> properties;
      for (const auto& [name, property] : expected.properties) properties[name] = property.value;
      std::map<std::string, std::string> found_properties;
      for (const Property& property : found->properties) {
        found_properties[property.name] = property.value;
      }
      EXPECT_EQ(found_properties, properties) << id;
    }
  }

  void Turn() {
    Say("turn");
    resolver_.TakeScans();
    const std::vector<int64_t> order = naive_.EvaluationOrder();
    tracker_.DetectChanges();
    const std::vector<int64_t> failed = naive_.DetectChanges();
    EXPECT_EQ(Values(resolver_.TakeScans()[0]), order);
    EXPECT_EQ(Values(tracker_.TakeNewlyFailed()), failed);
    const std::string told = Render(tracker_.TakeChanges());
    EXPECT_EQ(told, naive_.TakeChanges());
    Compare();
  }

  std::string script() const { return absl::StrJoin(script_, "\n"); }

 private:
  int Below(int limit) { return static_cast<int>(random_() % static_cast<unsigned>(limit)); }
  template <typename T>
  T AnyOf(std::initializer_list<T> choices) {
    return choices.begin()[Below(static_cast<int>(choices.size()))];
  }
  Json AnyObject() {
    return objects_[static_cast<size_t>(Below(static_cast<int>(objects_.size())))];
  }
  Json AnyValue() {
    switch (Below(8)) {
      case 0:
        return Json();
      case 1:
        return Below(3);
      case 2:
        return AnyOf({"x", "y"});
      case 3:
      case 4: {
        Json list = Json::array();
        for (int i = Below(3); i > 0; --i) list.push_back(Below(2) ? Json(Below(3)) : AnyObject());
        return list;
      }
      case 5:
        return Below(3) == 0 ? Json::parse("[[1]]") : Json(Below(2) == 1);
      default:
        return AnyObject();
    }
  }
  // Ids are few, so that they are used again and often name nothing.
  int64_t AnyId() { return Below(8) == 0 ? AnyOf({1, -1}) : 2 + Below(12); }
  int64_t AnyPresentId() {
    const std::vector<int64_t> tree = naive_.Tree();
    return Below(20) == 0 || tree.empty()
               ? AnyId()
               : tree[static_cast<size_t>(Below(static_cast<int>(tree.size())))];
  }
  std::string AnyPath() {
    return AnyOf({"a", "b", "a.b", "b.a", "a.0", "0", "b.a.b", "items.0.item", "items", "a.b.0",
                  "?x=y", "a?priority=high", "b?wrapper=List", "a?access=r"});
  }

  void Say(std::string text) { script_.push_back(std::move(text)); }

  void Create() {
    const int64_t id = AnyId();
    const int64_t parent = AnyPresentId();
    const std::string path = AnyPath();
    std::map<std::string, std::string> properties;
    if (Below(3) == 0) properties["priority"] = AnyOf({"high", "low", "odd"});
    if (Below(3) == 0) properties["access"] = AnyOf({"r", "w", "rw", "action", "bad"});
    if (Below(4) == 0) properties["wrapper"] = AnyOf({"List", "Missing"});
    if (Below(6) == 0) properties["type"] = "given";
    Say(absl::StrCat("create ", id, " below ", parent, " path ", path, " {",
                     absl::StrJoin(properties, ",", absl::PairFormatter("=")), "}"));
    Tracker::Properties all(properties.begin(), properties.end());
    all.emplace_back("path", path);
    const bool ok = tracker_.Create(VariableId(id), VariableId(parent), all).ok();
    EXPECT_EQ(ok, naive_.Create(id, parent, path, properties));
  }

  void Destroy() {
    const int64_t id = AnyPresentId();
    if (id == 1 || id == -1) return;
    Say(absl::StrCat("destroy ", id));
    std::vector<VariableId> destroyed;
    tracker_.Destroy(VariableId(id), &destroyed);
    EXPECT_EQ(Values(destroyed), naive_.Destroy(id));
  }

  void Assign() {
    const int64_t id = AnyPresentId();
    const Json value = AnyValue();
    Say(absl::StrCat("assign ", id, " = ", DumpJson(value)));
    const std::string expected = naive_.BeforeAssign(id, value);
    const absl::Status status = tracker_.Assign(VariableId(id), value);
    naive_.AfterAssign(id, value, expected);
    EXPECT_EQ(status.message(), expected);
  }

  void SetProperty() {
    const int64_t id = AnyPresentId();
    const std::string name =
        AnyOf({"p", "p:high", "q:low", "path", "access", "priority", "wrapper", "type", "p:med"});
    const std::string value = name == "path"       ? AnyPath()
                              : name == "access"   ? AnyOf({"", "r", "w", "rw", "action", "bad"})
                              : name == "priority" ? AnyOf({"", "high", "low"})
                              : name == "wrapper"  ? AnyOf({"", "List", "Missing"})
                                                   : AnyOf({"", "1", "2"});
    const int64_t origin = Below(3);
    Say(absl::StrCat("set ", id, " ", name, "=", value, " by ", origin));
    const bool ok = tracker_.SetProperty(VariableId(id), name, value, PageId(origin)).ok();
    EXPECT_EQ(ok, naive_.SetProperty(id, name, value, origin));
  }

  void SetActive() {
    const int64_t id = AnyPresentId();
    const bool active = Below(3) > 0;
    Say(absl::StrCat(active ? "activate " : "deactivate ", id));
    tracker_.SetActive(VariableId(id), active);
    naive_.SetActive(id, active);
  }

  void Mark() {
    const int64_t id = AnyPresentId();
    if (Below(2) == 0) {
      Say(absl::StrCat("mark all of ", id));
      tracker_.MarkAllChanged(VariableId(id));
      naive_.MarkAllChanged(id);
    } else {
      Say(absl::StrCat("mark value of ", id));
      tracker_.MarkValueChanged(VariableId(id));
      naive_.MarkValueChanged(id);
    }
  }

  void ReplaceRoot() {
    const int64_t id = AnyOf({1, -1});
    const Json value = AnyValue();
    Say(absl::StrCat("replace root ", id, " by ", DumpJson(value)));
    EXPECT_THAT(tracker_.ReplaceRoot(VariableId(id), resolver_.Hold(value)), IsOk());
    naive_.ReplaceRoot(id, value);
  }

  void ChangeWorld() {
    const Json object = AnyObject();
    const std::string field = AnyOf({"a", "b"});
    const Json value = AnyValue();
    Say(absl::StrCat(DumpJson(object), ".", field, " = ", DumpJson(value)));
    world_.Field(object, field) = value;
  }

  std::string Render(const std::vector<Change>& changes) {
    std::vector<std::string> texts;
    for (const Change& change : changes) {
      std::string value;
      if (change.value) {
        value = " = ";
        tracker_.AppendValue(change.id, &value);
      }
      std::vector<std::string> properties;
      for (const PropertyChange& property : change.properties) {
        properties.push_back(absl::StrCat(property.name, "=",
                                          tracker_.Find(change.id)->PropertyValue(property.name),
                                          "@", property.origin));
      }
      texts.push_back(absl::StrCat(
          change.priority == Priority::kHigh  ? "high: "
          : change.priority == Priority::kLow ? "low: "
                                              : "",
          change.id, value,
          properties.empty() ? "" : absl::StrCat(" {", absl::StrJoin(properties, ","), "}")));
    }
    return absl::StrJoin(texts, "; ");
  }

  static std::vector<int64_t> Values(const std::vector<VariableId>& ids) {
    std::vector<int64_t> values;
    for (VariableId id : ids) values.push_back(id.value());
    return values;
  }

  std::minstd_rand random_;
  std::vector<std::string> script_;
  JsonWorld world_;
  std::vector<Json> objects_;
  JsonResolver resolver_{world_};
  Tracker tracker_{resolver_};
  NaiveTracker naive_{world_, [this](int64_t id) { return resolver_.SentValueOf(VariableId(id)); }};
};

TEST(TrackerModelTest, AgreesWithANaiveTracker) {
  for (unsigned seed = 1; seed <= 2000; ++seed) {
    Comparison comparison(seed);
    for (int i = 0; i < 60 && !::testing::Test::HasFailure(); ++i) comparison.Step();
    if (!::testing::Test::HasFailure()) comparison.Turn();
    if (::testing::Test::HasFailure()) {
      FAIL() << "seed " << seed << ":\n" << comparison.script();
    }
  }
}

}  // namespace
}  // namespace tandem::testing
