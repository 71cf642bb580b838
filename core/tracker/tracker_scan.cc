// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// The discovery of changes. A scan hands the resolver one slot after the other from a flat array
// and hears only of those that differ or fail. Whatever application code does to variables
// meanwhile, the array stays as it is: what is gone is passed over by its marks, and what is new
// comes in a further pass.

#include <algorithm>
#include <cassert>
#include <optional>
#include <utility>

#include "core/tracker/tracker.h"

namespace tandem {
namespace {

// P-77: list wrappers that move items may call for another round, but not for ever.
constexpr int kMaxRounds = 4;
// Passes per round: a getter may create a variable whose getter creates another, and so on. Past
// this, new ones wait for the next scan.
constexpr int kMaxPasses = 1 + 4;

}  // namespace

// What a variable that did not change costs: one call, one element of the order, one of the marks.
class Tracker::Scan : public ScanCursor {
 public:
  explicit Scan(Tracker& tracker) : tracker_(tracker) {}

  Slot Next() override {
    if (current_ != kNoSlot) {
      StopClock();
      const SlotMarks& marks = tracker_.table_.MarksOf(current_);
      if (marks.is_failed || marks.is_owed) tracker_.OnRecovered(current_);
    }
    const std::vector<Slot>& slots = tracker_.order_.slots();
    while (next_ < slots.size()) {
      const Slot slot = slots[next_++];
      SlotMarks& marks = tracker_.table_.MarksOf(slot);
      if (!marks.is_evaluated || marks.round == tracker_.round_) continue;
      marks.round = tracker_.round_;
      StartClock();
      return current_ = slot;
    }
    return current_ = kNoSlot;
  }

  void Changed() override {
    assert(current_ != kNoSlot);
    StopClock();
    tracker_.OnChanged(current_);
  }

  void Failed(absl::Status error) override {
    assert(current_ != kNoSlot);
    begun_.reset();
    tracker_.OnFailed(std::exchange(current_, kNoSlot), std::move(error));
  }

 private:
  // T-95: from the moment a slot is handed out until it is told of, or the next one is asked for.
  // What becomes of a change is not part of it.
  void StartClock() {
    if (tracker_.clock_) begun_ = tracker_.clock_();
  }
  void StopClock() {
    if (!begun_.has_value()) return;
    const absl::Duration took = tracker_.clock_() - *begun_;
    begun_.reset();
    VariableRecord* record = tracker_.table_.FindSlot(current_);
    if (record == nullptr) return;
    record->variable.compute_time = took;
    record->variable.max_compute_time = std::max(record->variable.max_compute_time, took);
  }

  Tracker& tracker_;
  size_t next_ = 0;
  Slot current_ = kNoSlot;  // Handed out and not failed.
  std::optional<absl::Duration> begun_;
};

void Tracker::DetectChanges() {
  for (const Failure& failure : std::exchange(newly_failed_, {})) {
    if (const VariableRecord* record = table_.Find(failure.id)) {
      table_.MarksOf(record->slot).is_newly_failed = false;
    }
  }
  resolver_.TakeListsMoved();  // What moved before is seen by the first round.
  for (int i = 0; i < kMaxRounds; ++i) {
    RunRound();
    if (round_told_ || HasPendingProperties()) ++change_count_;
    if (!round_found_ || !resolver_.TakeListsMoved()) return;
  }
}

// The first pass evaluates everything; if the variables changed under it, further ones evaluate
// what it could not see.
void Tracker::RunRound() {
  SlotHold hold(table_);
  ++round_;
  round_found_ = false;
  round_told_ = false;
  for (int pass = 0; pass < kMaxPasses; ++pass) {
    if (pass > 0 && order_.is_valid()) return;
    RebuildOrderIfNeeded();
    Scan scan(*this);
    resolver_.Scan(scan);
  }
}

// A first nil is no news (P-33). A kept wrapper absorbs the change of what it wraps (T-58),
// unless nobody knows of it yet; it may still have moved items, so it counts for another round.
void Tracker::OnChanged(Slot slot) {
  VariableRecord* record = table_.FindSlot(slot);
  if (record == nullptr) return;
  if (!record->is_told && resolver_.KindOf(slot) == ValueKind::kNil) return;
  round_found_ = true;
  const Resolver::Wrapping wrapping = UpdateWrapper(slot);
  record = table_.FindSlot(slot);
  if (record == nullptr) return;
  if (wrapping != Resolver::Wrapping::kKept || !record->is_told) {
    round_told_ = true;
    ++record->variable.change_count;
    NoteValue(*record);
    table_.MarksOf(slot).is_owed = false;
  }
  UpdateType(slot);
}

void Tracker::OnFailed(Slot slot, absl::Status error) {
  VariableRecord* record = table_.FindSlot(slot);
  if (record == nullptr) return;
  SlotMarks& marks = table_.MarksOf(slot);
  marks.is_failed = true;
  absl::Status& stored = record->variable.read_error;
  if (stored.code() == error.code() && stored.message() == error.message()) return;
  if (!marks.is_newly_failed) {
    marks.is_newly_failed = true;
    newly_failed_.push_back({record->variable.id, stored});
  }
  stored = std::move(error);
}

void Tracker::OnRecovered(Slot slot) {
  VariableRecord& record = *table_.FindSlot(slot);
  SlotMarks& marks = table_.MarksOf(slot);
  marks.is_failed = false;
  record.variable.read_error = absl::OkStatus();
  if (std::exchange(marks.is_owed, false)) {
    round_found_ = true;
    round_told_ = true;
    ++record.variable.change_count;
    NoteValue(record);
  }
}

// A failure that went away again within the scan is none, nor is one that is back as it was.
std::vector<VariableId> Tracker::TakeNewlyFailed() {
  std::vector<VariableId> ids;
  for (const Failure& failure : std::exchange(newly_failed_, {})) {
    const VariableRecord* record = table_.Find(failure.id);
    if (record == nullptr) continue;
    table_.MarksOf(record->slot).is_newly_failed = false;
    const absl::Status& error = record->variable.read_error;
    if (!error.ok() && error.message() != failure.before.message()) ids.push_back(failure.id);
  }
  return ids;
}

void Tracker::RebuildOrderIfNeeded() {
  if (order_.is_valid()) return;
  order_.Rebuild(table_.roots(), table_.slot_count(),
                 [this](Slot slot) -> const Variable& { return table_.FindSlot(slot)->variable; });
}

}  // namespace tandem
