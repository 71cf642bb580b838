// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// What a tracker does, written down as plainly as possible: maps instead of slots, recursion
// instead of an order that is kept, everything evaluated again and everything rendered again.
// Random operations run on both and must agree. Knows one wrapper, "List", and takes its objects
// from whoever makes them.

#ifndef TANDEM_TESTS_CORE_TRACKER_NAIVE_TRACKER_H_
#define TANDEM_TESTS_CORE_TRACKER_NAIVE_TRACKER_H_

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "core/base/json.h"
#include "core/tracker/path.h"
#include "core/tracker/priority.h"
#include "tests/core/tracker/json_world.h"

namespace tandem::testing {

class NaiveTracker {
 public:
  // `list_of` gives the object that stands for a List-wrapped variable at the moment.
  NaiveTracker(JsonWorld& world, std::function<Json(int64_t id)> list_of)
      : world_(world), list_of_(std::move(list_of)) {}

  struct Property {
    std::string value;
    Priority priority = Priority::kMedium;
  };
  struct Variable {
    int64_t parent = 0;
    std::vector<int64_t> children;
    Path path;
    Access access = Access::kReadWrite;
    Priority priority = Priority::kMedium;
    std::map<std::string, Property> properties;
    bool active = true;

    Json value;
    Json wrapper;
    bool is_evaluated = false;
    bool is_unreported = false;
    bool is_told = false;
    bool is_owed = false;
    bool has_object_type = false;
    std::string read_error;
    std::string write_error;
    int64_t change_count = 0;

    bool value_changed = false;
    std::map<std::string, int64_t> changed_properties;  // Name to writer.

    const Json& shown() const { return wrapper.is_null() ? value : wrapper; }
  };

  // As the tracker's. Those that may fail say whether they succeed, and do nothing if not.
  void CreateRoot(int64_t id, const Json& value);
  bool Create(int64_t id, int64_t parent, const std::string& spec,
              const std::map<std::string, std::string>& properties);
  std::vector<int64_t> Destroy(int64_t id);
  bool SetProperty(int64_t id, const std::string& name, const std::string& value, int64_t origin);
  void SetActive(int64_t id, bool active);
  void ReplaceRoot(int64_t id, const Json& value);
  void MarkAllChanged(int64_t id);
  void MarkValueChanged(int64_t id);

  // An assignment in two halves, before and after the world is written: the first says with what
  // error it will end, "" for none.
  std::string BeforeAssign(int64_t id, const Json& value);
  void AfterAssign(int64_t id, const Json& value, const std::string& error);

  // Returns the variables that failed anew, in scan order.
  std::vector<int64_t> DetectChanges();
  // "high: 2 = 5 {a=1@6,b=@0}; 3 {c=@0}"
  std::string TakeChanges();

  // In which order DetectChanges evaluates (T-75).
  std::vector<int64_t> EvaluationOrder() const;
  // Depth-first.
  std::vector<int64_t> Tree() const;

  const std::map<int64_t, Variable>& variables() const { return variables_; }

 private:
  Json NavigationValue(int64_t id) const;
  bool IsEvaluated(int64_t id) const;
  void Check(int64_t id, std::vector<int64_t>* order) const;
  void UpdateWrapper(int64_t id);
  void UpdateType(Variable& variable);
  void SetType(Variable& variable, const std::string& type);
  // Notes the value unless the same wrapper as before stands for it.
  void NoteShown(int64_t id, const Json& wrapper_before);

  JsonWorld& world_;
  std::function<Json(int64_t id)> list_of_;
  std::map<int64_t, Variable> variables_;
};

}  // namespace tandem::testing

#endif  // TANDEM_TESTS_CORE_TRACKER_NAIVE_TRACKER_H_
