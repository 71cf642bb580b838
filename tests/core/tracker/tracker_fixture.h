// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// A tracker over a small JSON application, and words to tell stories about it: create variables,
// change the application, and read what a turn would tell as one line of text.

#ifndef TANDEM_TESTS_CORE_TRACKER_TRACKER_FIXTURE_H_
#define TANDEM_TESTS_CORE_TRACKER_TRACKER_FIXTURE_H_

#include <cstdint>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/string_view.h"
#include "core/base/ids.h"
#include "core/base/json.h"
#include "core/testing/matchers.h"
#include "core/tracker/change.h"
#include "core/tracker/tracker.h"
#include "gtest/gtest.h"
#include "tests/core/tracker/json_resolver.h"
#include "tests/core/tracker/json_world.h"

namespace tandem::testing {

inline VariableId Id(int64_t id) { return VariableId(id); }

class TrackerFixture : public Test {
 protected:
  // Variable 1 is the object `app_`, of type App. Nothing is pending.
  TrackerFixture() {
    EXPECT_THAT(tracker_.CreateRoot(kAppVariable, resolver_.Hold(app_), {}), IsOk());
    tracker_.TakeChanges();
  }

  // Every variable has a slot and no slot is left over.
  ~TrackerFixture() override {
    EXPECT_EQ(resolver_.open_slots(), static_cast<int>(tracker_.size()));
  }

  Json& Field(const std::string& name) { return world_.Field(app_, name); }
  void Define(const std::string& name, JsonWorld::Method method) {
    world_.Define(app_, name, std::move(method));
  }
  // A method that takes nothing and cannot fail.
  void DefineGetter(const std::string& name, std::function<Json()> getter) {
    Define(name, [getter = std::move(getter)](const Json*) { return getter(); });
  }

  absl::Status TryCreate(int64_t id, int64_t parent, const std::string& path,
                         Tracker::Properties properties = {}) {
    properties.emplace_back("path", path);
    return tracker_.Create(Id(id), Id(parent), properties);
  }
  void Create(int64_t id, int64_t parent, const std::string& path,
              const Tracker::Properties& properties = {}) {
    EXPECT_THAT(TryCreate(id, parent, path, properties), IsOk()) << "variable " << id;
  }

  absl::Status Set(int64_t id, absl::string_view name, absl::string_view value,
                   int64_t origin = 0) {
    return tracker_.SetProperty(Id(id), name, value, PageId(origin));
  }

  std::string PropertyOf(int64_t id, absl::string_view name) {
    const Variable* variable = tracker_.Find(Id(id));
    return variable == nullptr ? "no variable" : std::string(variable->PropertyValue(name));
  }

  std::string Told(int64_t id) {
    std::string text;
    tracker_.AppendValue(Id(id), &text);
    return text;
  }

  // "high: 2 = 5 {a=1,b=}; 3 {c=}": values as they are now, removed properties as empty.
  std::string Render(const std::vector<Change>& changes) {
    std::vector<std::string> texts;
    for (const Change& change : changes) {
      std::string text = change.priority == Priority::kHigh  ? "high: "
                         : change.priority == Priority::kLow ? "low: "
                                                             : "";
      absl::StrAppend(&text, change.id);
      if (change.value) {
        text += " = ";
        tracker_.AppendValue(change.id, &text);
      }
      if (!change.properties.empty()) {
        absl::StrAppend(&text, " {",
                        absl::StrJoin(change.properties, ",",
                                      [&](std::string* out, const PropertyChange& property) {
                                        absl::StrAppend(
                                            out, property.name, "=",
                                            PropertyOf(change.id.value(), property.name));
                                      }),
                        "}");
      }
      texts.push_back(text);
    }
    return absl::StrJoin(texts, "; ");
  }
  std::string TakeChanges() { return Render(tracker_.TakeChanges()); }

  // Looks for changes and takes them.
  std::string Turn() {
    tracker_.DetectChanges();
    return TakeChanges();
  }

  // What the first scan of the last DetectChanges evaluated, in order: "2 3".
  std::string Evaluated() {
    const std::vector<std::vector<VariableId>> scans = resolver_.TakeScans();
    return scans.empty() ? "no scan" : absl::StrJoin(scans[0], " ");
  }

  std::string Destroy(int64_t id) {
    std::vector<VariableId> destroyed;
    tracker_.Destroy(Id(id), &destroyed);
    return absl::StrJoin(destroyed, " ");
  }

  std::string Failed() { return absl::StrJoin(tracker_.TakeNewlyFailed(), " "); }
  absl::Status ReadError(int64_t id) { return tracker_.Find(Id(id))->read_error; }

  JsonWorld world_;
  JsonResolver resolver_{world_};
  Tracker tracker_{resolver_};
  Json app_ = world_.New("App");
};

}  // namespace tandem::testing

#endif  // TANDEM_TESTS_CORE_TRACKER_TRACKER_FIXTURE_H_
