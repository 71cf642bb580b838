// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// The global function `diag`: notes that application code makes while one of its variables is
// computed, kept with that variable for whoever inspects it (L-56, L-38).

#ifndef TANDEM_CORE_LUA_DIAGNOSTICS_H_
#define TANDEM_CORE_LUA_DIAGNOSTICS_H_

#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"
#include "core/base/ids.h"
#include "core/host/log_sink.h"
#include "lua.h"

namespace tandem {

class Diagnostics {
 public:
  // `log` tells the configured verbosity, which is the diagnostic level; must outlive this.
  explicit Diagnostics(const LogSink& log) : log_(log) {}

  // The diagnostic level from now on, if the log's is lower (S-52). No script can tell.
  void SetLevel(LogLevel level) { level_ = level; }

  // Sets the global `diag`. May raise.
  static void Install(lua_State* L);

  // `variable` is being computed from now on, and its old notes are forgotten. 0: none is.
  void Begin(VariableId variable) {
    current_ = variable;
    if (!notes_.empty()) notes_.erase(variable);
  }
  VariableId current() const { return current_; }

  // A note on the variable being computed; dropped if none is or if nobody wants the level.
  void Note(LogLevel level, absl::string_view text);

  // A note on `variable`, whatever is being computed.
  void NoteOn(VariableId variable, absl::string_view text);

  void Forget(VariableId variable) {
    if (!notes_.empty()) notes_.erase(variable);
  }

  // The notes on a variable, oldest first.
  std::vector<std::string> Of(VariableId variable) const;

 private:
  const LogSink& log_;
  LogLevel level_ = kLogAlways;
  VariableId current_;
  absl::flat_hash_map<VariableId, std::vector<std::string>> notes_;
};

}  // namespace tandem

#endif  // TANDEM_CORE_LUA_DIAGNOSTICS_H_
