// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// The variables of one session: their tree, their properties, and the discovery of what
// changed. The application does nothing to be tracked; after every turn DetectChanges() walks
// the active variables and TakeChanges() hands out what differs, in the order it is sent.
//
// Knows nothing of Lua, sessions or the wire. Not thread-safe; belongs to one session.
//
// Anything marked "runs application code" can create, destroy or change any variable: look
// variables up again afterwards.

#ifndef TANDEM_CORE_TRACKER_TRACKER_H_
#define TANDEM_CORE_TRACKER_TRACKER_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "core/base/ids.h"
#include "core/base/json.h"
#include "core/tracker/change.h"
#include "core/tracker/evaluation_order.h"
#include "core/tracker/path.h"
#include "core/tracker/resolver.h"
#include "core/tracker/variable.h"
#include "core/tracker/variable_table.h"

namespace tandem {

class Tracker {
 public:
  using Properties = std::vector<std::pair<std::string, std::string>>;

  // There are never more. They take memory that no limit of the application's counts; a page shows
  // thousands at most.
  static constexpr size_t kMaxVariables = 100'000;

  // Nor do the names and values of their properties take more bytes, together with what was told
  // of variables that cannot be read.
  static constexpr size_t kMaxPropertyBytes = size_t{16} << 20;

  // `resolver` must outlive this.
  explicit Tracker(Resolver& resolver);
  Tracker(const Tracker&) = delete;
  Tracker& operator=(const Tracker&) = delete;

  // A root holding `value`. Its `type` is that of the object; a given one stays only if the
  // object has none (T-28, T-40). kDuplicateId, kBadAccess (T-11), kOverBudget. Takes over `value`
  // on success only. May run application code (wrappers).
  absl::Status CreateRoot(VariableId id, ValueRef value, const Properties& properties);

  // Another value for an existing root; children resolve anew at the next scan (D-18). The
  // value counts as changed. kNotFound, also for what is no root. Takes over `value` on success
  // only. May run application code (wrappers).
  absl::Status ReplaceRoot(VariableId id, ValueRef value);

  // A variable below `parent`. Property `path` is its path-spec, whose query overrides
  // `properties` (T-4). Evaluates nothing; the next scan reports the first value if it is not
  // nil (P-32, P-33, D-13). kDuplicateId; kNotFound if the parent is absent; kBadRequest without a
  // path; kBadAccess (T-8, T-11 … T-13); kOverBudget. Nothing is left behind on error.
  absl::Status Create(VariableId id, VariableId parent, const Properties& properties);

  // The same in two steps, for who wants to know first what is asked for: Prepare reads
  // `properties` and fails as above, and the result becomes variable `id` below `parent`.
  // kDuplicateId; kNotFound; kOverBudget.
  static absl::StatusOr<Variable> Prepare(const Properties& properties,
                                          PathDialect dialect = PathDialect::kPlain);
  absl::Status CreatePrepared(VariableId id, VariableId parent, Variable prepared);

  // kOverBudget if `more` variables would be too many.
  absl::Status CheckRoom(size_t more) const;
  // kOverBudget if there is no room for a Copy of each variable from `top` on.
  absl::Status CheckRoomForCopies(VariableId top) const;

  // A variable below `parent` that is asked for as `model` is, with `model`'s properties and value
  // as they are now. Whoever takes it for `model` shows that value: the next successful evaluation
  // is told in any case, if `model` was. `parent` and `model` must exist, `id` must be free, and
  // there must be room. If `model` has a wrapper, WrapAnew or another `wrapper` must follow.
  void Copy(VariableId id, VariableId parent, VariableId model);

  // Gives a copy of a wrapped variable a wrapper of its own, which is told. Nothing if its model
  // had none, or for an unknown id. Runs application code.
  void WrapAnew(VariableId id);

  // Removes the variable and everything below, appending the ids in the order they go:
  // children before parents, siblings in creation order (P-53). Unknown id: nothing.
  void Destroy(VariableId id, std::vector<VariableId>* destroyed);

  // Writes through the path (T-32). kNotFound, kBadAccess, kPathFailure, kMethodFailure … The
  // outcome is kept as the variable's write_error. Nothing written is told (T-33), except after
  // a failure: the next successful evaluation is told in any case (P-42), and so is the next
  // successful write (P-132), with what was written if it cannot be read. Runs application code.
  absl::Status Assign(VariableId id, const Json& value);

  // T-37. `name` may carry a priority suffix; "" removes. No-op when value and level are the
  // same. A refused `path` or `access` leaves the variable unchanged (T-14). `origin` is the
  // page that wrote, 0 for the application. kNotFound; kBadAccess; kBadRequest for a `path`
  // with a query, which only creation takes. May run application code (wrappers).
  absl::Status SetProperty(VariableId id, absl::string_view name, absl::string_view value,
                           PageId origin, PathDialect dialect = PathDialect::kPlain);

  // What SetProperty would refuse with, before it does anything.
  absl::Status CheckProperty(VariableId id, absl::string_view name, absl::string_view value,
                             PathDialect dialect = PathDialect::kPlain) const;

  // From now on scans measure how long each evaluation takes (T-95), by a clock that only grows.
  // Without one, which is the default, they read no clock: it would cost more than a look at a
  // variable that did not change.
  using Clock = std::function<absl::Duration()>;
  void MeasureBy(Clock clock) { clock_ = std::move(clock); }

  // P-117. Unknown id: nothing.
  void SetActive(VariableId id, bool active);

  // Marks the value and every property present as changed, unless the value is nil (P-49, T-83).
  void MarkAllChanged(VariableId id);
  // Marks the value as changed even if it is the same as last time (P-132).
  void MarkValueChanged(VariableId id);

  // Evaluates active readable variables: high, medium, low; parents pulled forward (T-75); again,
  // up to 4 rounds, while something changed and a list wrapper moved items (P-77). What
  // application code creates meanwhile is evaluated too, up to 4 generations of it. Runs
  // application code, from which it must not be called.
  void DetectChanges();

  // What changed since last taken: high, medium, low, and depth-first within a level (P-107).
  std::vector<Change> TakeChanges();

  // Everything there is to tell of a variable, by level, noted or not: its value unless that is
  // nil, and its properties. Empty for an unknown id.
  std::vector<Change> Describe(VariableId id) const;

  // Where a variable comes in the order of P-107; only to be compared, and only until variables
  // come or go. -1 for an unknown id.
  int32_t PlaceOf(VariableId id);

  // Variables whose read_error appeared or changed in the last DetectChanges, in scan order.
  std::vector<VariableId> TakeNewlyFailed();

  // Null if absent. Invalidated by any call that may change variables or run application code.
  const Variable* Find(VariableId id) const;
  ValueKind KindOf(VariableId id) const;
  // By which the resolver knows it; kNoSlot if absent.
  Slot SlotOf(VariableId id) const;

  // The JSON of the value last seen; "null" for an unknown id.
  void AppendValue(VariableId id, std::string* out);

  // `top` and everything below, in the order in which Destroy would take them (P-53).
  std::vector<VariableId> Subtree(VariableId top) const;

  // Every variable, depth-first: roots by ascending id, children in creation order.
  void ForEach(absl::FunctionRef<void(const Variable&)> visit) const;
  size_t size() const { return table_.size(); }

  // Scans that found something (T-94).
  int64_t change_count() const { return change_count_; }

 private:
  class Scan;  // The cursor of one pass; see tracker_scan.cc.

  // kOverBudget if so many bytes more would be too many.
  absl::Status CheckPropertyRoom(size_t more) const;
  // The same if a property is to have this value; "": none.
  absl::Status CheckStore(const VariableRecord& record, absl::string_view name,
                          absl::string_view value) const;

  void RunRound();

  // What became of a slot that a scan handed out.
  void OnChanged(Slot slot);
  void OnFailed(Slot slot, absl::Status error);
  void OnRecovered(Slot slot);

  // Brings the wrapper up to date (T-44). The variable may be gone afterwards. Runs application
  // code.
  Resolver::Wrapping UpdateWrapper(Slot slot);

  // Brings property `type` up to date with what is shown (T-40, D-10).
  void UpdateType(Slot slot);
  void SetType(VariableRecord& record, absl::string_view type);

  // Another path or access for a variable, if it may have it (T-14).
  static absl::StatusOr<Path> ReadPath(const VariableRecord& record, absl::string_view path,
                                       PathDialect dialect);
  static absl::StatusOr<Access> ReadAccess(const VariableRecord& record, absl::string_view word);

  // Side effects of properties (T-37). The first two refuse before they change anything.
  absl::Status SetPath(VariableRecord& record, absl::string_view path, PathDialect dialect);
  absl::Status SetAccess(VariableRecord& record, absl::string_view word);
  void SetWrapper(Slot slot);

  // Stores a property, or removes it if `value` is "", and notes that for TakeChanges.
  void StoreProperty(VariableRecord& record, absl::string_view name, absl::string_view value,
                     Priority level, PageId origin);

  // What is told of a variable that cannot be read; nothing if there is no room for it.
  void SetToldWriting(VariableRecord& record, std::string json);

  // Note something for TakeChanges.
  void NoteValue(VariableRecord& record);
  void NoteProperty(VariableRecord& record, absl::string_view name, PageId origin);
  void NotePending(VariableRecord& record);
  bool HasPendingProperties() const;

  void RebuildOrderIfNeeded();

  Resolver& resolver_;
  Clock clock_;  // Null: nothing is measured.
  VariableTable table_;
  EvaluationOrder order_;
  size_t property_bytes_ = 0;

  // Slots of variables with something to tell; may name some twice, and some that are gone.
  std::vector<Slot> pending_;

  // Variables that failed in the last DetectChanges otherwise than before it.
  struct Failure {
    VariableId id;
    absl::Status before;
  };
  std::vector<Failure> newly_failed_;

  int64_t change_count_ = 0;

  // The round of scanning that runs or ran last: which one, counting all, and whether a value
  // was different, and whether one is to be told.
  uint32_t round_ = 0;
  bool round_found_ = false;
  bool round_told_ = false;
};

}  // namespace tandem

#endif  // TANDEM_CORE_TRACKER_TRACKER_H_
