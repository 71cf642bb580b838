// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// A Resolver over a JsonWorld that does what resolver.h promises in the plainest way, notes what
// it was asked, and fails the test when a slot is used that is not open. Besides it offers the
// two kinds of wrapper: "List", whose items follow an array by position, and whatever a test
// defines.

#ifndef TANDEM_TESTS_CORE_TRACKER_JSON_RESOLVER_H_
#define TANDEM_TESTS_CORE_TRACKER_JSON_RESOLVER_H_

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "core/base/ids.h"
#include "core/base/json.h"
#include "core/tracker/path.h"
#include "core/tracker/resolver.h"
#include "tests/core/tracker/json_world.h"

namespace tandem::testing {

class JsonResolver : public Resolver {
 public:
  // `world` must outlive this.
  explicit JsonResolver(JsonWorld& world) : world_(world) {}

  // A reference to hand to the tracker.
  ValueRef Hold(Json value);

  // A wrapper of type `name`: `make` gives the object that stands for a value, null for none;
  // called again for a new value, it may give the same one.
  using MakeWrapper = std::function<Json(VariableId id, const Json& value)>;
  void DefineWrapper(const std::string& name, MakeWrapper make);

  // Called when a List is made for a variable.
  std::function<void(VariableId id)> on_list_made;

  // Whether to go on telling the cursor about slots that were closed while they were evaluated.
  bool reports_closed_slots = false;

  // The variables evaluated since last asked, by scan.
  std::vector<std::vector<VariableId>> TakeScans();

  int open_slots() const;
  // References handed out and not taken over.
  size_t held_values() const { return held_.size(); }

  // What a variable's slot holds; null if it has none.
  Json SentValueOf(VariableId id) const;

  // Resolver:
  void Open(Slot slot, VariableId id, Slot parent, const Path& path) override;
  void OpenRoot(Slot slot, VariableId id, ValueRef value) override;
  void SetRoot(Slot slot, ValueRef value) override;
  void SetPath(Slot slot, const Path& path) override;
  void Inherit(Slot slot, Slot model) override;
  void Close(Slot slot) override;
  void Scan(ScanCursor& cursor) override;
  absl::Status Assign(Slot slot, const Json& value, Access access) override;
  ValueKind KindOf(Slot slot) const override;
  void AppendValue(Slot slot, std::string* out) override;
  std::string TypeOf(Slot slot) override;
  Wrapping UpdateWrapper(Slot slot, absl::string_view name) override;
  bool TakeListsMoved() override;

 private:
  struct State {
    bool is_open = false;
    VariableId id;
    Slot parent = kNoSlot;
    Path path;
    Json value;
    bool is_evaluated = false;
    bool is_unreported = false;  // Evaluated for an assignment below it.
    Json wrapper;
    std::string wrapper_name;
  };

  State& StateOf(Slot slot);
  const State& StateOf(Slot slot) const;
  State& OpenState(Slot slot, VariableId id);
  Json Take(ValueRef value);
  // T-2; nil for kNoSlot.
  Json NavigationValue(Slot slot) const;
  absl::StatusOr<Json> Evaluate(Slot slot);
  void EvaluateAncestors(Slot slot);
  absl::Status Write(Slot slot, const Json& value, Access access);
  Json MakeList(const State& state);
  void SyncList(const Json& list, const Json& value);

  JsonWorld& world_;
  std::vector<State> slots_;
  std::map<ValueRef, Json> held_;
  ValueRef last_held_ = 0;
  std::map<std::string, MakeWrapper> wrappers_;
  std::vector<std::vector<VariableId>> scans_;
  bool lists_moved_ = false;
};

}  // namespace tandem::testing

#endif  // TANDEM_TESTS_CORE_TRACKER_JSON_RESOLVER_H_
