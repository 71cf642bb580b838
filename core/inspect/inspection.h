// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// A look into a running session: its variables, what they hold, who shows them. Looking runs no
// Lua and leaves no trace, so a session that is inspected does what it would have done without,
// and its event log says the same.
//
// Borrows the session; made for one look, between turns.

#ifndef TANDEM_CORE_INSPECT_INSPECTION_H_
#define TANDEM_CORE_INSPECT_INSPECTION_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/strings/string_view.h"
#include "core/backend/lua_backend.h"
#include "core/base/ids.h"
#include "core/lua/last_seen.h"
#include "core/lua/lua_session.h"
#include "core/session/server.h"
#include "core/tracker/variable.h"

namespace tandem {

// How one page shows a variable. The texts are the session's.
struct PageSight {
  PageId page;
  WireId wire;
  bool is_watching = false;
  absl::string_view element_id;
  absl::string_view viewdef;
};

// One variable as it stands. The references are the session's.
struct VariableSight {
  const Variable& variable;
  int depth = 0;  // 0 for a root.
  std::vector<VariableId> children;
  LastSeen shown;  // What stands for it, its wrapper if it has one.
  LastSeen value;  // The value itself.
  std::vector<std::string> notes;
  std::vector<PageSight> pages;

  // The last error: of reading if there is one, else of writing; "" if there is none.
  absl::string_view error() const;
  // The name of the value's kind, as variables.json has it (S-51); "" for nil.
  absl::string_view kind() const;
};

class Inspection {
 public:
  // Nullopt if the session has no VM, or no variables can be in it yet.
  static std::optional<Inspection> Of(Server& server, VendedId session);

  // Every variable, parents before children, each level in the order of creation (S-47). About
  // `limit` bytes are read of each string and array.
  void ForEach(size_t limit, absl::FunctionRef<void(const VariableSight&)> visit) const;

  // One of them; null for an unknown id.
  std::optional<VariableSight> Find(VariableId id, size_t limit) const;

  // How many there are, how often changes were found (T-94), and what the VM holds.
  size_t size() const { return tracker().size(); }
  int64_t change_count() const { return tracker().change_count(); }
  int64_t memory_bytes() const { return lua_->memory_bytes(); }

 private:
  Inspection(const LuaBackend& backend, const LuaSession& lua) : backend_(&backend), lua_(&lua) {}

  const Tracker& tracker() const { return *backend_->tracker(); }
  VariableSight SightOf(const Variable& variable, int depth, size_t limit) const;

  const LuaBackend* backend_;
  const LuaSession* lua_;
};

}  // namespace tandem

#endif  // TANDEM_CORE_INSPECT_INSPECTION_H_
