// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// See wasm_host.h.

#include "wasm/wasm_host.h"

namespace tandem::wasm {

void JsLogSink::Write(LogLevel level, absl::string_view text) {
  if (Wants(level)) js_.Log(level, text);
}

}  // namespace tandem::wasm
