// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// The browser home as a C++ object: one site, its sessions, and the calls of core/session spelled
// in numbers and text, ready to be exported. bindings.cc makes one Shell per WebAssembly module and
// adds nothing but the crossing. Everything a call sends or closes reaches JavaScript through
// JsFunctions, which must not call back into the Shell before that call has returned.

#ifndef TANDEM_WASM_SHELL_H_
#define TANDEM_WASM_SHELL_H_

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "core/base/ids.h"
#include "core/session/server.h"
#include "wasm/js_functions.h"
#include "wasm/js_outbox.h"
#include "wasm/wasm_host.h"

namespace tandem::wasm {

class Shell {
 public:
  // `js` must outlive this.
  explicit Shell(JsFunctions& js) : js_(js), host_(js) {}
  Shell(const Shell&) = delete;
  Shell& operator=(const Shell&) = delete;

  // Adds a file of the site or replaces one. After Start it takes effect with the next Reload.
  // kInvalidArgument for a malformed path.
  absl::Status AddFile(absl::string_view path, absl::string_view bytes);

  // Builds the server from the files. `options` is a JSON object with "dev" (boolean: development
  // mode) and "verbosity" (0 to 4), both optional. The site's configuration is read from
  // config/config.json if there is such a file. kInvalidArgument names what is wrong with either;
  // kFailedPrecondition the second time.
  absl::Status Start(absl::string_view options);

  // Running sessions take up the files that were added since Start or the last Reload (hot reload
  // section 6). kFailedPrecondition before Start. Runs Lua.
  absl::Status Reload();

  // A new session's id; main.lua has run or failed (D-22). kResourceExhausted beyond the limit,
  // kFailedPrecondition before Start. Runs Lua.
  absl::StatusOr<std::string> Create();

  // A new connection's number, 1, 2, 3 …, never reused. ErrorKind::kNoSession for an unknown
  // session, kFailedPrecondition before Start.
  absl::StatusOr<int64_t> Connect(absl::string_view session);

  // One inbound frame. Answers go out through Send; an unknown connection is ignored, because its
  // session may have ended while the frame was on its way. Runs Lua.
  void Receive(int64_t connection, absl::string_view frame);

  // The transport is gone. Unknown: nothing.
  void Disconnect(int64_t connection);

  // Ends a session; its connections get Close and stay until Disconnect. Unknown: nothing.
  void Destroy(absl::string_view session);

  // What JsFunctions::SetTimer asked for. Runs Lua.
  void FireTimer(int64_t id) { host_.scheduler().Fire(id); }

 private:
  struct Link {
    std::unique_ptr<JsOutbox> outbox;
    ConnectionId id;
  };

  JsFunctions& js_;
  WasmHost host_;
  // By the number JavaScript knows.
  std::map<int64_t, Link> links_;
  int64_t last_connection_ = 0;
  // Paths of files added since.
  std::vector<std::string> changed_;
  // Null until Start. Last, because it holds timers and outboxes of the members above.
  std::unique_ptr<Server> server_;
};

}  // namespace tandem::wasm

#endif  // TANDEM_WASM_SHELL_H_
