// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// The crossing between JavaScript and the core: the exports that tandem_core.js calls and the
// imports it supplies as Module.tandem. Text crosses as pointer and length, ids and times as
// doubles, which is what JavaScript has. Nothing throws across: an export that can fail returns 0
// and hands the reason to the import `result`, as it does with text it returns.
//
// The only file that includes Emscripten. One module is one Shell.

#include <emscripten.h>
#include <malloc.h>

#include <cstddef>
#include <cstdint>
#include <exception>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "wasm/js_functions.h"
#include "wasm/shell.h"

// clang-format off
EM_JS(double, tandem_js_monotonic_ms, (), { return Module["tandem"].monotonicMs(); });
EM_JS(double, tandem_js_wall_ms, (), { return Module["tandem"].wallMs(); });
EM_JS(void, tandem_js_set_timer, (double id, double ms), { Module["tandem"].setTimer(id, ms); });
EM_JS(void, tandem_js_clear_timer, (double id), { Module["tandem"].clearTimer(id); });
EM_JS(void, tandem_js_fill_random, (void* at, size_t size), { Module["tandem"].fillRandom(at, size); });
EM_JS(void, tandem_js_send, (double connection, const char* at, size_t size), { Module["tandem"].send(connection, at, size); });
EM_JS(void, tandem_js_close, (double connection, int code, const char* at, size_t size), { Module["tandem"].close(connection, code, at, size); });
EM_JS(void, tandem_js_log, (int level, const char* at, size_t size), { Module["tandem"].log(level, at, size); });
EM_JS(void, tandem_js_result, (const char* at, size_t size), { Module["tandem"].result(at, size); });
// clang-format on

namespace tandem::wasm {
namespace {

class ImportedFunctions final : public JsFunctions {
 public:
  double MonotonicMs() override { return tandem_js_monotonic_ms(); }
  double WallMs() override { return tandem_js_wall_ms(); }
  void SetTimer(int64_t id, double ms) override {
    tandem_js_set_timer(static_cast<double>(id), ms);
  }
  void ClearTimer(int64_t id) override { tandem_js_clear_timer(static_cast<double>(id)); }
  void FillRandom(absl::Span<uint8_t> bytes) override {
    tandem_js_fill_random(bytes.data(), bytes.size());
  }
  void Send(int64_t connection, absl::string_view frame) override {
    tandem_js_send(static_cast<double>(connection), frame.data(), frame.size());
  }
  void Close(int64_t connection, int code, absl::string_view reason) override {
    tandem_js_close(static_cast<double>(connection), code, reason.data(), reason.size());
  }
  void Log(int level, absl::string_view text) override {
    tandem_js_log(level, text.data(), text.size());
  }
};

Shell& TheShell() {
  // Never destroyed: the module's memory goes as a whole.
  static Shell& shell = []() -> Shell& {
    // A trap, because Emscripten's abort is a JavaScript exception, which WebAssembly's exception
    // handling would catch on its way out, and terminate again, for ever.
    std::set_terminate([] { __builtin_trap(); });
    return *new Shell(*new ImportedFunctions);
  }();
  return shell;
}

void Result(absl::string_view text) { tandem_js_result(text.data(), text.size()); }

int Done(const absl::Status& status) {
  if (!status.ok()) Result(status.message());
  return status.ok() ? 1 : 0;
}

}  // namespace
}  // namespace tandem::wasm

extern "C" {

using tandem::wasm::Done;
using tandem::wasm::Result;
using tandem::wasm::TheShell;

// 1, or 0 with a result that says why not.
EMSCRIPTEN_KEEPALIVE int tandem_add_file(const char* path, size_t path_size, const char* bytes,
                                         size_t size) noexcept {
  return Done(TheShell().AddFile({path, path_size}, {bytes, size}));
}

// 1, or 0 with a result that says why not. Once, after the files.
EMSCRIPTEN_KEEPALIVE int tandem_init(const char* options, size_t size) noexcept {
  return Done(TheShell().Start({options, size}));
}

// 1, or 0 with a result that says why not.
EMSCRIPTEN_KEEPALIVE int tandem_reload() noexcept { return Done(TheShell().Reload()); }

// 1 with the session's id as result, or 0 with a result that says why not.
EMSCRIPTEN_KEEPALIVE int tandem_create() noexcept {
  absl::StatusOr<std::string> id = TheShell().Create();
  if (id.ok()) Result(*id);
  return Done(id.status());
}

// The connection's number, or 0 with a result that says why not.
EMSCRIPTEN_KEEPALIVE double tandem_connect(const char* session, size_t size) noexcept {
  absl::StatusOr<int64_t> connection = TheShell().Connect({session, size});
  return connection.ok() ? static_cast<double>(*connection) : Done(connection.status());
}

EMSCRIPTEN_KEEPALIVE void tandem_receive(double connection, const char* frame,
                                         size_t size) noexcept {
  TheShell().Receive(static_cast<int64_t>(connection), {frame, size});
}

EMSCRIPTEN_KEEPALIVE void tandem_disconnect(double connection) noexcept {
  TheShell().Disconnect(static_cast<int64_t>(connection));
}

EMSCRIPTEN_KEEPALIVE void tandem_destroy(const char* session, size_t size) noexcept {
  TheShell().Destroy({session, size});
}

EMSCRIPTEN_KEEPALIVE void tandem_fire_timer(double id) noexcept {
  TheShell().FireTimer(static_cast<int64_t>(id));
}

// Bytes in use on the core's heap; free space inside the module's memory does not count.
EMSCRIPTEN_KEEPALIVE double tandem_memory_bytes() noexcept { return mallinfo().uordblks; }

}  // extern "C"
