// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// What a site grants the Lua code of its sessions.

#ifndef TANDEM_CORE_LUA_LUA_OPTIONS_H_
#define TANDEM_CORE_LUA_LUA_OPTIONS_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"

struct lua_State;

namespace tandem {

struct LuaOptions {
  // Bytes one session's VM may hold; beyond it scripts get "not enough memory".
  int64_t memory_limit_bytes = int64_t{64} << 20;

  // Steps a turn may take, and main.lua or a reload (D-44): about 100 ms and 1 s of a fast machine.
  // Looking for changes after a turn that was stopped may take as many again.
  int64_t turn_steps = 25'000'000;
  int64_t start_steps = 250'000'000;

  // How long either may last, whatever its steps. Infinite where nobody else waits.
  absl::Duration turn_time = absl::Seconds(5);

  // Bytes that one file which a page sends may have.
  int64_t file_bytes = int64_t{10} << 20;

  // Whether such files are put into the host's temporary files, and not into the VM's memory; and
  // how many bytes of them a session may keep.
  bool temporary_files = false;
  int64_t temporary_bytes = int64_t{100} << 20;

  // Whether paths from the wire reach fields and methods that begin with '_' (D-34).
  bool private_names_reachable = false;

  // Whether the standard library and the text of numbers are as programs written for Lua 5.1
  // expect them (D-38).
  bool lua51 = false;

  // Whether errors of reading come with their traceback, which takes some microseconds of every
  // turn in which reading fails.
  bool read_tracebacks = false;

  // Whether what has no effect here is an error instead: a metatable with `__gc` (D-48).
  bool strict = false;

  // Libraries that reach outside the session, opened by name (D-39), and how: a shell that has any
  // lends the function, which may raise. "io", "os", "debug".
  std::vector<std::string> libraries;
  using OpenLibrary = void (*)(lua_State* L, absl::string_view name, bool lua51);
  OpenLibrary open_library = nullptr;
};

}  // namespace tandem

#endif  // TANDEM_CORE_LUA_LUA_OPTIONS_H_
