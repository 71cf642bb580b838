// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// A connection whose other end is JavaScript. It is always writable: JavaScript takes every frame
// at once and delivers it as soon as the current call into the core is over.

#ifndef TANDEM_WASM_JS_OUTBOX_H_
#define TANDEM_WASM_JS_OUTBOX_H_

#include <cstdint>
#include <string>

#include "absl/strings/string_view.h"
#include "core/session/outbox.h"
#include "wasm/js_functions.h"

namespace tandem::wasm {

class JsOutbox final : public Outbox {
 public:
  // `js` must outlive this. `connection` is the number JavaScript knows.
  JsOutbox(JsFunctions& js, int64_t connection) : js_(js), connection_(connection) {}

  bool Writable() const override { return true; }
  void Send(std::string frame) override { js_.Send(connection_, frame); }
  void Close(CloseCode code, absl::string_view reason) override {
    js_.Close(connection_, static_cast<int>(code), reason);
  }

 private:
  JsFunctions& js_;
  const int64_t connection_;
};

}  // namespace tandem::wasm

#endif  // TANDEM_WASM_JS_OUTBOX_H_
