// Copyright (c) the Tandem authors. Licensed under the MIT License.

#include "tests/core/tracker/json_resolver.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/types/span.h"
#include "core/base/error.h"
#include "core/base/status_macros.h"
#include "gtest/gtest.h"

namespace tandem::testing {

ValueRef JsonResolver::Hold(Json value) {
  held_[++last_held_] = std::move(value);
  return last_held_;
}

Json JsonResolver::Take(ValueRef value) {
  auto held = held_.find(value);
  if (held == held_.end()) {
    ADD_FAILURE() << "nobody holds value " << value;
    return Json();
  }
  Json taken = std::move(held->second);
  held_.erase(held);
  return taken;
}

void JsonResolver::DefineWrapper(const std::string& name, MakeWrapper make) {
  wrappers_[name] = std::move(make);
}

std::vector<std::vector<VariableId>> JsonResolver::TakeScans() { return std::exchange(scans_, {}); }

int JsonResolver::open_slots() const {
  int count = 0;
  for (const State& state : slots_) count += state.is_open ? 1 : 0;
  return count;
}

Json JsonResolver::SentValueOf(VariableId id) const {
  for (const State& state : slots_) {
    if (state.is_open && state.id == id) {
      return state.wrapper.is_null() ? state.value : state.wrapper;
    }
  }
  return Json();
}

const JsonResolver::State& JsonResolver::StateOf(Slot slot) const {
  if (slot < 0 || static_cast<size_t>(slot) >= slots_.size() ||
      !slots_[static_cast<size_t>(slot)].is_open) {
    ADD_FAILURE() << "slot " << slot << " is not open";
    static const State& nothing = *new State;
    return nothing;
  }
  return slots_[static_cast<size_t>(slot)];
}

JsonResolver::State& JsonResolver::StateOf(Slot slot) {
  return const_cast<State&>(std::as_const(*this).StateOf(slot));
}

JsonResolver::State& JsonResolver::OpenState(Slot slot, VariableId id) {
  if (static_cast<size_t>(slot) >= slots_.size()) slots_.resize(static_cast<size_t>(slot) + 1);
  State& state = slots_[static_cast<size_t>(slot)];
  EXPECT_FALSE(state.is_open) << "slot " << slot << " is open";
  state = State();
  state.is_open = true;
  state.id = id;
  return state;
}

void JsonResolver::Open(Slot slot, VariableId id, Slot parent, const Path& path) {
  StateOf(parent);  // Must be open.
  State& state = OpenState(slot, id);
  state.parent = parent;
  state.path = path;
}

void JsonResolver::OpenRoot(Slot slot, VariableId id, ValueRef value) {
  State& state = OpenState(slot, id);
  state.value = Take(value);
  state.is_evaluated = true;
}

void JsonResolver::SetRoot(Slot slot, ValueRef value) {
  EXPECT_EQ(StateOf(slot).parent, kNoSlot);
  StateOf(slot).value = Take(value);
}

void JsonResolver::SetPath(Slot slot, const Path& path) {
  EXPECT_NE(StateOf(slot).parent, kNoSlot);
  StateOf(slot).path = path;
}

void JsonResolver::Inherit(Slot slot, Slot model) {
  State& state = StateOf(slot);
  EXPECT_FALSE(state.is_evaluated) << "slot " << slot << " has a value of its own";
  state.value = StateOf(model).value;
  state.is_evaluated = StateOf(model).is_evaluated;
  state.is_unreported = StateOf(model).is_unreported;
}

void JsonResolver::Close(Slot slot) { StateOf(slot) = State(); }

Json JsonResolver::NavigationValue(Slot slot) const {
  if (slot == kNoSlot) return Json();
  const State& state = StateOf(slot);
  return state.wrapper.is_null() ? state.value : state.wrapper;
}

absl::StatusOr<Json> JsonResolver::Evaluate(Slot slot) {
  const Path path = StateOf(slot).path;  // A copy: methods open and close slots.
  ASSIGN_OR_RETURN(Json value, world_.Walk(NavigationValue(StateOf(slot).parent), path));
  RETURN_IF_ERROR(JsonWorld::CheckValue(value));
  return value;
}

void JsonResolver::Scan(ScanCursor& cursor) {
  const size_t scan = scans_.size();
  scans_.emplace_back();
  for (Slot slot = cursor.Next(); slot != kNoSlot; slot = cursor.Next()) {
    scans_[scan].push_back(StateOf(slot).id);
    absl::StatusOr<Json> value = Evaluate(slot);
    if (!slots_[static_cast<size_t>(slot)].is_open) {
      if (!reports_closed_slots) continue;
      if (value.ok()) {
        cursor.Changed();
      } else {
        cursor.Failed(value.status());
      }
      continue;
    }
    if (!value.ok()) {
      cursor.Failed(value.status());
      continue;
    }
    State& state = StateOf(slot);
    state.is_evaluated = true;
    if (!std::exchange(state.is_unreported, false) && *value == state.value) continue;
    state.value = *std::move(value);
    cursor.Changed();
  }
}

void JsonResolver::EvaluateAncestors(Slot slot) {
  std::vector<Slot> line;
  for (Slot s = StateOf(slot).parent; s != kNoSlot; s = StateOf(s).parent) line.push_back(s);
  for (auto ancestor = line.rbegin(); ancestor != line.rend(); ++ancestor) {
    if (StateOf(*ancestor).is_evaluated) continue;
    absl::StatusOr<Json> value = Evaluate(*ancestor);
    State& state = StateOf(*ancestor);
    if (!value.ok()) continue;
    state.is_evaluated = true;
    state.is_unreported = !value->is_null();
    state.value = *std::move(value);
  }
}

absl::Status JsonResolver::Assign(Slot slot, const Json& value, Access access) {
  EvaluateAncestors(slot);
  const Json imported = world_.Import(value);
  RETURN_IF_ERROR(JsonWorld::CheckValue(imported));
  RETURN_IF_ERROR(Write(slot, imported, access));
  if (!slots_[static_cast<size_t>(slot)].is_open) return absl::OkStatus();
  StateOf(slot).value = imported;
  StateOf(slot).is_evaluated = true;
  StateOf(slot).is_unreported = false;
  return absl::OkStatus();
}

absl::Status JsonResolver::Write(Slot slot, const Json& value, Access access) {
  const Path path = StateOf(slot).path;
  if (path.empty()) return absl::OkStatus();
  const Step& last = path.back();
  const Path front(path.begin(), path.end() - 1);
  ASSIGN_OR_RETURN(const Json target, world_.Walk(NavigationValue(StateOf(slot).parent), front));
  if (target.is_null()) {
    return MakeError(
        ErrorKind::kPathFailure,
        absl::StrCat("NilPath error: Nil path ", PathText(front), "(nil!).", PathText({&last, 1})));
  }
  switch (last.kind) {
    case Step::Kind::kCall:
      return world_.Call(target, last.name, access == Access::kAction ? nullptr : &value).status();
    case Step::Kind::kSetter:
      return world_.Call(target, last.name, &value).status();
    default:
      return world_.Write(target, last, value);
  }
}

ValueKind JsonResolver::KindOf(Slot slot) const {
  const Json& value = StateOf(slot).value;
  if (value.is_null()) return ValueKind::kNil;
  if (value.is_array()) return ValueKind::kArray;
  return value.is_object() ? ValueKind::kObject : ValueKind::kPrimitive;
}

void JsonResolver::AppendValue(Slot slot, std::string* out) {
  AppendJson(NavigationValue(slot), out);
}

std::string JsonResolver::TypeOf(Slot slot) { return world_.TypeOf(NavigationValue(slot)); }

Resolver::Wrapping JsonResolver::UpdateWrapper(Slot slot, absl::string_view name) {
  const State before = StateOf(slot);
  Json wrapper;
  if (!before.value.is_null() && name == "List") {
    wrapper = before.wrapper_name == name ? before.wrapper : MakeList(before);
    SyncList(wrapper, before.value);
  } else if (!before.value.is_null() && !name.empty()) {
    auto make = wrappers_.find(std::string(name));
    if (make != wrappers_.end()) wrapper = make->second(before.id, before.value);
  }
  State& state = slots_[static_cast<size_t>(slot)];
  if (!state.is_open) return Wrapping::kNone;
  state.wrapper = wrapper;
  state.wrapper_name = wrapper.is_null() ? "" : std::string(name);
  if (wrapper.is_null()) return Wrapping::kNone;
  return wrapper == before.wrapper ? Wrapping::kKept : Wrapping::kReplaced;
}

Json JsonResolver::MakeList(const State& state) {
  const Json list = world_.New("List", {{"items", Json::array()}});
  if (on_list_made) on_list_made(state.id);
  return list;
}

// Items stay with their positions. What a test wrote into the list is put right.
void JsonResolver::SyncList(const Json& list, const Json& value) {
  Json items = world_.Field(list, "items");
  if (!items.is_array()) items = Json::array();
  const size_t count = value.is_array() ? value.size() : 0;
  while (items.size() > count) items.erase(items.size() - 1);
  for (size_t i = 0; i < count; ++i) {
    if (i == items.size()) items.push_back(Json());
    if (world_.TypeOf(items[i]) != "ListItem") items[i] = world_.New("ListItem");
    Json& item = world_.Field(items[i], "item");
    if (item == value[i]) continue;
    item = value[i];
    lists_moved_ = true;
  }
  world_.Field(list, "items") = items;
}

bool JsonResolver::TakeListsMoved() { return std::exchange(lists_moved_, false); }

}  // namespace tandem::testing
