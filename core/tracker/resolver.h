// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// How the tracker reaches application values without knowing what they are. The resolver
// keeps, for each variable, a *slot*: its compiled path, the value last seen, and the wrapper
// that stands in for it. The tracker decides which slots are looked at and in which order; the
// resolver walks, compares and remembers. Comparing happens on the values themselves; JSON is
// written only for what is sent.
//
// Every method protects itself: whatever application code does, it returns.

#ifndef TANDEM_CORE_TRACKER_RESOLVER_H_
#define TANDEM_CORE_TRACKER_RESOLVER_H_

#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "core/base/ids.h"
#include "core/base/json.h"
#include "core/tracker/path.h"

namespace tandem {

// Index of a variable's slot: small, dense, reused after Close.
using Slot = int32_t;
inline constexpr Slot kNoSlot = -1;

// A value that application code handed over, held by the resolver until released. Opaque.
using ValueRef = int;

// What a scan asks and tells; implemented by the tracker. Slots come in the order in which they
// must be evaluated, parents before children.
class ScanCursor {
 public:
  virtual ~ScanCursor() = default;

  // The next slot to evaluate, kNoSlot at the end. Asking for the next one says that the one
  // before was evaluated without failing.
  virtual Slot Next() = 0;

  // The slot handed out last has a new value, already stored in it. May run application code
  // (wrappers), so the resolver must hold nothing across it.
  virtual void Changed() = 0;

  // The slot handed out last could not be evaluated; its old value stays (P-83).
  virtual void Failed(absl::Status error) = 0;
};

// What a value is on the wire.
enum class ValueKind { kNil, kPrimitive, kArray, kObject };

class Resolver {
 public:
  virtual ~Resolver() = default;

  // Begins a slot whose value is found from `parent`'s navigation value (wrapper if any, else
  // value, T-2) by `path`. Evaluates nothing (D-13). `id` names the variable to application code.
  virtual void Open(Slot slot, VariableId id, Slot parent, const Path& path) = 0;
  // As Open, for a root that holds `value` itself. Takes over the reference.
  virtual void OpenRoot(Slot slot, VariableId id, ValueRef value) = 0;
  // Another value for a root, or another path for any other slot (T-39: seen at the next scan).
  virtual void SetRoot(Slot slot, ValueRef value) = 0;
  virtual void SetPath(Slot slot, const Path& path) = 0;
  // Gives a slot that was just opened the value last seen in `model`, as if it had been seen there,
  // but no wrapper. Runs no application code.
  virtual void Inherit(Slot slot, Slot model) = 0;
  // Runs no application code. A slot closed while a method that does is running is not opened
  // again before that method returned.
  virtual void Close(Slot slot) = 0;

  // Evaluates every slot `cursor` hands out and reports what differs from the last time; a
  // first value differs from nil. Runs application code.
  virtual void Scan(ScanCursor& cursor) = 0;

  // Writes `value` through the slot's path (T-32 steps 3 to 7, access checks aside): assigns the
  // last step, or calls it. kPathFailure, kMethodFailure … errors. Ancestors that were never
  // evaluated are evaluated first, and still report their value at the next scan. What it wrote
  // counts as seen, so that the next scan reports only what turned out different (T-33). Runs
  // application code.
  virtual absl::Status Assign(Slot slot, const Json& value, Access access) = 0;

  // The value last seen. AppendValue appends its JSON: the wrapper's reference if there is one
  // (P-66), else the value. TypeOf is the type text of that value if it is an object, else ""
  // (T-41).
  virtual ValueKind KindOf(Slot slot) const = 0;
  virtual void AppendValue(Slot slot, std::string* out) = 0;
  virtual std::string TypeOf(Slot slot) = 0;

  // Brings the slot's wrapper up to date with its value (T-44, 10.1): makes one of type `name`,
  // synchronises the one it has, or drops it when `name` is empty or the value nil. Runs
  // application code.
  enum class Wrapping {
    kNone,      // There is no wrapper.
    kKept,      // The same wrapper as before: what is sent has not changed (T-58).
    kReplaced,  // Another one.
  };
  virtual Wrapping UpdateWrapper(Slot slot, absl::string_view name) = 0;

  // True once after any list wrapper moved its items since last asked (P-77).
  virtual bool TakeListsMoved() = 0;
};

}  // namespace tandem

#endif  // TANDEM_CORE_TRACKER_RESOLVER_H_
