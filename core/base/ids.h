// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// The identifiers Tandem hands around, each a type of its own so that a variable's id can
// not be passed where a connection's is meant. Identity across a turn, a callback or the
// wire is always one of these, never a pointer.

#ifndef TANDEM_CORE_BASE_IDS_H_
#define TANDEM_CORE_BASE_IDS_H_

#include <cstdint>
#include <string>
#include <utility>

#include "absl/strings/string_view.h"

namespace tandem {

// A 64-bit id of kind `Tag`. Ordered, hashable, printable; 0 means "none".
template <typename Tag>
class NumericId {
 public:
  constexpr NumericId() = default;
  constexpr explicit NumericId(int64_t value) : value_(value) {}

  constexpr int64_t value() const { return value_; }
  constexpr explicit operator bool() const { return value_ != 0; }

  friend constexpr bool operator==(NumericId a, NumericId b) { return a.value_ == b.value_; }
  friend constexpr bool operator!=(NumericId a, NumericId b) { return a.value_ != b.value_; }
  friend constexpr bool operator<(NumericId a, NumericId b) { return a.value_ < b.value_; }

  template <typename H>
  friend H AbslHashValue(H h, NumericId id) {
    return H::combine(std::move(h), id.value_);
  }
  template <typename Sink>
  friend void AbslStringify(Sink& sink, NumericId id) {
    sink.Append(std::to_string(id.value_));
  }

 private:
  int64_t value_ = 0;
};

// A variable of a session's tracker. 1 is the app variable (P-25); every other id is given
// by the session itself. Ids that a client vends are local to its page and never of this type:
// see WireId.
using VariableId = NumericId<struct VariableIdTag>;
inline constexpr VariableId kAppVariable{1};

// A variable as one page names it (P-26, P-126). 1 is common to all pages.
using WireId = NumericId<struct WireIdTag>;

// A Lua value with identity, unique in its session, stable while the value lives (D-17).
using ObjectId = NumericId<struct ObjectIdTag>;

// One transport of a session: a socket, or a port of a worker. Unique within a SessionManager,
// never reused.
using ConnectionId = NumericId<struct ConnectionIdTag>;

// One document that shows a session: what it created and watches, and how far it was told. It can
// outlive its connection and go on with another one. Unique within a session, never reused.
using PageId = NumericId<struct PageIdTag>;

// A timer that application code started; 1, 2, 3 … per session (L-32).
using TimerHandle = NumericId<struct TimerHandleTag>;

// The session's number as people and Lua see it: 1, 2, 3 … per process, never reused (D-19).
using VendedId = NumericId<struct VendedIdTag>;

// The session's name in URLs: 32 lowercase hex digits, 128 random bits (S-56). It is the
// only access control, so it is never logged at level 0.
class SessionId {
 public:
  static constexpr size_t kLength = 32;

  SessionId() = default;
  explicit SessionId(std::string hex) : hex_(std::move(hex)) {}

  // True for exactly 32 lowercase hex digits.
  static bool IsWellFormed(absl::string_view text);

  const std::string& str() const { return hex_; }
  bool empty() const { return hex_.empty(); }

  friend bool operator==(const SessionId& a, const SessionId& b) { return a.hex_ == b.hex_; }
  friend bool operator!=(const SessionId& a, const SessionId& b) { return a.hex_ != b.hex_; }
  friend bool operator<(const SessionId& a, const SessionId& b) { return a.hex_ < b.hex_; }
  template <typename H>
  friend H AbslHashValue(H h, const SessionId& id) {
    return H::combine(std::move(h), id.hex_);
  }
  template <typename Sink>
  friend void AbslStringify(Sink& sink, const SessionId& id) {
    sink.Append(id.hex_);
  }

 private:
  std::string hex_;
};

inline bool SessionId::IsWellFormed(absl::string_view text) {
  if (text.size() != kLength) return false;
  for (char c : text) {
    if (!((c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'))) return false;
  }
  return true;
}

}  // namespace tandem

#endif  // TANDEM_CORE_BASE_IDS_H_
